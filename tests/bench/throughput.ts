import { seeded } from '../support/seeded';
import { closedLoop } from './closed-loop';
import { ACCOUNTS, type Contender } from './contender';
import { interleave, type Measured, type Pace, type Subject } from './interleave';

/** Where transfers go: between any two accounts, or from any into account 0. */
export type Load = 'spread' | 'hot';

/** All contenders under one load, from one number of callers. */
export interface Cell {
  readonly load: Load;
  readonly callers: number;
  readonly of: ReadonlyMap<string, Measured>;
}

export interface ThroughputPlan extends Pace {
  readonly callers: readonly number[];
}

/** How long everybody works first, from as many callers as share a batch later. */
const WARM_UP = { callers: 32, milliseconds: 3_000 };

/** So that nobody is timed while its code is still being compiled and its pages are being read. */
export async function warmUp(contenders: readonly Contender[]): Promise<void> {
  for (const one of contenders) {
    const choose = chooser('spread', 1);
    const call = (caller: number): Promise<unknown> => one.transfer(caller, ...choose());
    await closedLoop(WARM_UP.callers, WARM_UP.milliseconds, call);
  }
}

export async function measureThroughput(
  contenders: readonly Contender[],
  plan: ThroughputPlan,
  say: (text: string) => void,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const load of ['spread', 'hot'] as const) {
    for (const callers of plan.callers) {
      const subjects = contenders
        .filter(({ callersMax = callers }) => callers <= callersMax)
        .map((one) => subjectOf(one, load, callers));
      const measured = await interleave(subjects, plan);
      cells.push({ load, callers, of: new Map(measured.map((one) => [one.subject.name, one])) });
      for (const { subject, rates } of measured) {
        say(`${load}, ${callers} callers, ${subject.name}: ${rates.map(Math.round).join(' ')}/s`);
      }
    }
  }
  return cells;
}

function subjectOf(contender: Contender, load: Load, callers: number): Subject {
  return {
    name: contender.name,
    callers,
    begin: (round) => {
      const choose = chooser(load, round * 100_000 + callers);
      return (caller) => contender.transfer(caller, ...choose());
    },
    bytes: () => contender.bytes(),
  };
}

/** Two different accounts for each transfer, the same ones for every contender. */
function chooser(load: Load, seed: number): () => readonly [number, number] {
  const random = seeded(seed);
  if (load === 'hot') return () => [1 + random(ACCOUNTS - 1), 0];
  return () => {
    const from = random(ACCOUNTS);
    return [from, (from + 1 + random(ACCOUNTS - 1)) % ACCOUNTS];
  };
}
