import fc from 'fast-check';
import type { ClaimsProblem } from '../allocation/claims-problem';
import { CLAIMS_RULES, divideClaims } from '../allocation/divide-claims';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { checkClaimsDivision, hasLevel } from './claims-certificate';

const levelled = CLAIMS_RULES.filter(hasLevel);
const weighted = ['weighted_cea', 'weighted_cel', 'max_min_coverage'];
const q = rational.parse;

const claimant = fc.record({
  claim: fc.bigInt(0n, 40n),
  weight: fc.bigInt(1n, 9n),
  lower: fc.nat(4),
  upper: fc.nat(4),
});

/** A problem that the rule can divide: a floor is a quarter of the claim at most, a cap half. */
function problemOf(
  claimants: readonly { claim: bigint; weight: bigint; lower: number; upper: number }[],
  permille: number,
  hasBounds: boolean,
): ClaimsProblem {
  const claims = claimants.map(({ claim }) => rational.of(claim));
  const part = (claim: Rational, p: number) => rational.mul(claim, rational.ratio(BigInt(p), 16n));
  const bounds = {
    weights: claimants.map(({ weight }) => rational.of(weight)),
    lower: claimants.map(({ lower }, index) => part(claims[index]!, lower)),
    upper: claimants.map(({ upper }, index) => part(claims[index]!, 8 + 2 * upper)),
  };
  const least = hasBounds ? rational.sum(bounds.lower) : rational.ZERO;
  const room = rational.sub(rational.sum(claims), least);
  const estate = rational.add(least, rational.mul(room, rational.ratio(BigInt(permille), 1000n)));
  return { estate, claims, ...(hasBounds ? bounds : {}) };
}

describe.each(levelled)('the check of %s', (rule) => {
  const cases = fc
    .tuple(fc.array(claimant, { minLength: 1, maxLength: 6 }), fc.nat(1100))
    .map(([claimants, permille]) => problemOf(claimants, permille, weighted.includes(rule)));

  it('finds no fault in what the rule gives', () => {
    fc.assert(
      fc.property(cases, (problem) => {
        expect(checkClaimsDivision(rule, problem, divideClaims(rule, problem))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('finds a fault in every other division', () => {
    const moves = fc.tuple(fc.nat(), fc.nat(), fc.bigInt(1n, 100n));
    fc.assert(
      fc.property(cases, moves, (problem, [from, to, share]) => {
        const { awards, undistributed } = divideClaims(rule, problem);
        const [giver, taker] = [from % awards.length, to % awards.length];
        const moved = rational.mul(awards[giver]!, rational.ratio(share, 100n));
        fc.pre(giver !== taker && moved.p > 0n);
        const other = awards.map((award, index) => {
          if (index === giver) return rational.sub(award, moved);
          return index === taker ? rational.add(award, moved) : award;
        });
        const faults = checkClaimsDivision(rule, problem, { awards: other, undistributed });
        expect(faults).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the check of a division', () => {
  const problem = { estate: q('10'), claims: [q('4'), q('8')] };
  const faultsOf = (awards: readonly string[], undistributed = '0') =>
    checkClaimsDivision('cea', problem, {
      awards: awards.map(q),
      undistributed: q(undistributed),
    });

  it.each<[readonly string[], string, string]>([
    [['4', '5'], '0', 'sum to 9, and must sum to 10'],
    [['5', '5'], '0', 'Award 0 is above its claim'],
    [['-1', '8'], '3', 'Award 0 is below its lower bound'],
    [['4', '5'], '1', 'Something is left'],
    [['4', '8'], '-2', 'What is left is below 0'],
    [['3', '7'], '0', 'Award 1 is too high beside award 0.'],
  ])('finds the fault of %j and %s', (awards, left, fault) => {
    expect(faultsOf(awards, left).join(' ')).toContain(fault);
  });
});
