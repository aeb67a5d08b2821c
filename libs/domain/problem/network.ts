import { DomainError } from '../errors';
import { leximin } from '../allocation/leximin';
import type { Route, Stake } from '../allocation/supply-network';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Answer } from './answer';
import type { Place } from './place';

const FIELDS = ['kind', 'stock', 'claims', 'weights', 'floors', 'edges'] as const;

/** Fields of an answer that may stand in the problem too, and are not read. */
const RESULTS = ['total', 'bottleneck_certificate', 'one_feasible_flow'] as const;

/**
 * `{"kind":"network","stock","claims","weights","floors?","edges":[{"depot","member","cap"}]}`:
 * the leximin division of award / weight on a network, with a flow that carries it.
 */
export function answerNetwork(problem: Place): Answer {
  problem.allow(...FIELDS, ...RESULTS);
  const stock = problem.field('stock').list((place) => place.amount());
  const stakes = stakesOf(problem);
  const edges = problem.field('edges').list((edge) => {
    edge.allow('depot', 'member', 'cap');
    return {
      stock: edge.field('depot').index(stock.length),
      member: edge.field('member').index(stakes.length),
      cap: edge.optional('cap')?.amount() ?? null,
    };
  });
  const caps = edges.flatMap(({ cap }) => cap ?? []);
  const scale = rational.of(rational.commonDenominator([...stock, ...caps]));
  const whole = (amount: Rational): bigint => rational.floor(rational.mul(amount, scale));
  const routes: Route[] = edges.map(({ cap, ...edge }) => ({
    ...edge,
    cap: cap === null ? null : whole(cap),
  }));
  const division = leximin(
    { stocks: stock.map(whole), memberCount: stakes.length, routes },
    stakes.map((stake) => ({
      weight: stake.weight,
      lower: rational.mul(stake.lower, scale),
      upper: rational.mul(stake.upper, scale),
    })),
  );
  if (division === null) return refuseFloors();
  const back = (amount: Rational): Rational => rational.div(amount, scale);
  const awards = division.awards.map(back);
  return {
    awards: awards.map(rational.format),
    total: rational.format(rational.sum(awards)),
    one_feasible_flow: edges.flatMap(({ stock: depot, member }, index) => {
      const amount = back(division.flow[index] ?? rational.ZERO);
      if (amount.p === 0n) return [];
      return [{ depot: BigInt(depot), member: BigInt(member), amount: rational.format(amount) }];
    }),
  };
}

function stakesOf(problem: Place): readonly Stake[] {
  const claims = problem.field('claims').list((place) => place.amount());
  const weights = problem.field('weights').items();
  if (weights.length !== claims.length) {
    problem.field('weights').refuse(`as long as the claims, ${claims.length} items`);
  }
  const floors = problem.optional('floors')?.items() ?? null;
  if (floors !== null && floors.length !== claims.length) {
    problem.field('floors').refuse(`as long as the claims, ${claims.length} items`);
  }
  return claims.map((upper, index) => {
    const weight = weights[index]?.amount() ?? rational.ONE;
    const lower = floors?.[index]?.amount() ?? rational.ZERO;
    if (rational.compare(lower, upper) > 0) floors?.[index]?.refuse('at most the claim');
    if (weight.p === 0n && upper.p > 0n) {
      weights[index]?.refuse('above 0, as the claim is above 0');
    }
    return { weight, lower, upper };
  });
}

function refuseFloors(): never {
  const message = 'The network cannot carry the floors: lower them to fit.';
  throw new DomainError('rule', 'floors-above-estate', message, { pointer: '/floors' });
}
