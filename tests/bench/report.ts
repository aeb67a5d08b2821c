import type { Bar } from './bars';
import type { Measured } from './interleave';
import { latencyOf, median, spreadOf } from './statistics';
import { figure, textTable } from './table';
import type { Cell } from './throughput';

/** Every promise with what was measured for it. */
export function barTable(bars: readonly Bar[]): string {
  const header = ['bar', 'ours', 'against', 'ratio or value', 'low to high', 'must be', ''];
  const rows = bars.map(({ what, ours, against, value, sense, limit, met }) => [
    what,
    ours,
    against,
    figure(value.median),
    `${figure(value.low)} to ${figure(value.high)}`,
    `${sense} ${limit}`,
    met ? 'met' : 'NOT MET',
  ]);
  return textTable([header, ...rows]);
}

/** Transfers a second by callers: the median of the rounds, and their lowest and highest. */
export function throughputTable(cells: readonly Cell[]): string {
  const names = [...(cells[0]?.of.keys() ?? [])];
  const header = ['transfers/s', ...names];
  const rows = cells.map(({ load, callers, of }) => [
    `${load}, ${callers}`,
    ...names.map((name) => rateOf(of.get(name))),
  ]);
  return textTable([header, ...rows]);
}

/** Milliseconds of a call at each number of callers. */
export function latencyTable(cells: readonly Cell[]): string {
  const header = ['ms a call', 'p50', 'p95', 'p99', 'max'];
  const rows = cells.flatMap(({ load, callers, of }) =>
    [...of].map(([name, { latencies }]) => {
      const { p50, p95, p99, max } = latencyOf(latencies);
      return [`${load}, ${callers}, ${name}`, ...[p50, p95, p99, max].map(figure)];
    }),
  );
  return textTable([header, ...rows]);
}

/** How many calls took how long, at 32 callers. */
export function histogramTable(cells: readonly Cell[], name: string): string {
  const shown = cells.filter(({ callers }) => callers === 32);
  const found = shown.map(({ of }) => latencyOf(of.get(name)?.latencies ?? [0]).histogram);
  const longest = found.reduce((a, b) => (b.length > a.length ? b : a), []);
  const header = ['up to, ms', ...shown.map(({ load }) => `${load}, % of calls`)];
  const rows = longest.map(({ upTo }, index) => [
    figure(upTo),
    ...found.map((buckets) => {
      const all = buckets.reduce((sum, { calls }) => sum + calls, 0);
      return (((buckets[index]?.calls ?? 0) * 100) / all).toFixed(2);
    }),
  ]);
  return textTable([header, ...rows]);
}

/** Bytes that a transfer added, by table, from 32 callers. */
export function bytesTable(cells: readonly Cell[], leafBytes: number, ours: string): string {
  const rows = cells
    .filter(({ callers }) => callers === 32)
    .flatMap(({ load, of }) => [...of].map(([name, measured]) => ({ load, name, measured })))
    .map(({ load, name, measured }) => {
      const parts = Object.entries(measured.bytesPerCall).sort(([, a], [, b]) => b - a);
      const sum = parts.reduce((all, [, bytes]) => all + bytes, 0);
      const leaf = name === ours ? ` + log_leaf ${figure(leafBytes)}` : '';
      const shown = parts.map(([table, bytes]) => `${table} ${figure(bytes)}`).join(', ');
      return [`${load}, ${name}`, figure(sum), `${shown}${leaf}`];
    });
  return textTable([['bytes a transfer', 'sum', ''], ...rows]);
}

/** Calls a second of anything measured in rounds. */
export function rateTable(
  title: string,
  measured: readonly Measured[],
  each: (one: Measured) => number = () => 1,
): string {
  const rows = measured.map((one) => {
    const { subject, rates } = one;
    const { median: middle, low, high } = spreadOf(rates.map((rate) => rate * each(one)));
    return [`${subject.name}, ${subject.callers}`, ...[middle, low, high].map(figure)];
  });
  return textTable([[title, 'median', 'low', 'high'], ...rows]);
}

function rateOf(measured: Measured | undefined): string {
  if (!measured) return '-';
  const { low, high } = spreadOf(measured.rates);
  return `${figure(median(measured.rates))} (${figure(low)}-${figure(high)})`;
}

/** Everything that was measured, for programs. */
export function asJson(measured: readonly Measured[]): object[] {
  return measured.map(({ subject, rates, latencies, bytesPerCall }) => ({
    name: subject.name,
    callers: subject.callers,
    perSecond: rates,
    latency: latencyOf(latencies),
    bytesPerCall,
  }));
}
