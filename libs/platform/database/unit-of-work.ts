import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { Config } from '../config/config';
import type { CommandContext } from './command-context';
import { seededRandom, systemRandom, uuidv7Tail, type RandomSource } from './identifiers';
import { isRetryable } from './sql-state';
import { Tx } from './tx';

const ATTEMPTS_MAX = 5;

/**
 * Reads the clock and claims the key in one round trip. The identifier is a UUID version 7: the
 * clock's milliseconds, then the caller's random digits. No `id` when the key was taken before.
 */
const CLAIM_KEY = `
  with clock as materialized (
    select date_trunc('milliseconds', coalesce($1::timestamptz, now())) as now),
  claimed as (
    insert into command (id, principal, key, route, request_digest, recorded_at)
    select (lpad(to_hex((extract(epoch from now) * 1000)::bigint), 12, '0') || $2)::uuid,
           $3, $4, $5, $6, now
    from clock on conflict (principal, key) do nothing returning id)
  select to_char(now at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now,
         (select id from claimed) as id
  from clock`;

class TrialOver extends Error {}

/** A command as it was stored under its key. */
export interface CommandRow {
  id: string;
  route: string;
  request_digest: Buffer;
  outcome: 'done' | 'refused' | null;
  answer: string | null;
}

/**
 * Runs a command in one transaction under the client's key. The key is unique for ever: a second
 * call gets the stored outcome, also when that was a refusal, and changes nothing.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  async run<Answer>(ctx: CommandContext, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    try {
      return await this.retrying(ctx, work);
    } catch (error) {
      if (!(error instanceof DomainError) || ctx.replayed) throw error;
      return await this.storeRefusal<Answer>(ctx, error);
    }
  }

  /**
   * Does the work of a command and undoes all of it, key and refusal included. `work` may be called
   * again from the start, as in `run`.
   */
  async trial(ctx: CommandContext, work: (tx: Tx) => Promise<void>, attempt = 1): Promise<void> {
    try {
      await this.dataSource.transaction(async (manager) => {
        const random = this.randomFor(ctx);
        const { id, now } = await this.begin(ctx, random, (sql, p) => manager.query(sql, p));
        await work(new Tx(manager, now, id, random, true));
        throw new TrialOver();
      });
    } catch (error) {
      if (error instanceof TrialOver) return;
      if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
      await this.trial(ctx, work, attempt + 1);
    }
  }

  /** A read outside any command. */
  read<Answer>(work: (manager: EntityManager) => Promise<Answer>): Promise<Answer> {
    return work(this.dataSource.manager);
  }

  private async retrying<Answer>(
    ctx: CommandContext,
    work: (tx: Tx) => Promise<Answer>,
    attempt = 1,
  ): Promise<Answer> {
    try {
      return await this.dataSource.transaction((manager) =>
        this.once(ctx, work, (sql, parameters) => manager.query(sql, parameters), manager),
      );
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
      return this.retrying(ctx, work, attempt + 1);
    }
  }

  private async once<Answer>(
    ctx: CommandContext,
    work: (tx: Tx) => Promise<Answer>,
    query: (sql: string, parameters: unknown[]) => Promise<unknown>,
    manager: Tx['manager'],
  ): Promise<Answer> {
    const random = this.randomFor(ctx);
    const begun = await this.begin(ctx, random, query);
    if (begun.earlier) return replay<Answer>(ctx, begun.earlier);
    const tx = new Tx(manager, begun.now, begun.id, random);
    const answer = tx.wholeAnswer(await work(tx));
    const missing = tx.missingInLog();
    assert(missing === null, `the write ${ctx.route} did not append ${missing}`);
    await query(`update command set outcome = 'done', answer = $2 where id = $1`, [
      begun.id,
      JSON.stringify(answer),
    ]);
    return answer;
  }

  /** Claims the key; a concurrent holder of the same key is waited for. */
  private async begin(
    ctx: CommandContext,
    random: RandomSource,
    query: (sql: string, parameters: unknown[]) => Promise<unknown>,
  ): Promise<{ id: string; now: string; earlier?: CommandRow }> {
    const [{ id, now }] = (await query(CLAIM_KEY, [
      this.config.FIXED_CLOCK ?? null,
      uuidv7Tail(random(0, 10)),
      ctx.actor.id,
      ctx.key,
      ctx.route,
      ctx.requestDigest,
    ])) as [{ id: string | null; now: string }];
    if (id !== null) return { id, now };
    const [earlier] = (await query(
      `select id, route, request_digest, outcome, answer from command
       where principal = $1 and key = $2`,
      [ctx.actor.id, ctx.key],
    )) as CommandRow[];
    assert(earlier, 'a key that could not be claimed must exist');
    return { id: earlier.id, now, earlier };
  }

  /** Keeps a refusal under its key, unless another call with the key got there first. */
  private async storeRefusal<Answer>(ctx: CommandContext, error: DomainError): Promise<Answer> {
    const { kind, code, message, facts } = error;
    const answer = JSON.stringify({ kind, code, message, facts });
    const earlier = await this.dataSource.transaction(async (manager) => {
      const random = this.randomFor(ctx);
      const begun = await this.begin(ctx, random, (sql, p) => manager.query(sql, p));
      if (begun.earlier) return begun.earlier;
      await manager.query(`update command set outcome = 'refused', answer = $2 where id = $1`, [
        begun.id,
        answer,
      ]);
      return undefined;
    });
    if (earlier) return replay<Answer>(ctx, earlier);
    throw error;
  }

  /** What a command has of chance, also for what it computes before its transaction. */
  randomFor(ctx: CommandContext): RandomSource {
    const seed = this.config.FIXED_SEED;
    if (seed === undefined) return systemRandom;
    return seededRandom(seed, [ctx.actor.id, ctx.route, ctx.key].join('\n'));
  }
}

/**
 * The stored answer of an earlier call with the key; throws a stored refusal again. Refuses
 * `idempotency-key-reused` when the key was used for another request.
 */
export function replay<Answer>(ctx: CommandContext, earlier: CommandRow): Answer {
  if (earlier.route !== ctx.route || !earlier.request_digest.equals(ctx.requestDigest)) {
    throw new DomainError(
      'rule',
      'idempotency-key-reused',
      'This Idempotency-Key was used for another request; choose a new key for a new request.',
    );
  }
  ctx.replayed = true;
  assert(earlier.outcome !== null && earlier.answer !== null, 'a committed command has an outcome');
  if (earlier.outcome === 'done') return JSON.parse(earlier.answer) as Answer;
  const { kind, code, message, facts } = JSON.parse(earlier.answer) as DomainError;
  throw new DomainError(kind, code, message, facts);
}

/** The digest under which a request body is remembered with its key. */
export function requestDigest(body: string): Buffer {
  return createHash('sha256').update(body).digest();
}
