import { closedLoop, type Run } from './closed-loop';

/** One thing that is measured under a load of its own. */
export interface Subject {
  readonly name: string;
  readonly callers: number;
  /** Makes the call of one round; the same round asks the same of every subject. */
  begin(round: number): (caller: number) => Promise<unknown>;
  /** Bytes on disk by table, where growth is of interest. */
  bytes?(): Promise<ReadonlyMap<string, number>>;
}

export interface Pace {
  readonly rounds: number;
  readonly milliseconds: number;
}

/** What the rounds of one subject gave. */
export class Measured {
  /** One run a round, in the order of the rounds. */
  readonly runs: Run[] = [];
  /** Every call, those of the warm-up included. */
  answered = 0;
  private readonly grown = new Map<string, number>();

  constructor(readonly subject: Subject) {}

  get rates(): number[] {
    return this.runs.map(({ perSecond }) => perSecond);
  }

  get latencies(): number[] {
    return this.runs.flatMap(({ latencies }) => latencies);
  }

  get calls(): number {
    return this.runs.reduce((sum, { calls }) => sum + calls, 0);
  }

  /** Bytes that each call added, by table, over all rounds. */
  get bytesPerCall(): Readonly<Record<string, number>> {
    const grown = [...this.grown].filter(([, bytes]) => bytes > 0);
    return Object.fromEntries(grown.map(([table, bytes]) => [table, bytes / this.calls]));
  }

  async run(round: number, milliseconds: number): Promise<void> {
    const { subject } = this;
    const before = await subject.bytes?.();
    const run = await closedLoop(subject.callers, milliseconds, subject.begin(round));
    this.answered += run.calls;
    if (round === 0) return;
    this.runs.push(run);
    for (const [table, bytes] of (await subject.bytes?.()) ?? []) {
      const more = bytes - (before?.get(table) ?? 0);
      this.grown.set(table, (this.grown.get(table) ?? 0) + more);
    }
  }
}

/**
 * Every subject in turn within each round, starting with another one each time, so that what
 * disturbs the machine disturbs all of them alike. Round 0 warms up and is not kept.
 */
export async function interleave(subjects: readonly Subject[], pace: Pace): Promise<Measured[]> {
  const measured = subjects.map((subject) => new Measured(subject));
  for (let round = 0; round <= pace.rounds; round += 1) {
    const milliseconds = round === 0 ? pace.milliseconds / 3 : pace.milliseconds;
    for (const one of rotated(measured, round)) await one.run(round, milliseconds);
  }
  return measured;
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const first = by % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}
