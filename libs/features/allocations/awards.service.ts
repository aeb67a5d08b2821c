import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { next } from '#domain/lifecycle/lifecycle';
import { AWARD } from '#domain/lifecycle/lifecycles';
import { requireOwnMember } from '#platform/auth/own-member';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { AwardEntity } from './allocation-run.entity';
import type { AwardResponse } from './allocations.dto';
import { toAwardResponse } from './allocations.queries';

/** What members do with their awards. */
@Injectable()
export class AwardsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  /** Refuses `member-not-yours` and `act-not-legal-now`. */
  accept(ctx: CommandContext, id: string): Promise<AwardResponse & { entry: string }> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const award = await this.find(tx, id);
      const member = requireOwnMember(ctx.actor, award?.member);
      const locked = await this.lock(tx, id);
      const state = next('award', AWARD, locked.state, 'accept');
      await tx.manager.update(AwardEntity, { id }, { state });
      const body = { award: id };
      const entry = await this.log.append(tx, ctx, { kind: 'award-accepted', body, member });
      return { ...toAwardResponse({ ...locked, state }), entry };
    });
  }

  /** The award, locked; refuses `award-unknown`. */
  async lock(tx: Tx, id: string): Promise<AwardEntity> {
    const award = await tx.locked(AwardEntity, id);
    if (award) return award;
    throw new DomainError('not-found', 'award-unknown', 'No award has this identifier.');
  }

  /** Writes what a drawdown changed. */
  async change(
    tx: Tx,
    id: string,
    change: Partial<Pick<AwardEntity, 'ordered' | 'collected' | 'state'>>,
  ): Promise<void> {
    await tx.manager.update(AwardEntity, { id }, change);
  }

  private find(tx: Tx, id: string): Promise<AwardEntity | null> {
    return tx.manager.findOneBy(AwardEntity, { id });
  }
}
