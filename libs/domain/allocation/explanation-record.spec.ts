import { fiveMemberSnapshot } from '../../../tests/support/sample-snapshot';
import { canonicalJson } from '../log/canonical-json';
import { explanationOf } from './explanation-record';
import { replay } from './replay';

describe('the explanation of a run from its snapshot', () => {
  const snapshot = fiveMemberSnapshot();
  const explanation = explanationOf(snapshot);
  const record = replay(snapshot);

  it('holds strings only, and the figures of the record', () => {
    expect(() => canonicalJson(explanation)).not.toThrow();
    explanation.members.forEach(({ member, steps }, index) => {
      const recorded = record.members[index];
      expect(member).toBe(recorded?.member);
      const figures = Object.assign({}, ...steps.map((step) => step.figures)) as Record<
        string,
        { value: string }
      >;
      expect(figures['award']?.value).toBe(recorded?.award);
      expect(figures['exact']?.value ?? '0').toBe(recorded?.exactAward);
    });
    const { before, after } = explanation.fairness;
    expect(before).toMatchObject(record.fairness.before);
    expect(after).toMatchObject(record.fairness.after);
    for (const { lorenz } of [before, after]) {
      expect(lorenz[0]).toEqual({ members: '0', coverage: '0' });
      expect(lorenz.at(-1)).toEqual({ members: '1', coverage: '1' });
    }
    expect(after.lorenz).toHaveLength(Number(record.fairness.membersCounted) + 1);
  });

  it('is refused for a snapshot of another engine', () => {
    expect(() => explanationOf({ ...snapshot, engine: '0' })).toThrow(
      expect.objectContaining({ code: 'engine-version-unknown' }),
    );
  });
});
