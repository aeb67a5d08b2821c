import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { next } from '#domain/lifecycle/lifecycle';
import { DISRUPTION } from '#domain/lifecycle/lifecycles';
import type { CommandContext } from '#platform/database/command-context';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DeadlinesService } from '#features/deadlines/deadlines.service';
import { DecisionsService } from '#features/decisions/decisions.service';
import { EventLog } from '#features/event-log/event-log';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { DisruptionEntity } from './disruption.entity';
import { DisruptionsService, toDisruptionResponse } from './disruptions.service';
import type { DeclarationRequest, DisruptionAnswer } from './disruptions.dto';

/** The declaration of a disruption, by as many as the rule in force says. */
@Injectable()
export class DeclarationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly disruptions: DisruptionsService,
    private readonly rules: ReleaseRulesService,
    private readonly decisions: DecisionsService,
    private readonly deadlines: DeadlinesService,
  ) {}

  /**
   * A decision for the declaration; the last one needed declares it, as of the day that it names.
   * Refuses as `DecisionsService.decide` does, `dates-out-of-order` and `act-not-legal-now`.
   */
  declare(
    ctx: CommandContext,
    id: string,
    { declaredOn, reason }: DeclarationRequest,
  ): Promise<DisruptionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const before = await this.disruptions.lock(tx, id);
      const state = next('disruption', DISRUPTION, before.state, 'declare');
      const decided = await this.decisions.decide(
        tx,
        ctx,
        {
          kind: 'declare',
          subject: id,
          proposedBy: before.proposedBy ?? '',
          proposedAt: tx.now,
          quorum: (await this.rules.quorumsInForce(tx)).declare,
          gaining: [],
        },
        { inFavour: true, reason: reason ?? null },
      );
      requireNotBefore(before.startsOn, declaredOn);
      if (decided.outcome === 'open') {
        return { ...toDisruptionResponse(before), entry: decided.entry };
      }
      const changed = { state, declaredBy: ctx.actor.id, declaredOn, declaredAt: tx.now };
      await this.deadlines.meet(tx, 'declare', id);
      await this.deadlines.begin(tx, 'open-needs', [{ id }]);
      await tx.manager.update(DisruptionEntity, { id }, changed);
      const body = { disruption: id, declaredOn, ...(reason === undefined ? {} : { reason }) };
      const kind = 'disruption-declared';
      const entry = await this.log.append(tx, ctx, { kind, body, effectiveDate: declaredOn });
      return { ...toDisruptionResponse({ ...before, ...changed }), entry };
    });
  }
}

function requireNotBefore(startsOn: string, declaredOn: string): void {
  if (declaredOn >= startsOn) return;
  const message = 'It cannot be declared before it starts.';
  throw new DomainError('rule', 'dates-out-of-order', message, { pointer: '/declaredOn' });
}
