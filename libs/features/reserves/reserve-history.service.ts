import { Injectable } from '@nestjs/common';
import type { AccountKind } from '#domain/books/account';
import type { MonthOfTransfers, Place } from '#domain/reports/flows';
import type { HeldLot } from '#domain/reports/stock-report';
import type { Snapshot } from '#platform/database/snapshot-reads';

/** What an account held by an effective day, in grams. */
export interface Level {
  readonly material: string;
  readonly kind: AccountKind;
  readonly member: string | null;
  /** Country of the account's depot. */
  readonly area: string | null;
  readonly grams: bigint;
}

/** Which transfers count: those of the log's first `logSize` entries, by their effective day. */
export interface AsOf {
  readonly logSize: string;
  readonly day: string;
}

interface LevelRow extends Omit<Level, 'grams'> {
  readonly grams: string;
}

/** Balances by account, of deliveries and of material; accounts that hold nothing are left out. */
const LEVELS = `
  select a.material, a.kind, a.member, d.country as area, b.grams
  from account a
  left join depot d on d.unlocode = a.depot
  cross join lateral (
    select balance_on(a.id, $2::date, version_at(a.id, $1::bigint - 1)) as grams) b
  where a.kind in ('delivered', 'in-transit', 'reserve-free', 'reserve-earmarked', 'reserve-hold')
    and ($3::text is null or a.material = $3) and b.grams <> 0
  order by a.key collate "C"`;

/** Grams of each form and assay in the reserve and between its depots, over all lots. */
const HELD = `
  select m.material, l.form, l.assay, sum(m.grams)::bigint as grams
  from (
    select f.material, t.lot_id as lot, -t.grams as grams
    from transfer t join log_leaf e using (entry_id) join account f on f.id = t.from_account
    where t.kind in ('posted', 'post') and t.effective_date <= $2::date and e.index < $1::bigint
      and (f.kind in ('reserve-free', 'reserve-earmarked', 'reserve-hold')
           or (f.kind = 'in-transit' and f.member is null))
    union all
    select o.material, coalesce(t.to_lot_id, t.lot_id), t.grams
    from transfer t join log_leaf e using (entry_id) join account o on o.id = t.to_account
    where t.kind in ('posted', 'post') and t.effective_date <= $2::date and e.index < $1::bigint
      and (o.kind in ('reserve-free', 'reserve-earmarked', 'reserve-hold')
           or (o.kind = 'in-transit' and o.member is null))) m
  join lot l on l.id = m.lot
  where $3::text is null or m.material = $3
  group by m.material, l.form, l.assay having sum(m.grams) <> 0
  order by m.material collate "C", l.form collate "C", l.assay collate "C"`;

/** Transfers that move material, summed by month and by where they came from and went to. */
const MOVED = `
  select f.material as product, to_char(t.effective_date, 'YYYY-MM') as month,
         f.kind as from_kind, fd.country as from_area, f.member is not null as from_member,
         o.kind as to_kind, od.country as to_area, o.member is not null as to_member,
         t.reverses_id is not null as reversal, sum(t.grams) as grams
  from transfer t
  join log_leaf e using (entry_id)
  join account f on f.id = t.from_account
  join account o on o.id = t.to_account
  left join depot fd on fd.unlocode = f.depot
  left join depot od on od.unlocode = o.depot
  where t.kind in ('posted', 'post') and t.lot_id is not null and e.index < $1::bigint
    and t.effective_date between $2::date and $3::date
    and ($4::text is null or f.material = $4)
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9`;

interface MovedRow {
  readonly product: string;
  readonly month: string;
  readonly from_kind: AccountKind;
  readonly from_area: string | null;
  readonly from_member: boolean;
  readonly to_kind: AccountKind;
  readonly to_area: string | null;
  readonly to_member: boolean;
  readonly reversal: boolean;
  readonly grams: string;
}

/** The books of the past, as any reader of the log would find them. */
@Injectable()
export class ReserveHistoryService {
  /** How many entries the signed log has; what is written and not in it yet does not count. */
  async logSize(snapshot: Snapshot): Promise<string> {
    const [head] = await snapshot.query<{ size: string }>(
      'select size from log_checkpoint order by size desc limit 1',
    );
    return head?.size ?? '0';
  }

  /** Levels of the reserve, of what is in transit, and of what members have delivered. */
  async levels(snapshot: Snapshot, { logSize, day }: AsOf, material?: string): Promise<Level[]> {
    const parameters = [logSize, day, material ?? null];
    const rows = await snapshot.query<LevelRow>(LEVELS, parameters);
    return rows.map((row) => ({ ...row, grams: BigInt(row.grams) }));
  }

  /** What the reserve held, by form and assay. */
  async held(
    snapshot: Snapshot,
    { logSize, day }: AsOf,
    material?: string,
  ): Promise<(HeldLot & { readonly material: string })[]> {
    const rows = await snapshot.query<Omit<HeldLot, 'grams'> & { material: string; grams: string }>(
      HELD,
      [logSize, day, material ?? null],
    );
    return rows.map((row) => ({ ...row, grams: BigInt(row.grams) }));
  }

  /** What moved from the first to the last day, both included. */
  async moved(
    snapshot: Snapshot,
    logSize: string,
    [first, last]: readonly [string, string],
    material?: string,
  ): Promise<MonthOfTransfers[]> {
    const parameters = [logSize, first, last, material ?? null];
    const rows = await snapshot.query<MovedRow>(MOVED, parameters);
    return rows.map(({ product, month, reversal, grams, ...row }) => ({
      ...{ product, month, reversal, grams: BigInt(grams) },
      from: place(row.from_kind, row.from_area, row.from_member),
      to: place(row.to_kind, row.to_area, row.to_member),
    }));
  }
}

function place(kind: AccountKind, area: string | null, forMember: boolean): Place {
  return { kind, area, forMember };
}
