import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/log/canonical-json';
import type { SimulationRecord, SimulationInput } from '#domain/problem/simulate';
import type { Answer, Caller } from '../support/caller';
import { fingerprint } from '../support/fingerprint';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';
import { disruptionBody } from '../support/write-routes';

let ledger: Ledger;
let world: SmallWorld;
let disruption: string;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 9_000);
  await world.stock('JPN', 3_000);
  disruption = await world.disrupt();
});
afterAll(() => ledger.stop());

interface Kept {
  id: string;
  path: string;
  kind: string;
}
interface Simulation extends Kept {
  input: SimulationInput & {
    snapshot: { members: { need: string | null; essential: string }[]; rule: { version: string } };
  };
  record: SimulationRecord & {
    result: {
      release: { tier: string; releaseFraction: string };
      members: { member: string; award: string; need: string }[];
      totals: { opened: string; buffer: string; awarded: string };
    };
  };
}

const simulate = (as: Caller, body: object, key?: string): Promise<Answer<Kept>> =>
  as.post<Kept>('/v1/simulations', body, key);

async function simulation(body: object): Promise<Simulation> {
  const { path } = await world.first.done<Kept>('/v1/simulations', body);
  return (await world.auditor.get<Simulation>(path)).body;
}

const codeOf = ({ status, body }: Answer<unknown>): [number, string] => [
  status,
  String((body as Record<string, unknown>)['type'])
    .split('/')
    .at(-1) ?? '',
];

const problem = {
  kind: 'pipeline',
  horizon_days: 30,
  members: ['AAA', 'BBB'].map((id, index) => ({
    id,
    baseline_kg_per_day: '100',
    own_supply_kg_per_day: index === 0 ? '40' : '70',
    essential_kg: 500,
    forms: ['x'],
  })),
  depots: [{ id: 'D', form: 'x', unencumbered_kg: 2000 }],
};

describe('a simulation of live figures', () => {
  it('leaves books, log and everything else as they were', async () => {
    const { simulation: _, ...before } = await fingerprint(ledger);
    const { path } = await world.first.done<Kept>('/v1/simulations', { disruption });
    const { simulation: __, ...after } = await fingerprint(ledger);
    expect(after).toEqual(before);
    expect((await world.first.get(path)).status).toBe(200);
  });

  it('is known by its input, whoever asks, and replays under its key', async () => {
    const ours = await simulate(world.first, { disruption }, 'simulated');
    const again = await simulate(world.first, { disruption }, 'simulated');
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    const theirs = await simulate(world.auditor, { disruption });
    expect([ours.status, theirs.status]).toEqual([201, 201]);
    expect([again.body, theirs.body]).toEqual([ours.body, ours.body]);
    const changed = await simulate(world.first, { disruption, overrides: { tier: 'general' } });
    expect(changed.body.id).not.toBe(ours.body.id);
    const reused = await simulate(world.first, { disruption, overrides: {} }, 'simulated');
    expect(codeOf(reused)).toEqual([422, 'idempotency-key-reused']);
  });

  it('is for administrators and auditors, who alone see its figures', async () => {
    const { DEU } = world.operators;
    expect(codeOf(await simulate(DEU, { disruption }))).toEqual([403, 'simulation-not-yours']);
    const { path, id } = await world.first.done<Kept>('/v1/simulations', { disruption });
    const absent = path.replace(id, '0'.repeat(64));
    for (const reader of [DEU, ledger.anonymous()]) {
      const [there, nowhere] = [await reader.get<object>(path), await reader.get<object>(absent)];
      expect(codeOf(there)).toEqual([404, 'simulation-unknown']);
      expect({ ...there.body, instance: '' }).toEqual({ ...nowhere.body, instance: '' });
    }
    expect((await world.auditor.get(path)).status).toBe(200);
  });

  it('has no readers but those', async () => {
    const answer = await simulate(world.first, { disruption, readers: 'link' });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: '/readers' }] });
  });

  it('takes overrides of rule version, tier, release and needs', async () => {
    const plain = (await simulation({ disruption })).record.result;
    expect(plain.release.tier).toBe('severe');
    const general = (await simulation({ disruption, overrides: { tier: 'general' } })).record;
    expect(general.result.release.tier).toBe('general');
    const none = (await simulation({ disruption, overrides: { tier: 'none' } })).record.result;
    expect([none.totals.opened, none.totals.awarded]).toEqual(['0', '0']);
    const capped = await simulation({ disruption, overrides: { releaseCap: kg(100) } });
    const { opened, buffer } = capped.record.result.totals;
    expect([BigInt(opened) + BigInt(buffer) <= 100_000n, opened]).toEqual([true, '95000']);
    const needs = [{ member: 'JPN', need: kg(7), essential: kg(1) }];
    const less = await simulation({ disruption, overrides: { needs } });
    const japan = less.record.result.members.find(({ member }) => member === 'JPN');
    expect(japan).toMatchObject({ need: '7000', award: '7000' });
    const [rule] = await ledger.rows<{ parameters: string }>('select parameters from release_rule');
    await world.first.done('/v1/release-rules', {
      name: 'Only proposed',
      parameters: { ...(JSON.parse(rule?.parameters ?? '') as object), releaseSevere: '1/3' },
    });
    const other = await simulation({ disruption, overrides: { ruleVersion: '2' } });
    expect(other.input.snapshot.rule.version).toBe('2');
    expect(other.record.result.release.releaseFraction).toBe('1/3');
  });

  it.each([
    [{ ruleVersion: '99' }, 404, 'release-rule-unknown'],
    [{ needs: [{ member: 'COD', need: kg(2), essential: kg(1) }] }, 404, 'member-unknown'],
    [{ needs: [{ member: 'DEU', need: kg(1), essential: kg(2) }] }, 422, 'essential-exceeds-need'],
  ])('refuses overrides %j', async (overrides, status, code) => {
    const answer = await simulate(world.first, { disruption, overrides });
    expect(codeOf(answer)).toEqual([status, code]);
  });

  it('is what the run then proposes, to the gram and to the byte', async () => {
    const { record, input } = await simulation({ disruption });
    const run = await world.first.done(`/v1/disruptions/${disruption}/allocation-runs`);
    expect(await world.settled(run.id)).toBe('proposed');
    const at = `/v1/allocation-runs/${run.id}`;
    expect((await world.auditor.get(`${at}/result`)).body).toEqual(record.result);
    expect((await world.auditor.get(`${at}/snapshot`)).body).toEqual(input.snapshot);
    expect((await world.auditor.get(`${at}/explanation`)).body).toEqual(record.explanation);
    expect(BigInt(record.result.totals.awarded)).toBeGreaterThan(0n);
    const [own, ...others] = record.rules;
    expect(own?.awards).toEqual(
      record.result.members.map(({ member, award }) => ({ member, award })),
    );
    expect(others).toHaveLength(13);
    for (const { member, otherRules } of record.explanation.members) {
      const listed = others.map(({ rule, awards }) => ({
        rule,
        award: awards?.find((each) => each.member === member)?.award ?? null,
      }));
      expect(listed).toEqual(otherRules);
    }
  });
});

describe('sealed needs', () => {
  it('are in no simulation until the window closes', async () => {
    const { id } = await world.first.done('/v1/disruptions', disruptionBody('SEALED-SIMULATED'));
    const at = `/v1/disruptions/${id}`;
    const drafted = await simulation({ disruption: id });
    expect(drafted.record.result.release.tier).toBe('severe');
    await world.first.done(`${at}/propose`);
    await world.second.done(`${at}/declare`, { declaredOn: '2025-02-22' });
    await world.first.done(`${at}/open-needs`);
    const before = await simulation({ disruption: id });
    await world.operators.DEU.done(`${at}/needs`, { need: kg('91.827'), essential: kg(1) });
    const sealed = await simulation({ disruption: id });
    expect(sealed).toEqual(before);
    const stated = sealed.input.snapshot.members.map(({ need, essential }) => [need, essential]);
    expect(stated).toEqual(Array(3).fill([null, '0']));
    await world.first.done(`${at}/close-needs`);
    const opened = await simulation({ disruption: id });
    expect(JSON.stringify(opened.input)).toContain('"91827"');
  });
});

describe('a simulation of hypothetical figures', () => {
  it('is for everybody who signs in', async () => {
    const { DEU } = world.operators;
    const made = await DEU.done<Kept>('/v1/simulations', { hypothetical: problem });
    const { body } = await DEU.get<Simulation>(made.path);
    expect(body.record.unit).toBe('kilograms');
    // Half of 2,000 kg for claims of 1,500 and 600 kg of equal weight.
    expect(body.record.rules[0]?.awards).toEqual([
      { member: 'AAA', award: '500' },
      { member: 'BBB', award: '500' },
    ]);
    expect(body.record.explanation.members.map(({ member }) => member)).toEqual(['AAA', 'BBB']);
  });

  it('is read by users of the same member alone, unless it is for all with the link', async () => {
    const { DEU, JPN } = world.operators;
    const { first, second, auditor } = world;
    const everybody = { DEU, JPN, first, second, auditor, nobody: ledger.anonymous() };
    const readersOf = async (maker: Caller, more: object) => {
      const { path } = await maker.done<Kept>('/v1/simulations', {
        hypothetical: problem,
        ...more,
      });
      const answers = Object.entries(everybody).map(async ([name, reader]) => {
        const answer = await reader.get(path);
        if (answer.status !== 200) expect(codeOf(answer)).toEqual([404, 'simulation-unknown']);
        return answer.status === 200 ? [name] : [];
      });
      return (await Promise.all(answers)).flat();
    };
    expect(await readersOf(DEU, {})).toEqual(['DEU']);
    expect(await readersOf(first, { readers: 'own' })).toEqual(['first', 'second', 'auditor']);
    expect(await readersOf(JPN, { readers: 'link' })).toEqual(Object.keys(everybody));
  });

  it('does not betray whether somebody else had the same figures', async () => {
    const [ours, theirs] = await Promise.all(
      [world.operators.DEU, world.operators.JPN].map((as) =>
        as.done<Kept>('/v1/simulations', { hypothetical: problem, readers: 'link' }),
      ),
    );
    expect(ours?.id).not.toBe(theirs?.id);
    const { body } = await ledger.anonymous().get<Simulation>(ours?.path ?? '');
    const text = canonicalJson(body.input);
    expect(createHash('sha256').update(text).digest('hex')).toBe(ours?.id);
  });

  it.each<[object, string, string]>([
    [{}, '', 'simulation-input-unclear'],
    [{ disruption: '0195f3a0-0000-7000-8000-000000000000', hypothetical: problem }, '', ''],
    [{ hypothetical: problem, overrides: {} }, '/overrides', 'simulation-input-unclear'],
    [{ hypothetical: problem, readers: 'all' }, '/readers', 'request-invalid'],
    [{ hypothetical: { ...problem, kind: 'claims' } }, '/hypothetical/kind', 'problem-invalid'],
    [{ hypothetical: { ...problem, horizon_days: 0 } }, '/hypothetical/horizon_days', ''],
    [{ hypothetical: { ...problem, horizon_days: 1e21 } }, '/hypothetical/horizon_days', ''],
    [{ hypothetical: { ...problem, lot_kg: '1/2' } }, '/hypothetical/lot_kg', 'problem-invalid'],
    [{ hypothetical: { ...problem, depots: [null] } }, '/hypothetical/depots/0', ''],
    [{ hypothetical: { ...problem, memberz: [] } }, '/hypothetical/memberz', 'problem-invalid'],
    [{ hypothetical: {} }, '/hypothetical/kind', 'problem-invalid'],
    [{ hypothetical: [] }, '/hypothetical', 'request-invalid'],
  ])('refuses %j at %s', async (body, pointer, code) => {
    const before = await fingerprint(ledger);
    const answer = await simulate(world.operators.DEU, body);
    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer }] });
    if (code !== '') expect(codeOf(answer)[1]).toBe(code);
    expect(await fingerprint(ledger)).toEqual(before);
  });

  it('keeps a refusal under its key', async () => {
    const body = { hypothetical: { ...problem, kind: 'claims' } };
    const first = await simulate(world.first, body, 'refused-simulation');
    const again = await simulate(world.first, body, 'refused-simulation');
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('answers other requests while it computes, and all that wait in their turn', async () => {
    const bodies = Array.from({ length: 10 }, (_, day) => ({
      hypothetical: { ...problem, horizon_days: day + 40 },
    }));
    const simulated = Promise.all(bodies.map((body) => simulate(world.first, body)));
    expect((await ledger.anonymous().get('/healthz')).status).toBe(200);
    expect((await simulated).map(({ status }) => status)).toEqual(Array(10).fill(201));
  });
});
