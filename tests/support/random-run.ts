import type {
  PipelineInput,
  PipelineMember,
  PipelineStock,
} from '#domain/allocation/pipeline-values';
import * as rational from '#domain/quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from '#domain/release/parameters';
import { seeded } from './seeded';

/** How a whole run is drawn; shares in per cent. */
export interface RunShape {
  readonly members: number;
  readonly stocks: number;
  readonly forms: number;
  /** What the stocks hold of what is lacking; about half of that is released. */
  readonly supply: number;
  /** Essential use, of the baseline over the horizon: a fifth at most. */
  readonly essential: number;
  /** Of all pairs of a stock and a member. */
  readonly cappedShare?: number;
  readonly withDistances?: boolean;
}

/** The same run for the same seed, on every machine: baselines spread over four magnitudes. */
export function randomRun(shape: RunShape, seed: number): PipelineInput {
  const next = seeded(seed);
  const forms = Array.from({ length: shape.forms }, (_, form) => `form-${form}`);
  const members = Array.from({ length: shape.members }, (_, index): PipelineMember => {
    const baseline = BigInt(1 + next(10 ** (3 + next(5))));
    return {
      id: named('M', index),
      baseline: rational.ratio(baseline * 1_000n, 365n),
      baseSupply: rational.ratio(baseline * 1_000n, 365n),
      ownSupply: rational.ratio(baseline * BigInt(200 + next(600)), 365n),
      need: next(3) === 0 ? null : (baseline * BigInt(5_000 + next(60_000))) / 365n,
      essential: (baseline * BigInt(next(300 * shape.essential))) / 365n,
      standing: rational.ratio(BigInt(50 + next(51)), 100n),
      equityMultiplier: rational.ratio(BigInt(2 + next(7)), 4n),
      forms: forms.filter((_, form) => form === index % forms.length || next(3) === 0),
    };
  });
  const lacking = members.reduce(
    (sum, { baseline, ownSupply }) => sum + rational.floor(rational.sub(baseline, ownSupply)) * 30n,
    0n,
  );
  const mean = (lacking * BigInt(shape.supply)) / BigInt(50 * shape.stocks);
  const stocks = Array.from({ length: shape.stocks }, (_, index): PipelineStock => ({
    id: named('S', index),
    form: forms[index % forms.length] ?? '',
    free: (mean * BigInt(next(2_000))) / 1_000n,
  }));
  return {
    parameters: parseParameters({ ...DEFAULT_PARAMETERS, awardUnitGrams: '1' }),
    members,
    stocks,
    ...routesOf(shape, members, stocks, next),
  };
}

function routesOf(
  { cappedShare = 0, withDistances = false }: RunShape,
  members: readonly PipelineMember[],
  stocks: readonly PipelineStock[],
  next: (below: number) => number,
): Pick<PipelineInput, 'routeCaps' | 'distances'> {
  const routes = stocks.flatMap(({ id: stock, free }) =>
    members.map(({ id: member }) => ({ stock, member, free })),
  );
  const routeCaps = routes
    .filter(() => next(100) < cappedShare)
    .map(({ stock, member, free }) => ({
      ...{ stock, member },
      cap: (free * BigInt(next(3_000))) / BigInt(1_000 * members.length),
    }));
  if (!withDistances) return { routeCaps };
  const distances = routes.map(({ stock, member }) => ({
    ...{ stock, member },
    kilometres: BigInt(10 + next(12_000)),
  }));
  return { routeCaps, distances };
}

function named(letter: string, index: number): string {
  return `${letter}${`${index}`.padStart(5, '0')}`;
}
