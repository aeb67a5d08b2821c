import { Workbook } from 'exceljs';
import fc from 'fast-check';
import { workbook, zip, type WorkbookParts, type ZipPart } from '../../../tests/support/zip';
import type { SheetRow } from './sheet-row';
import { openXlsx } from './xlsx-reader';

async function read(file: Buffer): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of (await openXlsx(file)).rows) rows.push(row);
  return rows;
}

/** The cells of a workbook whose only row holds this XML. */
async function rowOf(cells: string, more: Partial<WorkbookParts> = {}): Promise<SheetRow> {
  const [row] = await read(workbook({ ...more, rows: `<row r="1">${cells}</row>` }));
  if (!row) throw new Error('no row was read');
  return row;
}

async function written(fill: (book: Workbook) => void): Promise<Buffer> {
  const book = new Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('a workbook written by exceljs', () => {
  it('reads as what was put in', async () => {
    const file = await written((book) => {
      const sheet = book.addWorksheet('Rows');
      sheet.addRow(['form', 'mass', 'day', 'assumed']);
      sheet.addRow(['Kobalt – コバルト', 1250.5, new Date('2026-06-30T00:00:00Z'), true]);
      sheet.addRow([]);
      sheet.addRow([
        { richText: [{ text: 'co_' }, { font: { bold: true }, text: 'metal' }] },
        0.29,
      ]);
    });
    expect(await read(file)).toEqual([
      { number: 1, cells: ['form', 'mass', 'day', 'assumed'], typed: new Set() },
      {
        number: 2,
        cells: ['Kobalt – コバルト', '1250.5', '2026-06-30', 'true'],
        typed: new Set([1, 2]),
      },
      { number: 4, cells: ['co_metal', '0.29'], typed: new Set([1]) },
    ]);
  });

  it('gives back any texts and any numbers of at most 15 digits', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map((one) => `t${one.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd-\uffff]|_x/gu, '-')}`);
    const number = fc
      .tuple(fc.nat(999_999_999), fc.integer({ min: 0, max: 8 }))
      .map(([digits, places]) => digits / 10 ** places);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, number), { minLength: 1 }), async (rows) => {
        const file = await written((book) => book.addWorksheet('x').addRows(rows));
        const found = (await read(file)).map(({ cells }) => cells);
        expect(found.map(([one]) => one)).toEqual(rows.map(([one]) => one));
        expect(found.map(([, one]) => Number(one))).toEqual(rows.map(([, one]) => one));
        expect(found.every(([, one = '']) => /^\d+(\.\d+)?$/.test(one))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is read at its first visible sheet, and the others are named', async () => {
    const file = await written((book) => {
      book.addWorksheet('Secret', { state: 'veryHidden' }).addRow(['hidden']);
      book.addWorksheet('Shown').addRow(['shown']);
      book.addWorksheet('Notes').addRow(['other']);
    });
    const { sheet, ignored, rows } = await openXlsx(file);
    expect({ sheet, ignored }).toEqual({ sheet: 'Shown', ignored: ['Secret', 'Notes'] });
    expect((await rows.next()).value).toMatchObject({ cells: ['shown'] });
  });

  it('counts days from 1904 where the workbook does', async () => {
    const file = await written((book) => {
      book.properties.date1904 = true;
      book.addWorksheet('x').addRow([new Date('2026-06-30T00:00:00Z')]);
    });
    expect((await read(file))[0]?.cells).toEqual(['2026-06-30']);
  });

  it('with merged cells is refused', async () => {
    const file = await written((book) => {
      const sheet = book.addWorksheet('x');
      sheet.addRow(['a', 'b']);
      sheet.mergeCells('A1:B1');
    });
    await expect(read(file)).rejects.toMatchObject({ code: 'spreadsheet-malformed' });
    await expect(read(file)).rejects.toThrow('A1:B1');
  });

  it('with a formula is refused at the cell, whatever its cached value', async () => {
    const file = await written((book) => {
      book.addWorksheet('x').addRow(['a', { formula: '1+1', result: 2 }]);
    });
    expect((await read(file))[0]?.faults).toEqual([
      {
        column: 1,
        code: 'cell-formula',
        found: '=1+1',
        expected: 'the value itself: copy the cells and paste them as values',
      },
    ]);
  });
});

describe('numbers of a workbook', () => {
  it.each([
    ['0.28999999999999998', '0.29'],
    ['1E-7', '0.0000001'],
    ['1.5E+3', '1500'],
    ['123456789012345', '123456789012345'],
    ['1e21', '1000000000000000000000'],
    ['0', '0'],
    ['-2.5', '-2.5'],
  ])('%s reads as %s', async (xml, text) => {
    const row = await rowOf(`<c r="A1"><v>${xml}</v></c>`);
    expect(row).toMatchObject({ cells: [text], typed: new Set([0]) });
    expect(row.faults).toBeUndefined();
  });

  it.each([
    '12345678901234567',
    '9007199254740993',
    '0.30000000000000004',
    '1.0000000000000000001',
    '1234567890123456789',
  ])('%s is refused: a double does not keep it', async (xml) => {
    const row = await rowOf(`<c r="A1"><v>${xml}</v></c>`);
    expect(row.faults).toMatchObject([{ column: 0, code: 'cell-number-imprecise', found: xml }]);
  });

  it('as text keeps every digit', async () => {
    const row = await rowOf('<c r="A1" t="inlineStr"><is><t>12345678901234567.5</t></is></c>');
    expect(row).toEqual({ number: 1, cells: ['12345678901234567.5'], typed: new Set() });
  });

  it.each(['1e999', 'NaN', 'x', '1,5'])('%s is refused', async (xml) => {
    const row = await rowOf(`<c r="A1"><v>${xml}</v></c>`);
    expect(row.faults).toMatchObject([{ code: 'cell-unreadable' }]);
  });
});

describe('cells as other programs write them', () => {
  it('runs, phonetic guides, entities, CDATA and spaces', async () => {
    const shared =
      '<si><r><t>東</t></r><r><t xml:space="preserve"> 京</t></r><rPh><t>とうきょう</t></rPh></si>' +
      '<si><t>&lt;&amp;&#x20AC;&#65;</t></si>';
    const cells =
      '<c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>' +
      '<c r="D1" t="inlineStr"><is><r><t>a</t></r><r><t><![CDATA[<b>]]></t></r></is></c>' +
      '<c r="E1" t="str"><v>x</v></c><c r="F1" t="e"><v>#REF!</v></c>';
    const row = await rowOf(cells, { shared });
    expect(row.cells).toEqual(['東 京', '', '<&€A', 'a<b>', 'x', '#REF!']);
    expect(row.faults).toMatchObject([{ column: 5, code: 'cell-unreadable' }]);
  });

  it('cells and rows without references, and names with a prefix', async () => {
    const rows = '<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>';
    expect(await read(workbook({ rows }))).toMatchObject([{ number: 1, cells: ['1', '2'] }]);
  });

  it('a hidden row is refused, so that nothing comes in unseen', async () => {
    const rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>';
    expect((await read(workbook({ rows })))[0]?.faults).toMatchObject([{ code: 'row-hidden' }]);
  });
});

describe('hostile workbooks', () => {
  const bigRow = `<row r="1"><c r="A1"><v>${'1'.repeat(3_000_000)}</v></c></row>`;
  const bytes = (length: number): ZipPart => ({
    name: 'xl/media/x',
    content: Buffer.alloc(length),
  });
  const part = bytes(1);

  it.each<[string, Buffer]>([
    ['a part that unpacks to far more than it is', workbook({ rows: '', more: [bytes(2e7)] })],
    ['parts that claim to', workbook({ rows: '', more: [{ ...part, claims: 2e9 }] })],
    ['a part that really does, whatever it claims', workbook({ rows: bigRow, claims: 9e5 })],
    ['too many parts', zip(Array.from({ length: 1_001 }, (_, i) => ({ ...part, name: `${i}` })))],
    ['too many columns', workbook({ rows: '<row r="1"><c r="ZZZ1"><v>1</v></c></row>' })],
    ['too many rows', workbook({ rows: '<row r="1000002"><c r="A1000002"><v>1</v></c></row>' })],
    ['one endless cell', workbook({ rows: bigRow.replaceAll('1', 'x1') })],
  ])('%s: refused as too large', async (_what, file) => {
    await expect(read(file)).rejects.toMatchObject({ code: 'spreadsheet-too-large' });
  });

  const entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
  const cell = '<row r="1"><c r="A1"><v>1</v></c></row>';
  it.each<[string, Buffer]>([
    ['no archive at all', Buffer.from('form,depot\n')],
    ['nothing', Buffer.alloc(0)],
    ['an archive that is no workbook', zip([part])],
    ['a part that is less than it claims', workbook({ rows: cell, claims: 100_000 })],
    ['a part that is more than it claims', workbook({ rows: cell, claims: 10 })],
    ['the same part twice', zip([part, part])],
    ['a document type', workbook({ rows: '', after: entities })],
    ['an unknown entity', workbook({ rows: '<row r="1"><c r="A1"><v>&b;</v></c></row>' })],
    ['a surrogate by its number', workbook({ rows: cell, sheets: '<sheet name="&#x110000;"/>' })],
    ['tags that do not match', workbook({ rows: '<row></c>' })],
    ['a sheet that stops short', workbook({ rows: '<row>', after: '<!--' })],
    ['rows out of order', workbook({ rows: cell + cell })],
    ['a text that is not there', workbook({ rows: cell.replace('<c', '<c t="s"') })],
    ['no visible sheet', workbook({ rows: '', sheets: '' })],
    ['deep nesting', workbook({ rows: '<a>'.repeat(100) })],
  ])('%s: refused as malformed', async (_what, file) => {
    await expect(read(file)).rejects.toMatchObject({ code: 'spreadsheet-malformed' });
  });

  it('parts of which two share bytes: refused as malformed', async () => {
    const file = zip([part, { ...part, name: 'xl/media/y' }]);
    // The second directory entry is made to point at the bytes of the first.
    file.writeUInt32LE(0, file.lastIndexOf(Buffer.from('504b0102', 'hex')) + 42);
    await expect(read(file)).rejects.toThrow('overlaps');
  });

  it('whatever bytes are changed, it is read or refused, and never breaks', async () => {
    const good = workbook({ rows: cell, shared: '<si><t>x</t></si>' });
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
        const file = Buffer.from(good);
        file[at] = byte;
        try {
          await read(file);
        } catch (error) {
          expect((error as { code?: unknown }).code).toMatch(/^spreadsheet-/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
