import { DomainError } from '../errors';
import type { Transfer, TransferKind } from './transfer';

/** A transfer in a log body. */
export type TransferRecord = Readonly<Record<string, string>>;

/** What a record takes from its envelope when it does not say it itself. */
export interface RecordDefaults {
  /** The command, for the first transfer of a body only. */
  readonly id?: string;
  readonly effectiveDate?: string;
}

const KINDS = ['posted', 'pending', 'post', 'void', 'expire'] as const satisfies TransferKind[];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GRAMS = /^[1-9][0-9]{0,18}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const FIELDS: readonly string[] = [
  ...['id', 'kind', 'pending', 'from', 'to', 'grams', 'lot', 'effectiveDate'],
  ...['toLot', 'reverses', 'expiresAt', 'pendingGrams'],
];

/** The record without what its readers take from the envelope; `posted` is the default kind. */
export function toCompactRecord(transfer: Transfer, defaults: RecordDefaults): TransferRecord {
  return record(transfer, {
    id: transfer.id !== defaults.id,
    kind: transfer.kind !== 'posted',
    effectiveDate: transfer.effectiveDate !== defaults.effectiveDate,
  });
}

/** A transfer as it stands in a log body: strings only, absent fields left out. */
export function toTransferRecord(transfer: Transfer): TransferRecord {
  return record(transfer, { id: true, kind: true, effectiveDate: true });
}

/** Field by field, since commands of thousands of transfers are made of these. */
function record(
  transfer: Transfer,
  says: Readonly<Record<'id' | 'kind' | 'effectiveDate', boolean>>,
): TransferRecord {
  const { pending, lot, toLot, reverses, expiresAt, pendingGrams } = transfer;
  const fields: Record<string, string> = {};
  if (says.effectiveDate) fields['effectiveDate'] = transfer.effectiveDate;
  if (expiresAt !== undefined) fields['expiresAt'] = expiresAt;
  fields['from'] = transfer.from;
  fields['grams'] = transfer.grams.toString();
  if (says.id) fields['id'] = transfer.id;
  if (says.kind) fields['kind'] = transfer.kind;
  if (lot !== null) fields['lot'] = lot;
  if (pending !== null) fields['pending'] = pending;
  if (pendingGrams !== undefined) fields['pendingGrams'] = pendingGrams.toString();
  if (reverses !== undefined) fields['reverses'] = reverses;
  fields['to'] = transfer.to;
  if (toLot !== undefined) fields['toLot'] = toLot;
  return fields;
}

/** Reads one transfer of a log body; refuses unknown, missing and malformed fields. */
export function parseTransferRecord(record: unknown, defaults: RecordDefaults = {}): Transfer {
  if (typeof record !== 'object' || record === null) throw malformed('is no object');
  const fields = { kind: 'posted', ...defaults, ...record } as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(record).find((name) => !FIELDS.includes(name));
  if (stranger !== undefined) throw malformed(`has an unknown field ${JSON.stringify(stranger)}`);
  const text = (name: string, form: RegExp): string => {
    const value = fields[name];
    if (typeof value !== 'string' || !form.test(value)) throw malformed(`has a wrong ${name}`);
    return value;
  };
  const optional = (name: string, form: RegExp): string | null =>
    fields[name] === undefined ? null : text(name, form);
  const pendingGrams = optional('pendingGrams', GRAMS);
  return {
    id: text('id', UUID),
    kind: kindOf(text('kind', /^/)),
    pending: optional('pending', UUID),
    from: text('from', /^/),
    to: text('to', /^/),
    grams: BigInt(text('grams', GRAMS)),
    lot: optional('lot', UUID),
    effectiveDate: text('effectiveDate', DATE),
    ...present('toLot', optional('toLot', UUID)),
    ...present('reverses', optional('reverses', UUID)),
    ...present('expiresAt', optional('expiresAt', MOMENT)),
    ...(pendingGrams === null ? {} : { pendingGrams: BigInt(pendingGrams) }),
  };
}

/** The transfers of a whole body, with what they leave to its envelope. */
export function parseTransferRecords(
  records: readonly unknown[],
  { command, effectiveDate }: { readonly command: string; readonly effectiveDate: string },
): Transfer[] {
  return records.map((record, index) =>
    parseTransferRecord(record, index === 0 ? { id: command, effectiveDate } : { effectiveDate }),
  );
}

function kindOf(text: string): TransferKind {
  const kind = KINDS.find((one) => one === text);
  if (kind === undefined) throw malformed(`is of an unknown kind ${JSON.stringify(text)}`);
  return kind;
}

function present<Name extends string>(name: Name, value: string | null): { [N in Name]?: string } {
  return value === null ? {} : ({ [name]: value } as { [N in Name]: string });
}

function malformed(why: string): DomainError {
  return new DomainError('invalid', 'transfer-record-malformed', `A transfer record ${why}.`);
}
