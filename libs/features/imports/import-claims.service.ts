import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { next } from '#domain/lifecycle/lifecycle';
import { IMPORT, type ImportAct } from '#domain/lifecycle/lifecycles';
import { Config } from '#platform/config/config';
import { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { ImportEntity } from './import.entity';

/** A step that keeps losing its worker without progress is given up after this many claims. */
export const TRIES_MAX = 5;
export const TAKEN_OVER = 'import-taken-over';

/** One worker's claim on one step of an import; `row.attempt` is the fence. */
export interface ImportClaim {
  readonly row: ImportEntity;
}

/** How far a step has come. */
export interface Counts {
  readonly read: number;
  readonly valid: number;
  readonly refused: number;
}

const WAITING = `state in ('uploaded', 'confirmed', 'committing')
  and (lease_until is null or lease_until < clock_timestamp())`;

/** Which worker may work on an import. The database's clock alone says when a lease has ended. */
@Injectable()
export class ImportClaimsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** The claim, or null when the import is taken, waits for its user, or is unknown. */
  async claim(id: string): Promise<ImportClaim | null> {
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `update import set attempt = attempt + 1, tries = tries + 1,
         lease_until = clock_timestamp() + make_interval(secs => $2)
       where id = $1 and ${WAITING}`,
      [id, this.config.RUN_LEASE_SECONDS],
    );
    if (count === 0) return null;
    const row = await this.dataSource.manager.findOneBy(ImportEntity, { id });
    assert(row, 'a claimed import exists');
    return { row };
  }

  /** Imports that wait and were not nudged lately; each is given once in a lease's time. */
  async forgotten(): Promise<readonly { readonly id: string; readonly nudge: string }[]> {
    const [rows] = await this.dataSource.query<[{ id: string; nudge: string }[], number]>(
      `update import set nudged_at = clock_timestamp() where id in (
         select id from import where ${WAITING} and (nudged_at is null
           or nudged_at < clock_timestamp() - make_interval(secs => $1))
         order by id limit 100 for update skip locked)
       returning id, (extract(epoch from nudged_at) * 1000)::bigint::text as nudge`,
      [this.config.RUN_LEASE_SECONDS],
    );
    return rows;
  }

  /** Says that the work goes on, outside its transaction. Refuses `import-taken-over`. */
  async goesOn({ row }: ImportClaim, { read, valid, refused }: Counts): Promise<void> {
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `update import set rows_read = $4, rows_valid = $5, rows_refused = $6, tries = 1,
         lease_until = clock_timestamp() + make_interval(secs => $7)
       where id = $1 and attempt = $2 and state = $3`,
      [row.id, row.attempt, row.state, read, valid, refused, this.config.RUN_LEASE_SECONDS],
    );
    if (count === 0) throw takenOver();
  }

  /** Moves the cursor in the transaction that wrote the rows up to it. */
  async advance(
    db: { query(sql: string, parameters: unknown[]): Promise<unknown> },
    { row }: ImportClaim,
    cursor: number,
    { read, valid, refused }: Counts,
  ): Promise<void> {
    const [, count] = (await db.query(
      `update import set cursor = $4, tries = 1, rows_read = rows_read + $5,
         rows_valid = rows_valid + $6, rows_committed = rows_committed + $6,
         rows_refused = rows_refused + $7,
         lease_until = clock_timestamp() + make_interval(secs => $8)
       where id = $1 and attempt = $2 and state = $3 and cursor < $4`,
      [row.id, row.attempt, row.state, cursor, read, valid, refused, this.config.RUN_LEASE_SECONDS],
    )) as [unknown, number];
    if (count === 0) throw takenOver();
  }

  /** The row, locked, while the claim holds. Refuses `import-taken-over`. */
  async lock(tx: Tx, { row }: ImportClaim): Promise<ImportEntity> {
    const now = await tx.locked(ImportEntity, row.id);
    if (now?.attempt === row.attempt && now.state === row.state) return now;
    throw takenOver();
  }

  /** Ends a step outside any command; the log hears only of what people ordered. */
  async finish(claim: ImportClaim, act: ImportAct, change: Partial<ImportEntity>): Promise<void> {
    const { id, attempt, state } = claim.row;
    const result = await this.dataSource.manager.update(
      ImportEntity,
      { id, attempt, state },
      { ...change, state: next('import', IMPORT, state, act), leaseUntil: null, nudgedAt: null },
    );
    if (result.affected === 0) throw takenOver();
  }

  /** A refusal ends the import with its reason. */
  async fail(claim: ImportClaim, { code, message, facts }: DomainError): Promise<void> {
    const problem = JSON.stringify({ code, detail: message, facts });
    const [{ now }] = await this.dataSource.query<[{ now: string }]>(
      `select to_char(clock_timestamp() at time zone 'utc',
         'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
    );
    await this.finish(claim, 'fail', { problem, settledAt: now });
  }
}

/**
 * A command of the worker in the name of whoever confirmed or ordered last. `step` names the
 * attempt: a refusal that one worker got, such as that it lost its claim, is not another's.
 */
export function commandOf({ row }: ImportClaim, step: string): CommandContext {
  const { acting, member, id, fileDigest } = row;
  const role = member === null ? 'administrator' : 'operator';
  // No client can send this key: a space is not allowed in theirs.
  const key = `import ${id} ${step}`;
  return new CommandContext({ id: acting, role, member }, key, 'import', fileDigest);
}

function takenOver(): DomainError {
  return new DomainError('conflict', TAKEN_OVER, 'Another worker has taken over, or it moved on.');
}
