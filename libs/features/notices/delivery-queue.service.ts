import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FAILING_DAYS_MAX, secondsBeforeNext } from '#domain/notices/retries';
import { clockText } from '#platform/database/clock-text';

/** Longer than any delivery takes: who claimed one and died leaves it to another after this. */
const LEASE_SECONDS = 60;
const BATCH_MAX = 20;

/** One attempt of one delivery. `attempt` is the fence: a newer attempt makes this one void. */
export interface Attempt {
  readonly channel: string;
  readonly notice: string;
  readonly attempt: number;
  readonly kind: 'webhook' | 'e-mail';
  readonly target: string;
  readonly recipient: string;
  readonly noticeKind: string;
  readonly about: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  /** Seconds since the epoch, by the database's clock. */
  readonly timestamp: string;
  /** Base64, the newest first. */
  readonly secrets: readonly string[];
}

export interface Outcome {
  readonly status: number | null;
  /** Why it was not delivered, or null when it was. */
  readonly fault: string | null;
}

const CLAIM = `
  with due as (
    select d.channel_id, d.entry_id from channel_delivery d join channel c on c.id = d.channel_id
    where d.state = 'waiting' and d.next_at <= clock_timestamp() and c.state = 'active'
      and c.kind = any ($1)
    order by d.next_at limit ${BATCH_MAX} for update of d skip locked),
  claimed as (
    update channel_delivery d set attempts = d.attempts + 1,
      next_at = clock_timestamp() + interval '${LEASE_SECONDS} seconds'
    from due where d.channel_id = due.channel_id and d.entry_id = due.entry_id
    returning d.channel_id, d.entry_id, d.attempts)
  select c.id as channel, n.entry_id as notice, claimed.attempts as attempt, c.kind, c.target,
    c.recipient, n.kind as "noticeKind", n.about, ${clockText('n.recorded_at')} as "recordedAt",
    extract(epoch from clock_timestamp())::bigint::text as timestamp,
    array(select encode(s.secret, 'base64') from channel_secret s
          where s.channel_id = c.id and (s.until is null or s.until > clock_timestamp())
          order by s.made_at desc) as secrets
  from claimed join channel c on c.id = claimed.channel_id
  join notice n on n.recipient = c.recipient and n.entry_id = claimed.entry_id`;

/** Which deliveries are due, and what became of them; by PostgreSQL's clock alone. */
@Injectable()
export class DeliveryQueue {
  constructor(private readonly dataSource: DataSource) {}

  /** Claims some that are due, of these kinds of channels. */
  claim(kinds: readonly string[]): Promise<Attempt[]> {
    return this.dataSource.query(CLAIM, [kinds]);
  }

  /** Writes down an attempt; true when its channel has failed for too long, or is gone. */
  async settle(attempt: Attempt, { status, fault }: Outcome, spread: number): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const { channel, notice, attempt: number } = attempt;
      const wait = secondsBeforeNext(number, spread);
      const failed = wait === null ? 'given-up' : 'waiting';
      // The channel first, as whoever replays or removes locks it first.
      const [[row]] = await manager.query<[{ long: boolean }[]]>(
        `update channel set failing_since =
           case when $2 then null else coalesce(failing_since, clock_timestamp()) end
         where id = $1 and state = 'active'
         returning coalesce(
           failing_since < clock_timestamp() - make_interval(days => $3), false) as long`,
        [channel, fault === null, FAILING_DAYS_MAX],
      );
      await manager.query(
        `update channel_delivery
         set state = $4, next_at = clock_timestamp() + make_interval(secs => $5)
         where channel_id = $1 and entry_id = $2 and attempts = $3 and state = 'waiting'`,
        [channel, notice, number, fault === null ? 'delivered' : failed, wait ?? 0],
      );
      await manager.query(
        `insert into channel_attempt values ($1, $2, $3, clock_timestamp(), $4, $5)
         on conflict do nothing`,
        [channel, notice, number, status, fault],
      );
      return row !== undefined && (row.long || status === GONE);
    });
  }
}

/** Who answers this asks to be sent nothing more: Standard Webhooks. */
const GONE = 410;
