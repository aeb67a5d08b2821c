import { DomainError } from '../errors';
import { hashBefore, toBase64, type Sha256 } from './bytes';
import { parseCanonicalObject, type Json, type JsonObject } from './canonical-json';

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
  'decision-taken': 'public',
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
  'award-waived': 'public',
  'award-lapsed': 'public',
  'drawdown-ordered': 'public',
  'drawdown-cancelled': 'public',
  'drawdown-released': 'public',
  'drawdown-collected': 'public',
  'collection-reported': 'public',
  'collection-settled': 'public',
  'collection-recounted': 'public',
  'end-use-stated': 'confidential',
  'disruption-closed': 'public',
  'channel-opened': 'confidential',
  'channel-secret-rotated': 'confidential',
  'channel-disabled': 'confidential',
  'channel-resumed': 'confidential',
  'channel-removed': 'confidential',
  'notice-replayed': 'confidential',
  'deadline-reminded': 'public',
  'deadline-passed': 'public',
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
  readonly id: string;
  readonly kind: EntryKind;
  /** When the Trust wrote it: RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  /** The legal day it counts from; the text leaves it out when it is the day of `recordedAt`. */
  readonly effectiveDate: string;
  readonly role: ActorRole;
  /** The member acting or concerned, when there is one. */
  readonly member?: string;
  /** The command that caused it; the text leaves it out when it is the entry's own `id`. */
  readonly command: string;
  /** Base64 of SHA-256(salt || body bytes). */
  readonly bodyDigest: string;
}

/** Random bytes that keep a short body from being guessed from its digest. */
export const SALT_BYTES = 16;
/** An envelope stays far below the 65,535 bytes that a tile entry may have. */
export const ENVELOPE_BYTES_MAX = 4_096;
export const BODY_BYTES_MAX = 16_777_216;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** 32 bytes: the last digit stands for four bits, and two that are zero. */
const DIGEST = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const HEX_DIGEST = /^[0-9a-f]{64}$/;
const MEMBER = /^[A-Z]{3}$/;

export function isConfidential(kind: EntryKind): boolean {
  return ENTRY_KINDS[kind] === 'confidential';
}

export function isSealable(kind: EntryKind): boolean {
  return SEALABLE.includes(kind);
}

/** Base64 of SHA-256(salt || body), which binds a body to its envelope without showing it. */
export function bodyDigest(salt: Uint8Array, body: string, sha256: Sha256): string {
  return toBase64(hashBefore(body, salt, sha256));
}

/** The canonical text of an envelope; its UTF-8 bytes are the leaf. Refuses malformed fields. */
export function buildEnvelope(fields: Envelope): string {
  const { id, command, effectiveDate, member, recordedAt } = fields;
  checkFields(fields, FIELDS);
  // The keys ascend, and no value of these forms has anything to escape.
  return (
    `{"bodyDigest":"${fields.bodyDigest}",` +
    (command === id ? '' : `"command":"${command}",`) +
    (recordedAt.startsWith(effectiveDate) ? '' : `"effectiveDate":"${effectiveDate}",`) +
    `"id":"${id}","kind":"${fields.kind}",` +
    (member === undefined ? '' : `"member":"${member}",`) +
    `"recordedAt":"${recordedAt}","role":"${fields.role}"}`
  );
}

/**
 * Reads the canonical text of an envelope; refuses unknown, missing and malformed fields. Entries
 * of the first form say `"v":"1"` and always their command, and their digest is hexadecimal.
 */
export function parseEnvelope(text: string): Envelope {
  if (text.length > ENVELOPE_BYTES_MAX) throw malformed('it is too long');
  const fields = parseCanonicalObject(text);
  if (fields['v'] !== undefined) return fromFirstForm(fields);
  const implied = { command: fields['id'], effectiveDate: dayOf(fields['recordedAt']) };
  for (const [name, value] of Object.entries(implied)) {
    if (value !== undefined && fields[name] === value) throw malformed(`it need not say ${name}`);
  }
  const envelope = { ...implied, ...fields };
  refuseStrangers(envelope, FIELDS);
  checkFields(envelope, FIELDS);
  return envelope as unknown as Envelope;
}

function dayOf(moment: Json | undefined): string | undefined {
  return typeof moment === 'string' ? moment.slice(0, 10) : undefined;
}

function fromFirstForm(fields: JsonObject): Envelope {
  refuseStrangers(fields, FIRST_FORM);
  checkFields(fields, FIRST_FORM);
  const { v, bodyDigest: digits, ...rest } = fields;
  const pairs = (digits as string).match(/../g) ?? [];
  const digest = Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
  return { ...rest, bodyDigest: toBase64(digest) } as unknown as Envelope;
}

function refuseStrangers(fields: object, form: Form): void {
  const stranger = Object.keys(fields).find((name) => !form.some(([known]) => known === name));
  if (stranger === undefined) return;
  throw malformed(`it has an unknown field ${JSON.stringify(stranger)}`);
}

function checkFields(fields: object, form: Form): void {
  for (const [name, isValid] of form) {
    const value = (fields as Readonly<Record<string, unknown>>)[name];
    if (name === 'member' && value === undefined) continue;
    if (typeof value !== 'string' || !isValid(value)) throw malformed(`its ${name} is wrong`);
  }
}

/** True for a calendar date that exists, `2025-02-22`. */
export function isCalendarDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const day = Number(text.slice(8));
  if (day <= 28) return true;
  const month = Number(text.slice(5, 7));
  if (month !== 2) return day <= 30 || ![4, 6, 9, 11].includes(month);
  const year = Number(text.slice(0, 4));
  return day === 29 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

type Validator = (value: string) => boolean;
type Form = readonly (readonly [string, Validator])[];

const VALIDATORS = {
  id: isUuid,
  kind: (value) => Object.hasOwn(ENTRY_KINDS, value),
  recordedAt: (value) => MOMENT.test(value) && isCalendarDate(value.slice(0, 10)),
  effectiveDate: isCalendarDate,
  role: (value) => (ACTOR_ROLES as readonly string[]).includes(value),
  member: (value) => MEMBER.test(value),
  command: isUuid,
  bodyDigest: (value) => DIGEST.test(value),
} as const satisfies Record<keyof Envelope, Validator>;

const FIELDS: Form = Object.entries(VALIDATORS);

const FIRST_FORM: Form = Object.entries({
  ...VALIDATORS,
  v: (value: string) => value === '1',
  bodyDigest: (value: string) => HEX_DIGEST.test(value),
});

function malformed(why: string): DomainError {
  return new DomainError('invalid', 'envelope-malformed', `This is no envelope: ${why}.`);
}
