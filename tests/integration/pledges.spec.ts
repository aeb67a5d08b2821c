import type { Answer, Caller } from '../support/caller';
import { verifyBytes } from '../support/exported-bundle';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

type Member = 'DEU' | 'JPN' | 'KEN';
type Row = Record<string, unknown>;

/** The day so many days from today, in UTC. */
const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Instalments of kilograms, each due so many days from today. */
const due = (...parts: readonly (readonly [number, number])[]): Row[] =>
  parts.map(([offset, kilograms]) => ({ dueDate: day(offset), quantity: kg(kilograms) }));

interface Pledge extends Row {
  readonly id: string;
  readonly state: string;
  readonly revision: string;
  readonly quantity: object;
  readonly delivered: object;
  readonly withdrawn: object;
  readonly instalments: readonly Row[];
}

async function offer(member: Member, instalments: Row[], more: Row = {}): Promise<Pledge> {
  const body = { material: 'cobalt', instalments, ...more };
  return world.operators[member].done<Pledge>('/v1/pledges', body);
}

async function accepted(member: Member, instalments: Row[]): Promise<string> {
  const { id } = await offer(member, instalments);
  await world.first.done(`/v1/pledges/${id}/accept`);
  return id;
}

const pledgeOf = async (id: string, by: Caller = ledger.anonymous()): Promise<Pledge> =>
  (await by.get<Pledge>(`/v1/pledges/${id}`)).body;

const history = async (id: string): Promise<Row[]> =>
  (await world.auditor.get<{ amendments: Row[] }>(`/v1/pledges/${id}/amendments`)).body.amendments;

const amend = (member: Member, id: string, instalments: Row[]): Promise<{ id: string }> =>
  world.operators[member].done(`/v1/pledges/${id}/amendments`, { instalments, reason: 'Later.' });

const withdraw = (member: Member, id: string): Promise<Answer<Pledge>> =>
  world.operators[member].post<Pledge>(`/v1/pledges/${id}/withdraw`, { reason: 'No ore.' });

async function deliver(member: Member, id: string, kilograms: number): Promise<void> {
  const contribution = await world.bring(member, id, kilograms);
  await world.second.done(`/v1/contributions/${contribution}/accept`);
}

const codeOf = ({ status, body }: Answer<unknown>): unknown[] => [
  status,
  `${String((body as Row)['type'])}`.split('/').at(-1),
];

/** What the books say a member still has pledged, against what its pledges say. */
async function expectBooksToFollow(member: Member): Promise<void> {
  const { body } = await world.auditor.get<{ accounts: { account: string; posted: object }[] }>(
    '/v1/accounts',
  );
  const posted = (kind: string): object | undefined =>
    body.accounts.find(({ account }) => account === `cobalt/${kind}/${member}/-`)?.posted;
  const [sums] = await ledger.rows<{ pledged: string; delivered: string }>(
    `select (sum(grams - delivered) / 1000)::text as pledged,
       (sum(delivered) / 1000)::text as delivered
     from pledge where member = $1 and accepted_by is not null`,
    [member],
  );
  expect(posted('pledged')).toEqual({ value: String(Number(sums?.pledged)), unit: 'KGM' });
  const delivered = posted('delivered');
  if (delivered) expect(delivered).toEqual(kg(String(Number(sums?.delivered))));
}

describe('a draft', () => {
  it('is for its member and the Trust until it is offered', async () => {
    const { id, state } = await offer('DEU', due([100, 5]), { draft: true });
    expect(state).toBe('draft');
    expect((await ledger.anonymous().get(`/v1/pledges/${id}`)).status).toBe(404);
    expect((await world.operators.JPN.get(`/v1/pledges/${id}`)).status).toBe(404);
    expect((await pledgeOf(id, world.operators.DEU)).state).toBe('draft');
    expect((await pledgeOf(id, world.auditor)).state).toBe('draft');
    const list = async (by: Caller): Promise<string[]> => {
      const { body } = await by.get<{ pledges: Pledge[] }>('/v1/pledges?state=draft');
      return body.pledges.map((pledge) => pledge.id);
    };
    expect(await list(world.operators.DEU)).toContain(id);
    expect(await list(world.operators.JPN)).not.toContain(id);
    expect(await list(ledger.anonymous())).toEqual([]);
    const early = await world.first.post(`/v1/pledges/${id}/accept`);
    expect(codeOf(early)).toEqual([409, 'act-not-legal-now']);
    const foreign = await world.operators.JPN.post(`/v1/pledges/${id}/offer`);
    expect(codeOf(foreign)).toEqual([403, 'member-not-yours']);
    await world.operators.DEU.done(`/v1/pledges/${id}/offer`);
    expect((await pledgeOf(id)).state).toBe('offered');
    await world.first.done(`/v1/pledges/${id}/accept`);
    await expectBooksToFollow('DEU');
  });

  it('that is dropped was never seen', async () => {
    const { id } = await offer('DEU', due([100, 5]), { draft: true });
    const { status, body } = await withdraw('DEU', id);
    expect([status, body.state, body.quantity]).toEqual([200, 'withdrawn', kg(0)]);
    expect((await ledger.anonymous().get(`/v1/pledges/${id}`)).status).toBe(404);
    const { body: all } = await ledger.anonymous().get<{ pledges: Pledge[] }>('/v1/pledges');
    expect(all.pledges.map((pledge) => pledge.id)).not.toContain(id);
    const entries = await ledger.rows<{ kind: string }>(
      `select entry_kind(envelope) as kind from log_entry
       where convert_from(body, 'UTF8') like '%' || $1 || '%'`,
      [id],
    );
    expect(entries.map(({ kind }) => kind).sort()).toEqual([
      'pledge-draft-dropped',
      'pledge-drafted',
    ]);
  });
});

describe('an amendment', () => {
  it('changes nothing until another person accepts it; then the books follow', async () => {
    const id = await accepted('DEU', due([100, 60], [200, 40]));
    const up = await amend('DEU', id, due([150, 60], [250, 80]));
    expect(await pledgeOf(id)).toMatchObject({ revision: '1', quantity: kg(100) });
    await world.second.done(`/v1/amendments/${up.id}/accept`);
    expect(await pledgeOf(id)).toMatchObject({
      revision: '2',
      quantity: kg(140),
      instalments: [{ dueDate: day(150) }, { dueDate: day(250) }],
    });
    await expectBooksToFollow('DEU');
    const down = await amend('DEU', id, due([150, 10]));
    await world.first.done(`/v1/amendments/${down.id}/accept`);
    expect(await pledgeOf(id)).toMatchObject({ revision: '3', quantity: kg(10), withdrawn: kg(0) });
    await expectBooksToFollow('DEU');
  });

  it('keeps its whole history, also of what was declined or taken back', async () => {
    const id = await accepted('DEU', due([100, 60]));
    const taken = await amend('DEU', id, due([110, 60]));
    const declined = await amend('DEU', id, due([120, 60]));
    expect(codeOf(await world.first.post(`/v1/amendments/${taken.id}/accept`))).toEqual([
      409,
      'act-not-legal-now',
    ]);
    await world.first.done(`/v1/amendments/${declined.id}/decline`, { reason: 'Too late.' });
    const [offered, ...changes] = await history(id);
    expect(offered).toMatchObject({ act: 'offer', state: 'accepted', revision: '1' });
    expect(changes).toEqual([
      expect.objectContaining({
        ...{ id: taken.id, revision: '2', act: 'amendment', state: 'retracted', reason: 'Later.' },
        instalments: due([110, 60]),
      }),
      expect.objectContaining({
        ...{ id: declined.id, revision: '3', state: 'declined', answer: 'Too late.' },
        proposedBy: expect.any(String) as string,
        decidedBy: expect.any(String) as string,
        decidedAt: expect.any(String) as string,
      }),
    ]);
    expect(changes[0]).not.toHaveProperty('decidedBy');
    expect(changes[1]?.['proposedBy']).not.toBe(changes[1]?.['decidedBy']);
    expect(await pledgeOf(id)).toMatchObject({ revision: '1', quantity: kg(60) });
    const again = await world.first.post(`/v1/amendments/${declined.id}/accept`);
    expect(codeOf(again)).toEqual([409, 'act-not-legal-now']);
  });

  it('keeps what is delivered and what is under way', async () => {
    const id = await accepted('DEU', due([-300, 60], [100, 40]));
    await deliver('DEU', id, 30);
    await world.bring('DEU', id, 20);
    const path = `/v1/pledges/${id}/amendments`;
    const low = await world.operators.DEU.post<{ facts: Row }>(path, {
      instalments: due([100, 49]),
      reason: 'Less.',
    });
    expect(codeOf(low)).toEqual([422, 'amendment-below-delivered']);
    expect(low.body.facts).toMatchObject({
      pointer: '/instalments',
      deliveredGrams: '30000',
      underWayGrams: '20000',
    });
    const just = await amend('DEU', id, due([100, 50]));
    // What arrives between proposal and decision counts too.
    await world.bring('DEU', id, 1);
    const late = await world.first.post(`/v1/amendments/${just.id}/accept`);
    expect(codeOf(late)).toEqual([422, 'amendment-below-delivered']);
    await expectBooksToFollow('DEU');
  });

  it('down to what is delivered fulfils the pledge', async () => {
    const id = await accepted('DEU', due([-300, 60], [100, 40]));
    await deliver('DEU', id, 70);
    const { id: amendment } = await amend('DEU', id, due([100, 70]));
    await world.first.done(`/v1/amendments/${amendment}/accept`);
    expect((await pledgeOf(id)).state).toBe('fulfilled');
    const more = await world.operators.DEU.post(`/v1/pledges/${id}/amendments`, {
      instalments: due([100, 90]),
      reason: 'More.',
    });
    expect(codeOf(more)).toEqual([409, 'act-not-legal-now']);
    await expectBooksToFollow('DEU');
  });

  it.each([
    ['of an offer', 'pledge-not-accepted', 409],
    ['of another member', 'member-not-yours', 403],
    ['of no pledge', 'member-not-yours', 403],
  ])('%s is refused as %s', async (which, code, status) => {
    const ids: Readonly<Record<string, string>> = {
      'of an offer': (await offer('DEU', due([100, 5]))).id,
      'of another member': await accepted('JPN', due([100, 5])),
      'of no pledge': '0195f3a0-0000-7000-8000-000000000000',
    };
    const answer = await world.operators.DEU.post(`/v1/pledges/${ids[which]}/amendments`, {
      instalments: due([100, 5]),
      reason: 'Later.',
    });
    expect(codeOf(answer)).toEqual([status, code]);
  });

  it('with instalments out of order is refused with the place', async () => {
    const id = await accepted('DEU', due([100, 60]));
    const answer = await world.operators.DEU.post<{ facts: Row }>(`/v1/pledges/${id}/amendments`, {
      instalments: due([200, 5], [100, 5]),
      reason: 'Later.',
    });
    expect(codeOf(answer)).toEqual([422, 'instalments-not-in-order']);
    expect(answer.body.facts['pointer']).toBe('/instalments/1/dueDate');
  });

  it('is never the offer itself, and an offer is not accepted as an amendment', async () => {
    const { id } = await offer('DEU', due([100, 5]));
    const [first] = await history(id);
    const answer = await world.first.post(`/v1/amendments/${String(first?.['id'])}/accept`);
    expect(codeOf(answer)).toEqual([404, 'amendment-unknown']);
  });

  it('is decided by another person in the database too, and instalments never change', async () => {
    const id = await accepted('DEU', due([100, 5]));
    await amend('DEU', id, due([110, 5]));
    const forge = `update pledge_revision set state = 'accepted', decided_by = proposed_by,
      decided_at = now() where pledge_id = $1 and state = 'proposed'`;
    await expect(ledger.rows(forge, [id])).rejects.toThrow('violates check constraint');
    const change = 'update instalment set grams = 1 where pledge_id = $1';
    await expect(ledger.rows(change, [id])).rejects.toThrow('append-only');
  });
});

describe('a withdrawal', () => {
  it('of what is not due yet needs nobody else; what was delivered stays', async () => {
    const id = await accepted('DEU', due([10, 60], [100, 40]));
    await deliver('DEU', id, 25);
    const { status, body } = await withdraw('DEU', id);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        ...{ state: 'withdrawn', quantity: kg(25), delivered: kg(25), withdrawn: kg(75) },
        instalments: [
          expect.objectContaining({ dueDate: day(10), quantity: kg(25), outstanding: kg(0) }),
        ],
      }),
    ]);
    await expectBooksToFollow('DEU');
    const path = `/v1/pledges/${id}/contributions`;
    const late = await world.operators.DEU.post(path, world.contribution(1));
    expect(codeOf(late)).toEqual([409, 'pledge-withdrawn']);
    expect(codeOf(await withdraw('DEU', id))).toEqual([409, 'act-not-legal-now']);
  });

  it('of an offer takes it back whole', async () => {
    const { id } = await offer('DEU', due([-300, 60]));
    expect((await withdraw('DEU', id)).body).toMatchObject({ state: 'withdrawn', quantity: kg(0) });
    expect(codeOf(await world.first.post(`/v1/pledges/${id}/accept`))).toEqual([
      409,
      'act-not-legal-now',
    ]);
    await expectBooksToFollow('DEU');
  });

  it('of what is overdue is proposed, and an administrator decides', async () => {
    const id = await accepted('DEU', due([-1, 60], [100, 40]));
    expect((await withdraw('DEU', id)).body).toMatchObject({
      state: 'accepted',
      quantity: kg(100),
    });
    const [, proposal] = await history(id);
    expect(proposal).toMatchObject({ act: 'withdrawal', state: 'proposed', quantity: kg(0) });
    await world.first.done(`/v1/amendments/${String(proposal?.['id'])}/accept`);
    expect(await pledgeOf(id)).toMatchObject({
      ...{ state: 'withdrawn', quantity: kg(0), withdrawn: kg(100), instalments: [] },
    });
    await expectBooksToFollow('DEU');
  });

  it('on the due day itself is still the own business of the member', async () => {
    const id = await accepted('DEU', due([0, 60]));
    expect((await withdraw('DEU', id)).body.state).toBe('withdrawn');
  });

  it('leaves what is under way: it may still be accepted', async () => {
    const id = await accepted('DEU', due([10, 60], [100, 40]));
    const contribution = await world.bring('DEU', id, 30);
    expect((await withdraw('DEU', id)).body).toMatchObject({
      ...{ state: 'accepted', quantity: kg(30), withdrawn: kg(70) },
    });
    expect(codeOf(await withdraw('DEU', id))).toEqual([422, 'nothing-to-withdraw']);
    await world.second.done(`/v1/contributions/${contribution}/accept`);
    expect((await pledgeOf(id)).state).toBe('fulfilled');
    expect(codeOf(await withdraw('DEU', id))).toEqual([409, 'act-not-legal-now']);
    await expectBooksToFollow('DEU');
  });

  it('of another member is refused', async () => {
    const id = await accepted('JPN', due([100, 5]));
    expect(codeOf(await withdraw('DEU', id))).toEqual([403, 'member-not-yours']);
  });
});

describe('a standing', () => {
  interface Standing extends Row {
    readonly materials: readonly { standing: string; pledges: readonly Row[] }[];
  }

  const standing = async (query = ''): Promise<Standing> =>
    (await ledger.anonymous().get<Standing>(`/v1/members/KEN/standing${query}`)).body;

  it('is what vested and was given, exact and to read, over the member and by pledge', async () => {
    expect(await standing()).toMatchObject({ member: 'KEN', materials: [] });
    const kept = await accepted('KEN', due([-400, 30], [100, 1_000]));
    const late = await accepted('KEN', due([-300, 60]));
    await deliver('KEN', kept, 30);
    await deliver('KEN', late, 10);
    const { materials, vestedBy } = await standing();
    expect(vestedBy).toBe(day(-90));
    expect(materials).toEqual([
      {
        ...{ material: 'cobalt', pledged: kg(90), delivered: kg(40) },
        ...{ standing: '4/9', standingDecimal: '0.444444' },
        pledges: [
          expect.objectContaining({ pledge: kept, standing: '1', standingDecimal: '1.000000' }),
          expect.objectContaining({ pledge: late, pledged: kg(60), standing: '1/6' }),
        ],
      },
    ]);
    // By then only the first instalment had vested; what was given on others counts as well.
    const before = await standing(`?declaredOn=${day(-300)}&material=cobalt`);
    expect(before.materials[0]).toMatchObject({
      pledged: kg(30),
      delivered: kg(40),
      standing: '1',
    });
    // Everything arrived on 30 June 2024.
    const first = await standing('?declaredOn=2024-07-01');
    expect(first.materials[0]).toMatchObject({ pledged: kg(0), delivered: kg(0), standing: '0' });
  });

  it('does not rise by withdrawing or putting off what is overdue', async () => {
    const [before] = (await standing()).materials;
    const id = (before?.pledges[1]?.['pledge'] ?? '') as string;
    const later = await amend('KEN', id, due([200, 60]));
    await world.first.done(`/v1/amendments/${later.id}/accept`);
    expect((await standing()).materials[0]).toEqual(before);
    await withdraw('KEN', id);
    expect((await pledgeOf(id)).state).toBe('withdrawn');
    expect((await standing()).materials[0]).toEqual(before);
  });

  it('is not lowered by withdrawing what is not due', async () => {
    const [before] = (await standing()).materials;
    const id = (before?.pledges[0]?.['pledge'] ?? '') as string;
    expect((await withdraw('KEN', id)).body).toMatchObject({ state: 'withdrawn' });
    expect((await standing()).materials[0]).toEqual(before);
  });
});

it('leaves a log whose fold is the books, whatever was amended and withdrawn', async () => {
  await ledger.startWorker();
  const waiting = 'select count(*)::int as n from log_unsequenced';
  while ((await ledger.rows<{ n: number }>(waiting))[0]?.n !== 0);
  const { body } = await world.auditor.get<string>('/log/bundle');
  const { status, report } = await verifyBytes(Buffer.from(body, 'utf8'));
  expect([status, report.bundle?.audience]).toEqual([0, 'auditor']);
});
