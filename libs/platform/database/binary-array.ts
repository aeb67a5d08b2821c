/**
 * Arrays of one dimension in PostgreSQL's binary format, which the server takes in without reading
 * digits or looking for commas (decision 9 has the figures).
 *
 * The format: dimensions, whether there are nulls, the element's type; the length and the first
 * index; then each element's length and its bytes (`array_send` in PostgreSQL's arrayfuncs.c).
 */

/** Object identifiers of built-in types, the same in every PostgreSQL (pg_type.dat). */
const TYPE = { bool: 16, bytea: 17, int8: 20, int4: 23, date: 1082, uuid: 2950 } as const;
type Type = keyof typeof TYPE;

const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

type Put<Item> = (into: Buffer, value: Item, offset: number) => void;
type Of<Row, Item> = (row: Row) => Item | null | undefined;

/** The array `int4[]` of what `itemOf` gives for each row; null stays null. */
export function int4Array<Row>(rows: readonly Row[], itemOf: Of<Row, number>): Buffer {
  return fixed('int4', 4, rows, itemOf, putInt4);
}

/** The array `int8[]`; an element beyond 64 bits is a RangeError. */
export function int8Array<Row>(rows: readonly Row[], itemOf: Of<Row, bigint>): Buffer {
  return fixed('int8', 8, rows, itemOf, putInt8);
}

/** The array `bool[]`. */
export function boolArray<Row>(rows: readonly Row[], itemOf: Of<Row, boolean>): Buffer {
  return fixed('bool', 1, rows, itemOf, putBool);
}

/** The array `uuid[]`; a text that is no UUID is a RangeError. */
export function uuidArray<Row>(rows: readonly Row[], itemOf: Of<Row, string>): Buffer {
  return fixed('uuid', 16, rows, itemOf, putUuid);
}

/** The array `date[]` of calendar dates, `YYYY-MM-DD`; another text is a RangeError. */
export function dateArray<Row>(rows: readonly Row[], itemOf: Of<Row, string>): Buffer {
  return fixed('date', 4, rows, itemOf, putDate);
}

/** The array `bytea[]` of bytes, or of texts as UTF-8. */
export function byteaArray(items: readonly (Buffer | string)[]): Buffer {
  if (items.length === 0) return head('bytea', 0, 0, false);
  let size = 0;
  for (const item of items) size += LENGTH_BYTES + Buffer.byteLength(item);
  const array = head('bytea', items.length, size, false);
  let offset = HEADER_BYTES;
  for (const item of items) {
    const start = offset + LENGTH_BYTES;
    const written = typeof item === 'string' ? array.write(item, start) : item.copy(array, start);
    array.writeInt32BE(written, offset);
    offset = start + written;
  }
  return array;
}

function fixed<Row, Item>(
  type: Type,
  width: number,
  rows: readonly Row[],
  itemOf: Of<Row, Item>,
  put: Put<Item>,
): Buffer {
  const items = rows.map(itemOf);
  let present = 0;
  for (const item of items) if (item !== null && item !== undefined) present += 1;
  const size = items.length * LENGTH_BYTES + present * width;
  const array = head(type, items.length, size, present < items.length);
  let offset = HEADER_BYTES;
  for (const item of items) {
    const isNull = item === null || item === undefined;
    array.writeInt32BE(isNull ? NULL_LENGTH : width, offset);
    offset += LENGTH_BYTES;
    if (isNull) continue;
    put(array, item, offset);
    offset += width;
  }
  return array;
}

/** A buffer for the whole array, with its head filled in. */
function head(type: Type, length: number, size: number, hasNulls: boolean): Buffer {
  const array = Buffer.allocUnsafe(length === 0 ? EMPTY_HEADER_BYTES : HEADER_BYTES + size);
  array.writeInt32BE(length === 0 ? 0 : 1, 0);
  array.writeInt32BE(hasNulls ? 1 : 0, 4);
  array.writeInt32BE(TYPE[type], 8);
  if (length === 0) return array;
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return array;
}

const putInt4: Put<number> = (into, value, offset) => void into.writeInt32BE(value, offset);
const putInt8: Put<bigint> = (into, value, offset) => void into.writeBigInt64BE(value, offset);
const putBool: Put<boolean> = (into, value, offset) => void into.writeUInt8(value ? 1 : 0, offset);

const putUuid: Put<string> = (into, value, offset) => {
  const digits = value.replaceAll('-', '');
  if (digits.length !== 32 || into.write(digits, offset, 'hex') !== 16) {
    throw new RangeError(`${value} is no UUID`);
  }
};

const MS_PER_DAY = 86_400_000;
const EPOCH_DAYS = Date.UTC(2000, 0, 1) / MS_PER_DAY;

/** Days since 2000, as PostgreSQL counts them. A date that is none has no number of days. */
const putDate: Put<string> = (into, value, offset) => void into.writeInt32BE(daysOf(value), offset);

function daysOf(date: string): number {
  const days = Date.parse(date) / MS_PER_DAY - EPOCH_DAYS;
  if (!Number.isInteger(days)) throw new RangeError(`${date} is no calendar date`);
  return days;
}
