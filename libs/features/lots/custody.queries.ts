import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parseAccountKey } from '#domain/books/account';
import { parseEnvelope } from '#domain/log/entry';
import { formatMass } from '#domain/quantity/mass';
import { LotEntity } from './lot.entity';
import type {
  CustodyPage,
  CustodyQuery,
  CustodyStep,
  GenealogyResponse,
  GenealogyStep,
} from './lots.dto';
import { lotUnknown } from './lots.queries';

const STEPS_DEFAULT = '1000';
/** Steps of a genealogy in each direction that one answer tells of. */
export const GENEALOGY_MAX = 10_000;

interface StepRow {
  readonly id: string;
  readonly entry: string;
  readonly effective: string;
  readonly from_key: string;
  readonly to_key: string;
  readonly grams: string;
  readonly lot: string;
  readonly to_lot: string | null;
  readonly envelope: Buffer;
  readonly reason: string | null;
}

/**
 * What has moved grams of a lot: it alone, not what only promises, since a run's promises are not
 * for everybody before they are published. Entries have their order from the log, and transfers
 * of one entry that in which they were written. Bodies of runs are large and give no reason.
 */
const CUSTODY = `
  with step as (
    select t.*, row_number() over (order by l.index, u.seq, u.place, t.ctid) as place
    from transfer t
    left join log_leaf l on l.entry_id = t.entry_id
    left join (select w.seq, i.id, i.place
               from log_unsequenced w, unnest(w.entry_ids) with ordinality as i (id, place)) u
      on u.id = t.entry_id
    where (t.lot_id = $1 or t.to_lot_id = $1) and t.kind in ('posted', 'post'))
  select s.id, s.entry_id as entry, to_char(s.effective_date, 'YYYY-MM-DD') as effective,
         f.key as from_key, o.key as to_key, s.grams, s.lot_id as lot, s.to_lot_id as to_lot,
         e.envelope,
         case when entry_kind(e.envelope) ~ '^(lot|contribution-)'
              then convert_from(e.body, 'UTF8')::jsonb ->> 'reason' end as reason
  from step s
  join account f on f.id = s.from_account
  join account o on o.id = s.to_account
  join log_entry e on e.id = s.entry_id
  where s.place > coalesce((select place from step where id = $2), 0)
  order by s.place limit $3`;

/**
 * The union keeps each step once, so that the search ends whatever the rows say. Each lot is looked
 * up by itself (`offset 0`): in a long chain one lot leads to one, and a join would read all
 * transfers at every link.
 */
const ANCESTORS = `
  with recursive step (lot, into_lot, grams, entry, id) as (
    select lot_id, to_lot_id, grams, entry_id, id from transfer where to_lot_id = $1
    union
    select t.lot_id, t.to_lot_id, t.grams, t.entry_id, t.id
    from step s cross join lateral (
      select * from transfer where to_lot_id = s.lot offset 0) t)
  select * from step limit $2`;

const DESCENDANTS = `
  with recursive step (lot, into_lot, grams, entry, id) as (
    select lot_id, to_lot_id, grams, entry_id, id from transfer
    where lot_id = $1 and to_lot_id is not null
    union
    select t.lot_id, t.to_lot_id, t.grams, t.entry_id, t.id
    from step s cross join lateral (
      select * from transfer where lot_id = s.into_lot and to_lot_id is not null offset 0) t)
  select * from step limit $2`;

interface KinRow {
  readonly lot: string;
  readonly into_lot: string;
  readonly grams: string;
  readonly entry: string;
}

/** Where a lot has been, and which lots it was made of and went into: told by the transfers. */
@Injectable()
export class CustodyQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Every movement in the order of the log. Refuses `lot-unknown`. */
  async custody(id: string, { after, limit }: CustodyQuery): Promise<CustodyPage> {
    await this.requireLot(id);
    const take = Number(limit ?? STEPS_DEFAULT);
    const rows = await this.dataSource.query<StepRow[]>(CUSTODY, [id, after ?? null, take + 1]);
    const steps = rows.slice(0, take).map(toStep);
    const last = steps.at(-1);
    return { lot: id, steps, ...(rows.length > take && last ? { next: last.transfer } : {}) };
  }

  /** All ancestors and descendants, nearest first. Refuses `lot-unknown`. */
  async genealogy(id: string): Promise<GenealogyResponse> {
    await this.requireLot(id);
    const ancestors = await this.dataSource.query<KinRow[]>(ANCESTORS, [id, GENEALOGY_MAX + 1]);
    const descendants = await this.dataSource.query<KinRow[]>(DESCENDANTS, [id, GENEALOGY_MAX + 1]);
    const family = [id, ...ancestors.map(({ lot }) => lot)];
    const brought = await this.dataSource.query<{ lot: string; contribution: string }[]>(
      `select id as lot, contribution_id as contribution from lot
       where id = any ($1::uuid[]) and contribution_id is not null order by id`,
      [family],
    );
    return {
      lot: id,
      ancestors: ancestors.slice(0, GENEALOGY_MAX).map(toKin),
      descendants: descendants.slice(0, GENEALOGY_MAX).map(toKin),
      brought,
      truncated: Math.max(ancestors.length, descendants.length) > GENEALOGY_MAX,
    };
  }

  private async requireLot(id: string): Promise<void> {
    if (!(await this.dataSource.manager.existsBy(LotEntity, { id }))) throw lotUnknown();
  }
}

function toStep(row: StepRow): CustodyStep {
  const { recordedAt, role, kind } = parseEnvelope(row.envelope.toString('utf8'));
  return {
    transfer: row.id,
    entry: row.entry,
    entryKind: kind,
    ...{ recordedAt, effectiveDate: row.effective, from: row.from_key, to: row.to_key },
    depot: parseAccountKey(row.to_key).depot ?? parseAccountKey(row.from_key).depot,
    mass: formatMass(BigInt(row.grams)),
    ...{ role, reason: row.reason, fromLot: row.lot, toLot: row.to_lot ?? row.lot },
  };
}

function toKin({ lot, into_lot: into, grams, entry }: KinRow): GenealogyStep {
  return { from: lot, to: into, mass: formatMass(BigInt(grams)), entry };
}
