import { DomainError } from '../errors';
import { concatBytes, toHex, utf8, type Sha256 } from './bytes';
import { canonicalJson, parseCanonicalObject } from './canonical-json';

/**
 * Every kind of entry, and who may read its body. "Confidential" is a property of the kind:
 * such a body is for auditors, administrators and the operators of the member it names.
 */
export const ENTRY_KINDS = {
  'user-created': 'public',
  'user-confirmed': 'public',
  'member-admitted': 'public',
  'material-listed': 'public',
  'form-listed': 'public',
  'depot-opened': 'public',
  'usable-forms-verified': 'public',
  'sourcing-rule-proposed': 'public',
  'sourcing-rule-in-force': 'public',
  'baseline-recorded': 'confidential',
  'pledge-drafted': 'confidential',
  'pledge-draft-dropped': 'confidential',
  'pledge-offered': 'public',
  'pledge-accepted': 'public',
  'pledge-amendment-proposed': 'public',
  'pledge-amendment-accepted': 'public',
  'pledge-amendment-declined': 'public',
  'pledge-withdrawn': 'public',
  'instalments-reminded': 'public',
  'contribution-notified': 'public',
  'contribution-cancelled': 'public',
  'contribution-received': 'public',
  'contribution-accepted': 'public',
  'contribution-rejected': 'public',
  'contribution-reversal-proposed': 'public',
  'contribution-reversed': 'public',
  'lot-split': 'public',
  'lots-merged': 'public',
  'lot-dispatched': 'public',
  'lot-arrived': 'public',
  'lot-objection-raised': 'public',
  'lot-held': 'public',
  'lot-released': 'public',
  'lot-loss-proposed': 'public',
  'lot-loss-confirmed': 'public',
  'release-rule-proposed': 'public',
  'release-rule-in-force': 'public',
  'disruption-drafted': 'public',
  'disruption-proposed': 'public',
  'disruption-declared': 'public',
  'needs-opened': 'public',
  'need-stated': 'confidential',
  'needs-closed': 'public',
  'allocation-queued': 'public',
  'allocation-frozen': 'confidential',
  'allocation-proposed': 'confidential',
  'allocation-approved': 'public',
  'allocation-rejected': 'public',
  'allocation-published': 'public',
  'allocation-failed': 'public',
  'award-accepted': 'public',
  'drawdown-ordered': 'public',
  'drawdown-released': 'public',
  'drawdown-collected': 'public',
  'disruption-closed': 'public',
  'transfers-expired': 'public',
  'import-opened': 'confidential',
  'import-uploaded': 'confidential',
  'import-confirmed': 'confidential',
  'import-commit-ordered': 'confidential',
  'import-committed': 'confidential',
  'import-cancelled': 'confidential',
} as const satisfies Readonly<Record<string, 'public' | 'confidential'>>;

export type EntryKind = keyof typeof ENTRY_KINDS;

/**
 * Kinds whose bodies may be sealed, for auditors too, until the window they belong to has closed.
 * They move nothing, so that a log with sealed bodies can still be folded.
 */
const SEALABLE: readonly EntryKind[] = ['need-stated'];

/** Who acted; `system` is the Trust's own worker, which decides nothing. */
export const ACTOR_ROLES = ['operator', 'administrator', 'auditor', 'system'] as const;
export type ActorRole = (typeof ACTOR_ROLES)[number];

/** The public part of an entry, whose canonical bytes are the leaf of the tree. */
export interface Envelope {
  readonly v: '1';
  readonly id: string;
  readonly kind: EntryKind;
  /** When the Trust wrote it: RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  /** The legal day it counts from: RFC 3339 calendar date. */
  readonly effectiveDate: string;
  readonly role: ActorRole;
  /** The member acting or concerned, when there is one. */
  readonly member?: string;
  /** The command that caused it. */
  readonly command: string;
  /** Hexadecimal SHA-256(salt || body bytes). */
  readonly bodyDigest: string;
}

/** Random bytes that keep a short body from being guessed from its digest. */
export const SALT_BYTES = 16;
/** An envelope stays far below the 65,535 bytes that a tile entry may have. */
export const ENVELOPE_BYTES_MAX = 4_096;
export const BODY_BYTES_MAX = 16_777_216;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DIGEST = /^[0-9a-f]{64}$/;
const MEMBER = /^[A-Z]{3}$/;

export function isConfidential(kind: EntryKind): boolean {
  return ENTRY_KINDS[kind] === 'confidential';
}

export function isSealable(kind: EntryKind): boolean {
  return SEALABLE.includes(kind);
}

/** Hexadecimal SHA-256(salt || body), which binds a body to its envelope without showing it. */
export function bodyDigest(salt: Uint8Array, body: string, sha256: Sha256): string {
  return toHex(sha256(concatBytes(salt, utf8(body))));
}

/** The canonical text of an envelope; its UTF-8 bytes are the leaf. Refuses malformed fields. */
export function buildEnvelope(fields: Omit<Envelope, 'v'>): string {
  const envelope = { v: '1', ...fields };
  checkFields(envelope);
  const text = canonicalJson(envelope);
  if (text.length > ENVELOPE_BYTES_MAX) throw malformed('it is too long');
  return text;
}

/** Reads the canonical text of an envelope; refuses unknown, missing and malformed fields. */
export function parseEnvelope(text: string): Envelope {
  if (text.length > ENVELOPE_BYTES_MAX) throw malformed('it is too long');
  const fields = parseCanonicalObject(text);
  checkFields(fields);
  return fields as unknown as Envelope;
}

function checkFields(fields: Readonly<Record<string, unknown>>): void {
  for (const [name, isValid] of VALIDATORS) {
    const value = fields[name];
    if (name === 'member' && value === undefined) continue;
    if (typeof value !== 'string' || !isValid(value)) throw malformed(`its ${name} is wrong`);
  }
  const stranger = Object.keys(fields).find((name) => !Object.hasOwn(FIELDS, name));
  if (stranger !== undefined)
    throw malformed(`it has an unknown field ${JSON.stringify(stranger)}`);
}

/** True for a calendar date that exists, `2025-02-22`. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map((digits) => parseInt(digits, 10));
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

const FIELDS: Readonly<Record<keyof Envelope, (value: string) => boolean>> = {
  v: (value) => value === '1',
  id: isUuid,
  kind: (value) => Object.hasOwn(ENTRY_KINDS, value),
  recordedAt: (value) => isCalendarDate(MOMENT.exec(value)?.[1] ?? ''),
  effectiveDate: isCalendarDate,
  role: (value) => (ACTOR_ROLES as readonly string[]).includes(value),
  member: (value) => MEMBER.test(value),
  command: isUuid,
  bodyDigest: (value) => DIGEST.test(value),
};

const VALIDATORS = Object.entries(FIELDS);

function malformed(why: string): DomainError {
  return new DomainError('invalid', 'envelope-malformed', `This is no envelope: ${why}.`);
}
