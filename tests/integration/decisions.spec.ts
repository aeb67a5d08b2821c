import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import type { Answer, Caller } from '../support/caller';
import { fingerprint } from '../support/fingerprint';
import { Ledger, PASSWORD } from '../support/ledger';
import { giveAccess, SmallWorld } from '../support/small-world';
import { disruptionBody, VOTE_OF_A_THIRD } from '../support/write-routes';

let ledger: Ledger;
let world: SmallWorld;
let third: Caller;
let german: Caller;

const reason = 'Recomputed.';

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 90_000);
  third = await administrator('administrator.3');
  german = await administrator('administrator.deu', 'DEU');
});
afterAll(() => ledger.stop());

async function administrator(username: string, affiliation?: string): Promise<Caller> {
  const user = { username, password: PASSWORD, role: 'administrator', affiliation };
  await giveAccess([world.first, world.second], user);
  return ledger.as(username);
}

const codeOf = ({ status, body }: Answer<unknown>): string =>
  `${status} ${String((body as Record<string, unknown>)['type'])
    .split('/')
    .at(-1)}`;

const propose = (quorums: object): Promise<Answer<{ id: string }>> =>
  world.first.post('/v1/release-rules', {
    ...{ name: 'With quorums', parameters: DEFAULT_PARAMETERS, quorums },
  });

/** Puts a rule with these quorums in force, by as many as the one before needs. */
async function inForce(quorums: object): Promise<void> {
  const { body } = await propose(quorums);
  for (const decider of [world.second, third, german]) {
    const path = `/v1/release-rules/${body.id}/put-in-force`;
    const { state } = await decider.done<{ id: string; state: string }>(path, { reason });
    if (state === 'in-force') return;
  }
  throw new Error('nobody put the rule in force');
}

async function proposedRun(reference: string): Promise<string> {
  const disruption = await world.disrupt(reference);
  const run = await world.first.done(`/v1/disruptions/${disruption}/allocation-runs`);
  expect(await world.settled(run.id)).toBe('proposed');
  return `/v1/allocation-runs/${run.id}`;
}

const act = (as: Caller, path: string, body: object = { reason }) =>
  as.post<{ state: string; entry: string }>(path, body);
const vote = (member: 'DEU' | 'JPN' | 'KEN', run: string, side: 'for' | 'against') =>
  act(world.operators[member], `${run}/votes`, { side, reason });

/** Lets the time of a vote run out, as only the owner of the database can. */
async function endVote(run: string): Promise<void> {
  await ledger.rows('alter table act disable trigger by_quorum');
  await ledger.rows(`update act set closes_at = now() where subject = $1`, [run.slice(-36)]);
  await ledger.rows('alter table act enable trigger by_quorum');
}

describe('two administrators besides the proposer', () => {
  const two = { electors: 'administrators', needed: '2' };

  it('put a rule in force, declare and approve, each with a reason', async () => {
    await inForce({ putInForce: two, declare: two, approveRun: two });
    const { id } = (await propose({})).body;
    const rule = `/v1/release-rules/${id}/put-in-force`;
    expect(codeOf(await act(world.second, rule, {}))).toBe('422 reason-missing');
    expect((await act(world.second, rule)).body.state).toBe('proposed');
    expect(codeOf(await act(world.second, rule))).toBe('409 decision-taken-already');
    expect(codeOf(await act(world.first, rule))).toBe('403 four-eyes-required');
    const made = await world.first.done('/v1/disruptions', disruptionBody('TWO'));
    const at = `/v1/disruptions/${made.id}`;
    await world.first.done(`${at}/propose`);
    const day = { declaredOn: '2025-02-22', reason };
    expect((await act(world.second, `${at}/declare`, day)).body.state).toBe('proposed');
    expect(codeOf(await act(world.first, `${at}/declare`, day))).toBe('403 four-eyes-required');
    const early = { ...day, declaredOn: '2025-02-21' };
    expect(codeOf(await act(third, `${at}/declare`, early))).toBe('422 dates-out-of-order');
    expect((await act(third, `${at}/declare`, day)).body.state).toBe('declared');
    expect((await act(third, rule)).body.state).toBe('in-force');
  });

  it('approve or reject a run, also at the same moment, and one from a gainer never', async () => {
    await inForce({ approveRun: two });
    const run = await proposedRun('APPROVED-BY-TWO');
    const before = await fingerprint(ledger);
    expect(codeOf(await act(german, `${run}/approve`))).toBe('403 conflict-of-interest');
    expect(codeOf(await act(german, `${run}/reject`))).toBe('403 conflict-of-interest');
    expect(codeOf(await vote('KEN', run, 'for'))).toBe('403 decision-of-others');
    expect(codeOf(await act(third, `${run}/settle`))).toBe('403 decision-of-others');
    expect(await fingerprint(ledger)).toEqual(before);
    const both = await Promise.all([world.second, third].map((as) => act(as, `${run}/approve`)));
    expect(both.map(({ body }) => body.state).sort()).toEqual(['approved', 'proposed']);
    const { body } = await ledger.anonymous().get<{ acts: Acts[] }>(decisionsOn(run));
    expect(body.acts).toMatchObject([
      { kind: 'approve-run', outcome: 'carried', settled: true, inFavour: '2', total: '2' },
    ]);
    expect(body.acts[0]?.decisions.map((each) => each.reason)).toEqual([reason, reason]);
    expect((await act(third, `${run}/reject`)).body.state).toBe('approved');
    expect((await act(world.second, `${run}/reject`)).body.state).toBe('rejected');
  });

  it('are out of reach where there are not so many', async () => {
    const before = await fingerprint(ledger);
    const many = { declare: { electors: 'administrators', needed: '4' } };
    expect(codeOf(await propose(many))).toBe('422 quorum-out-of-reach');
    const strangers = { approveRun: { ...VOTE_OF_A_THIRD, weights: { USA: '1' } } };
    expect(codeOf(await propose(strangers))).toBe('422 quorum-out-of-reach');
    const wrong = await propose({ approveRun: { ...VOTE_OF_A_THIRD, share: '4/3' } });
    expect(wrong.body).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/quorums/approveRun/share' }] },
    });
    expect(await fingerprint(ledger)).toEqual(before);
  });
});

interface Acts {
  outcome: string;
  decisions: { reason: string }[];
}
const decisionsOn = (run: string): string => `/v1/decisions/${run.slice(-36)}`;

describe('a vote of the members', () => {
  const stopping = {
    ...VOTE_OF_A_THIRD,
    ...{ weights: { DEU: '5', JPN: '3', KEN: '2' }, share: '1/2', byDefault: 'carried' },
  };

  it('stops by a majority what would start by default', async () => {
    await inForce({ approveRun: stopping });
    const run = await proposedRun('STOPPED');
    expect(codeOf(await act(world.second, `${run}/approve`))).toBe('403 decision-of-others');
    expect((await vote('JPN', run, 'against')).body.state).toBe('proposed');
    expect(codeOf(await vote('JPN', run, 'for'))).toBe('409 decision-taken-already');
    expect(codeOf(await act(world.second, `${run}/settle`))).toBe('409 decision-still-open');
    await vote('KEN', run, 'against');
    expect(codeOf(await act(world.first, `${run}/settle`))).toBe('403 four-eyes-required');
    const settled = await act(world.second, `${run}/settle`);
    expect(settled.body.state).toBe('rejected');
    expect(codeOf(await vote('DEU', run, 'for'))).toBe('409 act-not-legal-now');
  });

  it('is over at its end, and then the release stands', async () => {
    await inForce({ approveRun: stopping });
    const run = await proposedRun('BY-DEFAULT');
    await vote('JPN', run, 'against');
    await endVote(run);
    expect(codeOf(await vote('KEN', run, 'against'))).toBe('409 vote-closed');
    expect((await act(world.second, `${run}/settle`)).body.state).toBe('approved');
    expect((await act(world.second, `${run}/publish`, {})).body.state).toBe('published');
  });

  it('counts each member once, whoever casts it at the same moment', async () => {
    await inForce({ approveRun: stopping });
    const run = await proposedRun('AT-ONCE');
    const user = { username: 'operator.deu.2', password: PASSWORD, role: 'operator' };
    await giveAccess([world.first, world.second], { ...user, member: 'DEU' });
    const colleague = await ledger.as('operator.deu.2');
    const body = { side: 'against', reason };
    const answers = await Promise.all(
      [world.operators.DEU, colleague].map((as) => act(as, `${run}/votes`, body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is of those alone who gain nothing, where the rule recuses the others', async () => {
    await inForce({ approveRun: { ...stopping, gainers: 'recused', byDefault: 'stopped' } });
    const run = await proposedRun('RECUSED');
    expect(codeOf(await vote('DEU', run, 'for'))).toBe('403 conflict-of-interest');
    await inForce({});
  });
});

describe('the database', () => {
  const insert = `insert into decision (id, act_id, principal, member, in_favour, reason, taken_at)
    select gen_random_uuid(), a.id, p.id, p.member, true, 'x', now() from act a, principal p`;

  it.each([
    ['by the proposer', `${insert} where a.outcome = 'open' and p.id = a.proposed_by`],
    [
      'after the outcome',
      `${insert} where a.outcome = 'carried' and p.username = 'administrator.3'
        and a.settled_by <> p.id and a.kind = 'declare'`,
    ],
    [
      ...['by one from a gainer', `${insert} where a.outcome = 'open' and a.needed is not null`],
      ...[` and p.affiliation = 'DEU' and 'DEU' = any (a.gaining)`],
    ],
  ])('refuses a decision %s', async (what, sql, more = '') => {
    await inForce({ approveRun: { electors: 'administrators', needed: '2' } });
    const run = await proposedRun(`WALL-${what.length}`);
    await act(third, `${run}/approve`);
    await expect(ledger.rows(`${sql}${more} limit 1`)).rejects.toThrow('may not decide');
    await act(world.second, `${run}/reject`);
    await inForce({});
  });

  it('refuses changed decisions, and outcomes and acts without their quorum', async () => {
    await inForce({ approveRun: { electors: 'administrators', needed: '2' } });
    const run = await proposedRun('WALLS');
    await act(third, `${run}/approve`);
    const id = run.slice(-36);
    await expect(ledger.rows('update decision set in_favour = false')).rejects.toThrow();
    await expect(ledger.rows('delete from decision')).rejects.toThrow();
    const carried = `update act set outcome = 'carried', settled_by = p.id from principal p
      where subject = $1 and p.username = 'administrator.2'`;
    await expect(ledger.rows(carried, [id])).rejects.toThrow('too few');
    const approved = `update allocation_run set state = 'approved', decided_by = p.id
      from principal p where allocation_run.id = $1 and p.username = 'administrator.2'`;
    await expect(ledger.rows(approved, [id])).rejects.toThrow('a decision that was carried');
    await inForce({});
  });
});
