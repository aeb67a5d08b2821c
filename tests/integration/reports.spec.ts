import { parse } from 'csv-parse/sync';
import { Workbook } from 'exceljs';
import { parseAccountKey } from '#domain/books/account';
import { moves, type Transfer } from '#domain/books/transfer';
import { parseTransferRecords } from '#domain/books/transfer-record';
import type {
  CoverReportResponse,
  CoverResponse,
  MonthlyReportResponse,
  StockReportResponse,
} from '#features/reports/reports.dto';
import type { Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { kg, type SmallWorld } from '../support/small-world';
import { integrated, stockedWorld } from '../support/stocked-world';

let ledger: Ledger;
let world: SmallWorld;
let everybody: Record<'public' | 'DEU' | 'JPN' | 'administrator' | 'auditor', Caller>;

const DEFENCE = 'Defence grounds, notice 2026/14';
const today = new Date().toISOString().slice(0, 10);
const month = today.slice(0, 7);

jest.setTimeout(600_000);

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await stockedWorld(ledger);
  const { DEU, JPN, KEN } = world.operators;
  everybody = {
    ...{ public: ledger.anonymous(), DEU, JPN },
    ...{ administrator: world.first, auditor: world.auditor },
  };
  await JPN.done('/v1/members/JPN/baselines', {
    ...{ material: 'cobalt', period: '2024', quality: 'A', source: 'a test', assumed: false },
    ...{ consumption: kg(36_600), production: kg(0), ownOre: kg(0) },
    ...{ imports: kg(73_201), exports: kg(36_601), ownStocks: kg(5_005) },
  });
  await KEN.done('/v1/members/KEN/baselines', {
    ...{ material: 'cobalt', period: '2024', source: 'a test', withheld: DEFENCE },
  });
  await integrated(ledger);
});
afterAll(() => ledger.stop());

async function report<Body>(caller: Caller, path: string): Promise<Body> {
  const { status, body } = await caller.get<Body>(`/v1/reports/${path}`);
  expect([path, status]).toEqual([path, 200]);
  return body;
}

async function coverOf(caller: Caller, holder: string, query = ''): Promise<CoverResponse> {
  const { rows } = await report<CoverReportResponse>(caller, `days-of-cover${query}`);
  const [row] = rows.filter((one) => one.holder === holder);
  if (!row) throw new Error(`no row of ${holder}`);
  return row;
}

const monthly = (query: string): Promise<MonthlyReportResponse> =>
  report(everybody.public, `monthly?${query}`);

describe('days of cover', () => {
  it('are 59.4 for Japan: own stocks and its share, less a tenth, at 100 kg a day', async () => {
    expect(await coverOf(everybody.JPN, 'JPN')).toEqual({
      ...{ holder: 'JPN', material: 'cobalt', withheld: null },
      ownStocks: kg(5_005),
      inTrust: kg(1_600),
      stock: kg(6_605),
      unavailable: kg('660.5'),
      available: kg('5944.5'),
      daysOfUse: { exact: '11889/200', decimal: '59.4' },
      daysOfNetImports: { exact: '11889/200', decimal: '59.4' },
      figures: {
        ...{ period: '2024', quality: 'A', membersCounted: null },
        baseline: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    });
  });

  it('of the Trust hold its reserve against the use of all members that give figures', async () => {
    const row = await coverOf(everybody.auditor, 'GMT');
    // 4,600 kg less a tenth, at 100,000 kg / 365 of Germany and 100 kg of Japan a day.
    expect(row).toMatchObject({ available: kg(4_140), daysOfUse: { decimal: '11.0' } });
    expect(row.daysOfUse?.exact).toBe('5037/455');
    expect(row.figures).toMatchObject({ membersCounted: '2', baseline: null });
  });

  it('rest on the year that had ended and on what was held by the day', async () => {
    const before = await coverOf(everybody.auditor, 'JPN', '?on=2024-07-31');
    expect(before).toMatchObject({ inTrust: kg(1_000), figures: { period: '2023' } });
    const early = await coverOf(everybody.auditor, 'JPN', '?on=2023-12-30');
    expect(early).toMatchObject({ inTrust: kg(0), withheld: { code: 'not-recorded' } });
    const later = await coverOf(everybody.auditor, 'JPN', '?on=2024-12-31');
    expect(later.inTrust).toEqual(kg(1_600));
  });

  it('are withheld with the reason that the member gave', async () => {
    const row = await coverOf(everybody.auditor, 'KEN');
    expect(row.withheld).toEqual({ code: 'withheld', reason: DEFENCE });
    expect([row.stock, row.daysOfUse, row.figures]).toEqual([null, null, null]);
  });

  it.each([
    ['?member=FRA', 404, 'member-unknown'],
    ['?material=copper', 404, 'material-unknown'],
    ['?on=2025-02-30', 400, 'request-invalid'],
    ['.pdf', 404, 'format-unknown'],
  ])('refuse %s', async (query, status, code) => {
    const answer = await everybody.auditor.get<{ type: string }>(
      `/v1/reports/days-of-cover${query}`,
    );
    expect([answer.status, answer.body.type.split('/').at(-1)]).toEqual([status, code]);
  });
});

describe('the stock report', () => {
  const of = (caller: Caller, query: string): Promise<StockReportResponse> =>
    report(caller, `stocks?${query}`);

  it('has five ends of years and the day, each with its share of a year of use', async () => {
    const { materials, holder, releaseRule } = await of(everybody.DEU, 'member=DEU&on=2026-03-01');
    expect([holder, releaseRule]).toEqual(['DEU', { name: 'Standing rule', version: '1' }]);
    const [cobalt] = materials;
    expect(cobalt?.levels.map(({ day, inTrust }) => [day, inTrust.value])).toEqual([
      ['2021-12-31', '0'],
      ['2022-12-31', '0'],
      ['2023-12-31', '0'],
      ['2024-12-31', '3000'],
      ['2025-12-31', '3000'],
      ['2026-03-01', '3000'],
    ]);
    const now = await of(everybody.DEU, 'member=DEU');
    expect(now.materials[0]?.levels.at(-1)).toMatchObject({
      ...{ ownStocks: kg(0), stock: kg(3_000), yearlyUse: kg(100_000), withheld: null },
      percentOfUse: { exact: '3/100', decimal: '3.00' },
    });
  });

  it('of the Trust has chemical form and purity, and its part of all use', async () => {
    const { materials } = await of(everybody.administrator, 'material=cobalt');
    const mean = (exact: string, decimal: string): object => ({ exact, decimal });
    expect(materials[0]?.forms).toEqual([
      {
        ...{ form: 'co_hydroxide', inTrust: kg(600), assayMin: '0.6', assayMax: '0.6' },
        assayMean: mean('3/5', '60.00'),
      },
      {
        ...{ form: 'co_metal', inTrust: kg(4_000), assayMin: '1', assayMax: '1' },
        assayMean: mean('1', '100.00'),
      },
    ]);
    // 4,600 of 136,600 kg.
    expect(materials[0]?.levels.at(-1)?.percentOfUse?.decimal).toBe('3.37');
  });

  it('of a member divides the forms as it divides the pool', async () => {
    const { materials } = await of(everybody.public, 'member=JPN');
    // 1,600 of 4,600 kg were Japan's; cut to the gram.
    expect(materials[0]?.forms.map(({ form, inTrust }) => [form, inTrust.value])).toEqual([
      ['co_hydroxide', '208.695'],
      ['co_metal', '1391.304'],
    ]);
  });
});

describe('confidential figures', () => {
  const SECRETS =
    /36600|73201|36601|36\.6|5005|5\.005|11889|"59\.4"|,59\.4,|5037|Defence|"[A-D]"|,[A-D],/;
  const PATHS = [
    'days-of-cover',
    'days-of-cover.csv',
    'days-of-cover.jsonl',
    'stocks.csv?member=JPN',
  ];

  it.each([...PATHS, 'stocks?member=JPN', 'stocks?member=KEN', 'stocks', 'stocks.jsonl'])(
    'are in %s for nobody but those entitled',
    async (path) => {
      expect(await textOf(everybody.public, path)).toContain('confidential');
      expect(await textOf(everybody.public, path)).not.toMatch(SECRETS);
      expect(await textOf(everybody.auditor, path)).toMatch(SECRETS);
    },
  );

  /** What is answered but for the time of day, in which any digits may stand. */
  async function textOf(caller: Caller, path: string): Promise<string> {
    const { body } = await caller.get<unknown>(`/v1/reports/${path}`);
    return JSON.stringify(body).replace(/"readAt":"[^"]+"/, '');
  }

  it('of one member are hidden from the operator of another, who sees its own', async () => {
    const { rows } = await report<CoverReportResponse>(everybody.DEU, 'days-of-cover');
    expect(rows.map(({ holder, withheld }) => [holder, withheld?.code ?? null])).toEqual([
      ['DEU', null],
      ['JPN', 'confidential'],
      ['KEN', 'confidential'],
      ['GMT', 'confidential'],
    ]);
    const others = rows.filter(({ holder }) => holder !== 'DEU');
    expect(JSON.stringify(others)).not.toMatch(SECRETS);
  });
});

describe('the monthly file', () => {
  it('tells June to August 2024 by store and for the whole, in seven columns', async () => {
    const text = await report<string>(everybody.public, 'monthly.csv?from=2024-06&to=2024-08');
    const rows = parse(text, { record_delimiter: '\r\n' });
    expect(rows[0]).toEqual(
      ...[['area', 'period', 'product', 'flow', 'unit', 'value', 'assessment']],
    );
    const told = rows
      .slice(1)
      .filter(([, , , flow, , value]) => flow === 'closing-level' || value !== '0')
      .filter(([, , , flow]) => flow !== 'opening-level' && flow !== 'stock-change')
      .map(([area, period, , flow, unit, value]) => [area, period, flow, unit, value].join(' '));
    expect(told).toEqual([
      'GMT 2024-06 receipts TNE 4',
      'GMT 2024-06 closing-level TNE 4',
      'GMT 2024-07 closing-level TNE 4',
      'GMT 2024-08 receipts TNE 0.6',
      'GMT 2024-08 closing-level TNE 4.6',
      'JPN 2024-06 closing-level TNE 0',
      'JPN 2024-07 closing-level TNE 0',
      'JPN 2024-08 receipts TNE 0.6',
      'JPN 2024-08 closing-level TNE 0.6',
      'NLD 2024-06 receipts TNE 4',
      'NLD 2024-06 closing-level TNE 4',
      'NLD 2024-07 closing-level TNE 4',
      'NLD 2024-08 closing-level TNE 4',
    ]);
  });

  it('narrows to an area, and to the months that have ended by itself', async () => {
    const { rows } = await monthly('area=JPN&from=2024-08&to=2024-08');
    expect(new Set(rows.map(({ area }) => area))).toEqual(new Set(['JPN']));
    const { rows: year } = await monthly('');
    expect(new Set(year.map(({ period }) => period)).size).toBe(12);
    expect(year.every(({ period }) => period < month)).toBe(true);
  });

  it.each([
    ['from=2024-06&to=2024-05', 'days-reversed'],
    ['from=2000-01&to=2024-05', 'months-too-many'],
    ['from=2024-13', 'request-invalid'],
  ])('refuses %s', async (query, code) => {
    const answer = await everybody.public.get<{ type: string }>(`/v1/reports/monthly?${query}`);
    expect([answer.status, answer.body.type.split('/').at(-1)]).toEqual([400, code]);
  });
});

describe('after a drawdown', () => {
  beforeAll(async () => {
    const run = await world.allocate(await world.disrupt());
    const { body } = await world.first.get<{ awards: { id: string; member: string }[] }>(
      `/v1/awards?run=${run}`,
    );
    const award = body.awards.find(({ member }) => member === 'KEN');
    await world.operators.KEN.done(`/v1/awards/${award?.id}/accept`);
    const drawdown = await world.first.done(`/v1/awards/${award?.id}/drawdowns`, {
      quantity: kg(460),
    });
    await world.second.done(`/v1/drawdowns/${drawdown.id}/release`);
    await world.operators.KEN.done(`/v1/drawdowns/${drawdown.id}/collect`);
    await integrated(ledger);
  });

  it('shares fall in proportion', async () => {
    expect((await coverOf(everybody.public, 'GMT')).stock).toEqual(kg(4_140));
    expect((await coverOf(everybody.public, 'JPN')).inTrust).toEqual(kg(1_440));
    expect((await coverOf(everybody.public, 'DEU')).inTrust).toEqual(kg(2_700));
  });

  it('the month has the release, once, and closes at what is held', async () => {
    const { rows } = await monthly(`from=${month}&to=${month}&area=GMT`);
    const of = (flow: string): string | undefined => rows.find((row) => row.flow === flow)?.value;
    expect(
      ['opening-level', 'releases', 'losses', 'stock-change', 'closing-level'].map(of),
    ).toEqual(['4.6', '0.46', '0', '-0.46', '4.14']);
  });

  it('each month opens where the one before closed, and closes at opening plus flows', async () => {
    const { rows } = await monthly(`from=2023-01&to=${month}`);
    const sign: Record<string, number> = {
      ...{ receipts: 1, 'transfers-in': 1, returns: -1 },
      ...{ 'transfers-out': -1, releases: -1, losses: -1 },
    };
    const grams = (value: string): number => Math.round(Number(value) * 1e6);
    const closed = new Map<string, number>();
    let levels = 0;
    for (const row of rows) {
      const key = `${row.area}/${row.product}`;
      const level = closed.get(key) ?? 0;
      if (row.flow === 'opening-level') expect(grams(row.value)).toBe(level);
      const change = sign[row.flow] ?? 0;
      closed.set(key, level + change * grams(row.value));
      if (row.flow === 'closing-level') expect(grams(row.value)).toBe(closed.get(key));
      if (row.flow === 'closing-level') levels += 1;
    }
    expect(levels).toBeGreaterThan(90);
  });

  it('every figure of the Trust can be recomputed from the log alone', async () => {
    const { asOf } = await report<CoverReportResponse>(everybody.auditor, 'days-of-cover');
    const transfers = await transfersOf(Number(asOf.logSize));
    const held = (day: string): bigint =>
      transfers
        .filter(({ kind, lot, effectiveDate }) => moves(kind) && lot && effectiveDate <= day)
        .map(({ from, to, grams }) => (stored(to) - stored(from)) * grams)
        .reduce((a, b) => a + b, 0n);
    for (const day of ['2024-06-29', '2024-06-30', '2024-08-01', today]) {
      const { stock } = await coverOf(everybody.public, 'GMT', `?on=${day}`);
      expect([day, stock]).toEqual([day, kg(Number(held(day)) / 1_000)]);
    }
    expect(held(today)).toBe(4_140_000n);
  });

  function stored(account: string): bigint {
    return parseAccountKey(account).kind.startsWith('reserve-') ? 1n : 0n;
  }

  async function transfersOf(logSize: number): Promise<Transfer[]> {
    interface Entry {
      readonly envelope: string;
      readonly body: string;
    }
    const path = `/log/entries?from=0&count=${logSize}`;
    const { body } = await everybody.auditor.get<{ entries: Entry[] }>(path);
    expect(body.entries).toHaveLength(logSize);
    return body.entries.flatMap((entry) => {
      const envelope = JSON.parse(entry.envelope) as { command: string; effectiveDate: string };
      const { transfers = [] } = JSON.parse(entry.body) as { transfers?: unknown[] };
      return parseTransferRecords(transfers, envelope);
    });
  }
});

it.each(['days-of-cover', 'stocks', 'monthly'])(
  '%s says the same in every format',
  async (name) => {
    const csv = await report<string>(everybody.auditor, `${name}.csv`);
    const [header = [], ...records] = parse(csv, { record_delimiter: '\r\n' });
    const lines = (await report<string>(everybody.auditor, `${name}.jsonl`)).trimEnd().split('\n');
    expect(lines).toHaveLength(records.length);
    const answer = await fetch(`${ledger.url}/v1/reports/${name}.xlsx`, {
      headers: { Authorization: `Bearer ${everybody.auditor.token}` },
    });
    const workbook = new Workbook();
    await workbook.xlsx.load(await answer.arrayBuffer());
    const [sheet] = workbook.worksheets;
    expect(sheet?.rowCount).toBe(records.length + 1);
    records.forEach((record, index) => {
      const row = sheet?.getRow(index + 2);
      expect(header.map((_, column) => textIn(row?.getCell(column + 1).value))).toEqual(
        record.map((field) => (/^-?[0-9]+(\.[0-9]+)?$/.test(field) ? `${Number(field)}` : field)),
      );
    });
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="gmt-[a-z-]+(GMT-)?\d{4}-\d{2}-\d{2}-log-\d+\.xlsx"$/,
    );
  },
);

function textIn(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  const text = `${value as string | number}`;
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? `${Number(text)}` : text;
}
