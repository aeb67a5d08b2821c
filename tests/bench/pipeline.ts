import { runPipeline } from '#domain/allocation/pipeline';
import { randomRun, type RunShape } from '../support/random-run';
import { barOf, type Bar } from './bars';
import { spreadOf, type Spread } from './statistics';
import { figure, textTable } from './table';

/** Members at which whole runs are timed, smallest first, and how often each. */
export interface PipelinePlan {
  readonly sizes: readonly number[];
  readonly rounds: number;
}

export interface PipelineFigures {
  readonly shape: string;
  readonly members: number;
  readonly routes: number;
  readonly blocks: number;
  /** Milliseconds of one run. */
  readonly run: Spread;
  /** Microseconds of it for each member. */
  readonly each: number;
}

/** A member costs at most so many times what it costs in the smallest run. */
const GROWTH_MAX = 4;
const BAR_MEMBERS = 10_000;

const BASE = { stocks: 40, forms: 3, supply: 60, essential: 10 };

/** Runs of more than 1,000 members with distances take longer than a bench should. */
const DISTANCES_MEMBERS_MAX = 1_000;

const SHAPES: readonly (readonly [string, Omit<RunShape, 'members'>])[] = [
  ['no caps', BASE],
  ['every route capped', { ...BASE, cappedShare: 100 }],
  ['floors scaled', { ...BASE, supply: 10, essential: 60 }],
  ['distances', { ...BASE, withDistances: true }],
];

/** Whole runs, from positions and needs to routes: 40 stocks, some 22 of which a member can use. */
export function measurePipeline(
  { sizes, rounds }: PipelinePlan,
  say: (text: string) => void,
): PipelineFigures[] {
  return SHAPES.flatMap(([shape, drawn]) =>
    sizesFor(drawn, sizes).map((members) => {
      const input = randomRun({ ...drawn, members }, 1);
      const times: number[] = [];
      // Small runs are over before the compiler has seen them: they come often enough to be warm.
      const uncounted = Math.max(1, Math.ceil(2_000 / members));
      let result = runPipeline(input);
      for (let round = 1 - uncounted; round < rounds; round += 1) {
        const begun = performance.now();
        result = runPipeline(input);
        if (round >= 0) times.push(performance.now() - begun);
      }
      say(`run of ${figure(members)} members, ${shape}`);
      const run = spreadOf(times);
      const [routes, blocks] = [result.network.routes.length, result.division.blocks.length];
      return { shape, members, routes, blocks, run, each: (run.median * 1_000) / members };
    }),
  );
}

function sizesFor(drawn: Partial<RunShape>, sizes: readonly number[]): readonly number[] {
  return sizes.filter((members) => !drawn.withDistances || members <= DISTANCES_MEMBERS_MAX);
}

export function pipelineBars(all: readonly PipelineFigures[]): Bar[] {
  return all
    .filter(({ members }) => members === BAR_MEMBERS)
    .flatMap(({ shape, each }) => {
      const smallest = all.find((one) => one.shape === shape);
      if (smallest === undefined) return [];
      const what = `us a member, run of 10,000 against one of ${smallest.members}, ${shape}`;
      return [
        {
          ...barOf({ what, sense: 'at most', limit: GROWTH_MAX }, spreadOf([each / smallest.each])),
          ours: figure(each),
          against: figure(smallest.each),
        },
      ];
    });
}

export function pipelineTable(all: readonly PipelineFigures[]): string {
  return textTable([
    ['run', 'members', 'routes', 'blocks', 'ms', 'us a member'],
    ...all.map(({ shape, members, routes, blocks, run, each }) => [
      ...[shape, figure(members), figure(routes), `${blocks}`],
      ...[run.median, each].map(figure),
    ]),
  ]);
}
