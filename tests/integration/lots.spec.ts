import { Ledger } from '../support/ledger';
import { lotOf, lotsAgainstAccounts, placesOf, refusalOf } from '../support/lot-world';
import { kg, SmallWorld } from '../support/small-world';

const NOTHING = '0195f3a0-0000-7000-8000-000000000000';
let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());
afterEach(async () => expect(await lotsAgainstAccounts(ledger)).toEqual([]));

const fresh = async (kilograms = 100): Promise<string> => (await world.stock('DEU', kilograms)).lot;

interface Made {
  readonly entry: string;
  readonly lots: readonly { readonly id: string }[];
}

async function split(lot: string, ...kilograms: number[]): Promise<string[]> {
  const parts = kilograms.map((value) => ({ containedMass: kg(value) }));
  const { lots } = await world.first.done<Made>(`/v1/lots/${lot}/split`, { parts });
  return lots.map(({ id }) => id);
}

async function merge(...lots: string[]): Promise<string> {
  const made = await world.first.done<Made>('/v1/lots/merge', { lots });
  return made.lots[0]?.id ?? '';
}

/** A lot with packages, shelf life and 0.63 contained in each kilogram. */
async function hydroxide(member: 'DEU' | 'JPN', facts: object = {}, gross = 10): Promise<string> {
  const pledge = await world.pledge(member, 1_000);
  const notice = { ...world.contribution(gross, 'co_hydroxide'), ...facts };
  const path = `/v1/pledges/${pledge}/contributions`;
  const { id } = await world.operators[member].done(path, notice);
  const receipt = { ...world.receipt(gross), bestBefore: '2030-01-31', storage: 'Dry' };
  await world.first.done(`/v1/contributions/${id}/receive`, receipt);
  const accept = `/v1/contributions/${id}/accept`;
  return (await world.second.done<{ lot: { id: string } }>(accept)).lot.id;
}

describe('a split', () => {
  it('keeps every gram, gross and contained, and the facts of the lot', async () => {
    const packages = { unit: 'DR', count: '10' };
    const lot = await hydroxide('DEU', { packages, titleWith: 'member' });
    const { lots } = await world.first.done<Made>(`/v1/lots/${lot}/split`, {
      parts: [{ containedMass: kg(1), packageCount: '3' }, { containedMass: kg('1.001') }],
    });
    const [one, other] = [await lotOf(ledger, lots[0]!.id), await lotOf(ledger, lots[1]!.id)];
    const rest = await lotOf(ledger, lot);
    expect([one.grossMass, other.grossMass, rest.ownGrossMass]).toEqual([
      kg('1.587'),
      kg('1.589'),
      kg('6.824'),
    ]);
    expect(rest.ownContainedMass).toEqual(kg('4.299'));
    expect(rest.containedMass).toEqual(kg('6.3'));
    expect(one).toMatchObject({
      ...{ assay: '0.63', titleHolder: 'DEU', bestBefore: '2030-01-31', storage: 'Dry' },
      packages: { unit: 'DR', count: '3' },
      places: [{ state: 'reserve-free', depot: 'NLRTM', mass: kg(1) }],
    });
    expect(other['packages']).toBeNull();
  });

  it('may take all of a lot, which then has nothing left', async () => {
    const lot = await fresh(5);
    await split(lot, 2, 3);
    expect(await lotOf(ledger, lot)).toMatchObject({ ownContainedMass: kg(0), places: [] });
  });

  it('is refused beyond what is free, to the gram, and beyond the packages', async () => {
    const lot = await hydroxide('DEU', { packages: { unit: 'DR', count: '2' } });
    const path = `/v1/lots/${lot}/split`;
    const of = (...values: string[]): object => ({
      parts: values.map((value) => ({ containedMass: kg(value) })),
    });
    const { first } = world;
    expect(await refusalOf(first, path, of('3', '3.301'))).toEqual(['lot-not-free', '/parts']);
    expect(await refusalOf(first, path, of('1', '0'))).toEqual([
      'mass-zero',
      '/parts/1/containedMass',
    ]);
    const packed = { parts: [{ containedMass: kg(1), packageCount: '3' }] };
    expect(await refusalOf(first, path, packed)).toEqual(['packages-exceed-lot', '/parts']);
    const unknown = `/v1/lots/${NOTHING}/split`;
    expect(await refusalOf(first, unknown, of('1'))).toEqual(['lot-unknown', undefined]);
  });
});

describe('a merge', () => {
  it('adds masses up, unites attestations and computes the assay anew', async () => {
    const attested = (mine: string): object => ({
      provenance: { standard: 'irma', certificate: 'cd'.repeat(32), mine },
    });
    const lots = [
      await hydroxide('DEU', { ...attested('A'), packages: { unit: 'DR', count: '2' } }),
      await hydroxide('DEU', { ...attested('B'), packages: { unit: 'DR', count: '3' } }, 20),
      await hydroxide('JPN', attested('A'), 7),
    ];
    const merged = await lotOf(ledger, await merge(...lots.slice(0, 2)));
    expect(merged).toMatchObject({
      ...{ grossMass: kg(30), containedMass: kg('18.9'), assay: '0.63' },
      ...{ packages: { unit: 'DR', count: '5' }, bestBefore: '2030-01-31', contribution: null },
      ...{ assayUncertainty: null, titleHolder: null },
    });
    expect(merged['provenance']).toHaveLength(2);
    const all = await lotOf(ledger, await merge(merged.id, lots[2]!));
    expect(all).toMatchObject({ grossMass: kg(37), containedMass: kg('23.31'), packages: null });
    expect(all['provenance']).toHaveLength(2);
    expect(await placesOf(ledger, lots[0]!)).toEqual({});
  });

  it.each([
    ['form', async () => hydroxide('DEU')],
    ['titleHolder', async () => hydroxide('JPN', { form: 'co_metal', titleWith: 'member' })],
    ['depot', async () => hydroxide('DEU', { form: 'co_metal', depot: 'JPYOK' })],
  ])('is refused for lots that differ in their %s', async (fact, other) => {
    const lots = [await fresh(), await other()];
    const answer = await world.first.post('/v1/lots/merge', { lots });
    expect(answer.body).toMatchObject({
      type: expect.stringMatching(/lots-not-alike$/),
      facts: { differs: fact, pointer: '/lots/1', expected: expect.any(String) },
    });
  });

  it('is refused for a lot with nothing free, and for one that is not there', async () => {
    const empty = await fresh(5);
    await split(empty, 5);
    const path = '/v1/lots/merge';
    expect(await refusalOf(world.first, path, { lots: [await fresh(), empty] })).toEqual([
      'lot-not-free',
      '/lots/1',
    ]);
    expect(await refusalOf(world.first, path, { lots: [await fresh(), NOTHING] })).toEqual([
      'lot-unknown',
      undefined,
    ]);
  });
});

describe('a move', () => {
  const dispatch = { toDepot: 'JPYOK', dispatchedOn: '2024-08-01' };
  const arrival = { containedMass: kg(100), receivedOn: '2024-09-01' };

  it('is in transit until somebody else receives it at the other depot', async () => {
    const lot = await fresh();
    const move = await world.first.done(`/v1/lots/${lot}/dispatch`, dispatch);
    expect(await lotOf(ledger, lot)).toMatchObject({
      depot: 'JPYOK',
      places: [{ state: 'in-transit', depot: 'JPYOK', mass: kg(100) }],
    });
    const path = `/v1/lot-moves/${move.id}/receive`;
    expect(await refusalOf(world.first, path, arrival)).toEqual(['four-eyes-required', undefined]);
    await world.second.done(path, arrival);
    expect(await lotOf(ledger, lot)).toMatchObject({
      places: [{ state: 'reserve-free', depot: 'JPYOK', mass: kg(100) }],
      moves: [{ from: 'NLRTM', to: 'JPYOK', arrivedMass: kg(100), reason: null }],
    });
    expect(await refusalOf(world.second, path, arrival)).toEqual(['lot-move-ended', undefined]);
  });

  it('books what is missing on arrival as a loss, with the reason', async () => {
    const lot = await fresh();
    const move = await world.first.done(`/v1/lots/${lot}/dispatch`, dispatch);
    const path = `/v1/lot-moves/${move.id}/receive`;
    const short = { ...arrival, containedMass: kg('99.5') };
    expect(await refusalOf(world.second, path, short)).toEqual([
      'shortage-needs-reason',
      '/reason',
    ]);
    expect(await refusalOf(world.second, path, { ...arrival, containedMass: kg(101) })).toEqual([
      'arrival-exceeds-dispatch',
      '/containedMass',
    ]);
    await world.second.done(path, { ...short, reason: 'A drum leaked.' });
    expect(await placesOf(ledger, lot)).toEqual({ 'reserve-free': '99.5', loss: '0.5' });
  });

  it('takes a whole lot that is free, to another depot that is open', async () => {
    const lot = await fresh();
    const path = `/v1/lots/${lot}/dispatch`;
    const to = (toDepot: string): object => ({ ...dispatch, toDepot });
    expect(await refusalOf(world.first, path, to('NLRTM'))).toEqual([
      'lot-there-already',
      '/toDepot',
    ]);
    expect(await refusalOf(world.first, path, to('DEHAM'))).toEqual(['depot-unknown', '/toDepot']);
    await holdLot(lot);
    expect(await refusalOf(world.first, path, dispatch)).toEqual(['lot-not-free', undefined]);
    const unknown = `/v1/lot-moves/${NOTHING}/receive`;
    expect(await refusalOf(world.first, unknown, arrival)).toEqual(['lot-move-unknown', undefined]);
  });
});

async function object(lot: string): Promise<string> {
  const statement = 'The certificate is of another lot.';
  return (await world.auditor.done(`/v1/lots/${lot}/objections`, { statement })).id;
}

async function holdLot(lot: string): Promise<string> {
  const objection = await object(lot);
  await world.first.done(`/v1/objections/${objection}/hold`);
  return objection;
}

describe('an objection', () => {
  it('moves nothing until an administrator holds the lot and another releases it', async () => {
    const lot = await fresh();
    const objection = await object(lot);
    expect(await placesOf(ledger, lot)).toEqual({ 'reserve-free': '100' });
    const release = `/v1/objections/${objection}/release`;
    const reason = { reason: 'The certificate was found.' };
    expect(await refusalOf(world.second, release, reason)).toEqual([
      'act-not-legal-now',
      undefined,
    ]);
    await world.first.done(`/v1/objections/${objection}/hold`);
    expect(await placesOf(ledger, lot)).toEqual({ 'reserve-hold': '100' });
    expect(await refusalOf(world.first, release, reason)).toEqual([
      'four-eyes-required',
      undefined,
    ]);
    await world.second.done(release, reason);
    expect(await placesOf(ledger, lot)).toEqual({ 'reserve-free': '100' });
    expect(await lotOf(ledger, lot)).toMatchObject({
      objections: [{ state: 'released', heldMass: kg(100), ...reason }],
    });
  });

  it('holds nothing twice, and keeps what is held from being cut or merged', async () => {
    const lot = await fresh();
    await holdLot(lot);
    const again = `/v1/objections/${await object(lot)}/hold`;
    expect(await refusalOf(world.first, again)).toEqual(['lot-held-already', undefined]);
    const parts = { parts: [{ containedMass: kg(1) }] };
    expect(await refusalOf(world.first, `/v1/lots/${lot}/split`, parts)).toEqual([
      'lot-not-free',
      '/parts',
    ]);
    const unknown = `/v1/objections/${NOTHING}/hold`;
    expect(await refusalOf(world.first, unknown)).toEqual(['objection-unknown', undefined]);
    const nowhere = `/v1/lots/${NOTHING}/objections`;
    expect(await refusalOf(world.auditor, nowhere, { statement: 'x' })).toEqual([
      'lot-unknown',
      undefined,
    ]);
  });

  it('keeps a lot out of what a run may divide', async () => {
    const lot = await fresh(50);
    const free = async (): Promise<string | undefined> => {
      const { body } = await ledger.anonymous().get<{
        reserves: { stocks: { depot: string; form: string; free: { value: string } }[] }[];
      }>('/v1/reserves');
      const stocks = body.reserves[0]?.stocks ?? [];
      return stocks.find((one) => one.depot === 'NLRTM' && one.form === 'co_metal')?.free.value;
    };
    const before = Number(await free());
    await holdLot(lot);
    expect(Number(await free())).toBe(before - 50);
  });
});

describe('a loss', () => {
  const loss = (kilograms: number | string): object => ({
    containedMass: kg(kilograms),
    reason: 'Water in the hall.',
    effectiveDate: '2024-07-31',
  });

  it('is booked when another administrator confirms it, once', async () => {
    const lot = await fresh();
    const { id } = await world.first.done(`/v1/lots/${lot}/losses`, loss(30));
    expect(await placesOf(ledger, lot)).toEqual({ 'reserve-free': '100' });
    const path = `/v1/losses/${id}/confirm`;
    expect(await refusalOf(world.first, path)).toEqual(['four-eyes-required', undefined]);
    await world.second.done(path);
    expect(await placesOf(ledger, lot)).toEqual({ 'reserve-free': '70', loss: '30' });
    expect(await refusalOf(world.second, path)).toEqual(['loss-confirmed-already', undefined]);
    expect(await lotOf(ledger, lot)).toMatchObject({ losses: [{ confirmed: true, mass: kg(30) }] });
  });

  it('is never more than there is, and may be of what is held', async () => {
    const lot = await fresh();
    const path = `/v1/lots/${lot}/losses`;
    expect(await refusalOf(world.first, path, loss('100.001'))).toEqual([
      'lot-not-free',
      '/containedMass',
    ]);
    const objection = await holdLot(lot);
    const { id } = await world.first.done(path, loss(100));
    await world.second.done(`/v1/losses/${id}/confirm`);
    await world.second.done(`/v1/objections/${objection}/release`, { reason: 'Gone.' });
    expect(await placesOf(ledger, lot)).toEqual({ loss: '100' });
    const unknown = `/v1/losses/${NOTHING}/confirm`;
    expect(await refusalOf(world.second, unknown)).toEqual(['loss-unknown', undefined]);
  });
});

describe('a reversal', () => {
  const reason = { reason: 'The lot of another member was recorded.' };

  it('takes back what was accepted, and opens the pledge again', async () => {
    const { contribution, pledge, lot } = await world.stock('KEN', 100);
    const { id } = await world.first.done(`/v1/contributions/${contribution}/reversals`, reason);
    const path = `/v1/reversals/${id}/confirm`;
    expect(await refusalOf(world.first, path)).toEqual(['four-eyes-required', undefined]);
    await world.second.done(path);
    expect(await placesOf(ledger, lot)).toEqual({});
    const shown = await world.first.get<Record<string, unknown>>(`/v1/pledges/${pledge}`);
    expect(shown.body).toMatchObject({ state: 'accepted', delivered: kg(0) });
    expect(await refusalOf(world.second, path)).toEqual(['act-not-legal-now', undefined]);
    const again = await world.bring('KEN', pledge, 100);
    await world.second.done(`/v1/contributions/${again}/accept`);
    const named = await ledger.rows<{ n: string }>(
      `select count(*) as n from movement m join log_entry e on e.id = m.entry_id
       where entry_kind(e.envelope) = 'contribution-reversed' and m.reverses_id is not null`,
    );
    expect(named).toEqual([{ n: '3' }]);
  });

  it('is refused once any of the material has gone elsewhere', async () => {
    const { contribution, lot } = await world.stock('KEN', 100);
    const path = `/v1/contributions/${contribution}/reversals`;
    const { id } = await world.first.done(path, reason);
    await split(lot, 1);
    expect(await refusalOf(world.second, `/v1/reversals/${id}/confirm`)).toEqual([
      'lot-not-free',
      undefined,
    ]);
    expect(await refusalOf(world.first, path, reason)).toEqual(['lot-not-free', undefined]);
    const unknown = `/v1/reversals/${NOTHING}/confirm`;
    expect(await refusalOf(world.second, unknown)).toEqual(['reversal-unknown', undefined]);
  });
});
