import type { Answer, Caller } from '../support/caller';
import { Ledger, makeSecrets, type LedgerOptions } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

/** Everything that a second machine must be able to make again, byte for byte. */
interface Remains {
  readonly leaves: string[];
  readonly checkpoint: string;
  readonly envelopes: string[];
  readonly runs: { snapshot: string; result: string }[];
}

const secrets = makeSecrets();

/** Environment of one seed. A lease that ran out on a slow machine would take another attempt. */
function fixed(seed: string): NodeJS.ProcessEnv {
  return {
    ...secrets,
    FIXED_CLOCK: '2025-02-22T12:00:00.123Z',
    FIXED_SEED: seed,
    RUN_LEASE_SECONDS: '600',
  };
}

async function doMainJob(options: LedgerOptions): Promise<Remains> {
  const ledger = await Ledger.start(options);
  try {
    const world = await SmallWorld.load(ledger);
    await world.stock('DEU', 9_000);
    await world.stock('JPN', 4_000);
    const run = await world.allocate(await world.disrupt());
    await drawOne(world, run);
    return await remainsOf(ledger);
  } finally {
    await ledger.stop();
  }
}

async function drawOne({ first, second, operators }: SmallWorld, run: string): Promise<void> {
  type Awards = { awards: { id: string; member: keyof typeof operators }[] };
  const { body } = await first.get<Awards>(`/v1/awards?run=${run}`);
  const award = body.awards.find(({ member }) => member === 'KEN');
  if (award === undefined) throw new Error('KEN has no award.');
  await operators.KEN.done(`/v1/awards/${award.id}/accept`);
  const drawdown = await first.done(`/v1/awards/${award.id}/drawdowns`);
  await second.done(`/v1/drawdowns/${drawdown.id}/release`);
  await operators.KEN.done(`/v1/drawdowns/${drawdown.id}/collect`);
}

async function remainsOf(ledger: Ledger): Promise<Remains> {
  const waiting = 'select count(*)::int as n from log_unsequenced';
  while ((await ledger.rows<{ n: number }>(waiting))[0]?.n !== 0);
  const leaves = await ledger.rows<{ hash: string; envelope: string }>(
    `select encode(l.hash, 'hex') as hash, convert_from(e.envelope, 'UTF8') as envelope
     from log_leaf l join log_entry e on e.id = l.entry_id order by l.index`,
  );
  const [head] = await ledger.rows<{ note: string }>(
    'select note from log_checkpoint order by size desc limit 1',
  );
  return {
    leaves: leaves.map(({ hash }) => hash),
    envelopes: leaves.map(({ envelope }) => envelope),
    checkpoint: head?.note ?? '',
    runs: await ledger.rows('select snapshot, result from allocation_run order by id'),
  };
}

/** Keys as a careful client chooses them: from what is asked, never at random. */
function countedKeys(): () => string {
  let uses = 0;
  return () => `reproducible/${(uses += 1)}`;
}

it('gives the same bytes under the same clock, seed and key, and others otherwise', async () => {
  const once = await doMainJob({ env: fixed('one seed'), keys: countedKeys() });
  const again = await doMainJob({ env: fixed('one seed'), keys: countedKeys() });
  expect(once.leaves.length).toBeGreaterThan(40);
  expect(once.runs).toHaveLength(1);
  expect(once.checkpoint).toContain(`\n${once.leaves.length}\n`);
  expect(again).toEqual(once);
  const other = await doMainJob({ env: fixed('another seed'), keys: countedKeys() });
  expect(other.leaves).toHaveLength(once.leaves.length);
  expect(other.leaves.filter((leaf) => once.leaves.includes(leaf))).toEqual([]);
}, 600_000);

it('keeps two people apart who chose the same key for the same request', async () => {
  const ledger = await Ledger.start({ env: fixed('one seed'), worker: false });
  try {
    const first = await ledger.as('administrator.1');
    const second = await ledger.as('administrator.2');
    type User = { id: string };
    const user = { password: 'only ever used in a test', role: 'auditor' };
    const create = (caller: Caller, username: string): Promise<Answer<User>> =>
      caller.post<User>('/v1/users', { ...user, username }, 'same-key');
    const one = await create(first, 'auditor.1');
    const two = await create(second, 'auditor.2');
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.id).not.toBe(two.body.id);
  } finally {
    await ledger.stop();
  }
});
