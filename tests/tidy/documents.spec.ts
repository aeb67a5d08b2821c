import * as fs from 'node:fs';
import * as path from 'node:path';
import { ENTRY_KINDS } from '#domain/log/entry';
import { headings } from './headings';
import { root, sources, texts } from './repository';

const documents = texts().filter(({ path: name }) => name.endsWith('.md'));
const textOf = (name: string): string => documents.find((one) => one.path === name)?.text ?? '';

describe('the list of log entries', () => {
  const page = 'docs/reference/events.md';

  it('has a heading for every kind, in the order of the code, and no other', () => {
    expect(headings(page)).toEqual(Object.keys(ENTRY_KINDS));
  });

  it.each(Object.entries(ENTRY_KINDS))('says of %s that it is %s', (kind, audience) => {
    const [, section = ''] = textOf(page).split(`### \`${kind}\`\n\n`);
    expect(section.split('.')[0]?.toLowerCase()).toMatch(new RegExp(`^${audience}\\b`));
  });
});

it('lists every setting of the api and the worker, and no other', () => {
  const config = sources().find(({ path: name }) => name === 'libs/platform/config/config.ts');
  const declared = [...(config?.text ?? '').matchAll(/\b([A-Z][A-Z_]+)\??: (?:string|number|')/g)];
  const [, section = ''] = textOf('docs/reference/configuration.md').split('\n## ');
  const listed = [...section.matchAll(/^\| `([A-Z_]+)`/gm)];
  const names = (found: readonly RegExpMatchArray[]): string[] =>
    found.map(([, name]) => name ?? '').sort();
  expect(declared.length).toBeGreaterThan(10);
  expect(names(listed)).toEqual(names(declared));
});

/** Links and pictures of a document that lead to no file of the repository. */
function deadLinks(name: string, text: string): string[] {
  const found = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)];
  return found
    .map(([, link, picture]) => link ?? picture ?? '')
    .filter((target) => !/^(https?:|#)/.test(target))
    .filter(
      (target) => !fs.existsSync(path.join(root, path.dirname(name), target.replace(/#.*/, ''))),
    )
    .map((target) => `${name} names ${target}, which is not there`);
}

it('links only to files that are there', () => {
  expect(deadLinks('README.md', '[a](CONTRIBUTING.md) [b](nowhere.md)')).toHaveLength(1);
  expect(documents.flatMap((one) => deadLinks(one.path, one.text))).toEqual([]);
});
