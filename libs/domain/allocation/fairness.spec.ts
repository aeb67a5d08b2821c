import fc from 'fast-check';
import * as rational from '../quantity/rational';
import { coverageOf, fairnessOf, gini, jain, lorenz } from './fairness';

const parseAll = (texts: readonly string[]) => texts.map(rational.parse);

const coverage = (member: string, need: string, before: string, after: string) => ({
  member,
  need: rational.parse(need),
  before: rational.parse(before),
  after: rational.parse(after),
});

describe('fairness', () => {
  it('is 0 for Gini and 1 for Jain when all are equal, also at zero', () => {
    for (const values of [['3/7', '3/7', '3/7'], ['0', '0'], []].map(parseAll)) {
      expect(gini(values)).toEqual(rational.ZERO);
      expect(jain(values)).toEqual(rational.ONE);
    }
  });

  it('is (n - 1)/n and 1/n when one has everything', () => {
    const values = parseAll(['0', '9', '0', '0']);
    expect(gini(values)).toEqual(rational.ratio(3n, 4n));
    expect(jain(values)).toEqual(rational.ratio(1n, 4n));
  });

  it('agrees with the mean absolute difference', () => {
    const values = fc.array(fc.bigInt(1n, 50n).map(rational.of), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(values, (list) => {
        const differences = list.flatMap((a) =>
          list.map((b) => rational.max(rational.sub(a, b), rational.sub(b, a))),
        );
        const twice = rational.mul(rational.of(2n * BigInt(list.length)), rational.sum(list));
        expect(gini(list)).toEqual(rational.div(rational.sum(differences), twice));
      }),
    );
  });

  it('counts members with a need, and coverage at most once', () => {
    const fairness = fairnessOf([
      coverage('AAA', '100', '50', '100'),
      coverage('BBB', '100', '25', '25'),
      coverage('CCC', '0', '9', '9'),
      coverage('DDD', '10', '90', '90'),
    ]);
    expect(fairness.membersCounted).toBe(3n);
    expect(fairness.before.worstOff).toEqual({ member: 'BBB', coverage: rational.parse('1/4') });
    expect(fairness.after.jain).toEqual(jain(parseAll(['1', '1/4', '1'])));
    expect(coverageOf(rational.of(9n), rational.of(3n))).toEqual(rational.ONE);
    expect(fairnessOf([]).before.worstOff).toBeNull();
  });

  it('names the first of those who are equally badly off', () => {
    const equal = ['AAA', 'BBB', 'CCC'].map((member) => coverage(member, '8', '2', '4'));
    expect(fairnessOf(equal).after.worstOff).toMatchObject({ member: 'AAA' });
  });
});

describe('the Lorenz curve', () => {
  const curve = (after: readonly (readonly [string, string])[]) =>
    lorenz(
      after.map(([need, supply], index) => coverage(`M${index}`, need, '0', supply)),
      (each) => each.after,
    ).map(({ members, coverage: part }) => [rational.format(members), rational.format(part)]);

  it('adds up coverage from the least covered, leaving out those without a need', () => {
    expect(
      curve([
        ['4', '8'],
        ['0', '5'],
        ['4', '1'],
        ['4', '3'],
      ]),
    ).toEqual([
      ['0', '0'],
      ['1/3', '1/8'],
      ['2/3', '1/2'],
      ['1', '1'],
    ]);
  });

  it('is the line of equality when nobody has anything, and a point without members', () => {
    expect(
      curve([
        ['4', '0'],
        ['4', '0'],
      ]),
    ).toEqual([
      ['0', '0'],
      ['1/2', '1/2'],
      ['1', '1'],
    ]);
    expect(curve([])).toEqual([['0', '0']]);
  });
});
