import fc from 'fast-check';
import {
  AWARD_PARTS,
  byEveryLayout,
  byEveryOrder,
  bySchedule,
  byTauValue,
  contestedGarment,
} from '../../../../tests/support/claims-by-definition';
import type { Schedule } from '../../../../tests/support/claims-by-definition';
import { at, cases, part, positive } from '../../../../tests/support/claims-laws';
import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { divideClaims } from '../divide-claims';
import type { ClaimsRule } from '../divide-claims';
import type { Amounts } from './amounts';

const RUNS = process.env['GMT_SOAK'] === '1' ? 20_000 : 300;
const LAYOUT_RUNS = process.env['GMT_SOAK'] === '1' ? 2000 : 60;

const { ZERO, add, max, min, mul, sub } = rational;
const half = (amount: Rational): Rational => rational.div(amount, rational.of(2n));
const awardsOf = (rule: ClaimsRule, estate: Rational, claims: Amounts): Amounts =>
  divideClaims(rule, { estate, claims }).awards;

/** A schedule from what one claim gets at a level, given the largest half-claim. */
function scheduleOf(
  claims: Amounts,
  award: (claim: Rational, level: Rational, most: Rational) => Rational,
  turnsOf: (claim: Rational, most: Rational) => Amounts,
): Schedule {
  const most = half(claims.reduce(max, ZERO));
  return {
    awardsAt: (level) => claims.map((claim) => award(claim, level, most)),
    turns: [ZERO, ...claims.flatMap((claim) => turnsOf(claim, most))],
  };
}

/** Schedules of the literature (Young 1987, Thomson 2019): with M the largest half-claim. */
const SCHEDULES: Partial<Record<ClaimsRule, (claims: Amounts) => Schedule>> = {
  proportional: (claims) => scheduleOf(claims, mul, () => [rational.ONE]),
  cea: (claims) => scheduleOf(claims, min, (claim) => [claim]),
  cel: (claims) =>
    scheduleOf(
      claims,
      (claim, level, most) => max(ZERO, sub(claim, sub(add(most, most), level))),
      (claim, most) => [sub(add(most, most), claim), add(most, most)],
    ),
  talmud: (claims) =>
    scheduleOf(
      claims,
      (claim, level, most) =>
        rational.compare(level, most) <= 0
          ? min(half(claim), level)
          : max(half(claim), sub(claim, sub(add(most, most), level))),
      (claim, most) => [half(claim), most, sub(add(most, most), half(claim)), add(most, most)],
    ),
  reverse_talmud: (claims) =>
    scheduleOf(
      claims,
      (claim, level, most) =>
        rational.compare(level, most) <= 0
          ? max(ZERO, sub(half(claim), sub(most, level)))
          : add(half(claim), min(half(claim), sub(level, most))),
      (claim, most) => [sub(most, half(claim)), most, add(most, half(claim)), add(most, most)],
    ),
  piniles: (claims) =>
    scheduleOf(
      claims,
      (claim, level, most) =>
        rational.compare(level, most) <= 0
          ? min(half(claim), level)
          : add(half(claim), min(half(claim), sub(level, most))),
      (claim, most) => [half(claim), most, add(most, half(claim)), add(most, most)],
    ),
  constrained_egalitarian: (claims) =>
    scheduleOf(
      claims,
      (claim, level, most) =>
        rational.compare(level, most) <= 0
          ? min(half(claim), level)
          : max(half(claim), min(claim, sub(level, most))),
      (claim, most) => [half(claim), most, add(most, half(claim)), add(most, claim)],
    ),
};

describe('rules by another method', () => {
  it.each(Object.entries(SCHEDULES))('%s by its schedule', (rule, scheduleOfClaims) => {
    fc.assert(
      fc.property(cases, ({ estate, claims }) => {
        const expected = bySchedule(estate, scheduleOfClaims(claims));
        expect(awardsOf(rule as ClaimsRule, estate, claims)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it('talmud divides between any two as a contested garment', () => {
    fc.assert(
      fc.property(cases, ({ estate, claims, i, j }) => {
        const awards = awardsOf('talmud', estate, claims);
        const pair = [at(awards, i), at(awards, j)] as const;
        const garment = contestedGarment(add(...pair), [at(claims, i), at(claims, j)]);
        expect(garment).toEqual(pair);
      }),
      { numRuns: RUNS },
    );
  });

  it('random_arrival by every order', () => {
    fc.assert(
      fc.property(cases, ({ estate, claims }) => {
        expect(awardsOf('random_arrival', estate, claims)).toEqual(byEveryOrder(estate, claims));
      }),
      { numRuns: RUNS },
    );
  });

  it('adjusted_proportional by the tau value', () => {
    fc.assert(
      fc.property(cases, ({ estate, claims }) => {
        const expected = byTauValue(estate, claims);
        expect(awardsOf('adjusted_proportional', estate, claims)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  /** Whole problems whose best layouts need no part of a unit. */
  const wholeProblems = fc
    .tuple(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 4 }), fc.nat())
    .map(([claims, pick]) => {
      const all = claims.reduce((sum, claim) => sum + claim, 0);
      return { claims, estate: Math.min(8, pick % (all + 1)) };
    })
    .filter(({ claims, estate }) => {
      const descending = [...claims].sort((a, b) => b - a);
      let above = 0;
      return descending.every((claim, index) => {
        above += claim;
        return index === 0 || (above - estate) % index === 0;
      });
    });

  it('minimal_overlap by every way to lay claims on units', () => {
    const divided = new Set<boolean>();
    fc.assert(
      fc.property(wholeProblems, ({ claims, estate }) => {
        const parts = rational.of(BigInt(AWARD_PARTS));
        const figures = claims.map((claim) => rational.of(BigInt(claim)));
        const awards = awardsOf('minimal_overlap', rational.of(BigInt(estate)), figures);
        const inParts = awards.map((award) => Number(rational.format(mul(award, parts))));
        expect(byEveryLayout(estate, claims)).toEqual([inParts]);
        divided.add(claims.every((claim) => claim < estate));
      }),
      { numRuns: LAYOUT_RUNS },
    );
    expect(divided).toEqual(new Set([true, false]));
  });
});

describe('weighted rules by another method', () => {
  const list = (length: number) => fc.array(part, { minLength: length, maxLength: length });
  const bounded = cases.chain(({ claims }) =>
    fc
      .tuple(
        list(claims.length),
        list(claims.length),
        fc.array(positive, { minLength: claims.length, maxLength: claims.length }),
        part,
      )
      .map(([lows, rooms, weights, where]) => {
        const lower = claims.map((claim, index) => mul(claim, at(lows, index)));
        const upper = claims.map((claim, index) =>
          add(at(lower, index), mul(sub(claim, at(lower, index)), at(rooms, index))),
        );
        const [least, most] = [rational.sum(lower), rational.sum(upper)];
        const estate = add(least, mul(sub(most, least), where));
        return { estate, claims, weights, lower, upper };
      }),
  );
  const WEIGHTED = {
    weighted_cea: (level: Rational, _claim: Rational, weight: Rational) => mul(level, weight),
    weighted_cel: (level: Rational, claim: Rational, weight: Rational) =>
      add(claim, mul(level, weight)),
    max_min_coverage: (level: Rational, _claim: Rational, weight: Rational) => mul(level, weight),
  };

  it.each(Object.entries(WEIGHTED))('%s by its schedule, between bounds', (rule, wantedAt) => {
    fc.assert(
      fc.property(bounded, (problem) => {
        const { estate, claims, weights, lower, upper } = problem;
        const zero = claims.map((claim, index) => wantedAt(ZERO, claim, at(weights, index)));
        const turns = [lower, upper].flatMap((bounds) =>
          bounds.map((bound, index) =>
            rational.div(sub(bound, at(zero, index)), at(weights, index)),
          ),
        );
        const awardsAt = (level: Rational): Amounts =>
          claims.map((claim, index) =>
            min(
              at(upper, index),
              max(at(lower, index), wantedAt(level, claim, at(weights, index))),
            ),
          );
        const { awards } = divideClaims(rule as ClaimsRule, problem);
        expect(awards).toEqual(bySchedule(estate, { awardsAt, turns }));
      }),
      { numRuns: RUNS },
    );
  });
});
