import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { Workbook, type CellValue } from 'exceljs';
import * as fc from 'fast-check';
import { formatMass, parseMass } from '#domain/quantity/mass';
import { writeCsv } from './csv-writer';
import { fromInert, toInert } from './inert-text';
import { writeJsonLines } from './json-lines-writer';
import type { Cell, Column, Row, Table, TableWriter } from './table';
import { writeXlsx } from './xlsx-writer';

const COLUMNS: readonly Column[] = [
  { name: 'name', kind: 'text' },
  { name: 'quantity', kind: 'mass' },
  { name: 'stock', kind: 'mass', unit: 'TNE' },
  { name: 'due_date', kind: 'date' },
  { name: 'share', kind: 'ratio' },
];

const table = (rows: Iterable<Row>, columns = COLUMNS): Table => ({ columns, rows });

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function csvOf(rows: Iterable<Row>, columns = COLUMNS): Promise<string[][]> {
  const bytes = await bytesOf(writeCsv(table(rows, columns)));
  return parse(bytes, { record_delimiter: '\r\n' });
}

async function sheetsOf(chunks: AsyncIterable<Buffer>): Promise<CellValue[][][]> {
  const workbook = new Workbook();
  const bytes = await bytesOf(chunks);
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  return workbook.worksheets.map((sheet) => {
    const rows: CellValue[][] = [];
    sheet.eachRow({ includeEmpty: true }, (row) => {
      rows.push(COLUMNS.map((_, index) => row.getCell(index + 1).value));
    });
    return rows;
  });
}

const row = (...cells: Cell[]): Row => cells;
const EXAMPLE = row('Åland, "North"', 12_500_500n, 2_500_000n, '2025-02-22', '7/100');
const UNKNOWN = row('', null, null, null, null);

const WRITERS: [string, TableWriter][] = [
  ['CSV', writeCsv],
  ['XLSX', writeXlsx],
  ['JSON Lines', writeJsonLines],
];

const EVERY_TIMER = [
  ...(['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'performance'] as const),
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'hrtime'] as const),
];

describe('CSV', () => {
  it('is RFC 4180: a header, CRLF after every record, quotes where needed', async () => {
    const text = (await bytesOf(writeCsv(table([EXAMPLE, UNKNOWN])))).toString('utf8');
    expect(text).toBe(
      'name,quantity_kg,stock_t,due_date,share\r\n' +
        '"Åland, ""North""",12500.5,2.5,2025-02-22,7/100\r\n' +
        ',,,,\r\n',
    );
  });

  it('gives back every text, also with line breaks, quotes and formula signs', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'"\',;=+-@\t\r\n ａ＝é') });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (texts) => {
        const columns: Column[] = [{ name: 'text', kind: 'text' }];
        const [header, ...records] = await csvOf(
          texts.map((one) => [one]),
          columns,
        );
        expect(header).toEqual(['text']);
        expect(records.map(([field = '']) => fromInert(field))).toEqual(texts);
        for (const [field = ''] of records) expect(field).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
      }),
    );
  });

  it('leaves a negative number a number, and makes a text like one inert', async () => {
    const [, record] = await csvOf([row('-12.5', -12_500n, -1n, '2025-02-22', '-0.5')]);
    expect(record).toEqual(["'-12.5", '-12.5', '-0.000001', '2025-02-22', '-0.5']);
  });

  it('makes a formula in a header inert, as files of others are handed back', async () => {
    expect((await csvOf([], [{ name: '=1+1', kind: 'text' }]))[0]).toEqual(["'=1+1"]);
  });
});

describe('formulas', () => {
  it.each(['=1', '+1', '-1', '@A1', '\t=1', '\r=1', "'=1", "''-", '＝1', '－1'])(
    'writes %j with an apostrophe',
    (text) => expect(toInert(text)).toBe(`'${text}`),
  );

  it.each(['', 'a=1', "'", "'tis", 'Co-op', '1', ' =1'])('leaves %j', (text) => {
    expect(toInert(text)).toBe(text);
  });

  it('are texts in a workbook, cell by cell', async () => {
    const formula = '=HYPERLINK("http://evil.example","x")';
    const [[, cells] = []] = await sheetsOf(writeXlsx(table([row(formula, 1n, 1n, null, null)])));
    expect(cells?.[0]).toBe(formula);
  });
});

describe('JSON Lines', () => {
  it('has one object a line, masses with their unit, no number', async () => {
    const text = (await bytesOf(writeJsonLines(table([EXAMPLE, UNKNOWN])))).toString('utf8');
    expect(text.endsWith('}\n')).toBe(true);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        name: 'Åland, "North"',
        quantity: { value: '12500.5', unit: 'KGM' },
        stock: { value: '2.5', unit: 'TNE' },
        due_date: '2025-02-22',
        share: '7/100',
      },
      { name: '', quantity: null, stock: null, due_date: null, share: null },
    ]);
  });
});

describe('XLSX', () => {
  it('types dates and exact numbers, and leaves fractions and unknown cells alone', async () => {
    const [[header, first, second] = []] = await sheetsOf(writeXlsx(table([EXAMPLE, UNKNOWN])));
    expect(header).toEqual(['name', 'quantity_kg', 'stock_t', 'due_date', 'share']);
    const date = new Date('2025-02-22T00:00:00Z');
    expect(first).toEqual(['Åland, "North"', 12500.5, 2.5, date, '7/100']);
    expect(second?.slice(1)).toEqual([null, null, null, null]);
  });

  it('writes a mass as a number only when it holds every digit', async () => {
    const masses = [999_999_999_999_999n, 1_000_000_000_000_001n, -123_456_789_012_345n];
    const rows = masses.map((grams) => row('', grams, null, null, null));
    const [[, ...cells] = []] = await sheetsOf(writeXlsx(table(rows)));
    expect(cells.map((one) => one[1])).toEqual([
      999999999999.999,
      '1000000000000.001',
      -123456789012.345,
    ]);
  });

  it('gives back every mass to the gram', async () => {
    const grams = fc.array(fc.bigInt(0n, 10n ** 18n), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(grams, async (masses) => {
        const rows = masses.map((mass) => row('', mass, null, null, null));
        const [[, ...cells] = []] = await sheetsOf(writeXlsx(table(rows)));
        const back = cells.map((one) =>
          parseMass({ value: `${one[1] as string | number}`, unit: 'KGM' }),
        );
        expect(back).toEqual(masses);
      }),
      { numRuns: 20 },
    );
  });

  it('gives the same bytes for the same table, whatever the day', async () => {
    const digest = async (): Promise<string> =>
      createHash('sha256')
        .update(await bytesOf(writeXlsx(table([EXAMPLE, UNKNOWN]))))
        .digest('hex');
    const first = await digest();
    jest.useFakeTimers({ now: Date.UTC(2031, 4, 6), doNotFake: EVERY_TIMER });
    try {
      expect(new Date().getUTCFullYear()).toBe(2031);
      expect(await digest()).toBe(first);
    } finally {
      jest.useRealTimers();
    }
  });

  it('goes on in a further sheet beyond the rows that one may have', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => row(`${index}`, null, null, null, null));
    const sheets = await sheetsOf(writeXlsx(table(rows), 4));
    expect(sheets.map((sheet) => sheet.map(([name]) => name))).toEqual([
      ['name', '0', '1', '2'],
      ['name', '3', '4', '5'],
      ['name', '6'],
    ]);
  });

  it('cuts a text that no cell can hold, visibly', async () => {
    const long = row('x'.repeat(40_000), null, null, null, null);
    const [[, cells] = []] = await sheetsOf(writeXlsx(table([long])));
    expect(cells?.[0]).toMatch(/^x+ \[…\]$/);
    expect(cells?.[0] as string).toHaveLength(32_767);
  });
});

describe.each(WRITERS)('%s as a stream', (_name, write) => {
  const LONG = 20_000;

  /** Text random enough not to compress to nothing. */
  const noise = (seed: number): string =>
    createHash('sha512').update(`${seed}`).digest('base64').repeat(3);

  /** Many rows that count how far they were drawn and whether they were closed. */
  function counted(): { rows: Generator<Row>; drawn: () => number; closed: () => boolean } {
    let drawn = 0;
    let closed = false;
    function* rows(): Generator<Row> {
      try {
        for (; drawn < LONG; drawn += 1) {
          yield row(noise(drawn), BigInt(drawn), null, null, null);
        }
      } finally {
        closed = true;
      }
    }
    return { rows: rows(), drawn: () => drawn, closed: () => closed };
  }

  it('draws rows only as fast as the bytes are read', async () => {
    const { rows, drawn } = counted();
    const output = Readable.from(write({ columns: COLUMNS, rows }), { objectMode: false });
    await once(output, 'readable');
    for (let last = -1; last !== drawn();) {
      last = drawn();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(drawn()).toBeLessThan(LONG / 3);
    let bytes = 0;
    for await (const chunk of output) bytes += (chunk as Buffer).length;
    expect(drawn()).toBe(LONG);
    expect(bytes).toBeGreaterThan(1_000_000);
  });

  it('closes the rows when the reader leaves', async () => {
    const { rows, drawn, closed } = counted();
    for await (const _chunk of write({ columns: COLUMNS, rows })) break;
    expect(closed()).toBe(true);
    expect(drawn()).toBeLessThan(LONG);
  });

  it('lets a reader leave also when all rows are drawn', async () => {
    const few = Array.from({ length: 500 }, (_, index) => row(noise(index), 1n, 1n, null, null));
    for await (const _chunk of write(table(few))) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      break;
    }
  });

  it('hands on a fault of the rows', async () => {
    function* rows(): Generator<Row> {
      yield EXAMPLE;
      throw new Error('the database went away');
    }
    await expect(bytesOf(write({ columns: COLUMNS, rows: rows() }))).rejects.toThrow(
      'the database went away',
    );
  });

  it('refuses a row of another shape as a mistake of ours', async () => {
    await expect(bytesOf(write(table([row('a')])))).rejects.toThrow('1 cells, not 5');
  });
});

it('names masses as the wire does', () => {
  expect(formatMass(-2_500_000n, 'TNE')).toEqual({ value: '-2.5', unit: 'TNE' });
});
