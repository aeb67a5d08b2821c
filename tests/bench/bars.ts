import { LINKED, UNNEST, VALUES } from './batches';
import type { Measured } from './interleave';
import { latencyOf, median, ratiosOf, spreadOf, type Spread } from './statistics';
import { figure } from './table';
import type { Cell, Load } from './throughput';

/** A promise of the project, what was measured for it, and whether that keeps it. */
export interface Bar {
  readonly what: string;
  readonly ours: string;
  readonly against: string;
  readonly value: Spread;
  readonly sense: 'at least' | 'at most';
  readonly limit: number;
  readonly met: boolean;
}

type Promised = Pick<Bar, 'what' | 'sense' | 'limit'>;

/** At 32 callers, how many times the peer's rate. */
const TIMES_THE_PEER: Readonly<Record<Load, number>> = { spread: 4, hot: 10 };
const P99_MS_MAX = 15;
const BYTES_MAX = 800;
const GROWTH_MAX = 2;

/** Speed and size of single transfers. `leafBytes` is what integration adds to each. */
export function throughputBars(cells: readonly Cell[], ours: string, leafBytes: number): Bar[] {
  return cells.flatMap(({ load, callers, of }) => {
    const [own, peer] = [of.get(ours), of.get('peer')];
    if (!own || !peer || ![1, 32].includes(callers)) return [];
    const where = `${load}, ${callers} ${callers === 1 ? 'caller' : 'callers'}`;
    const limit = callers === 1 ? 0.8 : TIMES_THE_PEER[load];
    const what = `transfers/s against the peer, ${where}`;
    const speed = ratioBar({ what, sense: 'at least', limit }, own, peer);
    return callers === 1 ? [speed] : [speed, ...weightBars(where, own, leafBytes)];
  });
}

function weightBars(where: string, own: Measured, leafBytes: number): Bar[] {
  const p99 = spreadOf(own.runs.map(({ latencies }) => latencyOf(latencies).p99));
  const stored = Object.values(own.bytesPerCall).reduce((sum, bytes) => sum + bytes, 0);
  const bytes = spreadOf([stored + leafBytes]);
  const what = `bytes a transfer, log and leaf included, ${where}`;
  return [
    barOf({ what: `p99 in ms, ${where}`, sense: 'at most', limit: P99_MS_MAX }, p99),
    barOf({ what, sense: 'at most', limit: BYTES_MAX }, bytes),
  ];
}

/** A command of a thousand linked transfers against bare inserts of as many rows. */
export function batchBars(batches: readonly Measured[]): Bar[] {
  const one = (name: string): Measured => {
    const found = batches.find(({ subject }) => subject.name === name && subject.callers === 1);
    if (!found) throw new Error(`nothing was measured as ${name}`);
    return found;
  };
  return [VALUES, UNNEST].map((bare) => {
    const what = `batches/s of 1,000 against a ${bare}`;
    return ratioBar({ what, sense: 'at least', limit: 0.4 }, one(LINKED), one(bare));
  });
}

/** The rate of 32 clients against the best of up to 32, round by round. */
export function contentionBar(name: string, byClients: readonly Measured[]): Bar {
  const upTo32 = byClients.filter(({ subject }) => subject.callers <= 32);
  const at32 = upTo32.find(({ subject }) => subject.callers === 32);
  if (!at32) throw new Error('32 clients were not measured');
  const best = upTo32.reduce((a, b) => (median(b.rates) > median(a.rates) ? b : a));
  const what = `draws/s on one reserve, 32 clients against the best of 1 to 32, ${name}`;
  return {
    ...ratioBar({ what, sense: 'at least', limit: 0.8 }, at32, best),
    against: `${best.subject.name}: ${figure(median(best.rates))}`,
  };
}

/** How many times slower a read became from the smallest to the largest books. */
export function growthBar(read: string, bySize: readonly (readonly number[])[]): Bar {
  const [small, large] = [bySize[0] ?? [], bySize.at(-1) ?? []];
  const what = `ms of ${read}, largest books against smallest`;
  const value = spreadOf([median(large) / median(small)]);
  return {
    ...barOf({ what, sense: 'at most', limit: GROWTH_MAX }, value),
    ours: figure(median(large)),
    against: figure(median(small)),
  };
}

function ratioBar(promised: Promised, own: Measured, other: Measured): Bar {
  return {
    ...barOf(promised, ratiosOf(own.rates, other.rates)),
    ours: figure(median(own.rates)),
    against: figure(median(other.rates)),
  };
}

/** A promise and the figure that keeps it or not. */
export function barOf(promised: Promised, value: Spread): Bar {
  const { sense, limit } = promised;
  const met = sense === 'at least' ? value.median >= limit : value.median <= limit;
  return { ...promised, ours: figure(value.median), against: '', value, met };
}
