import { DomainError } from '../errors';
import type { Sha256, VerifyEd25519 } from '../log/bytes';
import { parseVerifierKey } from '../log/signed-note';
import { BooksChecks } from './books';
import { parseBundleLine, type BundleLine, type EntryLine, type ManifestLine } from './bundle';
import { EntryChecks } from './entries';
import { HeadChecks } from './head';
import {
  EXIT_CODES,
  Findings,
  type BundleSummary,
  type FaultPlace,
  type Report,
  type Verdict,
} from './report';
import { RunsChecks } from './runs';
import { notProven, summaryOf } from './verdict';

export interface VerifierOptions {
  readonly sha256: Sha256;
  readonly verifySignature: VerifyEd25519;
  /** The log's key as the reader knows it from elsewhere; null to trust the bundle's own. */
  readonly pinnedKey: string | null;
}

/** The checks of one bundle, once its manifest is read. */
interface Checks {
  readonly manifest: ManifestLine;
  readonly entries: EntryChecks;
  readonly head: HeadChecks;
  readonly books: BooksChecks;
  readonly runs: RunsChecks;
}

/** Which line may follow which. */
const FOLLOWERS: Readonly<Record<BundleLine['type'] | 'start', readonly BundleLine['type'][]>> = {
  start: ['manifest'],
  manifest: ['entry', 'checkpoint'],
  entry: ['entry', 'checkpoint'],
  checkpoint: ['balance', 'award'],
  balance: ['balance', 'award'],
  award: ['award'],
};

/**
 * Checks a bundle line by line, so that a log of any length needs no more memory than its books.
 * Nothing it is given makes it throw: what is wrong with a bundle stands in the report.
 */
export class BundleVerifier {
  private readonly findings = new Findings();
  private checks: Checks | null = null;
  private line = 0;
  private previous: keyof typeof FOLLOWERS = 'start';
  /** Why the rest of the bundle is not read, if it is not. */
  private halted: string | null = null;
  /** Why nothing is derived from the bodies, if nothing is. */
  private abandoned: string | null = null;
  private hasCheckpoint = false;

  /** Refuses a pinned key that is malformed. */
  constructor(private readonly options: VerifierOptions) {
    if (options.pinnedKey !== null) parseVerifierKey(options.pinnedKey, options.sha256);
  }

  /** Entries read so far. */
  get entries(): bigint {
    return this.checks?.head.size ?? 0n;
  }

  /** Entries that the manifest promises; null before it is read. */
  get entriesPromised(): bigint | null {
    return this.checks === null ? null : BigInt(this.checks.manifest.size);
  }

  /** True when nothing that follows can change the verdict, so that reading may stop. */
  get isDecided(): boolean {
    return this.halted !== null;
  }

  /** Takes the next line, without its line feed. */
  addLine(bytes: Uint8Array): void {
    this.line += 1;
    if (this.halted !== null) return;
    try {
      this.take(parseBundleLine(bytes));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.halt(error.message);
    }
  }

  /** The bundle has ended: gives the verdict. */
  finish(): Report {
    const { checks } = this;
    if (checks === null)
      return this.undecided(`This is not a bundle: ${this.halted ?? 'it is empty.'}`);
    if (this.halted === null && !this.hasCheckpoint) {
      this.halted = 'the bundle ends before its checkpoint';
    }
    if (this.halted === null) this.settle(checks);
    else this.leaveUnchecked(this.halted);
    return this.report(checks);
  }

  private take(line: BundleLine): void {
    if (!FOLLOWERS[this.previous].includes(line.type)) {
      throw new DomainError('invalid', 'line-misplaced', `The ${line.type} line is out of order.`);
    }
    this.previous = line.type;
    this.dispatch(line, { line: this.line });
  }

  private dispatch(line: BundleLine, place: FaultPlace): void {
    if (line.type === 'manifest') this.checks = this.begin(line);
    const { checks } = this;
    if (checks === null) return;
    if (line.type === 'entry') this.takeEntry(checks, line);
    if (line.type === 'balance') checks.books.addBalance(line, place);
    if (line.type === 'award') checks.runs.addAward(line, place);
    if (line.type === 'checkpoint') {
      checks.head.checkCheckpoint(line.note, place);
      this.hasCheckpoint = true;
    }
  }

  private begin(manifest: ManifestLine): Checks {
    const { findings } = this;
    const { sha256, verifySignature, pinnedKey } = this.options;
    return {
      manifest,
      entries: new EntryChecks(findings, manifest.audience, sha256),
      head: new HeadChecks(findings, manifest, pinnedKey, sha256, verifySignature),
      books: new BooksChecks(findings, manifest.audience),
      runs: new RunsChecks(findings, manifest.audience, sha256),
    };
  }

  private takeEntry({ entries, head, books, runs }: Checks, line: EntryLine): void {
    const index = Number(head.size);
    if (line.index !== index.toString()) {
      throw new DomainError('invalid', 'entry-misplaced', `Entry ${line.index} is out of order.`);
    }
    const { leaf, entry } = entries.check(line, { line: this.line, entry: index });
    head.addLeaf(leaf);
    // What is not the logged text must not be taken for what the log says.
    if (entry === null) this.abandoned ??= `entry ${index} is wrong`;
    if (entry === null || this.abandoned !== null) return;
    books.addEntry(entry);
    runs.addEntry(entry);
  }

  /** A line cannot be read, so what follows has no known place either. */
  private halt(reason: string): void {
    this.halted = reason;
    if (this.checks === null) return;
    const inEntries = !this.hasCheckpoint && this.entries < (this.entriesPromised ?? 0n);
    const place = { line: this.line, entry: inEntries ? Number(this.entries) : null };
    this.findings.fault(1, place, reason);
    this.halted = `line ${this.line} cannot be read`;
  }

  private settle({ entries, books, runs }: Checks): void {
    entries.finish();
    if (this.abandoned === null) {
      books.finish();
      runs.finish();
    } else {
      this.leaveUnchecked(this.abandoned);
    }
  }

  private leaveUnchecked(reason: string): void {
    for (const { number, outcome } of this.findings.reports()) {
      if (outcome === 'unchecked') this.findings.settle(number, 'unchecked', reason);
    }
  }

  private report({ manifest, head }: Checks): Report {
    const checks = this.findings.reports();
    const first = this.findings.first();
    const verdict = verdictOf(checks.map(({ outcome }) => outcome));
    const bundle: BundleSummary = {
      origin: manifest.origin,
      audience: manifest.audience,
      notice: manifest.notice,
      entries: Number(head.size),
      root: head.root(),
      key: head.key(),
      keyPinned: this.options.pinnedKey !== null,
    };
    return {
      verdict,
      exitCode: EXIT_CODES[verdict],
      summary: summaryOf(verdict, bundle, checks, first),
      bundle,
      checks,
      first,
      notProven: notProven(bundle, checks),
    };
  }

  private undecided(summary: string): Report {
    return {
      verdict: 'undecided',
      exitCode: EXIT_CODES.undecided,
      summary,
      bundle: null,
      checks: this.findings.reports(),
      first: null,
      notProven: [],
    };
  }
}

/** Verifies a whole bundle given as lines without their line feeds. */
export function verifyBundle(lines: Iterable<Uint8Array>, options: VerifierOptions): Report {
  const verifier = new BundleVerifier(options);
  for (const line of lines) verifier.addLine(line);
  return verifier.finish();
}

function verdictOf(outcomes: readonly string[]): Verdict {
  if (outcomes.includes('failed')) return 'bad';
  return outcomes.includes('unchecked') ? 'undecided' : 'good';
}
