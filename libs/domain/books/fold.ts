import { DomainError } from '../errors';
import { parseAccountKey } from './account';
import {
  EMPTY_BALANCE,
  applyTransfers,
  type Balance,
  type Transfer,
  type TransferKind,
} from './transfer';

/**
 * What a reader of the log has seen: every body, or only the published ones. Pending transfers
 * stand partly in confidential bodies, so a reader of published ones folds posted balances only.
 */
export type FoldView = 'complete' | 'published';

const KINDS: readonly string[] = ['posted', 'pending', 'post', 'void'] satisfies TransferKind[];
const FIELDS = ['id', 'kind', 'pending', 'from', 'to', 'grams', 'lot', 'effectiveDate'];
const OPTIONAL = ['pending', 'lot'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GRAMS = /^[1-9][0-9]{0,18}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads one transfer of a log body; refuses unknown, missing and malformed fields. */
export function parseTransferRecord(record: unknown): Transfer {
  if (typeof record !== 'object' || record === null) throw malformed('is no object');
  const fields = record as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (stranger !== undefined) throw malformed(`has an unknown field ${JSON.stringify(stranger)}`);
  const text = (name: string, form: RegExp): string => {
    const value = fields[name];
    if (typeof value !== 'string' || !form.test(value)) throw malformed(`has a wrong ${name}`);
    return value;
  };
  const optional = (name: string): string | null =>
    OPTIONAL.includes(name) && fields[name] === undefined ? null : text(name, UUID);
  const kind = text('kind', /^/);
  if (!KINDS.includes(kind)) throw malformed(`is of an unknown kind ${JSON.stringify(kind)}`);
  return {
    id: text('id', UUID),
    kind: kind as TransferKind,
    pending: optional('pending'),
    from: text('from', /^/),
    to: text('to', /^/),
    grams: BigInt(text('grams', GRAMS)),
    lot: optional('lot'),
    effectiveDate: text('effectiveDate', DATE),
  };
}

/**
 * The books as the log tells them: transfers go in one by one, in the order of the log, and any
 * that the books could not have accepted is refused. After a refusal the fold is not to be used.
 */
export class Fold {
  private readonly balances = new Map<string, Balance>();
  private readonly seen = new Set<string>();
  /** Pending transfers by id; null once posted or voided. */
  private readonly pendings = new Map<string, Transfer | null>();

  constructor(private readonly view: FoldView) {}

  /** Books the next transfer of the log, or refuses it. */
  add(transfer: Transfer): void {
    if (this.seen.has(transfer.id)) throw refused(transfer, 'is in the log twice');
    this.seen.add(transfer.id);
    if (transfer.kind === 'pending') this.pendings.set(transfer.id, transfer);
    if (transfer.kind === 'post' || transfer.kind === 'void') this.end(transfer);
    const effective = this.view === 'complete' ? transfer : withoutPending(transfer);
    if (effective === null) {
      parseAccountKey(transfer.from);
      parseAccountKey(transfer.to);
      return;
    }
    for (const [key, balance] of applyTransfers(this.balances, [effective])) {
      this.balances.set(key, balance);
    }
  }

  /** The pending transfer must exist, be open, and say the same as the one that ends it. */
  private end(transfer: Transfer): void {
    const id = transfer.pending ?? '';
    const pending = this.pendings.get(id);
    if (pending === null) throw refused(transfer, `ends ${id}, which has ended before`);
    if (pending === undefined && this.view === 'complete') {
      throw refused(transfer, `ends ${id}, which is not in the log`);
    }
    const same =
      pending === undefined ||
      (pending.from === transfer.from &&
        pending.to === transfer.to &&
        pending.grams === transfer.grams &&
        pending.lot === transfer.lot);
    if (!same) throw refused(transfer, `differs from ${id}, which it ends`);
    this.pendings.set(id, null);
  }

  /** Accounts that hold or have promised anything, in ascending key. */
  accounts(): readonly (readonly [string, Balance])[] {
    return [...this.balances]
      .filter(
        ([key, { posted, pendingOut }]) => isAccount(key) && !(posted === 0n && pendingOut === 0n),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  balance(account: string): Balance {
    return this.balances.get(account) ?? EMPTY_BALANCE;
  }
}

/** Balances of every account that is not empty, from transfer records in the order of the log. */
export function fold(records: Iterable<unknown>, view: FoldView): ReadonlyMap<string, Balance> {
  const books = new Fold(view);
  for (const record of records) books.add(parseTransferRecord(record));
  return new Map(books.accounts());
}

/** Posted grams over all accounts, by material: zero for each, or the books are wrong. */
export function sumsByMaterial(
  posted: Iterable<readonly [string, bigint]>,
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [key, grams] of posted) {
    const { material } = parseAccountKey(key);
    sums.set(material, (sums.get(material) ?? 0n) + grams);
  }
  return sums;
}

/** The same movement for a reader who never saw what was pending. */
function withoutPending(transfer: Transfer): Transfer | null {
  if (transfer.kind === 'posted') return transfer;
  return transfer.kind === 'post' ? { ...transfer, kind: 'posted', pending: null } : null;
}

/** Balances of one lot within an account are kept beside the accounts, under `lot@account`. */
function isAccount(key: string): boolean {
  return !key.includes('@');
}

function malformed(why: string): DomainError {
  return new DomainError('invalid', 'transfer-record-malformed', `A transfer record ${why}.`);
}

function refused(transfer: Transfer, why: string): DomainError {
  return new DomainError('rule', 'transfer-refused', `Transfer ${transfer.id} ${why}.`, {
    transfer: transfer.id,
  });
}
