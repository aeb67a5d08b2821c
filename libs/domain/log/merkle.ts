import { assert } from '../assert';
import { DomainError } from '../errors';
import { concatBytes, type Sha256 } from './bytes';

/** Length of a SHA-256 hash, in bytes. */
export const HASH_BYTES = 32;

/** Hash of a leaf: SHA-256(0x00 || bytes) (RFC 6962 section 2.1). */
export function leafHash(bytes: Uint8Array, sha256: Sha256): Uint8Array {
  const input = new Uint8Array(1 + bytes.length);
  input.set(bytes, 1);
  return sha256(input);
}

/** Hash of an inner node: SHA-256(0x01 || left || right) (RFC 6962 section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return sha256(input);
}

/** Root of the tree over leaf hashes, in order (RFC 6962 section 2.1). */
export function rootOf(leafHashes: Iterable<Uint8Array>, sha256: Sha256): Uint8Array {
  const range = CompactRange.empty(sha256);
  for (const hash of leafHashes) range.append(hash);
  return range.root();
}

/**
 * The roots of the perfect subtrees of a tree that only grows, largest first: one for each
 * 1-bit of its size. Enough to append and to give the root, without the leaves.
 */
export class CompactRange {
  private constructor(
    private count: number,
    private readonly roots: Uint8Array[],
    private readonly sha256: Sha256,
  ) {}

  static empty(sha256: Sha256): CompactRange {
    return new CompactRange(0, [], sha256);
  }

  /** Restores what `toBytes` gave for a tree of this size; refuses bytes of another length. */
  static restore(size: bigint, bytes: Uint8Array, sha256: Sha256): CompactRange {
    const count = Number(size);
    if (size < 0n || !Number.isSafeInteger(count) || bytes.length !== ones(size) * HASH_BYTES) {
      throw new DomainError(
        'invalid',
        'compact-range-malformed',
        `No compact range of size ${size} has ${bytes.length} bytes.`,
      );
    }
    const roots: Uint8Array[] = [];
    for (let start = 0; start < bytes.length; start += HASH_BYTES) {
      roots.push(bytes.slice(start, start + HASH_BYTES));
    }
    return new CompactRange(count, roots, sha256);
  }

  /** Number of leaves. */
  get size(): bigint {
    return BigInt(this.count);
  }

  append(hash: Uint8Array): void {
    assert(hash.length === HASH_BYTES, 'a leaf hash has 32 bytes');
    let root = hash;
    for (let rest = this.count; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.roots.pop();
      assert(left !== undefined, 'a compact range has one root for each 1-bit of its size');
      root = nodeHash(left, root, this.sha256);
    }
    this.roots.push(root);
    this.count += 1;
  }

  /** Root of the whole tree; the hash of nothing when it is empty. */
  root(): Uint8Array {
    if (this.roots.length === 0) return this.sha256(new Uint8Array(0));
    return this.roots.reduceRight((right, left) => nodeHash(left, right, this.sha256));
  }

  /** The subtree roots one after the other, 32 bytes each. */
  toBytes(): Uint8Array {
    return concatBytes(...this.roots);
  }
}

function ones(size: bigint): number {
  return [...size.toString(2)].filter((bit) => bit === '1').length;
}
