import { parseArgs } from 'node:util';
import type { BrowserPlan } from './browser';
import { DRAWING_CLIENTS } from './contention';
import type { FillPlan } from './fill';
import type { Pace } from './interleave';
import type { NetworkPlan } from './network';
import type { PipelinePlan } from './pipeline';
import type { ThroughputPlan } from './throughput';

/** What is measured, and for how long. */
export interface Plan {
  readonly throughput: ThroughputPlan;
  readonly batches: Pace;
  readonly contention: Pace & { readonly clients: readonly number[] };
  /** Transfers into one account at which reads are timed, and how often each is. */
  readonly growth: { readonly sizes: readonly number[]; readonly calls: number };
  readonly fill: FillPlan;
  readonly network: NetworkPlan;
  readonly pipeline: PipelinePlan;
  readonly browser: BrowserPlan;
  /** Parts to run; all of them when none is named. */
  readonly parts: readonly Part[];
  /** Where to write all figures as JSON, and the growth curve as SVG. */
  readonly json?: string;
  readonly svg?: string;
}

/** What needs the books, and a PostgreSQL of its own. */
export const BOOK_PARTS = ['throughput', 'batches', 'contention', 'growth'] as const;
/** What is computed only. */
export const DIVISION_PARTS = ['fill', 'network', 'pipeline', 'browser'] as const;
export const PARTS = [...BOOK_PARTS, ...DIVISION_PARTS] as const;
export type BookPart = (typeof BOOK_PARTS)[number];
export type Part = (typeof PARTS)[number];

const FULL = {
  throughput: { callers: [1, 8, 32, 256, 1024], rounds: 3, milliseconds: 2_000 },
  batches: { rounds: 3, milliseconds: 2_000 },
  contention: { clients: DRAWING_CLIENTS, rounds: 3, milliseconds: 2_000 },
  growth: { sizes: [10_000, 100_000, 1_000_000], calls: 300 },
  fill: { sizes: [10, 100, 1_000, 10_000, 100_000, 1_000_000], rounds: 3 },
  network: { sizes: [10, 100, 1_000, 10_000], rounds: 5 },
  pipeline: { sizes: [10, 100, 1_000, 10_000], rounds: 3 },
  browser: { warm: 300, cold: 10 },
};

/** Says the same in about a minute, with less certainty and less growth. */
const QUICK = {
  throughput: { callers: [1, 32], rounds: 3, milliseconds: 500 },
  batches: { rounds: 3, milliseconds: 400 },
  contention: { clients: [1, 8, 32], rounds: 3, milliseconds: 300 },
  growth: { sizes: [2_000, 20_000], calls: 50 },
  fill: { sizes: [10, 1_000, 1_000_000], rounds: 1 },
  network: { sizes: [10, 1_000], rounds: 3 },
  pipeline: { sizes: [10, 1_000], rounds: 1 },
  browser: { warm: 100, cold: 3 },
};

export function planOf(words: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false },
      part: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      svg: { type: 'string' },
    },
  });
  const parts = values.part.map((name) => {
    const part = PARTS.find((known) => known === name);
    if (!part) throw new Error(`--part is one of ${PARTS.join(', ')}, not ${name}`);
    return part;
  });
  return {
    ...(values.quick ? QUICK : FULL),
    parts: parts.length === 0 ? PARTS : parts,
    ...(values.json === undefined ? {} : { json: values.json }),
    ...(values.svg === undefined ? {} : { svg: values.svg }),
  };
}
