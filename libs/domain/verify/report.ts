/** The checks a bundle goes through, in this order, always all of them. */
export const CHECKS = {
  1: 'Every line and entry is in canonical form',
  2: 'Every leaf hash is the hash of its entry',
  3: 'Every body is the one its entry names',
  4: 'The entries make the tree the checkpoint names',
  5: 'The checkpoint is signed by the log',
  6: 'The books balance at every entry',
  7: 'The served balances are the fold of the log',
  8: 'Every allocation run replays to its recorded result',
  9: 'Every published division holds its certificate',
  10: 'The served awards are the published ones',
} as const;

export type CheckNumber = keyof typeof CHECKS;
export const CHECK_NUMBERS: readonly CheckNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/**
 * `withheld`: it needs bodies that this bundle does not show. `unchecked`: something before it
 * is wrong or missing, so that its answer would mean nothing.
 */
export type Outcome = 'passed' | 'failed' | 'withheld' | 'unchecked';

/** One thing that is wrong, and where. */
export interface Fault {
  readonly check: CheckNumber;
  /** Line of the bundle, counted from 1. */
  readonly line: number | null;
  /** Index of the log entry, counted from 0. */
  readonly entry: number | null;
  /** Kind of the log entry, as far as it can be read. */
  readonly kind: string | null;
  readonly reason: string;
}

export interface CheckReport {
  readonly number: CheckNumber;
  readonly title: string;
  readonly outcome: Outcome;
  readonly detail: string;
  readonly faults: number;
  readonly first: Fault | null;
}

/** Whose log the bundle is, and how far it reaches. */
export interface BundleSummary {
  readonly origin: string;
  readonly audience: 'public' | 'auditor';
  readonly notice: string;
  /** Entries read. */
  readonly entries: number;
  /** Root over the entries read, base64. */
  readonly root: string;
  /** The key the checkpoint was checked against. */
  readonly key: string;
  /** False: the key came with the bundle, so it proves only that the bundle agrees with itself. */
  readonly keyPinned: boolean;
}

export type Verdict = 'good' | 'bad' | 'undecided';

export interface Report {
  readonly verdict: Verdict;
  /** Status of the process: good 0, bad 1, undecided 2. */
  readonly exitCode: 0 | 1 | 2;
  /** The verdict in a sentence. */
  readonly summary: string;
  readonly bundle: BundleSummary | null;
  readonly checks: readonly CheckReport[];
  /** The first wrong entry if an entry is wrong, else the first fault in the order of checks. */
  readonly first: Fault | null;
  /** What a reader of this bundle still has to take on trust. */
  readonly notProven: readonly string[];
}

export const EXIT_CODES: Readonly<Record<Verdict, 0 | 1 | 2>> = { good: 0, bad: 1, undecided: 2 };

interface Finding {
  outcome: Outcome;
  detail: string;
  faults: number;
  first: Fault | null;
}

/** A number with its noun: `1 run`, `2 runs`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

export type FaultPlace = Partial<Pick<Fault, 'line' | 'entry' | 'kind'>>;

/** What the checks have found so far. */
export class Findings {
  private readonly byCheck = new Map<CheckNumber, Finding>(
    CHECK_NUMBERS.map((number) => [
      number,
      { outcome: 'unchecked', detail: 'not reached', faults: 0, first: null },
    ]),
  );

  /** Records a fault: the check has failed, whatever is settled later. */
  fault(check: CheckNumber, place: FaultPlace, reason: string): void {
    const finding = this.of(check);
    const { line = null, entry = null, kind = null } = place;
    finding.first ??= { check, line, entry, kind, reason };
    finding.outcome = 'failed';
    finding.detail = finding.first.reason;
    finding.faults += 1;
  }

  /** Settles a check; one that has failed stays failed. */
  settle(check: CheckNumber, outcome: Exclude<Outcome, 'failed'>, detail: string): void {
    const finding = this.of(check);
    if (finding.outcome === 'failed') return;
    finding.outcome = outcome;
    finding.detail = detail;
  }

  hasFailed(check: CheckNumber): boolean {
    return this.of(check).outcome === 'failed';
  }

  reports(): readonly CheckReport[] {
    return CHECK_NUMBERS.map((number) => ({ number, title: CHECKS[number], ...this.of(number) }));
  }

  /** The wrong entry with the lowest index, else the first fault in the order of checks. */
  first(): Fault | null {
    const faults = [...this.byCheck.values()].flatMap(({ first }) => first ?? []);
    const inEntries = faults.filter((fault) => fault.entry !== null);
    inEntries.sort((a, b) => (a.entry ?? 0) - (b.entry ?? 0) || a.check - b.check);
    return inEntries[0] ?? faults.sort((a, b) => a.check - b.check)[0] ?? null;
  }

  private of(check: CheckNumber): Finding {
    const finding = this.byCheck.get(check);
    if (finding === undefined) throw new Error(`Assertion failed: no check ${check}`);
    return finding;
  }
}
