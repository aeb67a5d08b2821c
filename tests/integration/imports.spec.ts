import type { Caller } from '../support/caller';
import { fingerprint } from '../support/fingerprint';
import { ImportClient } from '../support/import-client';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;
let germany: ImportClient;
let kenya: ImportClient;
let trust: ImportClient;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  germany = new ImportClient(ledger.url, world.operators.DEU);
  kenya = new ImportClient(ledger.url, world.operators.KEN);
  trust = new ImportClient(ledger.url, world.first);
});
afterAll(() => ledger.stop());

const FIGURES = 'consumption,production,own_ore,imports,exports,own_stocks,unit';
const baselines = (...rows: string[]): string =>
  [`material,period,quality,${FIGURES},source,assumed`, ...rows, ''].join('\r\n');
const year = (period: number, consumption = '100'): string =>
  `cobalt,${period},B,${consumption},0,0,100,0,0,TNE,a test,false`;

/** Tables of the books and of what members say, without those of imports themselves. */
async function books(): Promise<object> {
  const print = await fingerprint(ledger);
  const kept = ['baseline', 'pledge', 'contribution', 'lot', 'account', 'transfer', 'imported_row'];
  return Object.fromEntries(kept.map((table) => [table, print[table]]));
}

describe('a file from announced to committed', () => {
  it('brings in figures, one log entry a row and one for the file', async () => {
    const bytes = baselines(year(2010), year(2011), year(2012));
    const looked = await germany.upload({ kind: 'baselines', bytes });
    expect(looked).toMatchObject({
      state: 'inspected',
      rows: { total: '3' },
      detected: {
        encoding: { value: 'utf-8' },
        delimiter: { value: ',' },
        decimalMark: { value: '.' },
        sample: [{ row: '2' }, { row: '3' }, { row: '4' }],
      },
    });
    const before = await ledger.count('log_entry');
    const checked = await germany.confirm(looked.id);
    expect(checked).toMatchObject({ state: 'checked', rows: { valid: '3', refused: '0' } });
    expect(await ledger.count('log_entry')).toBe(before + 1);
    const done = await germany.commit(looked.id);
    expect(done).toMatchObject({ state: 'committed', rows: { committed: '3', refused: '0' } });
    expect(await ledger.count('log_entry')).toBe(before + 6);
    const rows = await ledger.rows(
      `select period, consumption from baseline
       where member = 'DEU' and period < '2020' order by 1`,
    );
    expect(rows).toEqual(
      ['2010', '2011', '2012'].map((period) => ({ period, consumption: '100000000' })),
    );
  });
});

describe('a file with errors', () => {
  const rows = [
    year(2001),
    'cobolt,2002,B,1,0,0,1,0,0,TNE,a test,false',
    'cobalt,02,E,1,0,0,1,0,0,tonnes,a test,maybe',
    'cobalt,2003,B,1,2,3,1,0,0,TNE,a test,false',
    'cobalt,2004,B,"1,500",0,0,,0,0,TNE,a test,false,extra',
    ',,,,,,,,,,,',
    year(2005),
  ];

  it('names the row, the column, what stands there and what would be right', async () => {
    const looked = await germany.upload({ kind: 'baselines', bytes: baselines(...rows) });
    const { id } = looked;
    const checked = await germany.confirm(id, { decimalMark: '.' });
    expect(checked).toMatchObject({
      state: 'checked',
      rows: { total: '6', read: '6', valid: '2', refused: '4' },
    });
    const errors = await germany.errors(id);
    expect(errors.map(({ row, column, code, found }) => [row, column, code, found])).toEqual([
      ['3', 'material', 'material-unknown', 'cobolt'],
      ['4', 'assumed', 'cell-malformed', 'maybe'],
      ['4', 'period', 'field-matches', '02'],
      ['4', 'quality', 'field-is-in', 'E'],
      ['4', 'unit', 'field-is-in', 'tonnes'],
      ['5', 'own_ore', 'own-ore-exceeds-production', '3'],
      ['6', 'consumption', 'cell-malformed', '1,500'],
      ['6', 'M', 'cell-without-column', 'extra'],
      ['6', 'imports', expect.stringMatching(/^field-/), ''],
    ]);
    expect(errors.find(({ column }) => column === 'consumption')?.expected).toBe(
      'no thousands separators: 1500',
    );
    expect(errors.every(({ expected }) => expected !== '')).toBe(true);
    const before = await books();
    const refused = await world.operators.DEU.post(`/v1/imports/${id}/commit`);
    expect(refused).toMatchObject({ status: 422, body: { facts: { refused: '4' } } });
    expect(await books()).toEqual(before);
  });

  it('comes back as it came, with a column of errors, and can be sent again so', async () => {
    const semicolons = baselines(...rows.slice(0, 3), '=1+1;x')
      .replaceAll(',', ';')
      .replaceAll('\r\n', '\n');
    const bytes = Buffer.from(`\ufeff${semicolons}`, 'utf16le');
    const { id } = await germany.upload({ kind: 'baselines', bytes, mode: 'valid' });
    await germany.confirm(id);
    const back = (await germany.errorsFile(id)).toString('utf16le');
    const [header, ...lines] = back.split('\r\n');
    expect(header).toBe(
      `\ufeffmaterial;period;quality;${FIGURES.replaceAll(',', ';')}`.concat(
        ';source;assumed;errors',
      ),
    );
    expect(lines[0]).toBe(`${year(2001).replaceAll(',', ';')};`);
    expect(lines[1]).toContain('material: material-unknown; found ""cobolt""; expected');
    expect(lines[3]).toMatch(/^'=1\+1;x;/);
    const mended = back.replace('cobolt', 'cobalt').split('\r\n').slice(0, 3).join('\r\n');
    const again = await germany.upload({
      kind: 'baselines',
      bytes: Buffer.from(mended, 'utf16le'),
      mode: 'valid',
    });
    expect(await germany.confirm(again.id)).toMatchObject({ rows: { valid: '2', refused: '0' } });
    await world.operators.DEU.done(`/v1/imports/${again.id}/cancel`);
  });

  it('brings in what is right where that was asked for', async () => {
    const bytes = baselines(year(1990), 'cobolt,1991,B,1,0,0,1,0,0,TNE,a test,false', year(1992));
    const done = await germany.whole({ kind: 'baselines', bytes, mode: 'valid' });
    expect(done).toMatchObject({ state: 'committed', rows: { committed: '2', refused: '1' } });
    expect(await germany.errors(done.id)).toMatchObject([{ row: '3', column: 'material' }]);
    const periods = await ledger.rows(
      `select period from baseline where member = 'DEU' and period like '199%' order by 1`,
    );
    expect(periods).toEqual([{ period: '1990' }, { period: '1992' }]);
  });
});

describe('the same file again', () => {
  it('changes nothing, and names the earlier import', async () => {
    const bytes = baselines(year(1980));
    const done = await germany.whole({ kind: 'baselines', bytes });
    const before = await fingerprint(ledger);
    const again = await germany.open({ kind: 'baselines', bytes });
    expect(again).toMatchObject({ status: 409, body: { facts: { import: done.id } } });
    expect(again.body.detail).toContain(done.id);
    expect(await fingerprint(ledger)).toEqual(before);
  });

  it('brings nothing in twice, even when it is made to look like another file', async () => {
    const rows = [year(1970), year(1971)];
    const first = await germany.whole({ kind: 'baselines', bytes: baselines(...rows) });
    const bytes = baselines(...rows, year(1972), year(1972));
    const before = await books();
    const { id } = await germany.upload({ kind: 'baselines', bytes, mode: 'valid' });
    expect(await germany.confirm(id)).toMatchObject({ rows: { valid: '1', refused: '3' } });
    expect((await germany.errors(id)).map(({ row, code, found }) => [row, code, found])).toEqual([
      ['2', 'row-already-imported', `row 2 of ${first.id}`],
      ['3', 'row-already-imported', `row 3 of ${first.id}`],
      ['5', 'row-repeated', 'the same as row 4'],
    ]);
    expect(await books()).toEqual(before);
    expect(await germany.commit(id)).toMatchObject({ rows: { committed: '1', refused: '3' } });
  });

  it('is another file for another member', async () => {
    const bytes = baselines(year(1960));
    await germany.whole({ kind: 'baselines', bytes });
    expect(await kenya.whole({ kind: 'baselines', bytes })).toMatchObject({ state: 'committed' });
  });

  it('can be sent after it was given up', async () => {
    const bytes = baselines(year(1950));
    const { id } = await germany.upload({ kind: 'baselines', bytes });
    await world.operators.DEU.done(`/v1/imports/${id}/cancel`);
    expect(await germany.whole({ kind: 'baselines', bytes })).toMatchObject({ state: 'committed' });
  });
});

describe('who may', () => {
  const file = { kind: 'baselines', bytes: baselines(year(1940)) } as const;

  it('see an import: its member, and the people of the Trust', async () => {
    const { id } = await germany.upload(file);
    const paths = ['', '/errors', '/errors-file'].map((tail) => `/v1/imports/${id}${tail}`);
    for (const path of paths) {
      const { status } = await world.operators.JPN.get(path);
      expect([path, status]).toEqual([path, 403]);
      expect((await ledger.anonymous().get(path)).status).toBe(401);
      expect((await world.auditor.get(path)).status).not.toBe(403);
    }
    const unknown = paths[0]?.replace(id, '0195f3a0-0000-7000-8000-000000000000') ?? '';
    const foreign = await world.operators.JPN.get<{ detail: string }>(paths[0] ?? '');
    const none = await world.operators.JPN.get<{ detail: string }>(unknown);
    expect([none.status, none.body.detail]).toEqual([foreign.status, foreign.body.detail]);
    expect((await world.auditor.get(unknown)).status).toBe(404);
    const seen = await world.operators.JPN.get<{ imports: unknown[] }>('/v1/imports');
    expect(seen.body.imports).toEqual([]);
  });

  it('act on it: its member only', async () => {
    const opened = await germany.open({ ...file, bytes: baselines(year(1941)) });
    const { id } = opened.body;
    for (const other of [kenya, trust]) {
      expect((await other.send(id, 'x')).status).toBe(403);
    }
    for (const act of ['confirm', 'commit', 'cancel']) {
      expect((await world.operators.KEN.post(`/v1/imports/${id}/${act}`)).status).toBe(403);
      expect((await world.first.post(`/v1/imports/${id}/${act}`)).status).toBe(403);
      expect((await world.auditor.post(`/v1/imports/${id}/${act}`)).status).toBe(403);
    }
  });

  it('open one: operators theirs, administrators lots', async () => {
    expect((await trust.open(file)).status).toBe(403);
    expect((await germany.open({ ...file, kind: 'lots' })).status).toBe(403);
    expect((await trust.open({ ...file, kind: 'lots' })).status).toBe(201);
  });
});

describe('the bytes', () => {
  it('must be those announced, of a type that is read', async () => {
    const bytes = baselines(year(1930));
    const { id } = (await germany.open({ kind: 'baselines', bytes })).body;
    const wrong = bytes.replace('1930', '1931');
    expect(await germany.send(id, wrong)).toMatchObject({ status: 422 });
    expect(await germany.send(id, bytes.slice(1))).toMatchObject({ status: 422 });
    expect(await germany.send(id, `${bytes}x`)).toMatchObject({ status: 422 });
    expect(await germany.send(id, '')).toMatchObject({ status: 422 });
    for (const type of ['text/plain', 'application/json', 'text/csv; charset=utf-8', 'text/csvx']) {
      expect(await germany.send(id, bytes, type)).toMatchObject({ status: 415 });
    }
    const left = 'select count(*)::int as n from import_chunk where import_id = $1';
    expect(await ledger.rows(left, [id])).toEqual([{ n: 0 }]);
    expect(await germany.send(id, bytes)).toMatchObject({ status: 200 });
  });

  it('are taken once under one key', async () => {
    const bytes = baselines(year(1932));
    const { id } = (await germany.open({ kind: 'baselines', bytes })).body;
    const first = await germany.send(id, bytes, 'text/csv', 'once');
    const again = await germany.send(id, bytes, 'text/csv', 'once');
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await germany.send(id, bytes)).toMatchObject({ status: 409 });
    expect(await germany.settled(id)).toMatchObject({ state: 'inspected' });
  });

  it('are of a size that is read', async () => {
    const size = { kind: 'baselines', mode: 'all', fileName: 'x', sha256: 'a'.repeat(64) };
    const answer = await world.operators.DEU.post('/v1/imports', { ...size, size: '268435457' });
    expect(answer).toMatchObject({ status: 422, body: { facts: { limit: '268435456' } } });
  });
});

it('takes each act in its turn only', async () => {
  const bytes = baselines(year(1920));
  const { id } = (await germany.open({ kind: 'baselines', bytes })).body;
  const act = async (name: string): Promise<number> =>
    (await world.operators.DEU.post(`/v1/imports/${id}/${name}`)).status;
  expect([await act('confirm'), await act('commit')]).toEqual([409, 409]);
  await germany.send(id, bytes);
  await germany.settled(id);
  expect(await act('commit')).toBe(409);
  await germany.confirm(id);
  await germany.commit(id);
  expect([await act('confirm'), await act('commit'), await act('cancel')]).toEqual([409, 409, 409]);
});

it('checks again in another format, and decides again at the end', async () => {
  const bytes = baselines(year(1910, '"1,234"'));
  const { id } = await germany.upload({ kind: 'baselines', bytes });
  expect(await germany.confirm(id, { decimalMark: '.' })).toMatchObject({ rows: { refused: '1' } });
  expect(await germany.confirm(id, { decimalMark: ',' })).toMatchObject({ rows: { valid: '1' } });
  expect(await germany.errors(id)).toEqual([]);
  // Between the check and the end the same row comes in another way.
  const other = `${bytes}\r\n`;
  const twin = await germany.upload({ kind: 'baselines', bytes: other });
  await germany.confirm(twin.id, { decimalMark: ',' });
  await germany.commit(twin.id);
  const before = await books();
  const back = await germany.commit(id);
  expect(back).toMatchObject({ state: 'checked', rows: { refused: '1', committed: '0' } });
  expect(await germany.errors(id)).toMatchObject([{ code: 'row-already-imported' }]);
  expect(await books()).toEqual(before);
});

it('writes confidential entries, which name the digest and the counts', async () => {
  const done = await germany.whole({ kind: 'baselines', bytes: baselines(year(1900)) });
  const kinds = ['opened', 'uploaded', 'confirmed', 'commit-ordered', 'committed'];
  const wanted = kinds.map((kind) => `import-${kind}`);
  const entries = await entriesAbout(world.auditor, done.id, wanted.length);
  expect(entries.map(({ kind }) => kind)).toEqual(wanted);
  expect(new Set(entries.map(({ member }) => member))).toEqual(new Set(['DEU']));
  expect(entries.at(-1)?.body).toMatchObject({
    kind: 'baselines',
    committed: '1',
    refused: '0',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
  });
  expect(await entriesAbout(world.operators.KEN, done.id, 0)).toEqual([]);
});

interface Entry {
  readonly kind: string;
  readonly member: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The import entries of the log that this reader may read and that name an import. */
async function entriesAbout(reader: Caller, id: string, count: number): Promise<Entry[]> {
  for (;;) {
    const size = await ledger.count('log_entry');
    const path = `/log/entries?from=${Math.max(0, size - 50)}&count=50`;
    const { body } = await reader.get<{ entries: { envelope: string; body: string | null }[] }>(
      path,
    );
    const found = body.entries.flatMap((entry): Entry[] => {
      const { kind, member } = JSON.parse(entry.envelope) as Entry;
      if (!kind.startsWith('import-') || entry.body?.includes(id) !== true) return [];
      return [{ kind, member, body: JSON.parse(entry.body) as Entry['body'] }];
    });
    // An entry has its place in the log only once the worker has sequenced it.
    if (found.length >= count) return found;
  }
}
