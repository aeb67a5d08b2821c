import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { formatMass } from '#domain/quantity/mass';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor, CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { massAt } from '#platform/http/mass-at';
import { DeadlinesService } from '#features/deadlines/deadlines.service';
import { DisruptionsService } from '#features/disruptions/disruptions.service';
import { EventLog } from '#features/event-log/event-log';
import { NeedEntity } from './need.entity';
import type { NeedResponse, NewNeedRequest } from './needs.dto';

/** The states after the window has closed. */
const UNSEALED: readonly string[] = ['needs-closed', 'allocating', 'closed'];

/** Needs are sealed: until the window closes, each member sees only its own. */
@Injectable()
export class NeedsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly disruptions: DisruptionsService,
    private readonly deadlines: DeadlinesService,
  ) {}

  /** Refuses `needs-window-closed` and `essential-exceeds-need`. */
  state(
    ctx: CommandContext,
    disruptionId: string,
    request: NewNeedRequest,
  ): Promise<NeedResponse & { entry: string }> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const member = requireOwnMember(ctx.actor, ctx.actor.member);
      const disruption = await this.disruptions.lock(tx, disruptionId);
      if (disruption.state !== 'needs-open') throw windowClosed(`it is ${disruption.state}`);
      const over = await this.deadlines.overSince(tx, 'close-needs', disruptionId);
      if (over !== null) throw windowClosed(`its window ended at ${over}`);
      const grams = massAt('/need', request.need);
      const essential = massAt('/essential', request.essential);
      if (essential > grams) {
        throw new DomainError(
          'rule',
          'essential-exceeds-need',
          'Essential use is part of the need.',
          {
            pointer: '/essential',
          },
        );
      }
      const before = await tx.manager.countBy(NeedEntity, { disruptionId, member });
      const need: NeedEntity = {
        disruptionId,
        member,
        revision: before + 1,
        grams,
        essential,
        statedBy: ctx.actor.id,
        statedAt: tx.now,
      };
      await tx.manager.insert(NeedEntity, need);
      const body = {
        disruption: disruptionId,
        member,
        revision: need.revision.toString(),
        grams: grams.toString(),
        essential: essential.toString(),
      };
      const entry = await this.log.append(tx, ctx, {
        kind: 'need-stated',
        body,
        member,
        sealedFor: disruptionId,
      });
      return { ...toNeedResponse(need), entry };
    });
  }

  /** The newest revision of each need that this reader may see. */
  async list(reader: Actor, disruptionId: string): Promise<{ needs: NeedResponse[] }> {
    const disruption = await this.disruptions.get(disruptionId);
    const needs = await newestNeeds((sql, p) => this.dataSource.query(sql, p), disruptionId);
    // Read before the needs, so that a window which opens between the two reads shows nothing.
    const sealed = !areOpened(disruption.state);
    const shown = needs.filter(
      ({ member }) => member === reader.member || (reader.role !== 'operator' && !sealed),
    );
    return { needs: shown.map(toNeedResponse) };
  }

  /** Members that have stated no need, of all that there are. */
  async missing(tx: Tx, disruptionId: string): Promise<readonly string[]> {
    const rows = await tx.query<{ code: string }>(
      `select m.code from member m
       where not exists (select from need n where n.disruption_id = $1 and n.member = m.code)
       order by m.code collate "C"`,
      [disruptionId],
    );
    return rows.map(({ code }) => code);
  }

  /**
   * The needs that count for a run, by member; none while they are sealed, as a simulation would
   * show them. The state must have been read before.
   */
  async stated(
    tx: Tx,
    { id, state }: { readonly id: string; readonly state: string },
  ): Promise<ReadonlyMap<string, StatedNeed>> {
    if (!areOpened(state)) return new Map();
    const needs = await newestNeeds((sql, p) => tx.query(sql, p), id);
    return new Map(needs.map((need) => [need.member, need]));
  }
}

/** Whether needs are opened to all who may see them, by the state of their disruption. */
export function areOpened(state: string): boolean {
  return UNSEALED.includes(state);
}

function windowClosed(why: string): DomainError {
  return new DomainError(
    'conflict',
    'needs-window-closed',
    `Needs of this disruption are stated while their window is open; ${why}.`,
  );
}

interface NeedRow {
  member: string;
  revision: number;
  grams: string;
  essential: string;
}
export type StatedNeed = Pick<NeedEntity, 'member' | 'revision' | 'grams' | 'essential'>;

async function newestNeeds(
  query: (sql: string, parameters: unknown[]) => Promise<NeedRow[]>,
  disruptionId: string,
): Promise<StatedNeed[]> {
  const rows = await query(
    `select distinct on (member) member, revision, grams, essential from need
     where disruption_id = $1 order by member, revision desc`,
    [disruptionId],
  );
  return rows.map((row) => ({
    ...row,
    grams: BigInt(row.grams),
    essential: BigInt(row.essential),
  }));
}

function toNeedResponse({ member, revision, grams, essential }: StatedNeed): NeedResponse {
  return {
    member,
    revision: revision.toString(),
    need: formatMass(grams),
    essential: formatMass(essential),
  };
}
