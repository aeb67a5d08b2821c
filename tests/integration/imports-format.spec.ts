import { ImportClient, XLSX } from '../support/import-client';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';
import { workbook } from '../support/zip';

let ledger: Ledger;
let world: SmallWorld;
let germany: ImportClient;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  germany = new ImportClient(ledger.url, world.operators.DEU);
});
afterAll(() => ledger.stop());

const HEADER = 'reference;material;due_date;quantity;unit;note';
const pledges = (...rows: string[]): string => [HEADER, ...rows, ''].join('\n');

const confirm = (id: string, format: object = {}): ReturnType<typeof world.first.post> =>
  world.operators.DEU.post(`/v1/imports/${id}/confirm`, format);

describe('what is detected', () => {
  it('is asked for where it can be read in two ways', async () => {
    const bytes = pledges('F-1;cobalt;2026-12-31;1,234;KGM;');
    const { id, detected } = await germany.upload({ kind: 'pledges', bytes });
    expect(detected?.decimalMark).toMatchObject({ value: null, candidates: ['.', ','] });
    expect(detected?.decimalMark.because).toContain('"1,234" in row 2');
    const refused = await confirm(id);
    expect(refused).toMatchObject({ status: 422, body: { facts: { open: ['decimalMark'] } } });
    expect((await germany.get(id)).state).toBe('inspected');
    expect(await germany.confirm(id, { decimalMark: ',' })).toMatchObject({ rows: { valid: '1' } });
    await germany.commit(id);
    const found = await ledger.rows(`select grams from pledge where note is null and grams = 1234`);
    expect(found).toHaveLength(1);
  });

  it('holds only for the reading it was found with', async () => {
    const bytes = pledges('F-2;cobalt;2026-12-31;12,5;KGM;');
    const { id } = await germany.upload({ kind: 'pledges', bytes });
    const refused = await confirm(id, { encoding: 'windows-1252' });
    expect(refused).toMatchObject({ status: 422, body: { facts: { open: ['decimalMark'] } } });
    expect((await confirm(id, { encoding: 'windows-1252', decimalMark: ',' })).status).toBe(200);
    await germany.settled(id);
  });

  it('leaves the delimiter to the user where no table comes of any', async () => {
    const bytes = 'one column\nof text\n';
    const { id, detected } = await germany.upload({ kind: 'pledges', bytes });
    expect(detected?.delimiter?.value).toBeNull();
    expect(detected?.sample[1]).toEqual({ row: '2', cells: ['of text'] });
    expect((await confirm(id)).status).toBe(422);
    const failed = await germany.confirm(id, { delimiter: ';', decimalMark: '.' });
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'import-columns-wrong' } });
  });

  it.each([
    ['windows-1252', Buffer.from(pledges('F-3;cobalt;2026-12-31;1;KGM;Z\xfcrich'), 'latin1')],
    ['utf-16le', Buffer.from(`\ufeff${pledges('F-4;cobalt;2026-12-31;1;KGM;Zürich')}`, 'utf16le')],
    ['utf-8', Buffer.from(`\ufeff${pledges('F-5;cobalt;2026-12-31;1;KGM;Zürich')}`)],
  ])('%s is read as what was written', async (encoding, bytes) => {
    const looked = await germany.upload({ kind: 'pledges', bytes });
    expect(looked.detected?.encoding?.value).toBe(encoding);
    await germany.confirm(looked.id);
    expect(await germany.commit(looked.id)).toMatchObject({ state: 'committed' });
    const [row] = await ledger.rows<{ note: string }>(
      `select p.note from pledge p join imported_row r on r.subject = p.id where r.import_id = $1`,
      [looked.id],
    );
    expect(row?.note).toBe('Zürich');
  });
});

describe('the names of the columns', () => {
  it('that are wrong are answered with the nearest and all right ones', async () => {
    const bytes = pledges('F-6;cobalt;2026-12-31;1;KGM;').replace('quantity', 'quantty');
    const failed = await germany.upload({ kind: 'pledges', bytes });
    expect(failed).toMatchObject({
      state: 'failed',
      problem: {
        code: 'import-columns-wrong',
        facts: {
          unknown: ['quantty'],
          nearest: ['quantty: quantity'],
          missing: ['quantity'],
          right: HEADER.split(';'),
        },
      },
    });
  });

  it('are read in any order and case, and once each', async () => {
    const bytes = 'Unit;QUANTITY;Due date;material;Reference\nKGM;1;2026-12-31;cobalt;F-7\n';
    const { id } = await germany.upload({ kind: 'pledges', bytes });
    expect(await germany.confirm(id)).toMatchObject({ rows: { valid: '1' } });
    const twice = `${HEADER};note\nF-8;cobalt;2026-12-31;1;KGM;;\n`;
    expect(await germany.upload({ kind: 'pledges', bytes: twice })).toMatchObject({
      problem: { facts: { doubled: ['note'] } },
    });
  });
});

describe('files that are not taken', () => {
  const good = 'G;cobalt;2026-12-31;1;KGM;';
  it.each<[string, string, string | Buffer]>([
    ['only empty lines', 'import-empty', '\n\n\n'],
    ['only a header', 'import-empty', `${HEADER}\n`],
    ['a header and empty rows', 'import-empty', `${HEADER}\n;;;;;\n`],
    ['a quote that is never closed', 'spreadsheet-malformed', pledges(`${good}"`, good)],
    ['one cell of 10 MB', 'spreadsheet-too-large', pledges(good + 'x'.repeat(10_000_000))],
    ['more columns than the limit', 'spreadsheet-too-large', pledges(good + ';'.repeat(100))],
  ])('%s: %s', async (_what, code, bytes) => {
    const failed = await germany.upload({ kind: 'pledges', bytes });
    expect(failed).toMatchObject({ state: 'failed', problem: { code } });
  });

  it.each<[string, string, Buffer]>([
    ['no workbook', 'spreadsheet-malformed', Buffer.from(pledges(good))],
    ['nothing but a sheet without rows', 'import-empty', workbook({ rows: '' })],
    [
      'one that unpacks to far more than it is',
      'spreadsheet-too-large',
      workbook({ rows: '', more: [{ name: 'bomb', content: Buffer.alloc(30_000_000) }] }),
    ],
  ])('as XLSX: %s', async (_what, code, bytes) => {
    const failed = await germany.upload({ kind: 'pledges', bytes, type: XLSX });
    expect(failed).toMatchObject({ state: 'failed', problem: { code } });
  });

  it('NUL bytes, damaged text and formulas are refused at their cells', async () => {
    const row = Buffer.from('H-1;cobalt;2026-12-31;1;KGM;a\u0000b\n');
    const broken = Buffer.from('H-2;cobalt;2026-12-31;1;KGM;a\xedb\n', 'latin1');
    const fine = Buffer.from('H-3;cobalt;2026-12-31;=1+1;KGM;Zürich\n');
    const bytes = Buffer.concat([Buffer.from(`${HEADER}\n`), row, broken, fine]);
    const { id } = await germany.upload({ kind: 'pledges', bytes, mode: 'valid' });
    const format = { encoding: 'utf-8', delimiter: ';', decimalMark: '.' };
    expect(await germany.confirm(id, format)).toMatchObject({ rows: { refused: '3' } });
    const errors = await germany.errors(id);
    expect(errors.map(({ row: at, column, code }) => [at, column, code])).toEqual([
      ['2', 'note', 'cell-control-character'],
      ['3', 'note', 'cell-encoding-invalid'],
      ['4', 'quantity', 'cell-malformed'],
    ]);
    const back = (await germany.errorsFile(id)).toString();
    expect(back).toContain("H-3;cobalt;2026-12-31;'=1+1;KGM");
  });
});

it('refuses a body that is no file on the route of files, and a file elsewhere', async () => {
  const send = (path: string, method: string, type: string, body: string): Promise<Response> =>
    fetch(`${ledger.url}${path}`, {
      method,
      headers: {
        'Content-Type': type,
        'Idempotency-Key': 'any',
        Authorization: `Bearer ${world.operators.DEU.token ?? ''}`,
      },
      body,
    });
  const file = '/v1/imports/0195f3a0-0000-7000-8000-000000000000/file';
  expect((await send(file, 'PUT', 'application/json', '{}')).status).toBe(415);
  expect((await send(file, 'PUT', 'text/csv', 'a,b\n')).status).toBe(403);
  expect((await send(file, 'POST', 'text/csv', 'a,b\n')).status).toBe(415);
  expect((await send('/v1/imports', 'POST', 'text/csv', 'a,b\n')).status).toBe(415);
  expect((await send('/v1/pledges', 'POST', XLSX, 'x')).status).toBe(415);
});
