import { checkDivision } from '#domain/allocation/check-division';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 9_000);
  await world.stock('JPN', 3_000);
});
afterAll(() => ledger.stop());

interface Award {
  id: string;
  member: string;
  quantity: { value: string };
}

interface Recorded {
  members: { member: string; award: string }[];
  fairness: { after: { gini: string } };
}

interface Explained {
  run: unknown[];
  members: {
    member: string;
    steps: { id: string; figures: Record<string, { kind: string; value: string }> }[];
  }[];
  fairness?: { after: { gini: string } };
}

let disruption: string;
let run: string;

describe('a disruption from declaration to debt', () => {
  it('needs two administrators to declare', async () => {
    const draft = await world.first.done('/v1/disruptions', {
      reference: 'FOUR-EYES',
      title: 'Export suspension',
      material: 'cobalt',
      cause: 'a test',
      startsOn: '2025-02-22',
      suppliers: [{ member: 'COD', lossFraction: '1', worldShare: '3/4', origins: [] }],
      evidence: [],
    });
    await world.first.done(`/v1/disruptions/${draft.id}/propose`);
    const path = `/v1/disruptions/${draft.id}/declare`;
    const own = await world.first.post(path, { declaredOn: '2025-02-22' });
    expect(own.status).toBe(403);
    expect(own.body).toMatchObject({ title: 'Four eyes required' });
    expect((await world.second.post(path, { declaredOn: '2025-02-22' })).status).toBe(200);
  });

  it('starts one run of 20 calls at once', async () => {
    disruption = await world.disrupt();
    const path = `/v1/disruptions/${disruption}/allocation-runs`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.first.post<{ id: string }>(path)),
    );
    const started = answers.filter(({ status }) => status === 202);
    expect(started).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(await ledger.count('allocation_run')).toBe(1);
    run = started[0]?.body.id ?? '';
  });

  it('is proposed by the worker with a division anyone can check', async () => {
    expect(await world.settled(run)).toBe('proposed');
    const { body } = await world.auditor.get<{
      totals: { opened: string; awarded: string; undistributed: string };
      members: { award: string }[];
    }>(`/v1/allocation-runs/${run}/result`);
    const sum = body.members.reduce((grams, { award }) => grams + BigInt(award), 0n);
    const { opened, awarded, undistributed } = body.totals;
    expect(sum).toBeGreaterThan(0n);
    expect(awarded).toBe(sum.toString());
    expect(BigInt(opened)).toBe(sum + BigInt(undistributed));
  });

  it('shows nobody else the result before it is published', async () => {
    for (const reader of [world.operators.DEU, ledger.anonymous()]) {
      expect((await reader.get(`/v1/allocation-runs/${run}/result`)).status).toBe(409);
    }
    const explanation = `/v1/allocation-runs/${run}/explanation`;
    expect((await world.operators.DEU.get(explanation)).status).toBe(409);
    expect((await world.first.get(explanation)).status).toBe(200);
    expect((await world.operators.DEU.get(`/v1/allocation-runs/${run}/snapshot`)).status).toBe(403);
  });

  it('is approved by another administrator than its starter, then published', async () => {
    const at = `/v1/allocation-runs/${run}`;
    expect((await world.first.post(`${at}/approve`, { reason: 'Mine.' })).status).toBe(403);
    expect((await world.second.post(`${at}/publish`)).status).toBe(409);
    await world.second.done(`${at}/approve`, { reason: 'Recomputed.' });
    await world.second.done(`${at}/publish`);
    const division = await ledger.anonymous().get(`${at}/result`);
    expect(checkDivision(division.body)).toEqual([]);
    expect(division.body).not.toHaveProperty('members.0.baselinePerDay');
  });

  it('is explained, to an operator as far as its own member goes', async () => {
    const path = `/v1/allocation-runs/${run}/explanation`;
    const whole = (await world.auditor.get<Explained>(path)).body;
    const record = (await world.auditor.get<Recorded>(`/v1/allocation-runs/${run}/result`)).body;
    expect(whole.members.map(({ member }) => member)).toEqual(
      record.members.map(({ member }) => member),
    );
    for (const { member, steps } of whole.members) {
      const award = steps.find(({ id }) => id.startsWith('award'))?.figures['award'];
      const recorded = record.members.find((each) => each.member === member)?.award;
      expect({ member, award }).toEqual({ member, award: { kind: 'mass', value: recorded } });
    }
    expect(whole.fairness?.after.gini).toBe(record.fairness.after.gini);
    const own = (await world.operators.JPN.get<Explained>(path)).body;
    const japan = whole.members.filter(({ member }) => member === 'JPN');
    expect(own).toEqual({ run: whole.run, members: japan });
    expect((await ledger.anonymous().get(path)).status).toBe(401);
  });

  it('is drawn down by three people and owed back', async () => {
    const { body } = await ledger.anonymous().get<{ awards: Award[] }>(`/v1/awards?run=${run}`);
    const award = body.awards.find(({ member }) => member === 'JPN');
    if (!award) throw new Error('Japan has an award in this world.');
    expect((await world.operators.DEU.post(`/v1/awards/${award.id}/accept`)).status).toBe(403);
    await world.operators.JPN.done(`/v1/awards/${award.id}/accept`);
    const part = await world.first.done(`/v1/awards/${award.id}/drawdowns`, {
      quantity: { value: '1', unit: 'KGM' },
    });
    const rest = await world.first.done(`/v1/awards/${award.id}/drawdowns`);
    expect((await world.first.post(`/v1/awards/${award.id}/drawdowns`)).status).toBe(422);
    for (const { id } of [part, rest]) {
      expect((await world.first.post(`/v1/drawdowns/${id}/release`)).status).toBe(403);
      await world.second.done(`/v1/drawdowns/${id}/release`);
      expect((await world.operators.KEN.post(`/v1/drawdowns/${id}/collect`)).status).toBe(403);
      await world.operators.JPN.done(`/v1/drawdowns/${id}/collect`);
    }
    const [account] = await ledger.rows<{ posted: string }>(
      `select posted from account where key = 'cobalt/drawn/JPN/-'`,
    );
    const grams = BigInt(account?.posted ?? '0');
    expect(Number(grams)).toBe(Number(award.quantity.value) * 1000);
    const owed = await ledger.anonymous().get<{ replenishments: unknown[] }>('/v1/replenishments');
    expect(owed.body.replenishments).toHaveLength(2);
  });
});

describe('the books behind it', () => {
  it('sum to zero per material and agree with their transfers and lots', async () => {
    const sums = await ledger.rows<{ sum: string }>(
      'select sum(posted)::text as sum from account group by material',
    );
    expect(sums).toEqual([{ sum: '0' }]);
    const drift = await ledger.rows(
      `select key from account a where posted <>
         coalesce((select sum(grams) from movement m
                   where m.to_key = a.key and kind in ('posted', 'post')), 0) -
         coalesce((select sum(grams) from movement m
                   where m.from_key = a.key and kind in ('posted', 'post')), 0)`,
    );
    expect(drift).toEqual([]);
    const lots = await ledger.rows(
      `select a.key from account a join holding h on h.account = a.key
       group by a.key, a.posted, a.pending_out
       having sum(h.posted) <> a.posted or sum(h.pending_out) <> a.pending_out`,
    );
    expect(lots).toEqual([]);
  });

  it('has an award that is waived back among what is free, and nothing drawn of it', async () => {
    const { body } = await ledger.anonymous().get<{ awards: Award[] }>(`/v1/awards?run=${run}`);
    const award = body.awards.find(({ member }) => member === 'KEN');
    if (!award) throw new Error('Kenya has an award in this world.');
    const reserve = async (): Promise<bigint> => {
      const [row] = await ledger.rows<{ grams: string }>(
        `select sum(posted) as grams from account
         where material = 'cobalt' and kind = 'reserve-free'`,
      );
      return BigInt(row?.grams ?? '0');
    };
    const before = await reserve();
    const path = `/v1/awards/${award.id}`;
    expect((await world.operators.KEN.post(`${path}/waive`)).status).toBe(400);
    const reason = { reason: 'Met elsewhere.' };
    expect((await world.operators.DEU.post(`${path}/waive`, reason)).status).toBe(403);
    await world.operators.KEN.done(`${path}/accept`);
    await world.operators.KEN.done(`${path}/waive`, reason);
    expect((await reserve()) - before).toBe(BigInt(award.quantity.value) * 1000n);
    const [earmarked] = await ledger.rows<{ grams: string }>(
      `select sum(posted) as grams from account
       where kind = 'reserve-earmarked' and member = 'KEN'`,
    );
    expect(earmarked?.grams).toBe('0');
    for (const [caller, act] of [
      [world.operators.KEN, 'waive'],
      [world.operators.KEN, 'accept'],
      [world.first, 'drawdowns'],
    ] as const) {
      const body = act === 'waive' ? reason : undefined;
      expect((await caller.post(`${path}/${act}`, body)).status).toBe(409);
    }
  });

  it('frees the earmarks of a rejected run, and another run may follow', async () => {
    const again = await world.disrupt('COD-CO-2026');
    const path = `/v1/disruptions/${again}/allocation-runs`;
    const first = await world.first.done(path);
    expect(await world.settled(first.id)).toBe('proposed');
    const pending = `select coalesce(sum(pending_out), 0)::text as grams from account`;
    expect(await ledger.rows(pending)).not.toEqual([{ grams: '0' }]);
    await world.second.done(`/v1/allocation-runs/${first.id}/reject`, { reason: 'Wrong figures.' });
    expect(await ledger.rows(pending)).toEqual([{ grams: '0' }]);
    const second = await world.first.done(path);
    expect(await world.settled(second.id)).toBe('proposed');
  });
});
