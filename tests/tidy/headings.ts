import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './repository';

const HEADING = /^### `([^`]+)`$/gm;

/** The names in code font that a document has a heading of the third level for, in its order. */
export function headings(document: string): readonly string[] {
  const text = fs.readFileSync(path.join(root, document), 'utf8');
  return [...text.matchAll(HEADING)].map(([, name]) => name ?? '');
}
