import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { ReminderEntity, type ReminderStage } from './reminder.entity';

/** Reminders of one transaction, and of one log entry. */
const BATCH_MAX = 500;

interface DueRow {
  readonly pledge: string;
  readonly member: string;
  readonly material: string;
  readonly due: string;
  readonly stage: ReminderStage;
  readonly outstanding: string;
}

/**
 * Open instalments of accepted pledges at the stage that they have reached on the day $1, of which
 * nobody was reminded at that stage. Stages that passed unseen are skipped: who is overdue need not
 * be told that it is due in 30 days. What had fallen due before its schedule came into force was
 * agreed to with open eyes, and is skipped too. PostgreSQL's clock decides unless $1 is given.
 */
const DUE = `
  with day as (select coalesce($1::date, (now() at time zone 'utc')::date) as today),
  open as (
    select p.id as pledge, p.member, p.material, i.due_date,
      least(i.grams, i.cumulative - p.delivered) as outstanding,
      case when i.due_date < today then 'overdue'
           when i.due_date = today then 'due'
           when i.due_date <= today + 30 then 'before-30'
           else 'before-90' end as stage
    from day cross join instalment i
    join pledge p on p.id = i.pledge_id and p.revision = i.revision
    join pledge_revision r on r.pledge_id = p.id and r.revision = p.revision
    where p.state = 'accepted' and i.cumulative > p.delivered and i.due_date <= today + 90
      and i.due_date >= (r.decided_at at time zone 'utc')::date)
  select pledge, member, material, to_char(due_date, 'YYYY-MM-DD') as due, stage, outstanding
  from open o
  where not exists (select from reminder r
    where r.pledge_id = o.pledge and r.due_date = o.due_date and r.stage = o.stage)
  order by due_date, pledge limit $2`;

/** Nothing is left to record: another worker was faster. It rolls the command back. */
class NothingLeft extends Error {}

/** Reminds members of what they promised, each stage of each instalment once. */
@Injectable()
export class RemindersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  /** Records all that is due, a batch at a time; gives how many reminders it recorded. */
  async sweep(): Promise<number> {
    let recorded = 0;
    for (;;) {
      const due = await this.dataSource.query<DueRow[]>(DUE, [null, BATCH_MAX]);
      if (due.length === 0) return recorded;
      const more = await this.record(due);
      recorded += more;
      if (more === 0 || due.length < BATCH_MAX) return recorded;
    }
  }

  /** One command for one list of reminders, so that two workers that see the same list share it. */
  private async record(due: readonly DueRow[]): Promise<number> {
    const list = due.map(({ pledge, due: day, stage }) => `${pledge} ${day} ${stage}`).join('\n');
    const digest = createHash('sha256').update(list).digest();
    const ctx = new CommandContext(
      { id: 'system', role: 'system', member: null },
      `instalments-reminded/${digest.toString('hex')}`,
      'instalments remind',
      digest,
    );
    try {
      const { reminded } = await this.unitOfWork.run(ctx, (tx) => this.remind(tx, ctx));
      return ctx.replayed ? 0 : reminded;
    } catch (error) {
      if (error instanceof NothingLeft) return 0;
      throw error;
    }
  }

  private async remind(tx: Tx, ctx: CommandContext): Promise<{ reminded: number }> {
    const entryId = tx.newId();
    const due = await tx.query<DueRow>(DUE, [tx.today(), BATCH_MAX]);
    const rows = due.map((row) => ({
      ...{ id: tx.newId(), pledgeId: row.pledge, dueDate: row.due, stage: row.stage },
      ...{ member: row.member, material: row.material, outstanding: BigInt(row.outstanding) },
      ...{ entryId, recordedAt: tx.now },
    }));
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(ReminderEntity)
      .values(rows)
      .orIgnore()
      .returning('id')
      .execute();
    const kept = new Set((inserted.raw as { id: string }[]).map(({ id }) => id));
    const reminders = rows.filter(({ id }) => kept.has(id)).map(toRecord);
    if (reminders.length === 0) throw new NothingLeft();
    const body = { on: tx.today(), reminders };
    await this.log.append(tx, ctx, { id: entryId, kind: 'instalments-reminded', body });
    return { reminded: reminders.length };
  }
}

function toRecord(row: ReminderEntity): object {
  const { pledgeId, member, material, dueDate, stage } = row;
  const outstandingGrams = row.outstanding.toString();
  return { pledge: pledgeId, member, material, dueDate, stage, outstandingGrams };
}
