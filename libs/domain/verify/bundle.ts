import { DomainError } from '../errors';
import { utf8Text } from '../log/bytes';
import { canonicalJson, parseCanonicalObject } from '../log/canonical-json';

/**
 * A bundle is the whole log in one file of JSON Lines, each line canonical JSON: a manifest, every
 * entry, the checkpoint, then what the server says follows from them (balances and awards).
 */
export type BundleLine = ManifestLine | EntryLine | CheckpointLine | BalanceLine | AwardLine;

/** Who a bundle is for: the public sees no confidential body, an auditor sees every body. */
export type Audience = 'public' | 'auditor';

export interface ManifestLine {
  readonly type: 'manifest';
  readonly v: '1';
  readonly origin: string;
  /** Verifier key of the log, in its text form. */
  readonly key: string;
  readonly audience: Audience;
  /** Number of entries. */
  readonly size: string;
  readonly notice: string;
}

export interface EntryLine {
  readonly type: 'entry';
  readonly index: string;
  /** Canonical text of the envelope. */
  readonly envelope: string;
  /** Base64. */
  readonly leafHash: string;
  /** Canonical text of the body; null where it is withheld, and then so is the salt. */
  readonly body: string | null;
  /** Base64. */
  readonly salt: string | null;
}

export interface CheckpointLine {
  readonly type: 'checkpoint';
  readonly note: string;
}

/** Balance of an account that is not empty, in grams. */
export interface BalanceLine {
  readonly type: 'balance';
  readonly account: string;
  readonly posted: string;
  /** Null in a public bundle. */
  readonly pendingOut: string | null;
}

/** A published award, in grams. */
export interface AwardLine {
  readonly type: 'award';
  readonly award: string;
  readonly run: string;
  readonly member: string;
  readonly grams: string;
}

/** Longest line of a bundle, in bytes; a body is at most 16 MiB, and quoting may double it. */
export const LINE_BYTES_MAX = 40_000_000;

/**
 * What a bundle may say of its figures. Nothing in the log vouches for the notice, so that only
 * these exact texts are taken: any other would be somebody's own words in the Trust's name.
 */
export const NOTICES = {
  recorded: 'Figures are as recorded by the members and the Trust.',
  illustrative:
    'Illustrative: stocks, pledges and needs are assumed, ' +
    'and no government has agreed to any of it.',
} as const;

/** The first line of a bundle. */
export function manifestLine(log: {
  readonly origin: string;
  readonly key: string;
  readonly audience: Audience;
  readonly size: bigint;
  readonly notice: keyof typeof NOTICES;
}): ManifestLine {
  return {
    type: 'manifest',
    v: '1',
    origin: log.origin,
    key: log.key,
    audience: log.audience,
    size: log.size.toString(),
    notice: NOTICES[log.notice],
  };
}

/** One line of a bundle with its line feed. */
export function formatBundleLine(line: BundleLine): string {
  return `${canonicalJson(line)}\n`;
}

const KNOWN_NOTICES: readonly string[] = Object.values(NOTICES);

type Form = RegExp | 'text' | 'text-or-null';

const COUNT = /^(0|[1-9][0-9]{0,14})$/;
const GRAMS = /^(0|-?[1-9][0-9]{0,18})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const FORMS: Readonly<Record<BundleLine['type'], Readonly<Record<string, Form>>>> = {
  manifest: {
    v: /^1$/,
    origin: 'text',
    key: 'text',
    audience: /^(public|auditor)$/,
    size: COUNT,
    notice: 'text',
  },
  entry: {
    index: COUNT,
    envelope: 'text',
    leafHash: 'text',
    body: 'text-or-null',
    salt: 'text-or-null',
  },
  checkpoint: { note: 'text' },
  balance: { account: 'text', posted: GRAMS, pendingOut: 'text-or-null' },
  award: { award: UUID, run: UUID, member: /^[A-Z]{3}$/, grams: GRAMS },
};

/** Reads one line of a bundle, without its line feed; refuses anything but the exact format. */
export function parseBundleLine(bytes: Uint8Array): BundleLine {
  if (bytes.length > LINE_BYTES_MAX) throw malformed(`is longer than ${LINE_BYTES_MAX} bytes`);
  const fields = parseCanonicalObject(utf8Text(bytes));
  const { type } = fields;
  if (typeof type !== 'string' || !Object.hasOwn(FORMS, type)) throw malformed('has no known type');
  const forms = FORMS[type as BundleLine['type']];
  for (const [name, form] of Object.entries(forms)) {
    if (!fits(fields[name], form)) throw malformed(`has a wrong ${name}`);
  }
  if (Object.keys(fields).length !== Object.keys(forms).length + 1) {
    throw malformed('has an unknown field');
  }
  if (type === 'manifest' && !KNOWN_NOTICES.includes(fields['notice'] as string)) {
    throw malformed('has a notice of its own');
  }
  return fields as unknown as BundleLine;
}

function fits(value: unknown, form: Form): boolean {
  if (value === null) return form === 'text-or-null';
  return typeof value === 'string' && (typeof form === 'string' || form.test(value));
}

function malformed(why: string): DomainError {
  return new DomainError('invalid', 'bundle-line-malformed', `The line ${why}.`);
}
