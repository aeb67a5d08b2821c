import * as fc from 'fast-check';
import { Ledger } from '../support/ledger';
import { LotModel, type Act } from '../support/lot-model';
import { lotOf, lotsAgainstAccounts, placesOf } from '../support/lot-world';
import { kg, SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

interface Step {
  readonly entryKind: string;
  readonly recordedAt: string;
  readonly effectiveDate: string;
  readonly from: string;
  readonly to: string;
  readonly mass: { readonly value: string };
  readonly role: string;
  readonly reason: string | null;
  readonly fromLot: string;
  readonly toLot: string;
}

interface Kin {
  readonly from: string;
  readonly to: string;
  readonly mass: { readonly value: string };
}

interface Family {
  readonly ancestors: readonly Kin[];
  readonly descendants: readonly Kin[];
  readonly brought: readonly { readonly lot: string }[];
  readonly truncated: boolean;
}

const custodyOf = async (lot: string, query = ''): Promise<{ steps: Step[]; next?: string }> =>
  (
    await ledger
      .anonymous()
      .get<{ steps: Step[]; next?: string }>(`/v1/lots/${lot}/custody${query}`)
  ).body;

const familyOf = async (lot: string): Promise<Family> =>
  (await ledger.anonymous().get<Family>(`/v1/lots/${lot}/genealogy`)).body;

/** Grams in each account by folding the custody chain of a lot; empty accounts left out. */
async function foldedCustody(lot: string): Promise<Record<string, bigint>> {
  const held = new Map<string, bigint>();
  const grams = ({ value }: { value: string }): bigint => {
    const [whole = '', decimals = ''] = value.split('.');
    return BigInt(whole + decimals.padEnd(3, '0'));
  };
  for (const { from, to, mass, fromLot, toLot } of (await custodyOf(lot)).steps) {
    if (fromLot === lot) held.set(from, (held.get(from) ?? 0n) - grams(mass));
    if (toLot === lot) held.set(to, (held.get(to) ?? 0n) + grams(mass));
  }
  const rows = [...held].filter(([account, left]) => left !== 0n && !account.includes('/outside/'));
  return Object.fromEntries(rows);
}

async function holdingsOf(lot: string): Promise<Record<string, bigint>> {
  const rows = await ledger.rows<{ account: string; posted: string }>(
    `select account, posted from holding
     where lot_id = $1 and posted <> 0 and account not like '%/outside/%'`,
    [lot],
  );
  return Object.fromEntries(rows.map(({ account, posted }) => [account, BigInt(posted)]));
}

it('tells every movement of a lot in order, with who and why', async () => {
  const { lot } = await world.stock('DEU', 100);
  const move = await world.first.done(`/v1/lots/${lot}/dispatch`, {
    ...{ toDepot: 'JPYOK', dispatchedOn: '2024-08-01' },
  });
  await world.second.done(`/v1/lot-moves/${move.id}/receive`, {
    ...{ containedMass: kg(99), receivedOn: '2024-09-01', reason: 'A drum leaked.' },
  });
  const statement = 'The seal is broken.';
  const objection = await world.auditor.done(`/v1/lots/${lot}/objections`, { statement });
  await world.first.done(`/v1/objections/${objection.id}/hold`);
  const { steps } = await custodyOf(lot);
  expect(
    steps.map(({ entryKind, effectiveDate, from, to, mass, role, reason }) => [
      ...[entryKind, effectiveDate, from.split('/')[1], to.split('/')[1], mass.value, role, reason],
    ]),
  ).toEqual([
    ['contribution-received', '2024-06-30', 'outside', 'reserve-hold', '100', ADMIN, null],
    ['contribution-accepted', '2024-06-30', 'reserve-hold', 'reserve-free', '100', ADMIN, null],
    ['lot-dispatched', '2024-08-01', 'reserve-free', 'in-transit', '100', ADMIN, null],
    ['lot-arrived', '2024-09-01', 'in-transit', 'reserve-free', '99', ADMIN, 'A drum leaked.'],
    ['lot-arrived', '2024-09-01', 'in-transit', 'loss', '1', ADMIN, 'A drum leaked.'],
    ['lot-held', expect.any(String), 'reserve-free', 'reserve-hold', '99', ADMIN, statement],
  ]);
  const page = await custodyOf(lot, '?limit=4');
  const rest = await custodyOf(lot, `?limit=4&after=${page.next}`);
  expect([...page.steps, ...rest.steps]).toEqual(steps);
  expect(rest.next).toBeUndefined();
});
const ADMIN = 'administrator';

it('lists lots by material, depot and state, a page at a time', async () => {
  const wanted = [await world.stock('KEN', 10), await world.stock('KEN', 10)];
  for (const { lot } of wanted) {
    const dispatch = { toDepot: 'JPYOK', dispatchedOn: '2024-08-01' };
    await world.first.done(`/v1/lots/${lot}/dispatch`, dispatch);
  }
  const list = async (query: string): Promise<{ lots: { id: string }[]; next?: string }> =>
    (await ledger.anonymous().get<{ lots: { id: string }[]; next?: string }>(`/v1/lots?${query}`))
      .body;
  const filter = 'material=cobalt&depot=JPYOK&state=in-transit';
  const first = await list(`${filter}&limit=1`);
  const second = await list(`${filter}&limit=1&after=${first.next}`);
  const ids = [...first.lots, ...second.lots].map(({ id }) => id);
  expect(ids).toEqual(wanted.map(({ lot }) => lot).sort());
  expect(second.next).toBeUndefined();
  expect((await list(`${filter.replace('JPYOK', 'NLRTM')}`)).lots).toEqual([]);
  const unknown = await ledger
    .anonymous()
    .get<{ type: string }>('/v1/lots/0195f3a0-0000-7000-8000-000000000000/custody');
  expect([unknown.status, unknown.body.type]).toEqual([404, expect.stringMatching(/lot-unknown$/)]);
});

describe('a genealogy', () => {
  it('is complete in both directions through splits and merges', async () => {
    const [one, other] = [await world.stock('DEU', 100), await world.stock('JPN', 50)];
    const made = async (path: string, body: object): Promise<string[]> => {
      const { lots } = await world.first.done<{ lots: { id: string }[] }>(path, body);
      return lots.map(({ id }) => id);
    };
    const parts = [{ containedMass: kg(30) }, { containedMass: kg(20) }];
    const [a = '', b = ''] = await made(`/v1/lots/${one.lot}/split`, { parts });
    const [merged = ''] = await made('/v1/lots/merge', { lots: [a, other.lot] });
    const [leaf = ''] = await made('/v1/lots/merge', { lots: [merged, b] });
    const edges = (kin: readonly Kin[]): string[] =>
      kin.map(({ from, to, mass }) => `${from} ${to} ${mass.value}`).sort();
    const up = [
      ...[`${one.lot} ${a} 30`, `${one.lot} ${b} 20`, `${a} ${merged} 30`],
      ...[`${other.lot} ${merged} 50`, `${merged} ${leaf} 80`, `${b} ${leaf} 20`],
    ].sort();
    const family = await familyOf(leaf);
    expect(edges(family.ancestors)).toEqual(up);
    expect(family.descendants).toEqual([]);
    expect(family.brought.map(({ lot }) => lot).sort()).toEqual([one.lot, other.lot].sort());
    const below = up.filter((edge) => !edge.startsWith(other.lot));
    expect(edges((await familyOf(one.lot)).descendants)).toEqual(below);
    expect((await familyOf(one.lot)).ancestors).toEqual([]);
  });

  it('answers a chain thousands of lots long, and bounds a longer one', async () => {
    const { lot } = await world.stock('DEU', 10);
    await plantChain(lot, 12_000);
    const nameOf = (place: number): string =>
      `0195f3a0-0000-7000-9000-${place.toString().padStart(12, '0')}`;
    const middle = await familyOf(nameOf(4_000));
    expect(middle).toMatchObject({ truncated: false, brought: [{ lot }] });
    expect([middle.ancestors.length, middle.descendants.length]).toEqual([4_000, 8_000]);
    const end = await familyOf(nameOf(12_000));
    expect([end.ancestors.length, end.truncated]).toEqual([10_000, true]);
    expect(end.ancestors[0]?.from).toBe(nameOf(11_999));
  });
});

/** Lots that each became the next, put there without the books, which take one at a time. */
async function plantChain(first: string, length: number): Promise<void> {
  const name = `('0195f3a0-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid`;
  await ledger.rows(
    `insert into lot (id, entry_id, material, form, depot, gross_grams, contained_grams, assay,
       received_on)
     select ${name}, entry_id, material, form, depot, 1, 1, '1', received_on
     from lot, generate_series(1, $2) as n where id = $1`,
    [first, length],
  );
  await ledger.rows(
    `insert into transfer (id, entry_id, kind, grams, from_posted, from_account, to_account,
       from_version, effective_date, lot_id, to_lot_id)
     select gen_random_uuid(), l.entry_id, 'posted', 1, 0, a.id, a.id, 1000000 + n, '2024-06-30',
            case when n = 1 then $1 else ${name.replace('n::text', '(n - 1)::text')} end, ${name}
     from lot l, account a, generate_series(1, $2) as n
     where l.id = $1 and a.key = 'cobalt/reserve-free/-/NLRTM'`,
    [first, length],
  );
}

it('leaves one winner, and every gram, when many act on one lot at once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, other] = [await world.stock('DEU', 100), await world.stock('JPN', 50)];
    const statement = 'A test.';
    const objection = await world.auditor.done(`/v1/lots/${one.lot}/objections`, { statement });
    const whole = { parts: [{ containedMass: kg(60) }, { containedMass: kg(40) }] };
    const merge = { lots: [other.lot, one.lot] };
    const dispatch = { toDepot: 'JPYOK', dispatchedOn: '2024-08-01' };
    const answers = await Promise.all([
      world.first.post(`/v1/lots/${one.lot}/split`, whole),
      world.second.post(`/v1/lots/${one.lot}/split`, whole),
      world.first.post('/v1/lots/merge', merge),
      world.second.post('/v1/lots/merge', { lots: [one.lot, other.lot] }),
      world.first.post(`/v1/objections/${objection.id}/hold`),
      world.second.post(`/v1/lots/${one.lot}/dispatch`, dispatch),
    ]);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    expect(await lotsAgainstAccounts(ledger)).toEqual([]);
  }
});

describe('a random history of lots', () => {
  const grams = fc.bigInt(1n, 40_000n);
  const act: fc.Arbitrary<Act> = fc.record({
    what: fc.constantFrom('split', 'merge', 'dispatch', 'arrive', 'hold', 'release', 'loss'),
    lot: fc.nat(20),
    other: fc.nat(20),
    grams,
  });

  it('does what a model says, keeps every gram, and is told whole by its custody', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 12 }), async (acts) => {
        const model = await LotModel.begin(world, [50, 30]);
        for (const next of acts) await model.play(next);
        expect(await lotsAgainstAccounts(ledger)).toEqual([]);
        for (const known of model.lots) {
          expect(await placesOf(ledger, known.id)).toEqual(LotModel.placesIn(known));
          expect(await foldedCustody(known.id)).toEqual(await holdingsOf(known.id));
        }
        const views = await Promise.all(model.lots.map(({ id }) => lotOf(ledger, id)));
        const sum = (value: (one: (typeof views)[number]) => string): number =>
          views.reduce((total, one) => total + Math.round(Number(value(one)) * 1_000), 0);
        expect(sum((one) => one.ownGrossMass.value)).toBe(80_000);
        expect(sum((one) => one.ownContainedMass.value)).toBe(80_000);
      }),
      { numRuns: 30, seed: 20_250_222, endOnFailure: true },
    );
  }, 600_000);
});
