import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readCsv, type CsvFormat } from './csv-reader';
import { SHEET_LIMITS } from './limits';
import { columnLetters, type SheetRow } from './sheet-row';

const FORMAT: CsvFormat = { encoding: 'utf-8', delimiter: ',' };

/** Bytes in pieces of a given size, so that pieces end anywhere. */
function piecewise(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return Readable.from(pieces);
}

async function read(text: string | Buffer, format = FORMAT, size = 65_536): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readCsv(piecewise(Buffer.from(text), size), format)) rows.push(row);
  return rows;
}

const cellsOf = async (...args: Parameters<typeof read>): Promise<(readonly string[])[]> =>
  (await read(...args)).map(({ cells }) => cells);

it.each([
  ['CRLF', 'a,b\r\n1,2\r\n'],
  ['LF', 'a,b\n1,2'],
  ['CR', 'a,b\r1,2\r'],
  ['mixed', 'a,b\r\n1,2\n'],
  ['a byte order mark', '\ufeffa,b\n1,2'],
  ['quotes', '"a","b"\n"1","2"\n'],
])('reads rows with %s', async (_what, text) => {
  for (const size of [1, 2, 3, 65_536]) {
    expect(await cellsOf(text, FORMAT, size)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  }
});

it('numbers rows as a person sees them: empty lines count, breaks in cells do not', async () => {
  const rows = await read('a,b\n\n"x\ny",1\n\n\nz,2\n');
  expect(rows.map(({ number, cells }) => [number, cells[0]])).toEqual([
    [1, 'a'],
    [3, 'x\ny'],
    [6, 'z'],
  ]);
});

it('gives back any cells that were written by the standard, cut anywhere', async () => {
  const cell = fc
    .string({ unit: 'binary', maxLength: 8 })
    .map((text) =>
      text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd\ufeff]/g, '-'),
    );
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`));
      const text = quoted.map((row) => row.join(';')).join('\r\n');
      expect(await cellsOf(text, { encoding: 'utf-8', delimiter: ';' }, size)).toEqual(rows);
    }),
    { numRuns: 200 },
  );
});

it('reads what is quoted and what is not in one file, cut anywhere', async () => {
  const cell = fc.constantFrom('', 'a', 'é', 'x y', 'b\r\nc', 'd\n', '"', '""', ',', '\r', "'");
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1 });
  const breaks = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(table, breaks, fc.integer({ min: 1, max: 9 }), async (rows, end, size) => {
      const written = (text: string): string =>
        /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      const text = rows.map((row) => `${row.map(written).join(',')}${end}`).join('');
      expect(await cellsOf(text, FORMAT, size)).toEqual(rows);
      const whole = Array.from({ length: rows.length }, (_, index) => index + 1);
      expect((await read(text, FORMAT, size)).map(({ number }) => number)).toEqual(whole);
    }),
    { numRuns: 300 },
  );
});

it('takes a row up to its limit, however much of it is doubled quotes', async () => {
  const cells = Array.from({ length: 100 }, () => '"'.repeat(SHEET_LIMITS.cellChars));
  const row = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
  expect(await cellsOf(`${row}\r\n${row}\r\n`)).toEqual([cells, cells]);
});

it.each([
  ['plain', ''],
  ['quoted', '"'],
])('refuses a row beyond the limit of bytes, %s, with its place', async (_what, quote) => {
  const cells = Array.from({ length: 99 }, () => 'x'.repeat(5_000)).join(',');
  const wide = (length: number): string => `${cells},${quote}${'x'.repeat(length)}${quote}`;
  const most = SHEET_LIMITS.recordBytes - wide(0).length;
  expect(await read(`${wide(most)}\n${wide(most)}\n`)).toHaveLength(2);
  await expect(read(`a\n${wide(most + 200)}\n`)).rejects.toMatchObject({
    code: 'spreadsheet-too-large',
    facts: { row: '2', of: 'bytes in one row' },
  });
});

it.each([
  ['utf-8', Buffer.from('näme,€\n1,2')],
  ['utf-16le', Buffer.from('\ufeffnäme,€\n1,2', 'utf16le')],
  ['utf-16be', Buffer.from('\ufeffnäme,€\n1,2', 'utf16le').swap16()],
  ['windows-1252', Buffer.from('6e e46d65 2c80 0a 31 2c 32'.replaceAll(' ', ''), 'hex')],
] as const)('reads %s, cut anywhere', async (encoding, bytes) => {
  for (const size of [1, 3, 65_536]) {
    const rows = await cellsOf(bytes, { encoding, delimiter: ',' }, size);
    expect(rows).toEqual([
      ['näme', '€'],
      ['1', '2'],
    ]);
  }
});

describe('what no cell may hold', () => {
  it.each([
    ['bytes that are not UTF-8', Buffer.from('a,b\n1,x\xff\n', 'latin1'), 'utf-8'],
    ['half a surrogate pair', Buffer.from('a,b\n1,x\ud800\n', 'utf16le'), 'utf-16le'],
    ['a surrogate written in UTF-8', Buffer.from('a,b\n1,\xed\xa0\x80\n', 'latin1'), 'utf-8'],
    ['an odd byte at the end', Buffer.from('610a00320a', 'hex'), 'utf-16be'],
    ['a byte without a meaning', Buffer.from('a,b\n1,\x81\n', 'latin1'), 'windows-1252'],
  ] as const)('%s: the row and the column are named', async (_what, bytes, encoding) => {
    const rows = await read(bytes, { encoding, delimiter: ',' });
    const faults = rows.flatMap(({ number, faults: all = [] }) =>
      all.map(({ column, code }) => ({ number, column, code })),
    );
    expect(faults).toHaveLength(1);
    expect(faults[0]?.code).toBe('cell-encoding-invalid');
    expect(faults[0]?.number).toBe(rows.length);
  });

  it('a NUL or another control character, but for line breaks and tabs', async () => {
    const [row] = await read('\u0000a,"b\tc\n",\u001b[2J');
    expect(row?.faults?.map(({ column, code }) => [column, code])).toEqual([
      [0, 'cell-control-character'],
      [2, 'cell-control-character'],
    ]);
  });

  it('more characters than the limit', async () => {
    const [row] = await read(`a,${'x'.repeat(SHEET_LIMITS.cellChars + 1)}`);
    expect(row?.faults).toEqual([
      {
        column: 1,
        code: 'cell-too-long',
        found: '10001 characters',
        expected: 'at most 10000 characters',
      },
    ]);
  });
});

describe('what cannot be read on', () => {
  it.each([
    ['a quote that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', '3'],
    ['a quote inside a cell', 'a,b\n1,x"2"\n', '2'],
    ['text after a closing quote', 'a,b\n1,"2"x\n', '2'],
  ])('%s is refused with its row', async (_what, text, row) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'spreadsheet-malformed',
      facts: { row },
    });
  });

  it('a cell of 10 MB is refused before it is held', async () => {
    const text = `a,b\n1,"${'x'.repeat(10_000_000)}"\n`;
    await expect(read(text)).rejects.toMatchObject({
      code: 'spreadsheet-too-large',
      facts: { row: '2' },
    });
  });

  it('too many columns', async () => {
    await expect(read(','.repeat(SHEET_LIMITS.columns))).rejects.toMatchObject({
      code: 'spreadsheet-too-large',
    });
  });

  it('an error of the source, as it is', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('a,b\n1,2\n');
      await Promise.resolve();
      throw new Error('the source broke');
    }
    const rows = readCsv(broken(), FORMAT);
    await expect(
      rows
        .next()
        .then(() => rows.next())
        .then(() => rows.next()),
    ).rejects.toThrow('the source broke');
  });
});

it('gives nothing for an empty file', async () => {
  expect(await read('')).toEqual([]);
  expect(await read('\n\n')).toEqual([]);
});

it('names columns by letters', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual([
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
  ]);
});
