import type { Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';
import { miscounted } from '../support/under-way';

let ledger: Ledger;
let world: SmallWorld;
let pledge: string;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
  pledge = await world.pledge('DEU', 1_000);
});
afterAll(() => ledger.stop());

interface Contribution {
  readonly id: string;
  readonly state: string;
  readonly effectiveDate: string;
  readonly notice: Record<string, unknown>;
  readonly lot: Record<string, unknown> | null;
}

const PROVENANCE = {
  standard: 'oecd_due_diligence',
  certificate: 'cd'.repeat(32),
  mine: 'Mutanda',
  country: 'COD',
};
const NOTICE = {
  form: 'co_hydroxide',
  depot: 'NLRTM',
  grossMass: kg(100),
  assay: '0.3',
  packages: { unit: 'DR', count: '4' },
  provenance: PROVENANCE,
  titleWith: 'member',
  expectedOn: '2024-06-30',
};
const RECEIPT = {
  grossMass: kg('99.5'),
  assay: '0.31',
  assayUncertainty: '0.004',
  assayCertificate: 'ab'.repeat(32),
  packages: { unit: '43', count: '2' },
  storage: 'Dry, below 30 °C',
  bestBefore: '2034-06-30',
  receivedOn: '2024-07-02',
};

const announce = async (body: object = NOTICE): Promise<string> =>
  (await world.operators.DEU.done(`/v1/pledges/${pledge}/contributions`, body)).id;

const shown = async (id: string): Promise<Contribution> =>
  (await ledger.anonymous().get<Contribution>(`/v1/contributions/${id}`)).body;

/** The code of a refusal and where it points, or the status of what was not refused. */
async function refusal(by: Caller, path: string, body: object = {}): Promise<unknown[]> {
  const answer = await by.post<{ type?: string; facts?: { pointer?: string } }>(path, body);
  const code = answer.body.type?.split('/').at(-1);
  return code === undefined ? [answer.status] : [code, answer.body.facts?.pointer];
}

async function onHold(): Promise<string | undefined> {
  const { body } = await ledger
    .anonymous()
    .get<{ reserves: { onHold: { value: string } }[] }>('/v1/reserves');
  return body.reserves[0]?.onHold.value;
}

describe('a contribution', () => {
  it('is announced without moving anything, with all that the member knows', async () => {
    const before = await onHold();
    const { state, notice, lot } = await shown(await announce());
    expect({ state, lot }).toEqual({ state: 'notified', lot: null });
    expect(notice).toEqual({
      ...NOTICE,
      containedMass: kg(30),
    });
    expect(await onHold()).toBe(before);
  });

  it('is received as the depot finds it, on hold, with all the facts of its lot', async () => {
    const id = await announce();
    await world.first.done(`/v1/contributions/${id}/receive`, RECEIPT);
    const { state, effectiveDate, lot } = await shown(id);
    expect({ state, effectiveDate }).toEqual({ state: 'received', effectiveDate: '2024-07-02' });
    expect(lot).toEqual({
      ...RECEIPT,
      id: expect.any(String),
      material: 'cobalt',
      form: 'co_hydroxide',
      depot: 'NLRTM',
      containedMass: kg('30.845'),
      provenance: [PROVENANCE],
      titleHolder: 'DEU',
    });
    expect(await onHold()).toBe('30.845');
  });

  it('stands as it was announced where the depot says nothing else', async () => {
    const id = await announce({ ...NOTICE, titleWith: undefined });
    const receipt = { grossMass: kg(100), receivedOn: '2024-07-02' };
    await world.first.done(`/v1/contributions/${id}/receive`, receipt);
    expect((await shown(id)).lot).toMatchObject({
      assay: '0.3',
      assayUncertainty: null,
      packages: { unit: 'DR', count: '4' },
      provenance: [PROVENANCE],
      titleHolder: null,
      bestBefore: null,
    });
  });

  it('is taken back by its member only, and only before it is received', async () => {
    const id = await announce();
    const path = `/v1/contributions/${id}/cancel`;
    expect(await refusal(world.operators.JPN, path)).toEqual(['member-not-yours', undefined]);
    expect((await world.operators.DEU.post(path)).status).toBe(200);
    expect((await shown(id)).state).toBe('cancelled');
    const receive = `/v1/contributions/${id}/receive`;
    expect(await refusal(world.first, receive, RECEIPT)).toEqual(['act-not-legal-now', undefined]);
    const received = await announce();
    await world.first.done(`/v1/contributions/${received}/receive`, RECEIPT);
    const late = `/v1/contributions/${received}/cancel`;
    expect(await refusal(world.operators.DEU, late)).toEqual(['act-not-legal-now', undefined]);
  });

  it('is decided by somebody else than who received it', async () => {
    const id = await announce();
    await world.first.done(`/v1/contributions/${id}/receive`, RECEIPT);
    for (const act of ['accept', 'reject']) {
      const body = act === 'reject' ? { reason: 'a test' } : {};
      const own = await refusal(world.first, `/v1/contributions/${id}/${act}`, body);
      expect(own).toEqual(['four-eyes-required', undefined]);
    }
    await world.second.done(`/v1/contributions/${id}/accept`);
    expect((await shown(id)).state).toBe('accepted');
  });

  it('leaves the books where they were when it is rejected', async () => {
    const before = await onHold();
    const id = await announce();
    await world.first.done(`/v1/contributions/${id}/receive`, RECEIPT);
    await world.second.done(`/v1/contributions/${id}/reject`, { reason: 'Wrong drums.' });
    expect(await onHold()).toBe(before);
    expect(await shown(id)).toMatchObject({ state: 'rejected', reason: 'Wrong drums.' });
  });

  it.each([
    [{ assayUncertainty: '0.4' }, ['assay-out-of-range', '/assayUncertainty']],
    [{ grossMass: kg(0) }, ['mass-zero', '/grossMass']],
    [{ grossMass: kg(9_000) }, ['contribution-exceeds-pledge', '/grossMass']],
  ])('is not received with %j', async (change, expected) => {
    const path = `/v1/contributions/${await announce()}/receive`;
    expect(await refusal(world.first, path, { ...RECEIPT, ...change })).toEqual(expected);
  });

  it('may weigh less than announced, but no gram more than the pledge has left', async () => {
    const small = await world.pledge('KEN', 100);
    const { id } = await world.operators.KEN.done(
      `/v1/pledges/${small}/contributions`,
      world.contribution(100),
    );
    const path = `/v1/contributions/${id}/receive`;
    const answer = await world.first.post(path, world.receipt(100.001));
    expect(answer.body).toMatchObject({
      detail: expect.stringContaining('offer a pledge for the rest'),
      facts: { outstandingGrams: '100000', broughtGrams: '100001' },
    });
    expect((await world.first.post(path, world.receipt(99.999))).status).toBe(200);
  });
});

it('keeps the facts of a receipt in the log', async () => {
  const id = await announce();
  await world.first.done(`/v1/contributions/${id}/receive`, RECEIPT);
  const rows = await ledger.rows<{ kind: string; body: string }>(
    `select entry_kind(envelope) as kind, convert_from(body, 'utf8') as body from log_entry
     where convert_from(body, 'utf8')::jsonb ->> 'contribution' = $1 order by id`,
    [id],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['contribution-notified', 'contribution-received']);
  const [notified, received] = rows.map(({ body }) => JSON.parse(body) as Record<string, object>);
  expect(notified?.['notice']).toMatchObject({ grams: '30000', form: NOTICE.form });
  expect(received?.['lot']).toMatchObject({
    grams: '30845',
    grossGrams: '99500',
    packageUnit: '43',
    packageCount: '2',
    titleHolder: 'DEU',
    bestBefore: RECEIPT.bestBefore,
    provenance: [PROVENANCE],
  });
});

it('counts beside each pledge what its contributions under way add up to', async () => {
  expect(await miscounted(ledger)).toEqual([]);
  const [sums] = await ledger.rows<{ announced: string; received: string }>(
    'select sum(announced) as announced, sum(received) as received from pledge',
  );
  expect(Object.values(sums ?? {})).not.toContain('0');
});
