import { DomainError } from '../errors';
import { fromBase64, toBase64 } from './bytes';
import { HASH_BYTES } from './merkle';

/** A tree head as C2SP tlog-checkpoint writes it: whose log, how many leaves, which root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines; ours never have any, and witnesses do not vouch for them. */
  readonly extensions: readonly string[];
}

const SIZE = /^(0|[1-9][0-9]{0,18})$/;
const SIZE_LIMIT = 1n << 63n;
const ORIGIN = /^[^\s+\p{Cc}]+$/u;

/** The text of a checkpoint, to be signed as a note. The origin is a URL without scheme. */
export function formatCheckpoint(head: Omit<Checkpoint, 'extensions'>): string {
  if (!ORIGIN.test(head.origin)) throw malformed('origin has a space, a plus or is empty');
  if (head.size < 0n || head.size >= SIZE_LIMIT) throw malformed('size is out of range');
  if (head.root.length !== HASH_BYTES) throw malformed('root is not 32 bytes');
  return `${head.origin}\n${head.size}\n${toBase64(head.root)}\n`;
}

/** Reads the text of a checkpoint; an origin of another log may hold spaces. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw malformed('last line does not end');
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '') throw malformed('origin is empty');
  if (!SIZE.test(size) || BigInt(size) >= SIZE_LIMIT) throw malformed('size is not a tree size');
  const hash = fromBase64(root);
  if (hash.length !== HASH_BYTES) throw malformed('root is not 32 bytes');
  if (extensions.includes('')) throw malformed('text has an empty line');
  if (/[^\P{Cc}\n]/u.test(text)) throw malformed('text has control characters');
  return { origin, size: BigInt(size), root: hash, extensions };
}

function malformed(why: string): DomainError {
  return new DomainError('invalid', 'checkpoint-malformed', `The checkpoint's ${why}.`);
}
