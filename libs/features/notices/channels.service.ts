import { Injectable } from '@nestjs/common';
import { DataSource, Not } from 'typeorm';
import { DomainError } from '#domain/errors';
import { next } from '#domain/lifecycle/lifecycle';
import { CHANNEL, type ChannelAct } from '#domain/lifecycle/lifecycles';
import type { EntryKind } from '#domain/log/entry';
import { Config } from '#platform/config/config';
import type { Actor, CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { secretText } from '#platform/outgoing/signature';
import { EventLog } from '#features/event-log/event-log';
import { ChannelEntity } from './channel.entity';
import { requireTarget } from './channel-target';
import { noticeUnknown } from './inbox.service';
import type { ChannelAnswer, ChannelResponse, NewChannelRequest } from './notices.dto';
import { memberOf, recipientOf } from './recipient';

/** More would be a mistake, or an attack on somebody. */
const CHANNELS_MAX = 10;
const SECRET_BYTES = 32;
/** How long the secret before signs, too, after a new one was made. */
const ROTATION_HOURS = 24;

const ENTRY_OF: Readonly<Record<ChannelAct, EntryKind>> = {
  disable: 'channel-disabled',
  resume: 'channel-resumed',
  remove: 'channel-removed',
};

const GIVE_UP = `
  update channel_delivery set state = 'given-up' where channel_id = $1 and state = 'waiting'`;

/** The ways out of the house that a recipient has opened for its notices. */
@Injectable()
export class ChannelsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  /** Refuses `channel-target-refused`, `smtp-not-configured` and `too-many-channels`. */
  async open(ctx: CommandContext, request: NewChannelRequest): Promise<ChannelAnswer> {
    // A name may take seconds to be resolved, and no transaction waits for it meanwhile.
    const refusal = await requireTarget(request, this.config).then(() => null, refusalOf);
    return this.withSecret(ctx, async (tx) => {
      if (refusal !== null) throw refusal;
      const recipient = recipientOf(ctx.actor);
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`channels of ${recipient}`]);
      const where = { recipient, state: Not('removed' as const) };
      if ((await tx.manager.countBy(ChannelEntity, where)) >= CHANNELS_MAX) throw tooMany();
      const channel: ChannelEntity = {
        id: tx.newId(),
        recipient,
        kind: request.kind,
        target: request.target,
        state: 'active',
        failingSince: null,
        openedBy: ctx.actor.id,
        openedAt: tx.now,
      };
      await tx.manager.insert(ChannelEntity, channel);
      const secret = channel.kind === 'webhook' ? await this.makeSecret(tx, channel.id) : undefined;
      return { answer: await this.logged(tx, ctx, channel, 'channel-opened'), secret };
    });
  }

  /**
   * A new secret; the one before signs beside it for a day. Refuses `channel-unknown` and
   * `channel-without-secret`.
   */
  rotate(ctx: CommandContext, id: string): Promise<ChannelAnswer> {
    return this.withSecret(ctx, async (tx) => {
      const channel = await this.lockOwn(tx, ctx.actor, id);
      if (channel.kind !== 'webhook' || channel.state === 'removed') {
        const message = 'Only a webhook that is not removed has a secret.';
        throw new DomainError('conflict', 'channel-without-secret', message);
      }
      // Of three, the oldest is out at once.
      await tx.query('delete from channel_secret where channel_id = $1 and until is not null', [
        id,
      ]);
      await tx.query(
        `update channel_secret set until = $2::timestamptz + make_interval(hours => $3)
         where channel_id = $1`,
        [id, tx.now, ROTATION_HOURS],
      );
      const secret = await this.makeSecret(tx, id);
      return { answer: await this.logged(tx, ctx, channel, 'channel-secret-rotated'), secret };
    });
  }

  /** Refuses `channel-unknown` and `act-not-legal-now`. */
  act(ctx: CommandContext, id: string, act: 'resume' | 'remove'): Promise<ChannelAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const channel = await this.lockOwn(tx, ctx.actor, id);
      return this.move(tx, ctx, channel, act);
    });
  }

  /** A command of the worker, once for each time that the channel began to fail. */
  async disable(tx: Tx, ctx: CommandContext, id: string): Promise<ChannelAnswer> {
    const channel = await tx.locked(ChannelEntity, id);
    if (channel === null) throw unknownChannel();
    return this.move(tx, ctx, channel, 'disable');
  }

  /**
   * Has one notice delivered again, with its id. Refuses `channel-unknown`, `channel-not-active`
   * and `notice-unknown`.
   */
  replay(ctx: CommandContext, id: string, notice: string): Promise<ChannelAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const channel = await this.lockOwn(tx, ctx.actor, id);
      if (channel.state !== 'active') {
        const remedy = channel.state === 'disabled' ? 'resume it' : 'open another';
        const message = `The channel is ${channel.state}; ${remedy} first.`;
        throw new DomainError('conflict', 'channel-not-active', message);
      }
      const { recipient } = channel;
      const sql = 'select from notice where recipient = $1 and entry_id = $2';
      if ((await tx.query(sql, [recipient, notice])).length === 0) throw noticeUnknown();
      await tx.query(
        `insert into channel_delivery (channel_id, entry_id, state, next_at)
         values ($1, $2, 'waiting', $3)
         on conflict (channel_id, entry_id) do update set state = 'waiting', next_at = $3`,
        [id, notice, tx.now],
      );
      return this.logged(tx, ctx, channel, 'notice-replayed', { notice });
    });
  }

  async list(reader: Actor): Promise<{ channels: ChannelResponse[] }> {
    const rows = await this.dataSource.manager.find(ChannelEntity, {
      where: { recipient: recipientOf(reader), state: Not('removed' as const) },
      order: { id: 'ASC' },
    });
    return { channels: rows.map(toChannelResponse) };
  }

  private async lockOwn(tx: Tx, actor: Actor, id: string): Promise<ChannelEntity> {
    const channel = await tx.locked(ChannelEntity, id);
    if (channel !== null && channel.recipient === recipientOf(actor)) return channel;
    throw unknownChannel();
  }

  private async move(
    tx: Tx,
    ctx: CommandContext,
    before: ChannelEntity,
    act: ChannelAct,
  ): Promise<ChannelAnswer> {
    const state = next('channel', CHANNEL, before.state, act);
    const failingSince = act === 'resume' ? null : before.failingSince;
    await tx.manager.update(ChannelEntity, { id: before.id }, { state, failingSince });
    if (act === 'remove') await tx.query(GIVE_UP, [before.id]);
    return this.logged(tx, ctx, { ...before, state, failingSince }, ENTRY_OF[act]);
  }

  private async makeSecret(tx: Tx, id: string): Promise<Buffer> {
    const secret = tx.randomBytes(SECRET_BYTES);
    const sql = 'insert into channel_secret (channel_id, made_at, secret) values ($1, $2, $3)';
    await tx.query(sql, [id, tx.now, secret]);
    return secret;
  }

  /** The target stays out of the log: an address is somebody's, and a URL may hold a token. */
  private async logged(
    tx: Tx,
    ctx: CommandContext,
    channel: ChannelEntity,
    kind: EntryKind,
    more: object = {},
  ): Promise<ChannelAnswer> {
    const body = { channel: channel.id, channelKind: channel.kind, ...more };
    const entry = await this.log.append(tx, ctx, { kind, body, ...memberOf(channel.recipient) });
    return { ...toChannelResponse(channel), entry };
  }

  /** Shows the secret in the first answer only; the stored one, which is replayed, lacks it. */
  private async withSecret(
    ctx: CommandContext,
    work: (tx: Tx) => Promise<{ answer: ChannelAnswer; secret: Buffer | undefined }>,
  ): Promise<ChannelAnswer> {
    let made: Buffer | undefined;
    const answer = await this.unitOfWork.run(ctx, async (tx) => {
      const done = await work(tx);
      made = done.secret;
      return done.answer;
    });
    return ctx.replayed || made === undefined ? answer : { ...answer, secret: secretText(made) };
  }
}

export function unknownChannel(): DomainError {
  return new DomainError('not-found', 'channel-unknown', 'You have no channel of this identifier.');
}

function tooMany(): DomainError {
  return new DomainError(
    'rule',
    'too-many-channels',
    `There are ${CHANNELS_MAX} channels; remove one first.`,
  );
}

function toChannelResponse(channel: ChannelEntity): ChannelResponse {
  const { id, kind, target, state, failingSince, openedAt } = channel;
  return { id, kind, target, state, failingSince, openedAt };
}

/** A refusal is stored under the key of the command, so it is thrown inside of it. */
function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  throw error;
}
