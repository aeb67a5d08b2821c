import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { grouped } from '#domain/grouped';
import {
  joinStandings,
  standingOf,
  vestedGrams,
  type Schedule,
  type Standing,
} from '#domain/books/standing';

/** Whose promises, and which of them count on two clocks. */
export interface StandingCutOff {
  readonly material?: string;
  readonly member?: string;
  /** Instalments due, and deliveries made, by this day count. */
  readonly vestedBy: string;
  /** What was decided and recorded later than this moment does not; by default now. */
  readonly recordedBy?: string;
}

export interface PledgeStanding extends Standing {
  readonly pledge: string;
  readonly member: string;
  readonly material: string;
}

interface ScheduleRow {
  readonly pledge: string;
  readonly member: string;
  readonly material: string;
  readonly revision: number;
  readonly until: string | null;
  readonly due: string | null;
  readonly grams: string | null;
  readonly delivered: string;
}

/** Each schedule that was in force, with the day on which the next took its place. */
const SCHEDULES = `
  with cut as (
    select $1::date as vested_by, coalesce($2::timestamptz, now()) as recorded_by),
  schedule as (
    select r.pledge_id, r.revision,
      to_char(lead(r.decided_at) over (partition by r.pledge_id order by r.revision)
        at time zone 'utc', 'YYYY-MM-DD') as until
    from pledge_revision r, cut
    where r.state = 'accepted' and r.decided_at <= cut.recorded_by)
  select p.id as pledge, p.member, p.material, s.revision, s.until,
    to_char(i.due_date, 'YYYY-MM-DD') as due, i.grams,
    coalesce(given.grams, 0) as delivered
  from pledge p
  left join lateral (
    select sum(d.grams) as grams from delivery d, cut
    where d.pledge_id = p.id and d.effective_date <= cut.vested_by
      and d.recorded_at <= cut.recorded_by) as given on true
  join schedule s on s.pledge_id = p.id
  left join instalment i on i.pledge_id = p.id and i.revision = s.revision
    and i.due_date <= (select vested_by from cut)
  where ($3::text is null or p.material = $3) and ($4::text is null or p.member = $4)
  order by p.id, s.revision, i.ordinal`;

/** What members gave of what they promised, as weights and reports count it. */
@Injectable()
export class StandingService {
  /** The standing on each pledge, by identifier. */
  async ofPledges(manager: EntityManager, cutOff: StandingCutOff): Promise<PledgeStanding[]> {
    const { material, member, vestedBy, recordedBy } = cutOff;
    const rows = await manager.query<ScheduleRow[]>(SCHEDULES, [
      vestedBy,
      recordedBy ?? null,
      material ?? null,
      member ?? null,
    ]);
    return [...grouped(rows, ({ pledge }) => pledge).values()].map((group) => {
      const [head] = group;
      const pledged = vestedGrams(toSchedules(group), vestedBy);
      const standing = standingOf(pledged, BigInt(head.delivered));
      return { pledge: head.pledge, member: head.member, material: head.material, ...standing };
    });
  }

  /** The standing of each member that promised any of the one material, by its code. */
  async ofMembers(
    manager: EntityManager,
    cutOff: StandingCutOff & { readonly material: string },
  ): Promise<ReadonlyMap<string, Standing>> {
    const pledges = await this.ofPledges(manager, cutOff);
    const byMember = grouped(pledges, ({ member }) => member);
    return new Map([...byMember].map(([member, group]) => [member, joinStandings(group)]));
  }
}

function toSchedules(rows: readonly ScheduleRow[]): Schedule[] {
  return [...grouped(rows, ({ revision }) => revision).values()].map((group) => ({
    until: group[0].until,
    instalments: group.flatMap(({ due, grams }) =>
      due === null || grams === null ? [] : [{ dueDate: due, grams: BigInt(grams) }],
    ),
  }));
}
