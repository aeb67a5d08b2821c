import { DomainError } from '../errors';

/** Where material is, and where promises and debts stand. The two families never mix. */
export const PHYSICAL_KINDS = [
  'outside',
  'in-transit',
  'reserve-free',
  'reserve-earmarked',
  'reserve-hold',
  'released',
  'loss',
] as const;
export const OBLIGATION_KINDS = [
  'undertaken',
  'pledged',
  'delivered',
  'drawn',
  'replenished',
] as const;

export type AccountKind = (typeof PHYSICAL_KINDS)[number] | (typeof OBLIGATION_KINDS)[number];
export type AccountFamily = 'physical' | 'obligation';

/** One account of the books: what is counted, in which state, for whom and where. */
export interface Account {
  readonly material: string;
  readonly kind: AccountKind;
  readonly member: string | null;
  readonly depot: string | null;
}

/** The counter accounts that stand for the world outside the books; only they may go below zero. */
const UNGUARDED: readonly AccountKind[] = ['outside', 'undertaken'];

export function isGuarded(kind: AccountKind): boolean {
  return !UNGUARDED.includes(kind);
}

export function familyOf(kind: AccountKind): AccountFamily {
  return (PHYSICAL_KINDS as readonly string[]).includes(kind) ? 'physical' : 'obligation';
}

/** Text form `material/kind/member/depot`, `-` for none; unique per account, sortable. */
export function accountKey(account: Account): string {
  return [account.material, account.kind, account.member ?? '-', account.depot ?? '-'].join('/');
}

const KEY = /^([a-z][a-z0-9_]{1,39})\/([a-z-]+)\/([A-Z]{3}|-)\/([A-Z]{2}[A-Z2-9]{3}|-)$/;
const KINDS: readonly string[] = [...PHYSICAL_KINDS, ...OBLIGATION_KINDS];

/** Keys that were read before: the books name the same accounts again and again. */
const read = new Map<string, Account>();
const READ_MAX = 10_000;

/** Reads the text form back; refuses anything `accountKey` would not write. */
export function parseAccountKey(key: string): Account {
  let account = read.get(key);
  if (account === undefined) {
    account = readAccountKey(key);
    if (read.size === READ_MAX) read.clear();
    read.set(key, account);
  }
  return account;
}

function readAccountKey(key: string): Account {
  const [, material, kind, member, depot] = KEY.exec(key) ?? [];
  if (!material || !kind || !member || !depot || !KINDS.includes(kind)) {
    throw new DomainError('invalid', 'account-key-malformed', `No account is called "${key}".`, {
      expected: 'material/kind/member/depot',
    });
  }
  return {
    material,
    kind: kind as AccountKind,
    member: member === '-' ? null : member,
    depot: depot === '-' ? null : depot,
  };
}
