import type { Answer, Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';
import { disruptionBody } from '../support/write-routes';

let ledger: Ledger;
let world: SmallWorld;
let operator: Caller;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  operator = world.operators.DEU;
});
afterAll(() => ledger.stop());

type Row = Record<string, unknown>;

const figures = (consumption: number): Row => ({
  quality: 'B',
  consumption: kg(consumption),
  production: kg(0),
  ownOre: kg(0),
  imports: kg(consumption),
  exports: kg(0),
  ownStocks: kg(0),
  assumed: false,
});

/** A baseline of cobalt for a year of its own, so that no test minds another. */
const report = (period: string, more: Row = figures(100)): Row => ({
  material: 'cobalt',
  period,
  source: 'a test',
  ...more,
});

const at = (member: string): string => `/v1/members/${member}/baselines`;

async function record(row: Row, by: Caller = operator, member = 'DEU'): Promise<string> {
  return (await by.done(at(member), row)).id;
}

async function listed(query: string, by: Caller = operator): Promise<Row[]> {
  const { body } = await by.get<{ baselines: Row[] }>(`${at('DEU')}?material=cobalt${query}`);
  return body.baselines;
}

const codeOf = ({ status, body }: Answer): unknown[] => [
  status,
  `${String(body['type'])}`.split('/').at(-1),
  (body['facts'] as Row | undefined)?.['pointer'],
];

describe('a baseline', () => {
  it('is revised, never changed: every revision is kept and shown', async () => {
    await record(report('2001', figures(100)));
    await record(report('2001', { ...figures(120), effectiveDate: '2002-03-01' }));
    const newest = (await listed('')).filter(({ period }) => period === '2001');
    expect(newest).toEqual([
      expect.objectContaining({
        revision: '2',
        consumption: kg(120),
        effectiveDate: '2002-03-01',
      }),
    ]);
    const history = (await listed('&history=true')).filter(({ period }) => period === '2001');
    expect(history.map(({ revision, consumption }) => [revision, consumption])).toEqual([
      ['1', kg(100)],
      ['2', kg(120)],
    ]);
    expect(history[0]).toMatchObject({
      effectiveDate: new Date().toISOString().slice(0, 10),
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/) as string,
    });
    const forge = `update baseline set consumption = 1 where period = '2001'`;
    await expect(ledger.rows(forge)).rejects.toThrow('append-only');
  });

  it('may be withheld with a reason; then there are no figures, and never null', async () => {
    await record(report('2002'));
    const id = await record(report('2002', { withheld: 'Defence grounds.' }));
    const rows = (await listed('&history=true')).filter(({ period }) => period === '2002');
    expect(rows[1]).toEqual({
      id,
      member: 'DEU',
      material: 'cobalt',
      period: '2002',
      revision: '2',
      source: 'a test',
      effectiveDate: expect.any(String) as string,
      recordedAt: expect.any(String) as string,
      withheld: { reason: 'Defence grounds.' },
    });
    const [stored] = await ledger.rows<Row>('select * from baseline where id = $1', [id]);
    for (const name of ['quality', 'consumption', 'own_ore', 'own_stocks']) {
      expect(stored?.[name]).toBeNull();
    }
    const [entry] = await ledger.rows<{ body: string }>(
      `select convert_from(body, 'UTF8') as body from log_entry
       where entry_kind(envelope) = 'baseline-recorded'
         and convert_from(body, 'UTF8') like '%' || $1 || '%'`,
      [id],
    );
    expect(JSON.parse(entry?.body ?? '')).toEqual({
      baseline: {
        ...{ id, member: 'DEU', material: 'cobalt', period: '2002' },
        ...{ source: 'a test', withheld: 'Defence grounds.' },
      },
    });
  });

  it.each([
    [
      report('2003', { ...figures(1), withheld: 'x' }),
      [422, 'withheld-with-figures', '/consumption'],
    ],
    [report('2003', { withheld: 'x', quality: 'A' }), [422, 'withheld-with-figures', '/quality']],
    [report('2003', { withheld: 'x', assumed: true }), [422, 'withheld-with-figures', '/assumed']],
    [report('2003', { withheld: '' }), [400, 'request-invalid', undefined]],
    [report('2003', {}), [400, 'request-invalid', undefined]],
    [report('2003', { ...figures(1), ownStocks: undefined }), [400, 'request-invalid', undefined]],
    [
      report('2003', { ...figures(1), ownOre: kg(1) }),
      [422, 'own-ore-exceeds-production', '/ownOre'],
    ],
    [{ ...report('2003'), material: 'unobtainium' }, [404, 'material-unknown', '/material']],
    [
      report('2003', { ...figures(1), effectiveDate: '2003-02-30' }),
      [400, 'request-invalid', undefined],
    ],
  ])('is refused as %j with %j', async (row, refusal) => {
    expect(codeOf(await operator.post(at('DEU'), row))).toEqual(refusal);
  });

  it('is for its own member, administrators and auditors', async () => {
    expect((await world.operators.JPN.get(at('DEU'))).status).toBe(403);
    expect(codeOf(await operator.post(at('JPN'), report('2003')))[1]).toBe('member-not-yours');
    expect((await world.auditor.get(at('DEU'))).status).toBe(200);
    expect((await ledger.anonymous().get(at('DEU'))).status).toBe(401);
  });

  it('keeps all figures or none in the database too', async () => {
    const forge = `insert into baseline (id, member, material, period, source, assumed, withheld,
        consumption, effective_date, recorded_at)
      values (gen_random_uuid(), 'DEU', 'cobalt', '2003', 'x', false, 'x', 1, now(), now())`;
    await expect(ledger.rows(forge)).rejects.toThrow('violates check constraint');
  });
});

describe('the baseline that a run freezes', () => {
  interface Frozen {
    readonly members: {
      member: string;
      standing: string;
      baseline: { period: string; consumption: string };
    }[];
  }

  /** A disruption declared on a day, and the baselines of a run on it, by member. */
  async function declare(reference: string, declaredOn: string): Promise<string> {
    const body = { ...disruptionBody(reference), startsOn: declaredOn, endsOn: '2030-12-31' };
    const { id } = await world.first.done('/v1/disruptions', body);
    await world.first.done(`/v1/disruptions/${id}/propose`);
    await world.second.done(`/v1/disruptions/${id}/declare`, { declaredOn });
    return id;
  }

  async function snapshotOf(id: string): Promise<Frozen> {
    const { first, auditor } = world;
    await first.done(`/v1/disruptions/${id}/open-needs`);
    await first.done(`/v1/disruptions/${id}/close-needs`);
    const run = await first.done(`/v1/disruptions/${id}/allocation-runs`);
    await world.settled(run.id);
    return (await auditor.get<Frozen>(`/v1/allocation-runs/${run.id}/snapshot`)).body;
  }

  async function frozen(id: string): Promise<Readonly<Record<string, string>>> {
    const { members } = await snapshotOf(id);
    const shown = members.map(({ member, baseline: { period, consumption } }) => [
      member,
      `${period}: ${consumption}`,
    ]);
    return Object.fromEntries(shown) as Record<string, string>;
  }

  beforeAll(() => world.stock('DEU', 1_000));

  it('is the newest year that is old enough, in the revision in force on that day', async () => {
    const before = { effectiveDate: '2010-06-30' };
    await record(report('2008', { ...figures(80), ...before }));
    await record(report('2009', { ...figures(90), ...before }));
    await record(report('2009', { ...figures(91), effectiveDate: '2011-05-01' }));
    await record(report('2009', { ...figures(99), effectiveDate: '2011-05-03' }));
    await record(report('2010', { ...figures(100), ...before }));
    // One quarter before 2 May 2011 lies in 2011, and the last year that had ended then is 2010.
    expect(await frozen(await declare('CLOCK-2011', '2011-05-02'))).toEqual({
      DEU: '2010: 100000',
    });
    // One quarter before 2 February 2011 lies in 2010, so 2010 is too young.
    expect(await frozen(await declare('LAG-2011', '2011-02-02'))).toEqual({ DEU: '2009: 90000' });
    // On 4 May 2011 both revisions of 2009 would hold, but 2010 is newer.
    expect(await frozen(await declare('LATER-2011', '2011-05-04'))).toEqual({
      DEU: '2010: 100000',
    });
  });

  it('takes the legal day of a revision, the day itself included', async () => {
    await record(report('2012', { ...figures(10), effectiveDate: '2013-01-31' }));
    await record(report('2012', { ...figures(11), effectiveDate: '2014-01-15' }));
    expect(await frozen(await declare('DAY-A', '2014-01-14'))).toEqual({ DEU: '2012: 10000' });
    expect(await frozen(await declare('DAY-B', '2014-01-15'))).toEqual({ DEU: '2012: 11000' });
  });

  it('cannot be improved once the declaration is recorded, whatever day it is given', async () => {
    await record(report('2015', { ...figures(50), effectiveDate: '2016-02-01' }));
    const id = await declare('LATE-2017', '2017-01-10');
    await record(report('2015', { ...figures(5_000), effectiveDate: '2016-02-02' }));
    await record(report('2015', { withheld: 'Second thoughts.', effectiveDate: '2016-02-02' }));
    expect(await frozen(id)).toEqual({ DEU: '2015: 50000' });
  });

  it('is missing where the newest year is withheld: no older year takes its place', async () => {
    await record(report('2017', { ...figures(70), effectiveDate: '2018-02-01' }));
    await record(report('2018', { withheld: 'Defence grounds.', effectiveDate: '2019-02-01' }));
    expect(await frozen(await declare('WITHHELD-2020', '2020-01-10'))).toEqual({});
    await record(report('2018', { ...figures(77), effectiveDate: '2020-01-11' }));
    expect(await frozen(await declare('SHOWN-2020', '2020-01-11'))).toEqual({ DEU: '2018: 77000' });
  });

  it('comes with the standing of that moment: no later delivery or schedule counts', async () => {
    const late = await world.pledge('JPN', 100);
    const half = await world.pledge('KEN', 100);
    const [early, tooLate] = [
      await world.bring('KEN', half, 50),
      await world.bring('JPN', late, 100),
    ];
    await world.second.done(`/v1/contributions/${early}/accept`);
    const id = await declare('STANDING-2025', '2025-02-22');
    await world.second.done(`/v1/contributions/${tooLate}/accept`);
    const { id: amendment } = await world.operators.KEN.done(`/v1/pledges/${half}/amendments`, {
      instalments: [{ dueDate: '2024-06-30', quantity: kg(50) }],
      reason: 'It was never due.',
    });
    await world.first.done(`/v1/amendments/${amendment}/accept`);
    const { members } = await snapshotOf(id);
    const standings = members.map(({ member, standing }) => [member, standing]);
    expect(Object.fromEntries(standings)).toEqual({ DEU: '1', JPN: '0', KEN: '1/2' });
  });
});
