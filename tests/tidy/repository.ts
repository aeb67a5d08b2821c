import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Text } from './rules';

export const root = path.resolve(__dirname, '..', '..');

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', '.data', '.cache']);
const CODE = /\.(ts|tsx|cjs|mjs)$/;
const TEXT = /\.(ts|tsx|cjs|mjs|md|json|yaml|yml|sql|html|css|sh)$|(^|\/)(run|Dockerfile)$/;

/** Every source file of ours. */
export function sources(): Text[] {
  return listFiles('')
    .filter((name) => CODE.test(name))
    .map(readText);
}

/** Every text of ours: sources, documents, data, configuration. */
export function texts(): Text[] {
  const generated = (name: string): boolean => name === 'package-lock.json';
  return listFiles('')
    .filter((name) => TEXT.test(name) && !generated(name))
    .map(readText);
}

/** SHA-256 of each migration, by file name. */
export function migrationHashes(): Record<string, string> {
  const names = listFiles('infra/migrations').filter((name) => /\/\d+-[^/]+\.ts$/.test(name));
  return Object.fromEntries(
    names.map((name) => [
      path.basename(name),
      createHash('sha256').update(readText(name).text).digest('hex'),
    ]),
  );
}

export function readJson<T>(name: string): T {
  return JSON.parse(readText(name).text) as T;
}

function listFiles(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(name);
    return entry.isFile() ? [name] : [];
  });
}

function readText(name: string): Text {
  return { path: name, text: fs.readFileSync(path.join(root, name), 'utf8') };
}
