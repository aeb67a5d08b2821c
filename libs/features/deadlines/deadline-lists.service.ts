import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { STEPS } from '#domain/release/deadline-steps';
import type { Actor } from '#platform/database/command-context';
import { DeadlineEntity } from './deadline.entity';
import type { DeadlinePage, DeadlineResponse, DeadlinesQuery } from './deadlines.dto';

export type { DeadlineResponse } from './deadlines.dto';

const PAGE_DEFAULT = '100';
/** Steps of disputes are for the member that contests, administrators and auditors. */
const CONFIDENTIAL = Object.entries(STEPS)
  .filter(([, { subject }]) => subject === 'dispute')
  .map(([step]) => step);

/** Reads deadlines, by what each reader may see. */
@Injectable()
export class DeadlineLists {
  constructor(private readonly dataSource: DataSource) {}

  /** A page of deadlines, the earliest first. */
  async list(reader: Actor | null, query: DeadlinesQuery): Promise<DeadlinePage> {
    const take = Number(query.limit ?? PAGE_DEFAULT);
    const [moment = null, id = null] = query.after?.split('/') ?? [];
    const found = this.visible(reader);
    if (query.state !== undefined) found.andWhere('d.state = :state', { state: query.state });
    if (query.subject !== undefined) found.andWhere('d.subject = :subject', { ...query });
    if (query.member !== undefined) found.andWhere('d.member = :member', { ...query });
    if (moment !== null) {
      found.andWhere('(d.due_at, d.id) > (:moment::timestamptz, :id::uuid)', { moment, id });
    }
    const rows = await found.limit(take + 1).getMany();
    const page = rows.slice(0, take);
    const last = page.at(-1);
    return {
      deadlines: page.map(toDeadlineResponse),
      ...(rows.length > take && last ? { next: `${last.dueAt}/${last.id}` } : {}),
    };
  }

  /** The deadlines of each subject that the reader may see. */
  async ofSubjects(
    reader: Actor | null,
    subjects: readonly string[],
  ): Promise<(subject: string) => readonly DeadlineResponse[]> {
    const rows =
      subjects.length === 0
        ? []
        : await this.visible(reader)
            .andWhere('d.subject = any (:subjects)', { subjects })
            .getMany();
    const lists = new Map<string, DeadlineResponse[]>();
    for (const row of rows) {
      const list = lists.get(row.subject) ?? [];
      list.push(toDeadlineResponse(row));
      lists.set(row.subject, list);
    }
    return (subject) => lists.get(subject) ?? [];
  }

  private visible(reader: Actor | null) {
    const query = this.dataSource.manager
      .createQueryBuilder(DeadlineEntity, 'd')
      .orderBy('d.due_at')
      .addOrderBy('d.id')
      .where('true');
    if (reader?.role === 'administrator' || reader?.role === 'auditor') return query;
    return query.andWhere('(d.step <> all (:confidential) or d.member = :own)', {
      confidential: CONFIDENTIAL,
      own: reader?.member ?? null,
    });
  }
}

function toDeadlineResponse(row: DeadlineEntity): DeadlineResponse {
  const { remindAt: _, ...shown } = row;
  return { ...shown, subjectKind: STEPS[row.step].subject };
}
