import type { Route, Stake, SupplyNetwork } from '../allocation/supply-network';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Place } from './place';

const FIELDS = ['kind', 'stock', 'claims', 'weights', 'floors', 'edges', 'classes'] as const;

/** Fields of an answer that may stand in the problem too, and are not read. */
const RESULTS = ['total', 'bottleneck_certificate', 'one_feasible_flow'] as const;

/** A network problem in whole units of mass: amounts of the problem times `scale`. */
export interface NetworkProblem {
  readonly network: SupplyNetwork;
  readonly stakes: readonly Stake[];
  /** Members by class, the first to be served first; all in one when no class is named. */
  readonly classes: readonly (readonly number[])[];
  readonly scale: Rational;
}

/** Reads `stock`, `claims`, `weights`, `floors?`, `edges` and `classes?`. */
export function readNetwork(problem: Place): NetworkProblem {
  problem.allow(...FIELDS, ...RESULTS);
  const stock = problem.field('stock').list((place) => place.amount());
  const stakes = stakesOf(problem);
  const edges = edgesOf(problem, stock.length, stakes.length);
  const caps = edges.flatMap(({ cap }) => cap ?? []);
  const scale = rational.of(rational.commonDenominator([...stock, ...caps]));
  const whole = (amount: Rational): bigint => rational.floor(rational.mul(amount, scale));
  const routes = edges.map(({ stock: from, member, cap }): Route => {
    return { stock: from, member, cap: cap === null ? null : whole(cap) };
  });
  return {
    network: { stocks: stock.map(whole), memberCount: stakes.length, routes },
    stakes: stakes.map((stake) => ({
      weight: stake.weight,
      lower: rational.mul(stake.lower, scale),
      upper: rational.mul(stake.upper, scale),
    })),
    classes: classesOf(problem, stakes.length),
    scale,
  };
}

interface Edge extends Pick<Route, 'stock' | 'member'> {
  readonly cap: Rational | null;
}

/** One edge at most between a depot and a member: two would be a mistake, or one with both caps. */
function edgesOf(problem: Place, stocks: number, members: number): readonly Edge[] {
  const seen = new Set<number>();
  return problem.field('edges').list((edge) => {
    edge.allow('depot', 'member', 'cap');
    const stock = edge.field('depot').index(stocks);
    const member = edge.field('member').index(members);
    const between = stock * members + member;
    if (seen.has(between)) edge.refuse('between a depot and a member that no edge before it joins');
    seen.add(between);
    return { stock, member, cap: edge.optional('cap')?.amount() ?? null };
  });
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

function classesOf(problem: Place, count: number): readonly (readonly number[])[] {
  const place = problem.optional('classes');
  if (place === null) return [Array.from({ length: count }, (_, member) => member)];
  const named = new Set<number>();
  const classes = place.list((one) =>
    one.list((item) => {
      const member = item.index(count);
      if (named.has(member)) item.refuse('a member that is in no other class');
      named.add(member);
      return member;
    }),
  );
  if (named.size < count) place.refuse(`lists that name all ${count} members`);
  const served = classes.filter((members) => members.length > 0);
  return served.length === 0 ? [[]] : served;
}
