import { Workbook } from 'exceljs';
import { ImportClient, XLSX } from '../support/import-client';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';
import { miscounted } from '../support/under-way';

let ledger: Ledger;
let world: SmallWorld;
let germany: ImportClient;
let trust: ImportClient;
let pledge: string;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  germany = new ImportClient(ledger.url, world.operators.DEU);
  trust = new ImportClient(ledger.url, world.first);
  pledge = await world.pledge('DEU', 10_000);
});
afterAll(() => ledger.stop());

const CONTRIBUTIONS = 'reference,pledge,form,depot,gross_mass,unit,expected_on';
const lines = (header: string, rows: readonly string[]): string => [header, ...rows, ''].join('\n');
const delivery = (reference: string, mass: string, more = ''): string =>
  `${reference},${pledge},co_metal,NLRTM,${mass},KGM,2026-06-30${more}`;

async function contributionsOf(
  reference: string,
): Promise<{ id: string; state: string; packages: string | null; grams: string }[]> {
  return ledger.rows(
    `select c.id, c.state, c.package_count as packages, c.expected_grams as grams
     from contribution c join imported_row r on r.subject = c.id
     where r.key = sha256(convert_to($1, 'UTF8'))`,
    [reference],
  );
}

describe('contributions', () => {
  it('are announced as the single command announces them', async () => {
    const bytes = lines(`${CONTRIBUTIONS},package_unit,package_count,country`, [
      delivery('A-1', '100', ',,,'),
      delivery('A-2', '0.5', ',DR,40,'),
    ]);
    const done = await germany.whole({ kind: 'contributions', bytes });
    expect(done).toMatchObject({ state: 'committed', rows: { committed: '2' } });
    expect(await contributionsOf('A-1')).toMatchObject([{ state: 'notified', grams: '100000' }]);
    expect(await contributionsOf('A-2')).toMatchObject([{ packages: '40', grams: '500' }]);
    const alone = await world.operators.DEU.done<Record<string, unknown>>(
      `/v1/pledges/${pledge}/contributions`,
      { form: 'co_metal', depot: 'NLRTM', grossMass: kg(100), expectedOn: '2026-06-30' },
    );
    const [imported] = await contributionsOf('A-1');
    const { body } = await ledger
      .anonymous()
      .get<Record<string, unknown>>(`/v1/contributions/${imported?.id ?? ''}`);
    const { entry: _entry, id: _id, ...single } = alone;
    expect(body).toEqual({ ...single, id: imported?.id });
  });

  it('count against their pledge together, across batches, already at the check', async () => {
    const own = await world.pledge('DEU', 1_000);
    const rows = Array.from({ length: 2_300 }, (_, index) =>
      delivery(`B-${index}`, '0.5').replace(pledge, own),
    );
    const bytes = lines(CONTRIBUTIONS, rows);
    const { id } = await germany.upload({ kind: 'contributions', bytes, mode: 'valid' });
    expect(await germany.confirm(id)).toMatchObject({ rows: { valid: '2000', refused: '300' } });
    const errors = await germany.errors(id);
    expect(errors[0]).toMatchObject({ row: '2002', code: 'contribution-exceeds-pledge' });
    expect(await germany.commit(id)).toMatchObject({
      rows: { committed: '2000', refused: '300', read: '2300' },
    });
    const again = lines(CONTRIBUTIONS, rows.slice(0, 1_999));
    const repeated = await germany.upload({ kind: 'contributions', bytes: again, mode: 'valid' });
    expect(await germany.confirm(repeated.id)).toMatchObject({ rows: { refused: '1999' } });
    const commit = await world.operators.DEU.post(`/v1/imports/${repeated.id}/commit`);
    expect(commit).toMatchObject({ status: 422 });
  });

  it('are known again batches later, at the check as at the commit, unless refused', async () => {
    const own = await world.pledge('DEU', 10_000);
    const rows = Array.from({ length: 2_300 }, (_, index) =>
      delivery(`R-${index}`, '0.5').replace(pledge, own),
    );
    const wrong = (rows[7] ?? '').replace('co_metal', 'no_form');
    const all = [...rows.slice(0, 7), wrong, ...rows.slice(8), rows[7] ?? '', rows[3] ?? ''];
    const bytes = lines(CONTRIBUTIONS, all);
    const { id } = await germany.upload({ kind: 'contributions', bytes, mode: 'valid' });
    expect(await germany.confirm(id)).toMatchObject({ rows: { valid: '2300', refused: '2' } });
    const errors = await germany.errors(id);
    expect(errors.map(({ row, code, found }) => [row, code, found])).toEqual([
      ['9', 'form-unknown', 'no_form'],
      ['2303', 'row-repeated', 'the same as row 5'],
    ]);
    expect(await germany.commit(id)).toMatchObject({ rows: { committed: '2300', refused: '2' } });
    expect(await germany.errors(id)).toEqual(errors);
  });

  it('have errors that are read in the order of the rows, page by page', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) =>
      delivery(`P-${index}`, '0.5').replace('co_metal', 'no_form'),
    );
    const bytes = lines(CONTRIBUTIONS, rows);
    const { id } = await germany.upload({ kind: 'contributions', bytes, mode: 'valid' });
    await germany.confirm(id);
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const query: string = after === '' ? '' : `?after=${after}`;
      const { body } = await world.operators.DEU.get<{ errors: { row: string }[]; next?: string }>(
        `/v1/imports/${id}/errors${query}`,
      );
      seen.push(...body.errors.map(({ row }) => row));
      after = body.next;
    }
    expect(seen).toEqual(rows.map((_, index) => `${index + 2}`));
  });

  it("of another member's pledge are refused as those of none", async () => {
    const foreign = await world.pledge('KEN', 10);
    const bytes = lines(CONTRIBUTIONS, [
      delivery('C-1', '1').replace(pledge, foreign),
      delivery('C-2', '1').replace(pledge, '0195f3a0-0000-7000-8000-000000000000'),
      delivery('C-3', '1').replace(pledge, 'not an identifier'),
    ]);
    const { id } = await germany.upload({ kind: 'contributions', bytes });
    await germany.confirm(id);
    const errors = await germany.errors(id);
    expect(errors.map(({ code }) => code)).toEqual([
      'member-not-yours',
      'member-not-yours',
      'cell-malformed',
    ]);
    expect(errors[0]?.expected).toBe(errors[1]?.expected);
  });
});

describe('lots', () => {
  const LOTS = 'contribution,gross_mass,unit,assay,received_on,storage';

  it('are received by an administrator, on hold until another person decides', async () => {
    const bytes = lines(CONTRIBUTIONS, [delivery('D-1', '10'), delivery('D-2', '20')]);
    await germany.whole({ kind: 'contributions', bytes });
    const [[first], [second]] = [await contributionsOf('D-1'), await contributionsOf('D-2')];
    const ids = [first?.id ?? '', second?.id ?? ''];
    const lots = lines(LOTS, [
      `${ids[0]},9.5,KGM,0.99,2026-07-01,"Dry, below 30 °C"`,
      `${ids[1]},20,KGM,,2026-07-01,`,
    ]);
    const done = await trust.whole({ kind: 'lots', bytes: lots });
    expect(done).toMatchObject({ state: 'committed', rows: { committed: '2' } });
    const found = await ledger.rows(
      `select l.contained_grams as grams, l.storage, c.state from lot l
       join contribution c on c.id = l.contribution_id where c.id = any ($1) order by 1`,
      [ids],
    );
    expect(found).toEqual([
      { grams: '9405', storage: 'Dry, below 30 °C', state: 'received' },
      { grams: '20000', storage: null, state: 'received' },
    ]);
    const accept = `/v1/contributions/${ids[0]}/accept`;
    expect((await world.first.post(accept)).status).toBe(403);
    expect((await world.second.post(accept)).status).toBe(200);
    const twice = lines(LOTS, [`${ids[1]},20,KGM,,2026-07-02,`]);
    const { id } = await trust.upload({ kind: 'lots', bytes: twice });
    await trust.confirm(id);
    expect(await trust.errors(id)).toMatchObject([{ code: 'row-already-imported' }]);
  });

  it('of contributions that were received singly, or that do not exist, are refused', async () => {
    const one = await world.bring('DEU', pledge, 3);
    const bytes = lines(LOTS, [
      `${one},3,KGM,,2026-07-01,`,
      '0195f3a0-0000-7000-8000-000000000000,3,KGM,,2026-07-01,',
    ]);
    const { id } = await trust.upload({ kind: 'lots', bytes });
    await trust.confirm(id);
    expect((await trust.errors(id)).map(({ code }) => code)).toEqual([
      'act-not-legal-now',
      'contribution-unknown',
    ]);
  });
});

describe('pledges', () => {
  const PLEDGES = 'reference,material,due_date,quantity,unit,note';

  it('of several instalments are rows that follow one another', async () => {
    const bytes = lines(PLEDGES, [
      'P-1,cobalt,2026-12-31,"1250,5",KGM,first',
      'P-1,cobalt,2027-12-31,2,TNE,',
      'P-2,cobalt,2026-12-31,3,KGM,',
    ]);
    const done = await germany.whole({ kind: 'pledges', bytes }, { decimalMark: ',' });
    expect(done).toMatchObject({ state: 'committed', rows: { committed: '3' } });
    const found = await ledger.rows(
      `select p.grams, p.note, count(*)::int as parts from pledge p
       join instalment i on i.pledge_id = p.id join imported_row r on r.subject = p.id
       where r.kind = 'pledges' group by p.id order by parts desc`,
    );
    expect(found).toEqual([
      { grams: '3250500', note: 'first', parts: 2 },
      { grams: '3000', note: null, parts: 1 },
    ]);
  });

  it('are refused whole, with the row of the instalment that is wrong', async () => {
    const bytes = lines(PLEDGES, [
      'P-3,cobalt,2026-12-31,1,KGM,',
      'P-3,cobalt,31.12.2027,2,KGM,',
      'P-3,cobalt,2028-12-31,0,KGM,',
      'P-4,cobalt,2027-12-31,1,KGM,',
      'P-4,cobalt,2026-12-31,1,KGM,',
    ]);
    const { id } = await germany.upload({ kind: 'pledges', bytes, mode: 'valid' });
    expect(await germany.confirm(id)).toMatchObject({ rows: { valid: '0', refused: '5' } });
    const errors = await germany.errors(id);
    expect(errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      ['3', 'due_date', 'field-matches'],
      ['6', 'due_date', 'instalments-not-in-order'],
    ]);
  });
});

describe('workbooks', () => {
  it('are read as the same rows in CSV are, and given back with a column of errors', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('Deliveries');
    sheet.addRow(CONTRIBUTIONS.split(','));
    const row = (reference: string, mass: unknown, day: unknown): unknown[] => [
      ...[reference, pledge, 'co_metal', 'NLRTM', mass, 'KGM', day],
    ];
    sheet.addRow(row('X-1', 12.5, new Date('2026-06-30')));
    sheet.addRow(row('X-2', { formula: '1+1', result: 2 }, new Date('2026-06-30')));
    sheet.addRow(row('X-3', 0.1 + 0.2, '2026-06-30'));
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    const file = {
      kind: 'contributions',
      bytes,
      type: XLSX,
      name: 'd.xlsx',
      mode: 'valid',
    } as const;
    const looked = await germany.upload(file);
    expect(looked).toMatchObject({ state: 'inspected', detected: { sheet: 'Deliveries' } });
    expect(await germany.confirm(looked.id)).toMatchObject({ rows: { valid: '1', refused: '2' } });
    const errors = await germany.errors(looked.id);
    expect(errors.map(({ column, code, found }) => [column, code, found])).toEqual([
      ['gross_mass', 'cell-formula', '=1+1'],
      ['gross_mass', 'cell-number-imprecise', '0.30000000000000004'],
    ]);
    expect(await germany.commit(looked.id)).toMatchObject({ state: 'committed' });
    expect(await contributionsOf('X-1')).toMatchObject([{ grams: '12500' }]);
    const back = new Workbook();
    await back.xlsx.load(new Uint8Array(await germany.errorsFile(looked.id)).buffer);
    const cells = back.worksheets[0]?.getRow(3).values as unknown[];
    expect(cells.at(-1)).toContain('gross_mass: cell-formula');
  });

  it('say nothing about an encoding or a delimiter', async () => {
    const book = new Workbook();
    book.addWorksheet('x').addRows([CONTRIBUTIONS.split(','), delivery('X-9', '1').split(',')]);
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    const { id } = await germany.upload({ kind: 'contributions', bytes, type: XLSX });
    const answer = await world.operators.DEU.post(`/v1/imports/${id}/confirm`, { delimiter: ',' });
    expect(answer.status).toBe(422);
  });
});

it('counts what a file announced and received as its contributions add up', async () => {
  expect(await miscounted(ledger)).toEqual([]);
});

describe('templates', () => {
  it.each(['contributions', 'lots', 'baselines', 'pledges'])(
    'of %s are taken as they are given, but for the rows they lack',
    async (kind) => {
      const { body } = await ledger.anonymous().get<string>(`/v1/imports/templates/${kind}.csv`);
      const { kinds } = (
        await ledger
          .anonymous()
          .get<{ kinds: { kind: string; columns: { name: string }[] }[] }>('/v1/imports/kinds')
      ).body;
      const columns = kinds.find((one) => one.kind === kind)?.columns ?? [];
      expect(body).toBe(`${columns.map(({ name }) => name).join(',')}\r\n`);
      const client = kind === 'lots' ? trust : germany;
      const empty = await client.upload({ kind: kind as 'lots', bytes: body });
      expect(empty).toMatchObject({ state: 'failed', problem: { code: 'import-empty' } });
      const response = await fetch(`${ledger.url}/v1/imports/templates/${kind}.xlsx`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('content-type')).toBe(XLSX);
      const file = { kind: kind as 'lots', bytes, type: XLSX, name: `${kind}.xlsx` };
      expect(await client.upload(file)).toMatchObject({ problem: { code: 'import-empty' } });
    },
  );

  it('of no kind are refused', async () => {
    for (const name of ['members.csv', 'lots.ods', 'lots', '__proto__.csv']) {
      const { status } = await ledger.anonymous().get(`/v1/imports/templates/${name}`);
      expect(status).toBe(404);
    }
  });
});
