import * as fs from 'node:fs';
import * as path from 'node:path';
import { plant, runThere } from './planting';

interface Report {
  readonly filePath: string;
  readonly messages: readonly { ruleId: string | null; message: string }[];
}

const branches = (count: number): string =>
  Array.from({ length: count }, (_, i) => `  if (n === ${i}) return ${i};\n`).join('');
const choose = (count: number): string =>
  `export function choose(n: number): number {\n${branches(count)}  return -1;\n}\n`;
const later = 'declare function later(): Promise<void>;\n';
const db = 'declare const db: { query(sql: string): void };\ndeclare const input: string;\n';

/** Each planted mistake: the rule it breaks, its file, its text. */
const MISTAKES: readonly (readonly [string, string, string])[] = [
  ['@typescript-eslint/no-floating-promises', 'libs/platform/a1.ts', `${later}later();`],
  ['@typescript-eslint/no-explicit-any', 'libs/platform/a2.ts', 'export const x: any = 1;'],
  ['@typescript-eslint/no-unused-vars', 'libs/platform/a3.ts', 'export {}; const unused = 1;'],
  [
    '@typescript-eslint/no-non-null-assertion',
    'libs/platform/a4.ts',
    'export const f = (a?: 1) => a!;',
  ],
  ['complexity', 'libs/platform/b1.ts', choose(12)],
  ['eqeqeq', 'libs/platform/b2.ts', 'export const f = (a: unknown) => a == null;'],
  ['no-console', 'libs/platform/b3.ts', "export {}; console.log('x');"],
  ['no-console', 'libs/domain/b4.ts', "export {}; console.log('x');"],
  ['no-restricted-syntax', 'libs/platform/c1.ts', 'export const x = process.env;'],
  ['no-restricted-syntax', 'libs/features/c2.ts', "export const x = process.env['PORT'];"],
  ['no-restricted-syntax', 'apps/api/src/c3.ts', 'export const { PORT } = process.env;'],
  ['no-restricted-syntax', 'libs/features/d1.ts', `${db}db.query(\`select \${input}\`);`],
  ['no-restricted-syntax', 'libs/features/d2.ts', `${db}db.query('select ' + input);`],
  ['no-restricted-syntax', 'libs/platform/e1.ts', "export * from './b1';"],
  ['no-restricted-syntax', 'libs/platform/e2.ts', 'export default 1;'],
  ['no-restricted-syntax', 'libs/platform/e3.ts', 'export enum E { A }'],
  ['no-restricted-globals', 'libs/domain/f1.ts', 'export const x = Date.now();'],
  ['no-restricted-globals', 'libs/domain/f2.ts', "export const x = fetch('x');"],
  ['no-restricted-globals', 'libs/domain/f3.ts', 'export const x = process.pid;'],
  ['no-restricted-globals', 'libs/domain/f4.ts', "export {}; console.log('x');"],
  ['no-restricted-globals', 'libs/domain/f5.ts', 'export const x = Buffer.alloc(1);'],
  ['no-restricted-globals', 'libs/domain/f6.ts', 'export const x = globalThis.Date;'],
  ['no-restricted-properties', 'libs/domain/g1.ts', 'export const x = Math.random();'],
  ['complexity', 'infra/scripts/h1.cjs', `module.exports = (n) => {\n${branches(12)}};`],
  ['@typescript-eslint/no-floating-promises', 'tests/e2e/i1.ts', `${later}later();`],
];

const GOOD: Readonly<Record<string, string>> = {
  'libs/platform/ok1.ts': choose(11),
  'libs/platform/config/ok2.ts': 'export const x = process.env;\n',
  'apps/standalone/src/ok3.ts': 'export const x = process.env;\n',
  'infra/scripts/ok4.cjs': 'module.exports = process.env;\n',
  'libs/features/ok5.ts':
    `${db}const COLUMNS = 'a';\nexport const y = input;\n` +
    'db.query(`select ${COLUMNS}`);\nexport {};\n',
  'libs/domain/ok6.ts': 'export const half = (n: bigint): bigint => n / 2n;\n',
  'libs/platform/ok7.ts': 'export const now = (): number => Date.now();\n',
  'libs/platform/ok8.ts': `${later}export const f = async (): Promise<void> => later();\n`,
};

function lint(files: Readonly<Record<string, string>>): Map<string, string[]> {
  const place = plant(files);
  const output = runThere(place, 'eslint/bin/eslint.js', ['--format', 'json', '.']);
  fs.rmSync(place, { recursive: true });
  return new Map(
    (JSON.parse(output) as Report[]).map(({ filePath, messages }) => [
      path.relative(place, filePath),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  );
}

describe('the linter', () => {
  let found: Map<string, string[]>;

  beforeAll(() => {
    found = lint({
      ...GOOD,
      ...Object.fromEntries(MISTAKES.map(([, name, text]) => [name, `${text}\n`])),
    });
  });

  it.each(MISTAKES)('%s catches %s', (rule, name) => {
    expect(found.get(name)).toContain(rule);
  });

  it.each(Object.keys(GOOD))('lets %s through', (name) => {
    expect(found.get(name)).toEqual([]);
  });
});
