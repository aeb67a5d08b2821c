import { ENGINE_VERSION, replay } from '../allocation/replay';
import { canonicalJson } from '../log/canonical-json';
import { sampleMember, sampleSnapshot, sampleStock } from '../../../tests/support/sample-snapshot';
import { answerProblem, readProblem } from './answer-problem';
import { writeAnswer } from './answer';
import { simulateHypothetical, simulateLive } from './simulate';
import type { LiveInput, SimulationRecord } from './simulate';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

const SALT = '00112233445566778899aabbccddeeff';

const problem = {
  kind: 'pipeline',
  title: 'Two with one depot',
  horizon_days: 30,
  members: [
    {
      ...{ id: 'BBB', baseline_kg_per_day: '100', own_supply_kg_per_day: '70' },
      ...{ essential_kg: 500, forms: ['x'] },
    },
    {
      ...{ id: '__proto__', baseline_kg_per_day: '100', own_supply_kg_per_day: '40' },
      ...{ essential_kg: 500, forms: ['x'] },
    },
  ],
  depots: [{ id: 'D', form: 'x', unencumbered_kg: 2000 }],
};

describe('live figures', () => {
  const snapshot = sampleSnapshot(
    [sampleMember('AAA'), sampleMember('BBB', { need: '5000000' })],
    [sampleStock('NLRTM', 'co_metal', '900000000')],
  );
  const input: LiveInput = {
    ...{ v: '1', engine: ENGINE_VERSION, kind: 'live', snapshot },
    assumed: { tier: null, releaseMaxGrams: null },
  };
  const recordOf = (of: LiveInput) =>
    JSON.parse(simulateLive(canonicalJson(of)).record) as SimulationRecord;

  it('have the very record of a run', () => {
    expect(canonicalJson(recordOf(input).result)).toBe(canonicalJson(replay(snapshot)));
  });

  it('are divided under what is assumed', () => {
    const assumed = { tier: null, releaseMaxGrams: '1000000' };
    const { result } = recordOf({ ...input, assumed });
    expect(result).toMatchObject({ totals: { opened: '950000', buffer: '50000' } });
  });

  it('of another engine are refused', () => {
    const other = { ...input, snapshot: { ...snapshot, engine: '1' } };
    expect(() => recordOf(other)).toThrow('The snapshot asks for engine 1');
  });
});

describe('hypothetical figures', () => {
  it('are answered as by gmt divide, and read the same with numbers as texts', () => {
    const { input, record } = simulateHypothetical(bytes({ hypothetical: problem }), SALT);
    const answer = writeAnswer(answerProblem(readProblem(bytes(problem))));
    expect((JSON.parse(record) as SimulationRecord).result).toEqual(JSON.parse(answer));
    const kept = (JSON.parse(input) as { problem: object }).problem;
    expect(kept).toEqual({
      ...problem,
      horizon_days: '30',
      members: problem.members.map((member) => ({ ...member, essential_kg: '500' })),
      depots: [{ id: 'D', form: 'x', unencumbered_kg: '2000' }],
    });
    expect(simulateHypothetical(bytes({ hypothetical: kept }), SALT)).toEqual({ input, record });
    const salted = simulateHypothetical(bytes({ hypothetical: kept }), 'ff');
    expect([salted.record, salted.input === input]).toEqual([record, false]);
  });

  it('keep every digit of a number', () => {
    const huge = JSON.stringify(problem).replace('2000', '20000000000000000000001');
    const { input } = simulateHypothetical(Buffer.from(`{"hypothetical":${huge}}`), SALT);
    expect(input).toContain('"unencumbered_kg":"20000000000000000000001"');
  });

  it('stand in one row for each rule, the release rule first', () => {
    const { record } = simulateHypothetical(bytes({ hypothetical: problem }), SALT);
    const { rules } = JSON.parse(record) as SimulationRecord;
    expect(rules).toHaveLength(14);
    expect(rules[0]?.rule).toBe('release_rule');
    for (const { awards, refusal } of rules) {
      expect(refusal).toBeNull();
      expect(awards?.map(({ member }) => member)).toEqual(['BBB', '__proto__']);
    }
  });

  it('of another kind are refused where they say so', () => {
    const body = bytes({ hypothetical: { ...problem, kind: 'claims' } });
    expect(() => simulateHypothetical(body, SALT)).toThrow(
      '/hypothetical/kind must be one of pipeline',
    );
  });
});
