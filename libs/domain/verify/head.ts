import { DomainError } from '../errors';
import { equalBytes, toBase64, type Sha256, type VerifyEd25519 } from '../log/bytes';
import { parseCheckpoint, type Checkpoint } from '../log/checkpoint';
import { CompactRange } from '../log/merkle';
import { noteText, openNote, parseVerifierKey } from '../log/signed-note';
import type { ManifestLine } from './bundle';
import type { FaultPlace, Findings } from './report';

/** Checks 4 and 5: the entries together, against the signed head of the tree. */
export class HeadChecks {
  private readonly range: CompactRange;

  constructor(
    private readonly findings: Findings,
    private readonly manifest: ManifestLine,
    /** The key the reader trusts; null to trust the one that came with the bundle. */
    private readonly pinnedKey: string | null,
    private readonly sha256: Sha256,
    private readonly verifySignature: VerifyEd25519,
  ) {
    this.range = CompactRange.empty(sha256);
  }

  get size(): bigint {
    return this.range.size;
  }

  addLeaf(leaf: Uint8Array): void {
    this.range.append(leaf);
  }

  /** Root over the leaves so far, base64. */
  root(): string {
    return toBase64(this.range.root());
  }

  /** The key that counts, in its text form. */
  key(): string {
    return this.pinnedKey ?? this.manifest.key;
  }

  checkCheckpoint(note: string, place: FaultPlace): void {
    this.attempt(4, place, () => {
      const fault = this.headFault(parseCheckpoint(noteText(note)));
      if (fault !== null) this.findings.fault(4, place, fault);
      this.findings.settle(4, 'passed', `size ${this.size}, root ${this.root()}`);
    });
    this.attempt(5, place, () => {
      const key = parseVerifierKey(this.key(), this.sha256);
      openNote(note, [key], this.verifySignature);
      if (this.pinnedKey !== null && this.pinnedKey !== this.manifest.key) {
        this.findings.fault(5, { line: 1 }, 'The manifest names another key than the pinned one.');
      }
      const trust = this.pinnedKey === null ? 'trusted on first use' : 'pinned';
      this.findings.settle(5, 'passed', `key ${key.name}+${key.id}, ${trust}`);
    });
  }

  private headFault(head: Checkpoint): string | null {
    if (head.origin !== this.manifest.origin) return 'The checkpoint is of another log.';
    if (head.size.toString() !== this.manifest.size) {
      return `The checkpoint has size ${head.size}, the manifest says ${this.manifest.size}.`;
    }
    if (head.size !== this.size) {
      return `The checkpoint has size ${head.size}, the bundle has ${this.size} entries.`;
    }
    if (!equalBytes(head.root, this.range.root())) {
      return `The entries make the root ${this.root()}, not ${toBase64(head.root)}.`;
    }
    return head.extensions.length === 0 ? null : 'The checkpoint has further lines.';
  }

  private attempt(check: 4 | 5, place: FaultPlace, make: () => void): void {
    try {
      make();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.findings.fault(check, place, error.message);
    }
  }
}
