import { randomUUID } from 'node:crypto';
import type { Transfer } from '#domain/books/transfer';
import type { Actor } from '#platform/database/command-context';
import type { BookCommand } from '#features/reserves/book-command';
import { GroupCommit } from '#features/reserves/group-commit';
import { WRONG_DAY_SUMS } from './day-sums';
import type { Ledger } from './ledger';

export const OUTSIDE = 'cobalt/outside/-/-';
export const FREE = 'cobalt/reserve-free/-/NLRTM';
export const HOLD = 'cobalt/reserve-hold/-/NLRTM';
const TRUST: Actor = { id: 'a test', role: 'administrator', member: null };

/** What accounts need to exist: a material, a depot and a member, straight into the database. */
export async function furnish(ledger: Ledger): Promise<void> {
  await ledger.rows(`insert into material values ('cobalt', 'Cobalt', 'Co', now())`);
  await ledger.rows(
    `insert into depot (unlocode, name, country, latitude, longitude, opened_at)
     values ('NLRTM', 'Rotterdam', 'NLD', '51.9', '4.5', now())`,
  );
}

/** A transfer of free metal into the hold, unless told otherwise. */
export function moved(grams: bigint, change: Partial<Transfer> = {}): Transfer {
  return {
    ...{ id: randomUUID(), kind: 'posted', pending: null, from: FREE, to: HOLD, grams },
    ...{ lot: null, effectiveDate: '2025-02-22', ...change },
  };
}

export function commandOf(...transfers: Transfer[]): BookCommand {
  return { actor: TRUST, kind: 'contribution-accepted', effectiveDate: '2025-02-22', transfers };
}

/** Brings grams into the free reserve. */
export async function deliver(ledger: Ledger, grams: bigint): Promise<void> {
  await ledger.service(GroupCommit).submit(commandOf(moved(grams, { from: OUTSIDE, to: FREE })));
}

/** What is wrong with the books: sums, running balances, lots and the log; empty when nothing. */
export async function faultsOf(ledger: Ledger): Promise<unknown[]> {
  const faults = await Promise.all(CHECKS.map((sql) => ledger.rows(sql)));
  return faults.flat();
}

const CHECKS = [
  `select 'sum' as fault, material from account group by material having sum(posted) <> 0`,
  `select 'negative' as fault, key from account
   where kind not in ('outside', 'undertaken') and posted - pending_out < 0`,
  `select 'running' as fault, account, version from (
     select *, sum(posted_change) over history as sum, row_number() over history as n
     from posting window history as (partition by account order by version)) p
   where posted <> sum or version <> n`,
  `select 'balance' as fault, a.key from account a
   cross join lateral balance_at(a.id, a.version) b
   where a.posted <> b.posted or a.pending_out <> b.pending`,
  `select 'version' as fault, a.key from account a
   where a.version <> (select count(*) from posting p where p.account = a.id)`,
  `select 'lots' as fault, h.account from holding h join account a on a.key = h.account
   group by h.account, a.posted, a.pending_out
   having sum(h.posted) <> a.posted or sum(h.pending_out) <> a.pending_out`,
  `select 'days' as fault, d.* from (${WRONG_DAY_SUMS}) d`,
  `select 'entry' as fault, t.id from transfer t
   left join log_entry e on e.id = t.entry_id where e.id is null`,
];
