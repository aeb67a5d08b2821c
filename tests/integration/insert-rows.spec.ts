import fc from 'fast-check';
import type { Client } from 'pg';
import { arrayText } from '#platform/database/insert-rows';
import { emptyDatabase, type EmptyDatabase } from '../support/database';

let database: EmptyDatabase;
let client: Client;

beforeAll(async () => {
  database = await emptyDatabase();
  ({ client } = database);
});
afterAll(() => database.drop());

/** What PostgreSQL reads in an array of ours. */
async function asRead(text: string, type: string): Promise<unknown[]> {
  const sql = `select item::text from unnest($1::${type}[]) as item`;
  const { rows } = await client.query<{ item: unknown }>(sql, [text]);
  return rows.map(({ item }) => item);
}

it('gives PostgreSQL any text as it is, also one that means something in an array', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', ' ', 'null', 'NULL', 'Null', '{}', ',', '"', '\\', '\\"', '\n', "'", ' a '),
  );
  const texts = fc.array(fc.option(text.filter((one) => !one.includes('\u0000'))));
  await fc.assert(
    fc.asyncProperty(texts, async (values) => {
      expect(await asRead(arrayText(values), 'text')).toEqual(values);
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['bigint', [9_223_372_036_854_775_807n, null, -1n], ['9223372036854775807', null, '-1']],
  ['boolean', [true, false, undefined], ['true', 'false', null]],
  ['date', ['2026-06-30', null], ['2026-06-30', null]],
  ['bytea', [`\\x${'0f'.repeat(3)}`], ['\\x0f0f0f']],
] as const)('gives PostgreSQL values of type %s', async (type, values, expected) => {
  expect(await asRead(arrayText(values), type)).toEqual(expected);
});
