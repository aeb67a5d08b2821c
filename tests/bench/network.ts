import loadHighs from 'highs';
import { checkCertificate } from '#domain/allocation/certificate';
import { leximin } from '#domain/allocation/leximin';
import { linearLeximin } from '../support/linear-leximin';
import { randomNetwork, type NetworkProblem, type Shape } from '../support/random-network';
import { barOf, type Bar } from './bars';
import { spreadOf, type Spread } from './statistics';
import { figure, textTable } from './table';

/** How often each network is divided, and the members at which growth is shown. */
export interface NetworkPlan {
  readonly rounds: number;
  readonly sizes: readonly number[];
}

export interface NetworkFigures {
  readonly name: string;
  readonly blocks: number;
  /** Milliseconds of one division, and of checking its certificate. */
  readonly divide: Spread;
  readonly check: Spread;
  /** Milliseconds of one sequence of linear programs, and how many there were. */
  readonly linear: { readonly milliseconds: number; readonly programs: number } | null;
}

const MILLISECONDS_MAX = 1_000;
const TIMES_FASTER = 20;

const BASE: Shape = {
  ...{ members: 200, stocks: 500, routes: 10_000, stockMax: 2_000_000, claimMax: 10_000_000 },
  ...{ weightMax: 1_000_000, capMax: 200_000, cappedShare: 20 },
};

/** Of the size that the bar names: one block, many blocks, floors with wide weights. */
const AGAINST: readonly (readonly [string, Shape])[] = [
  ['one route in five capped', BASE],
  ['every route capped', { ...BASE, cappedShare: 100, capMax: 30_000 }],
  ['floors', { ...BASE, cappedShare: 100, capMax: 60_000, floorPart: 50n, weightMax: 1e9 }],
];

export async function measureNetworks(
  { rounds, sizes }: NetworkPlan,
  say: (text: string) => void,
): Promise<NetworkFigures[]> {
  const highs = await loadHighs();
  const against = AGAINST.map(([name, shape], index) => {
    const problem = randomNetwork(shape, index + 1);
    say(`network of 200 x 500 x 10,000, ${name}: ours and HiGHS`);
    const own = figuresOf(`200 x 500 x 10,000, ${name}`, problem, rounds);
    const begin = performance.now();
    const linear = linearLeximin(highs, problem.network, problem.stakes);
    const milliseconds = performance.now() - begin;
    if (linear === null) throw new Error('The floors of a measured network fit.');
    return { ...own, linear: { milliseconds, programs: linear.solves } };
  });
  const growth = sizes.map((members) => {
    say(`network of ${members} members`);
    const stocks = Math.max(2, members / 10);
    const shape = { ...BASE, members, stocks, routes: members * Math.min(10, stocks / 2) };
    const name = `${figure(members)} members, ${figure(stocks)} depots, all capped`;
    const problem = randomNetwork({ ...shape, cappedShare: 100, capMax: 500_000 }, 1);
    return figuresOf(name, problem, rounds);
  });
  return [...against, ...growth];
}

function figuresOf(name: string, problem: NetworkProblem, rounds: number): NetworkFigures {
  const { network, stakes } = problem;
  const [divides, checks]: [number[], number[]] = [[], []];
  let blocks = 0;
  // A round that is not counted comes first.
  for (let round = 0; round <= rounds; round += 1) {
    const begin = performance.now();
    const division = leximin(network, stakes);
    const middle = performance.now();
    if (division === null) throw new Error('The floors of a measured network fit.');
    const faults = checkCertificate(network, stakes, division);
    const end = performance.now();
    if (faults.length > 0) throw new Error(`A certificate does not hold: ${faults[0]}`);
    blocks = division.blocks.length;
    if (round === 0) continue;
    divides.push(middle - begin);
    checks.push(end - middle);
  }
  return { name, blocks, divide: spreadOf(divides), check: spreadOf(checks), linear: null };
}

export function networkBars(all: readonly NetworkFigures[]): Bar[] {
  return all.flatMap(({ name, divide, linear }) => {
    if (linear === null) return [];
    const { milliseconds } = linear;
    const times = spreadOf(
      [divide.low, divide.median, divide.high].map((own) => milliseconds / own),
    );
    return [
      barOf({ what: `ms, network of ${name}`, sense: 'at most', limit: MILLISECONDS_MAX }, divide),
      {
        ...barOf(
          { what: `times faster than HiGHS, ${name}`, sense: 'at least', limit: TIMES_FASTER },
          times,
        ),
        ours: figure(divide.median),
        against: figure(milliseconds),
      },
    ];
  });
}

export function networkTable(all: readonly NetworkFigures[]): string {
  return textTable([
    ['network', 'blocks', 'ms', 'ms to check', 'HiGHS ms', 'programs'],
    ...all.map(({ name, blocks, divide, check, linear }) => [
      ...[name, `${blocks}`, figure(divide.median), figure(check.median)],
      ...(linear === null ? ['', ''] : [figure(linear.milliseconds), `${linear.programs}`]),
    ]),
  ]);
}
