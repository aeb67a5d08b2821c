import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches, MaxLength } from 'class-validator';
import { DEADLINE } from '#domain/lifecycle/lifecycles';
import { Identifier, MemberCode, OneOf, Optional, PageSize } from '#platform/http/fields';

const AFTER =
  /^2[01]\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z\/[0-9a-f]{8}(-[0-9a-f]{4,12}){4}$/;

export class DeadlinesQuery {
  @ApiPropertyOptional({ description: 'Of this state only.' })
  @Optional()
  @OneOf(Object.keys(DEADLINE))
  state?: string;

  @ApiPropertyOptional({ description: 'Of this disruption, run, award or dispute only.' })
  @Optional()
  @Identifier()
  subject?: string;

  @ApiPropertyOptional({ description: 'About this member only.' })
  @Optional()
  @MemberCode()
  member?: string;

  @ApiPropertyOptional({
    description: 'Deadlines after this one: `next` of the page before.',
    example: '2027-06-30T12:00:00.000Z/0195f3a0-0000-7000-8000-000000000000',
  })
  @Optional()
  @MaxLength(61)
  @Matches(AFTER, { message: 'after must be the `next` of a page, a moment and an identifier' })
  after?: string;

  @ApiPropertyOptional({ description: 'At most this many, 1 to 1000; 100 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}

/** A step, by when it must be taken and what became of it. Moments are RFC 3339 in UTC. */
export interface DeadlineResponse {
  readonly id: string;
  readonly step: string;
  readonly subjectKind: string;
  readonly subject: string;
  readonly member: string | null;
  readonly state: string;
  readonly begunAt: string;
  readonly dueAt: string;
  readonly remindedAt: string | null;
  readonly passedAt: string | null;
  readonly endedAt: string | null;
}

export interface DeadlinePage {
  readonly deadlines: readonly DeadlineResponse[];
  readonly next?: string;
}
