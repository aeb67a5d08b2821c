import { Injectable } from '@nestjs/common';
import type { NewestFirstQuery } from '#platform/http/newest-first.query';
import { DataSource, LessThan } from 'typeorm';
import { grouped } from '#domain/grouped';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import { dayAfter } from '#domain/release/calendar';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor } from '#platform/database/command-context';
import { utcToday } from '#platform/database/today';
import type {
  Age,
  ObligationPage,
  ObligationResponse,
  ObligationsQuery,
  ObligationTotal,
  ReminderPage,
} from './obligations.dto';
import { ReminderEntity } from './reminder.entity';

const PAGE_DEFAULT = '100';
const NO_PLEDGE = '00000000-0000-0000-0000-000000000000';
const AGES: readonly Age[] = ['not-due', '1-30', '31-90', 'over-90'];

interface ObligationRow {
  readonly pledge: string;
  readonly member: string;
  readonly material: string;
  readonly due: string;
  readonly grams: string;
  readonly outstanding: string;
  readonly age: Age;
}

/** What is open on instalments due by $1, of a member $2 and a material $3 where they are given. */
const OPEN = `
  select i.pledge_id as pledge, p.member, p.material, i.due_date, i.grams,
    least(i.grams, i.cumulative - p.delivered) as outstanding,
    case when i.due_date >= clock.today then 'not-due'
         when i.due_date >= clock.today - 30 then '1-30'
         when i.due_date >= clock.today - 90 then '31-90'
         else 'over-90' end as age
  from (select (now() at time zone 'utc')::date as today) as clock
  cross join instalment i
  join pledge p on p.id = i.pledge_id and p.revision = i.revision
  where p.state = 'accepted' and i.cumulative > p.delivered
    and i.due_date <= $1::date
    and ($2::text is null or p.member = $2) and ($3::text is null or p.material = $3)`;

const PAGE = `
  select pledge, member, material, to_char(due_date, 'YYYY-MM-DD') as due, grams, outstanding, age
  from (${OPEN}) as open
  where (due_date, pledge) > ($4::date, $5::uuid)
  order by due_date, pledge limit $6`;

const TOTALS = `
  select member, material, age, sum(outstanding) as outstanding from (${OPEN}) as open
  group by member, material, age order by member, material collate "C", age`;

/** What is due or overdue, and of what members were reminded. */
@Injectable()
export class ObligationsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** A page in order of the due days, the oldest first. */
  async list(query: ObligationsQuery): Promise<ObligationPage> {
    const { member, material, after } = query;
    const take = Number(query.limit ?? PAGE_DEFAULT);
    const dueBy = query.dueBy ?? (await utcToday(this.dataSource));
    const which = [dueBy, member ?? null, material ?? null];
    const [day, pledge] = after?.split('/') ?? ['-infinity', NO_PLEDGE];
    const rows = await this.dataSource.query<ObligationRow[]>(PAGE, [
      ...which,
      ...[day, pledge, take + 1],
    ]);
    const page = rows.slice(0, take);
    const last = page.at(-1);
    return {
      dueBy,
      obligations: page.map(toObligation),
      ...(after === undefined ? { totals: await this.totals(which) } : {}),
      ...(rows.length > take && last ? { next: `${last.due}/${last.pledge}` } : {}),
    };
  }

  /** A member's reminders, newest first; operators see their own member's only. */
  async reminders(reader: Actor, member: string, query: NewestFirstQuery): Promise<ReminderPage> {
    if (reader.role === 'operator') requireOwnMember(reader, member);
    const take = Number(query.limit ?? PAGE_DEFAULT);
    const rows = await this.dataSource.manager.find(ReminderEntity, {
      where: { member, ...(query.before === undefined ? {} : { id: LessThan(query.before) }) },
      order: { id: 'DESC' },
      take: take + 1,
    });
    const page = rows.slice(0, take);
    const last = page.at(-1);
    return {
      reminders: page.map(({ id, pledgeId, material, dueDate, stage, ...row }) => ({
        ...{ id, pledge: pledgeId, material, dueDate, stage, entry: row.entryId },
        outstanding: formatMass(row.outstanding),
        recordedAt: row.recordedAt,
      })),
      ...(rows.length > take && last ? { next: last.id } : {}),
    };
  }

  private async totals(which: readonly unknown[]): Promise<ObligationTotal[]> {
    type Row = Pick<ObligationRow, 'member' | 'material' | 'age' | 'outstanding'>;
    const rows = await this.dataSource.query<Row[]>(TOTALS, [...which]);
    const groups = grouped(rows, ({ member, material }) => `${member}/${material}`);
    return [...groups.values()].map((group) => {
      const [head] = group;
      const grams = (age: Age): bigint =>
        BigInt(group.find((row) => row.age === age)?.outstanding ?? '0');
      const byAge = AGES.map((age): [Age, WireMass] => [age, formatMass(grams(age))]);
      return {
        member: head.member,
        material: head.material,
        outstanding: formatMass(AGES.reduce((sum, age) => sum + grams(age), 0n)),
        byAge: Object.fromEntries(byAge) as Record<Age, WireMass>,
      };
    });
  }
}

function toObligation(row: ObligationRow): ObligationResponse {
  const { pledge, member, material, due, age } = row;
  const [grams, outstanding] = [BigInt(row.grams), BigInt(row.outstanding)];
  return {
    ...{ pledge, member, material, dueDate: due },
    quantity: formatMass(grams),
    delivered: formatMass(grams - outstanding),
    outstanding: formatMass(outstanding),
    age,
    ...(age === 'not-due' ? {} : { overdueSince: dayAfter(due) }),
  };
}
