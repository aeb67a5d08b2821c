import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { leximin } from './leximin';
import type { Division, Stake, SupplyNetwork } from './supply-network';

/** The table of properties of the leximin division on a network, each row as a law. */
interface Row {
  readonly property: string;
  readonly leximin: boolean;
  readonly leximin_with_floors: boolean;
}

const file = join(__dirname, '../../../tests/vectors/properties.json');
const { network_table: table } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly network_table: readonly Row[];
};

const RUNS = process.env['GMT_SOAK'] === '1' ? 4000 : 120;
const SEARCH_RUNS = 5000;

interface Problem {
  readonly network: SupplyNetwork;
  readonly stakes: readonly Stake[];
}

/** A problem whose floors the network carries, and what a law may change about it. */
interface Trial extends Problem {
  readonly division: Division;
  readonly member: number;
  readonly stock: number;
  readonly more: bigint;
}

const trials = (withFloors: boolean): fc.Arbitrary<Trial> =>
  fc
    .tuple(networks, fc.nat(), fc.nat(), fc.bigInt(1n, 20n))
    .map(([each, pick, place, more]): Trial | null => {
      const { network } = each;
      const stakes = stakesOf(each).map((stake) =>
        withFloors ? stake : { ...stake, lower: rational.ZERO },
      );
      const division = leximin(network, stakes);
      const [member, stock] = [pick % stakes.length, place % network.stocks.length];
      return division && { network, stakes, division, member, stock, more };
    })
    .filter((trial) => trial !== null);

const at = (awards: readonly Rational[], index: number): Rational => awards[index]!;

function awardsOf({ network, stakes }: Problem): readonly Rational[] {
  const division = leximin(network, stakes);
  if (division === null) throw new Error('the network carries the floors no more');
  return division.awards;
}

function noneAbove(a: readonly Rational[], b: readonly Rational[], except = -1): boolean {
  return a.every((each, index) => index === except || rational.compare(each, at(b, index)) <= 0);
}

function withStake(trial: Trial, change: (stake: Stake) => Partial<Stake>): Problem {
  const stakes = trial.stakes.map((stake, index) =>
    index === trial.member ? { ...stake, ...change(stake) } : stake,
  );
  return { network: trial.network, stakes };
}

const inflated = (trial: Trial): Problem =>
  withStake(trial, ({ upper }) => ({ upper: rational.add(upper, rational.of(trial.more)) }));

/** The same network with one route less, from the stock of the trial to its member. */
function withHidden({ network, stakes, member, stock }: Trial): Problem {
  const routes = network.routes.filter((each) => each.member !== member || each.stock !== stock);
  return { network: { ...network, routes }, stakes };
}

/** The least that any cut between stocks and claims lets through: the most that can flow. */
function mostThatFlows({ network, stakes }: Problem): Rational {
  const places = network.stocks.length + stakes.length;
  const through = Array.from({ length: 2 ** places }, (_, cut) =>
    throughCut({ network, stakes }, cut),
  );
  return through.filter((each) => each !== null).reduce(rational.min);
}

function throughCut({ network, stakes }: Problem, cut: number): Rational | null {
  const holds = (place: number): boolean => (cut >> place) % 2 === 1;
  const member = (index: number): boolean => holds(network.stocks.length + index);
  const crossing = network.routes.filter((each) => holds(each.stock) && !member(each.member));
  if (crossing.some(({ cap }) => cap === null)) return null;
  return rational.sum([
    ...network.stocks.flatMap((mass, stock) => (holds(stock) ? [] : [rational.of(mass)])),
    ...crossing.map(({ cap }) => rational.of(cap ?? 0n)),
    ...stakes.flatMap(({ upper }, index) => (member(index) ? [upper] : [])),
  ]);
}

/** The others on what is left once the member has taken its own flow, all masses times `factor`. */
function afterLeaving({ network, stakes, member, division }: Trial, factor: bigint): Problem {
  const scaled = (amount: Rational): Rational => rational.mul(amount, rational.of(factor));
  const left = network.stocks.map((mass) => mass * factor);
  network.routes.forEach((route, index) => {
    if (route.member !== member) return;
    left[route.stock]! -= rational.floor(scaled(division.flow[index]!));
  });
  const routes = network.routes.map((route) => ({
    ...route,
    cap: route.cap === null ? null : route.cap * factor,
  }));
  const rest = stakes.map((stake, index) => {
    const gone = { lower: rational.ZERO, upper: rational.ZERO };
    const kept = { lower: scaled(stake.lower), upper: scaled(stake.upper) };
    return { ...stake, ...(index === member ? gone : kept) };
  });
  return { network: { ...network, stocks: left, routes }, stakes: rest };
}

const LAWS: Readonly<Record<string, (trial: Trial) => boolean>> = {
  'total equals max flow': (trial) =>
    rational.equal(rational.sum(trial.division.awards), mostThatFlows(trial)),
  'resource monotonicity in a depot stock': ({ network, stakes, division, stock, more }) => {
    const stocks = network.stocks.map((mass, index) => (index === stock ? mass + more : mass));
    return noneAbove(division.awards, awardsOf({ network: { ...network, stocks }, stakes }));
  },
  'claims monotonicity': (trial) => {
    const after = at(awardsOf(inflated(trial)), trial.member);
    return rational.compare(after, at(trial.division.awards, trial.member)) >= 0;
  },
  'no gain from inflating when rationed': (trial) => {
    const { awards } = trial.division;
    if (rational.equal(at(awards, trial.member), trial.stakes[trial.member]!.upper)) return true;
    // Nor does anybody else gain or lose by it.
    return awardsOf(inflated(trial)).every((award, index) =>
      rational.equal(award, at(awards, index)),
    );
  },
  'others do not gain from my larger claim': (trial) =>
    noneAbove(awardsOf(inflated(trial)), trial.division.awards, trial.member),
  'own award nondecreasing in own weight': (trial) => {
    const heavier = withStake(trial, ({ weight }) => ({
      weight: rational.add(weight, rational.of(trial.more)),
    }));
    const before = at(trial.division.awards, trial.member);
    return rational.compare(at(awardsOf(heavier), trial.member), before) >= 0;
  },
  'hiding an own usable form never raises own award': (trial) => {
    const hidden = leximin(withHidden(trial).network, trial.stakes);
    if (hidden === null) return true;
    const open = at(trial.division.awards, trial.member);
    return rational.compare(at(hidden.awards, trial.member), open) <= 0;
  },
  'others do not lose when I hide a form': (trial) => {
    const hidden = leximin(withHidden(trial).network, trial.stakes);
    return hidden === null || noneAbove(trial.division.awards, hidden.awards, trial.member);
  },
  'population monotonicity': (trial) => {
    const gone = withStake(trial, () => ({ lower: rational.ZERO, upper: rational.ZERO }));
    return noneAbove(trial.division.awards, awardsOf(gone), trial.member);
  },
  'consistency (leaves with its own flow)': (trial) => {
    const { flow, awards } = trial.division;
    const factor = rational.commonDenominator(flow);
    return awardsOf(afterLeaving(trial, factor)).every((award, index) => {
      const before = index === trial.member ? rational.ZERO : at(awards, index);
      return rational.equal(award, rational.mul(before, rational.of(factor)));
    });
  },
  'composition down (smaller stocks)': ({ network, stakes, stock, more, division }) => {
    const stocks = network.stocks.map((mass, index) =>
      index === stock ? (mass > more ? mass - more : 0n) : mass,
    );
    const smaller = { ...network, stocks };
    const direct = leximin(smaller, stakes);
    if (direct === null) return true;
    const claims = stakes.map((stake, index) => ({ ...stake, upper: at(division.awards, index) }));
    return awardsOf({ network: smaller, stakes: claims }).every((award, index) =>
      rational.equal(award, at(direct.awards, index)),
    );
  },
};

describe('the table of properties of the division on a network', () => {
  it('has a law here for each of its rows, and no other', () => {
    expect(table.map(({ property }) => property)).toEqual(Object.keys(LAWS));
  });

  const columns = [
    ['leximin', trials(false)],
    ['leximin_with_floors', trials(true)],
  ] as const;
  const named = (holds: boolean) =>
    columns.flatMap(([column, arbitrary]) =>
      table
        .filter((row) => row[column] === holds)
        .map(({ property }) => [column, property, arbitrary] as const),
    );

  it.each(named(true))('%s: %s', (_column, property, arbitrary) => {
    fc.assert(fc.property(arbitrary, LAWS[property]!), { numRuns: RUNS });
  });

  it.each(named(false))('%s does not have: %s', (_column, property, arbitrary) => {
    const search = fc.property(arbitrary, LAWS[property]!);
    const tried = fc.check(search, { numRuns: SEARCH_RUNS, seed: 1 });
    expect(`${tried.errorInstance as Error}`).toMatch('Property failed by returning false');
  });
});
