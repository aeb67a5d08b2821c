import { DomainError } from '#domain/errors';

/** One column of a kind of import: the template, the documents and the reader are made of these. */
export interface ImportColumn {
  readonly name: string;
  readonly required: boolean;
  /** What is done to the text of the cell before the request's own rules see it. */
  readonly type: 'text' | 'decimal' | 'boolean';
  /** What the text must be where no rule of the request says so. */
  readonly pattern?: RegExp;
  /** Where its value stands in the request, for refusals that point there. */
  readonly at: readonly string[];
  readonly meaning: string;
  readonly example: string;
}

/** The owner's own name of a row: with it, bringing the same row in twice is noticed. */
export const REFERENCE: ImportColumn = {
  name: 'reference',
  required: true,
  type: 'text',
  pattern: /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,100}$/u,
  at: [],
  meaning: 'Your own name for the row, once for ever, of at most 100 characters.',
  example: 'DEU-2026-0001',
};

export const UNIT: ImportColumn = {
  name: 'unit',
  required: true,
  type: 'text',
  at: ['/grossMass/unit'],
  meaning: 'Unit of the mass: GRM, KGM, TNE or APZ.',
  example: 'KGM',
};

/** Column of an identifier that stands in the path of the single command. */
export const IDENTIFIER = {
  required: true,
  type: 'text',
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  at: [],
  example: '0195f3a0-0000-7000-8000-000000000000',
} as const;

const optional = (name: string, at: string, meaning: string, example: string): ImportColumn => ({
  name,
  required: false,
  type: 'text',
  at: [at],
  meaning,
  example,
});

/** How a delivery is packed and where it comes from. */
export const PARCEL: readonly ImportColumn[] = [
  optional(
    'package_unit',
    '/packages/unit',
    'UN/CEFACT Recommendation 21 code of the packages.',
    'DR',
  ),
  optional('package_count', '/packages/count', 'How many packages.', '40'),
  optional(
    'provenance_standard',
    '/provenance/standard',
    "Code of the standard of attestation, as the material's sourcing rule has it.",
    'oecd_due_diligence',
  ),
  optional(
    'provenance_certificate',
    '/provenance/certificate',
    'SHA-256 of the certificate of origin.',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ),
  optional('mine', '/provenance/mine', 'Mine of origin.', 'Mutanda'),
  optional('refiner', '/provenance/refiner', 'Refiner.', 'Kokkola'),
  optional('country', '/provenance/country', 'Country of origin, ISO 3166-1 alpha-3.', 'COD'),
];

const PACKAGES = [
  ['unit', 'package_unit'],
  ['count', 'package_count'],
] as const;
const PROVENANCE = [
  ['standard', 'provenance_standard'],
  ['certificate', 'provenance_certificate'],
  ['mine', 'mine'],
  ['refiner', 'refiner'],
  ['country', 'country'],
] as const;

/** The fields of `PARCEL` that a row fills in. */
export function parcelOf(row: Readonly<Record<string, string>>): {
  readonly packages: object | undefined;
  readonly provenance: object | undefined;
} {
  return { packages: inside(row, PACKAGES), provenance: inside(row, PROVENANCE) };
}

function inside(
  row: Readonly<Record<string, string>>,
  names: readonly (readonly [field: string, column: string])[],
): object | undefined {
  let filled: Record<string, string> | undefined;
  for (const [field, column] of names) {
    const text = row[column];
    if (text !== undefined) (filled ??= {})[field] = text;
  }
  return filled;
}

/** The column that a file which was given back has; it is not read. */
export const ERRORS_COLUMN = 'errors';

/** For each column of the file, which column of the kind it is; null is not read. */
export type Header = readonly (ImportColumn | null)[];

/** Names are compared without case, and with any of space, hyphen and underscore alike. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}

/**
 * Which columns the header of a file names. Refuses `import-columns-wrong` with every fault at
 * once: unknown, doubled and missing names, the nearest right one of each, and all right ones.
 */
export function readHeader(columns: readonly ImportColumn[], cells: readonly string[]): Header {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const names = cells.map(plainName);
  const header = names.map((name) => byName.get(name) ?? null);
  const unknown = names.filter((name) => !byName.has(name) && name !== ERRORS_COLUMN);
  const doubled = names.filter((name, index) => names.indexOf(name) !== index && byName.has(name));
  const missing = columns.filter(({ required, name }) => required && !names.includes(name));
  if (unknown.length + doubled.length + missing.length === 0) return header;
  const right = columns.map(({ name }) => name);
  throw new DomainError('rule', 'import-columns-wrong', sentence(unknown, doubled, missing), {
    unknown: unknown.map((name) => shown(name)),
    nearest: unknown.map((name) => `${shown(name)}: ${nearest(name, right)}`),
    doubled,
    missing: missing.map(({ name }) => name),
    right,
  });
}

const shown = (name: string): string => (name === '' ? '(empty)' : name.slice(0, 100));

function sentence(
  unknown: readonly string[],
  doubled: readonly string[],
  missing: readonly ImportColumn[],
): string {
  const parts = [
    unknown.length > 0 ? `unknown: ${unknown.map(shown).join(', ')}` : '',
    doubled.length > 0 ? `twice: ${doubled.join(', ')}` : '',
    missing.length > 0 ? `missing: ${missing.map(({ name }) => name).join(', ')}` : '',
  ].filter((part) => part !== '');
  return `The first row must hold the names of the columns. ${parts.join('; ')}.`.slice(0, 1_000);
}

function nearest(name: string, right: readonly string[]): string {
  const [best = ''] = [...right].sort((a, b) => distance(name, a) - distance(name, b));
  return best;
}

/** Letters to change, add or take away to turn one name into the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from.slice(0, 100)].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
