import type { Chart } from './curve-svg';
import { ACCOUNTS } from './contender';
import { integrateAll } from './leaves';
import { BATCH, OurLedger } from './our-ledger';
import { readsOf } from './our-reads';
import type { BenchServer } from './server';
import { latencyOf, median } from './statistics';
import { figure, textTable } from './table';

/** One way to read the hot account, timed on books of every size. */
export interface GrownRead {
  readonly name: string;
  /** Milliseconds of each call, by the number of transfers on the account. */
  readonly bySize: ReadonlyMap<number, readonly number[]>;
}

export interface Growth {
  readonly reads: readonly GrownRead[];
  readonly faults: readonly string[];
}

const WARM_UP = 10;
/** A read that is slow is timed less often. */
const READ_MS_MAX = 15_000;
const HOT = 0;
const DAY_MS = 86_400_000;
/** Effective days; 619 steps on is another day each time, until all had their turn. */
const DAYS = Array.from({ length: 1_000 }, (_, n) =>
  new Date(Date.UTC(2023, 0, 1) + n * DAY_MS).toISOString().slice(0, 10),
);

/**
 * Fills one account through the product's own door, keeps a copy of the books at every size, and
 * then reads all of them in turn, so that a busy moment of the machine meets each size alike.
 */
export async function measureGrowth(
  server: BenchServer,
  sizes: readonly number[],
  calls: number,
  say: (text: string) => void,
): Promise<Growth> {
  const faults: string[] = [];
  const urls: string[] = [];
  for (const size of sizes) {
    const name = `growth_${size}`;
    const url = await server.database(name, databaseOf(urls.at(-1)));
    const ledger = await OurLedger.start(url);
    await fill(ledger, size);
    await integrateAll(ledger);
    faults.push(...(await ledger.faults()).map((fault) => `${name}: ${fault}`));
    await ledger.stop();
    await server.vacuum(name);
    urls.push(url);
    say(`${size.toLocaleString('en-US')} transfers in one account, checked`);
  }
  const ledgers: OurLedger[] = [];
  for (const url of urls) ledgers.push(await OurLedger.start(url));
  const reads = await timeReads(ledgers, sizes, calls);
  for (const ledger of ledgers) await ledger.stop();
  return { reads, faults };
}

async function fill(ledger: OurLedger, size: number): Promise<void> {
  // Each account but the hot one was opened by one transfer.
  const first = (await ledger.count('transfer')) - ACCOUNTS;
  for (let booked = first; booked < size; booked += BATCH) {
    const drafts = Array.from({ length: BATCH }, (_, n) => ({
      ...ledger.draft(ledger.reserve(1 + ((booked + n) % (ACCOUNTS - 1))), ledger.reserve(HOT), 5n),
      effectiveDate: DAYS[((booked + n) * 619) % DAYS.length] as string,
    }));
    await ledger.book(drafts);
  }
}

async function timeReads(
  ledgers: readonly OurLedger[],
  sizes: readonly number[],
  calls: number,
): Promise<GrownRead[]> {
  const readers = await Promise.all(
    ledgers.map((ledger) => readsOf(ledger, ledger.reserve(HOT), DAYS)),
  );
  const names = Object.keys(readers[0] ?? {});
  const timed = names.map((name) => ({
    name,
    bySize: new Map(sizes.map((size) => [size, [] as number[]])),
  }));
  for (const { name, bySize } of timed) {
    const end = performance.now() + READ_MS_MAX;
    for (let call = 0; call < WARM_UP + calls; call += 1) {
      if (call >= 2 * WARM_UP && performance.now() > end) break;
      const milliseconds = await timeEach(readers.map((reads) => () => reads[name]?.(call)));
      if (call < WARM_UP) continue;
      sizes.forEach((size, index) => bySize.get(size)?.push(milliseconds[index] as number));
    }
  }
  return timed;
}

async function timeEach(calls: readonly (() => Promise<unknown> | undefined)[]): Promise<number[]> {
  const milliseconds: number[] = [];
  for (const call of calls) {
    const begun = performance.now();
    await call();
    milliseconds.push(performance.now() - begun);
  }
  return milliseconds;
}

export function growthTable(reads: readonly GrownRead[]): string {
  const sizes = [...(reads[0]?.bySize.keys() ?? [])];
  const header = ['ms a read, median (p99)', ...sizes.map((size) => size.toLocaleString('en-US'))];
  const rows = reads.map(({ name, bySize }) => [
    name,
    ...[...bySize.values()].map((times) => {
      const { p50, p99 } = latencyOf(times);
      return `${figure(p50)} (${figure(p99)})`;
    }),
    figure(growthOf(bySize)),
  ]);
  return textTable([[...header, 'times'], ...rows]);
}

/** How many times slower the read is on the largest books than on the smallest. */
function growthOf(bySize: GrownRead['bySize']): number {
  const all = [...bySize.values()];
  return median(all.at(-1) ?? []) / median(all[0] ?? []);
}

export function growthChart(reads: readonly GrownRead[]): Chart {
  const lines = reads.map(({ name, bySize }) => ({
    name,
    points: [...bySize].map(([size, times]) => [size, median(times)] as const),
  }));
  return {
    title: 'Reads of one account as it fills',
    description: reads.map(describe).join('; '),
    xName: 'transfers in the account',
    yName: 'milliseconds, median',
    lines,
  };
}

function databaseOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).pathname.slice(1);
}

function describe({ name, bySize }: GrownRead): string {
  const medians = [...bySize.values()].map((times) => figure(median(times)));
  return `${name}: ${medians.join(', ')} ms`;
}

/** Milliseconds of each read by size, for programs. */
export function growthJson(reads: readonly GrownRead[]): object[] {
  return reads.map(({ name, bySize }) => ({
    name,
    bySize: Object.fromEntries([...bySize].map(([size, times]) => [size, latencyOf(times)])),
  }));
}
