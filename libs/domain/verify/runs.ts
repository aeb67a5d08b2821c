import { checkDivision } from '../allocation/check-division';
import { divisionOf, type DivisionRecord } from '../allocation/division-record';
import { replay } from '../allocation/replay';
import { DomainError } from '../errors';
import { toHex, utf8, type Sha256 } from '../log/bytes';
import { canonicalJson, type Json, type JsonObject } from '../log/canonical-json';
import { parseSnapshot } from '../release/snapshot-reader';
import type { Audience, AwardLine } from './bundle';
import type { SoundEntry } from './entries';
import { publicationFault, readPublication, textOf, type Publication } from './publication';
import { counted, type FaultPlace, type Findings } from './report';

/** How far the log has taken one run. */
interface RunTrace {
  readonly state: 'frozen' | 'proposed' | 'rejected' | 'published';
  readonly snapshot: Json;
  readonly snapshotDigest: string;
  /** Canonical text of the division that the replay gave; null when it has not given one. */
  readonly division: string | null;
}

/** Checks 8 to 10: every allocation run, its division, and the awards that were served. */
export class RunsChecks {
  private readonly traces = new Map<string, RunTrace>();
  private readonly published = new Map<string, AwardLine>();
  private readonly served = new Map<string, AwardLine>();
  private lastServed = '';
  private replayed = 0;
  private withheld = 0;
  private divisions = 0;
  /** Why a check cannot be made, if that is so. */
  private readonly undecided = new Map<8 | 9, string>();

  constructor(
    private readonly findings: Findings,
    private readonly audience: Audience,
    private readonly sha256: Sha256,
  ) {}

  addEntry({ envelope: { kind }, body, place }: SoundEntry): void {
    if (kind === 'allocation-proposed' && body === null) this.withheld += 1;
    if (body === null) return;
    if (kind === 'allocation-frozen') this.attempt(8, place, () => this.freeze(body));
    if (kind === 'allocation-proposed') this.attempt(8, place, () => this.propose(body));
    if (kind === 'allocation-rejected') this.attempt(8, place, () => this.reject(body));
    if (kind === 'allocation-published') this.attempt(9, place, () => this.publish(body));
  }

  addAward(line: AwardLine, place: FaultPlace): void {
    if (line.award <= this.lastServed) {
      this.findings.fault(10, place, `Award ${line.award} is out of order.`);
    }
    this.lastServed = line.award;
    this.served.set(line.award, line);
  }

  finish(): void {
    this.settleReplays();
    const stumbled = this.undecided.get(9);
    if (stumbled === undefined)
      this.findings.settle(9, 'passed', counted(this.divisions, 'division'));
    else this.findings.settle(9, 'unchecked', stumbled);
    if (this.findings.hasFailed(9) || stumbled !== undefined) {
      this.findings.settle(10, 'unchecked', 'a published division does not hold');
    } else {
      this.compareAwards();
    }
  }

  private settleReplays(): void {
    const stumbled = this.undecided.get(8);
    const runs = `${counted(this.withheld, 'run')}, whose figures are confidential`;
    if (stumbled !== undefined) this.findings.settle(8, 'unchecked', stumbled);
    else if (this.withheld > 0) this.findings.settle(8, 'withheld', runs);
    else this.findings.settle(8, 'passed', counted(this.replayed, 'run'));
  }

  private freeze(body: JsonObject): void {
    const run = textOf(body, 'run');
    if (this.traces.has(run)) throw refusal(`Run ${run} is frozen twice.`);
    const snapshot = body['snapshot'] ?? null;
    const snapshotDigest = toHex(this.sha256(utf8(canonicalJson(snapshot))));
    this.traces.set(run, { state: 'frozen', snapshot, snapshotDigest, division: null });
  }

  /** Computes the run again from its snapshot and compares the result byte for byte. */
  private propose(body: JsonObject): void {
    const run = textOf(body, 'run');
    const trace = this.traces.get(run);
    if (trace?.state !== 'frozen') throw refusal(`Run ${run} is proposed, but not just frozen.`);
    this.traces.set(run, { ...trace, state: 'proposed', snapshot: null });
    if (textOf(body, 'snapshotDigest') !== trace.snapshotDigest) {
      throw refusal(`Run ${run} names another snapshot than the one frozen for it.`);
    }
    const record = replay(parseSnapshot(trace.snapshot));
    if (canonicalJson(record) !== canonicalJson(body['result'] ?? null)) {
      throw refusal(`Run ${run} does not replay to the recorded result.`);
    }
    const division = canonicalJson(divisionOf(record));
    this.traces.set(run, { ...trace, state: 'proposed', snapshot: null, division });
    this.replayed += 1;
  }

  private reject(body: JsonObject): void {
    const run = textOf(body, 'run');
    const trace = this.traces.get(run) ?? UNSEEN;
    if (trace.state === 'published') throw refusal(`Run ${run} is rejected after publication.`);
    this.traces.set(run, { ...trace, state: 'rejected' });
  }

  private publish(body: JsonObject): void {
    this.divisions += 1;
    const publication = readPublication(body);
    const { run, division, awards } = publication;
    this.follow(publication);
    const [fault] = checkDivision(division);
    if (fault !== undefined) throw refusal(`The certificate of run ${run} fails: ${fault}.`);
    const difference = publicationFault(publication, division as unknown as DivisionRecord);
    if (difference !== null) throw refusal(difference);
    for (const award of awards) {
      if (this.published.has(award.award)) throw refusal(`Award ${award.award} is not new.`);
      this.published.set(award.award, award);
    }
  }

  /** What is published must be what was proposed, as far as this bundle shows it. */
  private follow({ run, snapshotDigest, division }: Publication): void {
    const trace = this.traces.get(run) ?? UNSEEN;
    this.traces.set(run, { ...trace, state: 'published' });
    const allowed = this.audience === 'auditor' ? ['proposed'] : ['proposed', 'frozen'];
    if (!allowed.includes(trace.state)) {
      throw refusal(`Run ${run} is published, but it was ${trace.state} before.`);
    }
    if (trace.division === null) return;
    if (trace.snapshotDigest !== snapshotDigest) {
      throw refusal(`Run ${run} is published for another snapshot.`);
    }
    if (trace.division !== canonicalJson(division)) {
      throw refusal(`The published division of run ${run} is not the one it replays to.`);
    }
  }

  private compareAwards(): void {
    for (const [award, line] of this.published) {
      const served = this.served.get(award);
      if (served === undefined) {
        this.findings.fault(10, {}, `Award ${award} is not served.`);
      } else if (canonicalJson(served) !== canonicalJson(line)) {
        this.findings.fault(10, {}, `Award ${award} is served with other figures.`);
      }
    }
    for (const award of this.served.keys()) {
      if (!this.published.has(award)) {
        this.findings.fault(10, {}, `Award ${award} is served, but never published.`);
      }
    }
    this.findings.settle(10, 'passed', counted(this.published.size, 'award'));
  }

  /** Our own engine may stumble, or be another one: neither proves that the log is wrong. */
  private attempt(check: 8 | 9, place: FaultPlace, make: () => void): void {
    try {
      make();
    } catch (error) {
      const isRefusal = error instanceof DomainError && error.code !== 'engine-version-unknown';
      if (isRefusal) this.findings.fault(check, place, error.message);
      else if (error instanceof Error) this.undecided.set(check, error.message);
      else throw error;
    }
  }
}

/** A run of which this bundle has shown nothing yet. */
const UNSEEN: RunTrace = { state: 'frozen', snapshot: null, snapshotDigest: '', division: null };

function refusal(message: string): DomainError {
  return new DomainError('rule', 'run-refused', message);
}
