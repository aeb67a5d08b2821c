import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { clockText } from '#platform/database/clock-text';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { UnitOfWork } from '#platform/database/unit-of-work';
import type { NoticePage, NoticeResponse, NoticesQuery } from './notices.dto';
import { recipientOf } from './recipient';

const PAGE_DEFAULT = '100';

interface NoticeRow extends Omit<NoticeResponse, 'about'> {
  readonly about: string;
}

const PAGE = `
  select n.entry_id as id, n.kind, n.about, ${clockText('n.recorded_at')} as "recordedAt",
    ${clockText('r.read_at')} as "readAt"
  from notice n left join notice_read r on r.entry_id = n.entry_id and r.principal = $2
  where n.recipient = $1 and ($3::uuid is null or n.entry_id < $3)
    and ($4::boolean is not true or r.read_at is null)
  order by n.entry_id desc limit $5`;

const UNREAD = `
  select count(*)::text as unread from notice n
  where n.recipient = $1
    and not exists (select from notice_read r where r.entry_id = n.entry_id and r.principal = $2)`;

const READ = `
  insert into notice_read (principal, recipient, entry_id, read_at)
  select $2, recipient, entry_id, $4 from notice
  where recipient = $1 and entry_id <= $3
  on conflict do nothing`;

/** Notices as they are read in the house, by those whom they are for. */
@Injectable()
export class Inbox {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The reader's own, newest first. */
  async list(reader: Actor, { unread, before, limit }: NoticesQuery): Promise<NoticePage> {
    const take = Number(limit ?? PAGE_DEFAULT);
    const whose = [recipientOf(reader), reader.id];
    const rows = await this.dataSource.query<NoticeRow[]>(PAGE, [
      ...whose,
      before ?? null,
      unread === 'true',
      take + 1,
    ]);
    const [count] = await this.dataSource.query<[{ unread: string }]>(UNREAD, whose);
    const page = rows.slice(0, take);
    const last = page.at(-1);
    return {
      notices: page.map((row) => ({
        ...row,
        about: JSON.parse(row.about) as NoticeResponse['about'],
      })),
      unread: count.unread,
      ...(rows.length > take && last ? { next: last.id } : {}),
    };
  }

  /** Marks one of the reader's own and all before it as read. Refuses `notice-unknown`. */
  read(ctx: CommandContext, upTo: string): Promise<{ unread: string }> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const recipient = recipientOf(ctx.actor);
      // What one person has read is nobody else's history.
      tx.changesNoRecord();
      const sql = 'select from notice where recipient = $1 and entry_id = $2';
      if ((await tx.query(sql, [recipient, upTo])).length === 0) throw noticeUnknown();
      await tx.query(READ, [recipient, ctx.actor.id, upTo, tx.now]);
      const [count] = await tx.query<{ unread: string }>(UNREAD, [recipient, ctx.actor.id]);
      return { unread: count?.unread ?? '0' };
    });
  }
}

export function noticeUnknown(): DomainError {
  return new DomainError('not-found', 'notice-unknown', 'You have no notice of this identifier.');
}
