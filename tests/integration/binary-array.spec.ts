import fc from 'fast-check';
import type { Client } from 'pg';
import {
  boolArray,
  byteaArray,
  dateArray,
  int4Array,
  int8Array,
  uuidArray,
} from '#platform/database/binary-array';
import { emptyDatabase, type EmptyDatabase } from '../support/database';

let database: EmptyDatabase;
let client: Client;

beforeAll(async () => {
  database = await emptyDatabase();
  ({ client } = database);
});
afterAll(() => database.drop());

/** What PostgreSQL reads in an array of ours. */
async function asRead(array: Buffer, type: string): Promise<(string | null)[]> {
  const sql = `select item::text from unnest($1::${type}[]) as item`;
  const { rows } = await client.query<{ item: string | null }>(sql, [array]);
  return rows.map(({ item }) => item);
}

const same = <Item>(item: Item): Item => item;
const text = (item: unknown): string | null => (item === null ? null : `${item as string}`);
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const int8 = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);

const KINDS: Readonly<Record<string, [fc.Arbitrary<unknown>, (items: never[]) => Buffer]>> = {
  int4: [fc.integer(), (items: (number | null)[]) => int4Array(items, same)],
  int8: [int8, (items: (bigint | null)[]) => int8Array(items, same)],
  bool: [fc.boolean(), (items: (boolean | null)[]) => boolArray(items, same)],
  uuid: [fc.uuid(), (items: (string | null)[]) => uuidArray(items, same)],
  date: [day, (items: (string | null)[]) => dateArray(items, same)],
};

it.each(Object.entries(KINDS))(
  'gives PostgreSQL %s as it is, or null',
  async (type, [of, make]) => {
    const lists = fc.array(fc.option(of), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(lists, async (items) => {
        expect(await asRead(make(items as never[]), type)).toEqual(items.map(text));
      }),
      { numRuns: 200 },
    );
  },
);

it('gives PostgreSQL bytes and texts as bytes', async () => {
  const item = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'grapheme' }),
  );
  const lists = fc.array(item, { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(lists, async (items) => {
      const hex = items.map((one) => `\\x${Buffer.from(one as string).toString('hex')}`);
      expect(await asRead(byteaArray(items), 'bytea')).toEqual(hex);
    }),
    { numRuns: 200 },
  );
});

it('refuses what the type cannot hold', () => {
  expect(() => int8Array([2n ** 63n], same)).toThrow('out of range');
  expect(() => int4Array([2 ** 31], same)).toThrow('out of range');
  for (const id of ['', 'x', 'not-a-uuid-not-a-uuid-not-a-uuid-not', '00'.repeat(17)]) {
    expect(() => uuidArray([id], same)).toThrow(RangeError);
  }
  for (const wrong of ['', '2025-02-30x', 'today']) {
    expect(() => dateArray([wrong], same)).toThrow(RangeError);
  }
});
