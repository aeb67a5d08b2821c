import 'reflect-metadata';
import { BaselinesKind } from '#features/imports/baselines-kind';
import { ContributionsKind } from '#features/imports/contributions-kind';
import type { ImportKind } from '#features/imports/import-kind';
import { KINDS } from '#features/imports/import.entity';
import { LotsKind } from '#features/imports/lots-kind';
import { PledgesKind } from '#features/imports/pledges-kind';
import { SHEET_LIMITS } from '#platform/spreadsheet/limits';
import { sources, texts } from './repository';

const page = texts().find(({ path }) => path === 'docs/reference/imports.md')?.text ?? '';

/** What a kind says of itself needs none of the services that write its rows. */
const kinds: readonly ImportKind[] = [ContributionsKind, LotsKind, BaselinesKind, PledgesKind].map(
  (kind) => new kind(undefined as never),
);

/** Rows of a table, without the padding that the formatter adds. */
const bare = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll(/\s*\|\s*/g, '|'));

it.each(KINDS.map((name) => [name]))('lists the columns of %s as the code has them', (name) => {
  const kind = kinds.find((one) => one.name === name);
  const [, section = ''] = page.split(`### ${name}\n`);
  const [own = ''] = section.split('\n## ').flatMap((part) => part.split('\n### '));
  expect(own).toContain(kind?.meaning);
  const rows = (kind?.columns ?? []).map(
    ({ name: column, required, meaning, example }) =>
      `|\`${column}\`|${required ? 'yes' : ''}|${meaning}|\`${example}\`|`,
  );
  expect(bare(own).slice(2)).toEqual(rows);
});

it('names every limit of a file', () => {
  for (const limit of Object.values(SHEET_LIMITS)) {
    expect(page).toContain(limit.toLocaleString('en'));
  }
});

it('lists every code of a row, and no other', () => {
  const files = sources().filter(({ path }) =>
    /^libs\/(features\/imports|platform\/spreadsheet)\/(?!.*\.spec\.ts$)/.test(path),
  );
  const used = files.flatMap(({ text }) => [...text.matchAll(/'((?:cell|row)-[a-z-]+)'/g)]);
  const codes = [...new Set(used.map(([, code]) => code))].sort();
  const [, section = ''] = page.split('## What is wrong with a row\n');
  const listed = [...section.matchAll(/^\| `((?:cell|row)-[a-z-]+)`/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(listed.sort()).toEqual(codes);
});
