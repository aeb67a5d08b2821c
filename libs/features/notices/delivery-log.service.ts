import { Injectable } from '@nestjs/common';
import type { NewestFirstQuery } from '#platform/http/newest-first.query';
import { DataSource } from 'typeorm';
import { clockText } from '#platform/database/clock-text';
import type { Actor } from '#platform/database/command-context';
import { ChannelEntity } from './channel.entity';
import { unknownChannel } from './channels.service';
import type { DeliveryResponse } from './notices.dto';
import { recipientOf } from './recipient';

const PAGE_DEFAULT = '100';

const PAGE = `
  select d.entry_id as notice, d.state,
    coalesce((
      select json_agg(json_build_object('attempt', a.attempt::text,
        'endedAt', ${clockText('a.ended_at')}, 'status', a.status::text, 'fault', a.fault)
        order by a.attempt)
      from channel_attempt a where a.channel_id = d.channel_id and a.entry_id = d.entry_id),
      '[]') as attempts
  from channel_delivery d where d.channel_id = $1 and ($2::uuid is null or d.entry_id < $2)
  order by d.entry_id desc limit $3`;

/** What was delivered by a channel, and every attempt at it. */
@Injectable()
export class DeliveryLog {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest first. Refuses `channel-unknown`. */
  async list(
    reader: Actor,
    id: string,
    { before, limit }: NewestFirstQuery,
  ): Promise<{ deliveries: readonly DeliveryResponse[]; next?: string }> {
    const where = { id, recipient: recipientOf(reader) };
    if (!(await this.dataSource.manager.existsBy(ChannelEntity, where))) throw unknownChannel();
    const take = Number(limit ?? PAGE_DEFAULT);
    const parameters = [id, before ?? null, take + 1];
    const rows = await this.dataSource.query<DeliveryResponse[]>(PAGE, parameters);
    const deliveries = rows.slice(0, take);
    const last = deliveries.at(-1);
    return { deliveries, ...(rows.length > take && last ? { next: last.notice } : {}) };
  }
}
