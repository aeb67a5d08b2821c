import { DEFAULT_CLOCK } from '#domain/release/clock-parameters';
import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import { ClockActs } from '#features/clock/clock-acts.service';
import type { Answer } from '../support/caller';
import type { DeadlineResponse as Deadline } from '#features/deadlines/deadlines.dto';
import { bodiesOf, deadlinesOf, letPass } from '../support/deadlines';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';
import { disruptionBody } from '../support/write-routes';

let ledger: Ledger;
let world: SmallWorld;

// The worker looks for deadlines once in ten minutes here: the test looks itself, thrice at a time.
beforeAll(async () => {
  ledger = await Ledger.start({ env: { SWEEP_MS: '600000' } });
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 90_000);
});
afterAll(() => ledger.stop());

/** Three workers look at once; gives on how much they acted. */
async function look(): Promise<number> {
  const clock = ledger.service(ClockActs);
  const acted = await Promise.all([clock.sweep(), clock.sweep(), clock.sweep()]);
  return acted.reduce((sum, one) => sum + one, 0);
}

const typeOf = (answer: Answer): unknown => `${String(answer.body['type'])}`.split('/').at(-1);
const stepOf = (all: readonly Deadline[], step: string): Deadline | undefined =>
  all.find((one) => one.step === step);

async function reach(reference: string, ...acts: string[]): Promise<string> {
  const { id } = await world.first.done('/v1/disruptions', disruptionBody(reference));
  for (const act of acts) {
    const caller = act === 'declare' ? world.second : world.first;
    const body = act === 'declare' ? { declaredOn: '2025-02-22' } : {};
    await caller.done(`/v1/disruptions/${id}/${act}`, body);
  }
  return id;
}

interface Entry {
  readonly deadline: string;
  readonly step: string;
  readonly subject: string;
  readonly members?: string[];
}
const about = async (kind: string, subject: string): Promise<Entry[]> =>
  (await bodiesOf<Entry>(ledger, kind)).filter((body) => body.subject === subject);

describe('the clock of a rule', () => {
  const propose = (clock: unknown): Promise<Answer> =>
    world.first.post('/v1/release-rules', {
      name: 'A rule',
      parameters: DEFAULT_PARAMETERS,
      clock,
    });

  it('takes what is left out from the default, and shows all of it', async () => {
    const answer = await propose({ needsHours: '24', needsReminderHours: '6' });
    expect(answer.status).toBe(201);
    expect(answer.body['clock']).toEqual({
      ...DEFAULT_CLOCK,
      needsHours: '24',
      needsReminderHours: '6',
    });
  });

  it.each([
    [{ needsHours: '0' }, '/clock/needsHours'],
    [{ needsHours: '8785' }, '/clock/needsHours'],
    [{ needsHours: 48 }, '/clock/needsHours'],
    [{ needsHours: '1.5' }, '/clock/needsHours'],
    [{ needsReminderHours: '168' }, '/clock/needsReminderHours'],
    [{ awardHours: '72' }, '/clock/awardReminderHours'],
    [{ missingNeeds: 'ignored' }, '/clock/missingNeeds'],
    [{ stopHours: '48' }, '/clock/stopHours'],
  ])('refuses %j', async (clock, pointer) => {
    const answer = await propose(clock);
    expect(answer.status).toBe(400);
    expect(typeOf(answer)).toBe('decision-clock-invalid');
    expect(JSON.stringify(answer.body)).toContain(pointer);
  });

  it('refuses a clock that is no object', async () => {
    for (const clock of [null, [], '48', 48]) expect((await propose(clock)).status).toBe(400);
  });
});

describe('a decision', () => {
  it('has its deadline, is escalated once, and may still be taken, late', async () => {
    const id = await reach('LATE', 'propose');
    const [declare] = await deadlinesOf(ledger.anonymous(), id);
    expect(declare).toMatchObject({ step: 'declare', subjectKind: 'disruption', state: 'running' });
    const span = Date.parse(declare?.dueAt ?? '') - Date.parse(declare?.begunAt ?? '');
    expect(span).toBe(48 * 3_600_000);
    const shown = await ledger.anonymous().get<{ deadlines: Deadline[] }>(`/v1/disruptions/${id}`);
    expect(shown.body.deadlines).toEqual([declare]);
    expect(await look()).toBe(0);
    await letPass(ledger, id, 48);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await about('deadline-passed', id)).toMatchObject([
      { step: 'declare', deadline: declare?.id },
    ]);
    await world.second.done(`/v1/disruptions/${id}/declare`, { declaredOn: '2025-02-22' });
    const after = await deadlinesOf(ledger.anonymous(), id);
    expect(stepOf(after, 'declare')).toMatchObject({ state: 'met' });
    expect(stepOf(after, 'declare')?.passedAt).not.toBeNull();
    expect(stepOf(after, 'open-needs')).toMatchObject({ state: 'running', passedAt: null });
  });

  it('that is taken in time passes nothing', async () => {
    const id = await reach('IN-TIME', 'propose', 'declare');
    await letPass(ledger, id, 47);
    expect(await look()).toBe(0);
    await world.first.done(`/v1/disruptions/${id}/open-needs`);
    await letPass(ledger, id, 1);
    expect(await look()).toBe(0);
    expect(stepOf(await deadlinesOf(world.auditor, id), 'open-needs')).toMatchObject({
      state: 'met',
      passedAt: null,
    });
  });
});

describe('a needs window', () => {
  const need = { need: kg(9_000), essential: kg(500) };

  it('reminds those who stated nothing, refuses what is late, and closes by itself', async () => {
    const id = await reach('WINDOW', 'propose', 'declare', 'open-needs');
    const at = `/v1/disruptions/${id}`;
    await world.operators.DEU.done(`${at}/needs`, need);
    await letPass(ledger, id, 120);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await about('deadline-reminded', id)).toMatchObject([
      { step: 'close-needs', members: ['JPN', 'KEN'] },
    ]);
    await world.operators.JPN.done(`${at}/needs`, need);
    await letPass(ledger, id, 48);
    const late: Answer = await world.operators.KEN.post(`${at}/needs`, need);
    expect([late.status, typeOf(late)]).toEqual([409, 'needs-window-closed']);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    const { body } = await world.first.get<{ state: string; deadlines: Deadline[] }>(at);
    expect(body.state).toBe('needs-closed');
    expect(stepOf(body.deadlines, 'close-needs')?.state).toBe('passed');
    const closed = await bodiesOf<{ disruption: string }>(ledger, 'needs-closed');
    expect(closed.filter(({ disruption }) => disruption === id)).toHaveLength(1);
    const needs = await world.first.get<{ needs: { member: string }[] }>(`${at}/needs`);
    expect(needs.body.needs.map(({ member }) => member)).toEqual(['DEU', 'JPN']);
    expect((await world.operators.KEN.post(`${at}/needs`, need)).status).toBe(409);
  });

  it('is closed once when an administrator and the clock close it at once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      ids.push(await reach(`RACE-${n}`, 'propose', 'declare', 'open-needs'));
    }
    for (const id of ids) await letPass(ledger, id, 168);
    const closing = ids.map((id) => world.first.post(`/v1/disruptions/${id}/close-needs`));
    await Promise.all([look(), ...closing]);
    await look();
    const closed = await bodiesOf<{ disruption: string }>(ledger, 'needs-closed');
    for (const id of ids) {
      expect(closed.filter(({ disruption }) => disruption === id)).toHaveLength(1);
    }
    const answers = await Promise.all(closing);
    for (const { status, body } of answers) {
      expect([200, 409]).toContain(status);
      if (status === 409) expect(body).toMatchObject({ facts: { legal: ['allocate'] } });
    }
  });

  it('counts who stated nothing as the rule says', async () => {
    const name = { name: 'None', parameters: DEFAULT_PARAMETERS, clock: { missingNeeds: 'none' } };
    const rule = await world.first.done('/v1/release-rules', name);
    await world.second.done(`/v1/release-rules/${rule.id}/put-in-force`);
    const id = await reach('MISSING', 'propose', 'declare', 'open-needs');
    await world.operators.DEU.done(`/v1/disruptions/${id}/needs`, need);
    await world.first.done(`/v1/disruptions/${id}/close-needs`);
    const run = await world.first.done(`/v1/disruptions/${id}/allocation-runs`);
    expect(await world.settled(run.id)).toBe('proposed');
    const path = `/v1/allocation-runs/${run.id}/snapshot`;
    const { body } = await world.first.get<{ members: { member: string; need: string }[] }>(path);
    expect(body.members.map(({ member, need: grams }) => [member, grams])).toEqual([
      ['DEU', '9000000'],
      ['JPN', '0'],
      ['KEN', '0'],
    ]);
    await world.second.done(`/v1/allocation-runs/${run.id}/reject`, { reason: 'A test.' });
    const back = { name: 'Gap', parameters: DEFAULT_PARAMETERS };
    const gap = await world.first.done('/v1/release-rules', back);
    await world.second.done(`/v1/release-rules/${gap.id}/put-in-force`);
  });
});

interface Award {
  readonly id: string;
  readonly member: string;
  readonly state: string;
  readonly quantity: { readonly value: string };
  readonly deadlines: Deadline[];
}

describe('a run and its awards', () => {
  let run: string;
  const awards = async (): Promise<Award[]> =>
    (await ledger.anonymous().get<{ awards: Award[] }>(`/v1/awards?run=${run}`)).body.awards;
  const awardOf = async (member: string): Promise<Award> => {
    const award = (await awards()).find((one) => one.member === member);
    if (!award) throw new Error(`${member} has an award in this world.`);
    return award;
  };
  const grams = async (kind: string): Promise<bigint> => {
    const sql = 'select sum(posted)::text as grams from account where kind = $1';
    return BigInt((await ledger.rows<{ grams: string }>(sql, [kind]))[0]?.grams ?? '0');
  };

  it('are escalated while nobody decides, and drop what is not needed', async () => {
    const disruption = await world.disrupt('RUN-CLOCK');
    run = (await world.first.done(`/v1/disruptions/${disruption}/allocation-runs`)).id;
    expect(await world.settled(run)).toBe('proposed');
    await letPass(ledger, run, 48);
    expect(await look()).toBe(1);
    expect(await about('deadline-passed', run)).toMatchObject([{ step: 'approve' }]);
    const at = `/v1/allocation-runs/${run}`;
    await world.second.done(`${at}/approve`, { reason: 'Recomputed.' });
    const { body } = await ledger.anonymous().get<{ deadlines: Deadline[] }>(at);
    expect(stepOf(body.deadlines, 'approve')?.state).toBe('met');
    expect(stepOf(body.deadlines, 'publish')?.state).toBe('running');
    await world.second.done(`${at}/publish`);
    for (const award of await awards()) {
      expect(award.deadlines).toMatchObject([{ step: 'answer-award', member: award.member }]);
    }
  });

  it('lapse when nobody answers, once, and their grams are free again', async () => {
    const award = await awardOf('KEN');
    const [free, kept] = [await grams('reserve-free'), await grams('reserve-earmarked')];
    await letPass(ledger, award.id, 288);
    expect(await look()).toBe(1);
    expect(await about('deadline-reminded', award.id)).toMatchObject([{ members: ['KEN'] }]);
    await letPass(ledger, award.id, 72);
    const path = `/v1/awards/${award.id}`;
    for (const [act, body] of [
      ['accept', {}],
      ['waive', { reason: 'Too late.' }],
    ] as const) {
      const late: Answer = await world.operators.KEN.post(`${path}/${act}`, body);
      expect([late.status, typeOf(late)]).toEqual([409, 'deadline-over']);
    }
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    const whole = BigInt(award.quantity.value) * 1000n;
    expect((await grams('reserve-free')) - free).toBe(whole);
    expect(kept - (await grams('reserve-earmarked'))).toBe(whole);
    expect((await awardOf('KEN')).state).toBe('lapsed');
    expect(stepOf((await awardOf('KEN')).deadlines, 'answer-award')?.state).toBe('passed');
    const lapsed = await bodiesOf<{ award: string }>(ledger, 'award-lapsed');
    expect(lapsed.filter((body) => body.award === award.id)).toHaveLength(1);
    const again: Answer = await world.operators.KEN.post(`${path}/accept`);
    expect([again.status, again.body['facts']]).toEqual([
      409,
      { state: 'lapsed', act: 'accept', legal: [] },
    ]);
  });

  it('that are accepted do not lapse, and are escalated when they are not delivered', async () => {
    const award = await awardOf('JPN');
    await world.operators.JPN.done(`/v1/awards/${award.id}/accept`);
    await letPass(ledger, award.id, 360);
    expect(await look()).toBe(1);
    expect(await about('deadline-passed', award.id)).toMatchObject([{ step: 'deliver' }]);
    expect((await awardOf('JPN')).state).toBe('accepted');
    await world.operators.JPN.done(`/v1/awards/${award.id}/waive`, { reason: 'Met elsewhere.' });
    const steps = (await awardOf('JPN')).deadlines.map(({ step, state }) => [step, state]);
    expect(steps.sort()).toEqual([
      ['answer-award', 'met'],
      ['deliver', 'dropped'],
    ]);
  });

  it('are answered or lapse, never both, when both happen at once', async () => {
    const award = await awardOf('DEU');
    const sql = `update deadline set begun_at = now() - interval '1 day', remind_at = null,
      due_at = date_trunc('milliseconds', clock_timestamp() + interval '300 milliseconds')
      where subject = $1`;
    await ledger.rows(sql, [award.id]);
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, 50 * n));
        if (n % 2 === 0) await look();
        return n % 2 === 0
          ? 0
          : (await world.operators.DEU.post(`/v1/awards/${award.id}/accept`)).status;
      }),
    );
    await look();
    const accepted = answers.filter((status) => status === 200).length;
    const lapsed = (await bodiesOf<{ award: string }>(ledger, 'award-lapsed')).filter(
      (body) => body.award === award.id,
    ).length;
    expect(accepted + lapsed).toBe(1);
    expect((await awardOf('DEU')).state).toBe(accepted === 1 ? 'accepted' : 'lapsed');
  });

  it('cannot lapse in the database once something was ordered', async () => {
    const award = await awardOf('KEN');
    const sql = `update award set ordered = 1 where id = $1`;
    await expect(ledger.rows(sql, [award.id])).rejects.toThrow('award_lapsed_whole');
  });
});

describe('the list of deadlines', () => {
  it('comes in pages, by state, subject and member', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const path = `/v1/deadlines?limit=3${after && `&after=${after}`}`;
      const { status, body } = await ledger
        .anonymous()
        .get<{ deadlines: Deadline[]; next?: string }>(path);
      expect(status).toBe(200);
      seen.push(...body.deadlines.map(({ id }) => id));
      after = body.next ?? '';
    } while (after !== '');
    const all = await ledger.rows<{ id: string }>('select id from deadline order by due_at, id');
    expect(seen).toEqual(all.map(({ id }) => id));
    const of = async (query: string): Promise<Deadline[]> =>
      (await world.auditor.get<{ deadlines: Deadline[] }>(`/v1/deadlines?${query}`)).body.deadlines;
    const dropped = await of('state=dropped');
    expect(new Set(dropped.map(({ state }) => state))).toEqual(new Set(['dropped']));
    expect((await of('member=KEN')).every(({ member }) => member === 'KEN')).toBe(true);
  });

  it.each([
    'state=late',
    'subject=1',
    'member=de',
    'limit=0',
    'limit=1001',
    'after=2025-02-31T00:00:00.000Z/0195f3a0-0000-7000-8000-000000000000',
    'after=x',
    'order=due',
  ])('refuses %s', async (query) => {
    expect((await world.first.get(`/v1/deadlines?${query}`)).status).toBe(400);
  });
});
