import { DomainError } from '../errors';
import { fromBase64, toBase64, utf8, type Sha256 } from '../log/bytes';
import { parseCanonicalObject, type JsonObject } from '../log/canonical-json';
import {
  BODY_BYTES_MAX,
  SALT_BYTES,
  bodyDigest,
  isConfidential,
  isSealable,
  parseEnvelope,
  type Envelope,
} from '../log/entry';
import { leafHash } from '../log/merkle';
import type { Audience, EntryLine } from './bundle';
import { counted, type FaultPlace, type Findings } from './report';

/** An entry whose bytes are the logged ones, as far as the tree vouches for its leaf. */
export interface SoundEntry {
  readonly place: FaultPlace;
  readonly envelope: Envelope;
  /** Null where the body is withheld. */
  readonly body: JsonObject | null;
}

/** Checks 1 to 3: each entry by itself. */
export class EntryChecks {
  private entries = 0;
  private withheld = 0;

  constructor(
    private readonly findings: Findings,
    private readonly audience: Audience,
    private readonly sha256: Sha256,
  ) {}

  /** Gives the leaf hash of the envelope, and the entry itself when nothing is wrong with it. */
  check(line: EntryLine, place: FaultPlace): { leaf: Uint8Array; entry: SoundEntry | null } {
    this.entries += 1;
    const leaf = leafHash(utf8(line.envelope), this.sha256);
    const envelope = this.read(1, place, () => parseEnvelope(line.envelope));
    const named = { ...place, kind: envelope?.kind ?? null };
    let sound = envelope !== null;
    if (toBase64(leaf) !== line.leafHash) {
      this.findings.fault(2, named, 'The leaf hash is not the hash of the envelope.');
      sound = false;
    }
    if (envelope === null) return { leaf, entry: null };
    if (!this.checkDigest(line, envelope, named)) sound = false;
    const text = line.body;
    const body = text === null ? null : this.read(1, named, () => parseCanonicalObject(text));
    if (text !== null && body === null) sound = false;
    return { leaf, entry: sound ? { place: named, envelope, body } : null };
  }

  finish(): void {
    const shown = this.entries - this.withheld;
    const why = this.audience === 'public' ? 'confidential' : 'sealed';
    const aside = this.withheld === 0 ? '' : `; ${this.withheld} withheld as ${why}`;
    this.findings.settle(1, 'passed', counted(this.entries, 'entry', 'entries'));
    this.findings.settle(2, 'passed', counted(this.entries, 'leaf', 'leaves'));
    this.findings.settle(3, 'passed', `${counted(shown, 'body', 'bodies')}${aside}`);
  }

  private checkDigest(line: EntryLine, envelope: Envelope, place: FaultPlace): boolean {
    const fault = this.digestFault(line, envelope);
    if (fault !== null) this.findings.fault(3, place, fault);
    return fault === null;
  }

  private digestFault({ body, salt }: EntryLine, envelope: Envelope): string | null {
    if ((body === null) !== (salt === null)) return 'The body and its salt must come together.';
    if (body === null || salt === null) return this.withholdingFault(envelope);
    if (body.length > BODY_BYTES_MAX) return 'The body is too long.';
    try {
      const saltBytes = fromBase64(salt);
      if (saltBytes.length !== SALT_BYTES) return `The salt is not ${SALT_BYTES} bytes.`;
      const digest = bodyDigest(saltBytes, body, this.sha256);
      return digest === envelope.bodyDigest ? null : 'The body is not the one the envelope names.';
    } catch (error) {
      if (error instanceof DomainError) return error.message;
      throw error;
    }
  }

  private withholdingFault({ kind }: Envelope): string | null {
    this.withheld += 1;
    const mayBe = this.audience === 'public' ? isConfidential(kind) : isSealable(kind);
    return mayBe ? null : `The body of a ${kind} entry is withheld from the ${this.audience}.`;
  }

  private read<T>(check: 1, place: FaultPlace, parse: () => T): T | null {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.findings.fault(check, place, error.message);
      return null;
    }
  }
}
