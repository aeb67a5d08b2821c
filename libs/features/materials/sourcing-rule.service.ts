import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { DomainError } from '#domain/errors';
import type { SourcingRule } from '#domain/books/sourcing';
import { next } from '#domain/lifecycle/lifecycle';
import { SOURCING_RULE } from '#domain/lifecycle/lifecycles';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { SourcingRuleEntity } from './sourcing-rule.entity';
import type {
  NewSourcingRuleRequest,
  SourcingRuleAnswer,
  SourcingRuleResponse,
} from './sourcing-rule.dto';

/** Where each material may come from; each version takes two people to come in force. */
@Injectable()
export class SourcingRuleService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  /** Refuses `material-unknown`. */
  propose(
    ctx: CommandContext,
    material: string,
    request: NewSourcingRuleRequest,
  ): Promise<SourcingRuleAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      await lockMaterial(tx, material);
      const [last] = await tx.query<{ version: number }>(
        'select coalesce(max(version), 0) as version from sourcing_rule where material = $1',
        [material],
      );
      const rule: SourcingRuleEntity = {
        id: tx.newId(),
        material,
        version: (last?.version ?? 0) + 1,
        state: 'proposed',
        standards: [...request.standards].sort(),
        requires: [...request.requires].sort(),
        proposedBy: ctx.actor.id,
        inForceBy: null,
        proposedAt: tx.now,
      };
      await tx.manager.insert(SourcingRuleEntity, rule);
      const { state: _, ...body } = toSourcingRuleResponse(rule);
      const kind = 'sourcing-rule-proposed';
      const entry = await this.log.append(tx, ctx, { kind, body: { rule: body } });
      return { ...toSourcingRuleResponse(rule), entry };
    });
  }

  /**
   * Supersedes the material's rule in force; what was announced before is judged by the new one
   * when it is received. Refuses `sourcing-rule-unknown`, `act-not-legal-now` and
   * `four-eyes-required`.
   */
  putInForce(ctx: CommandContext, id: string): Promise<SourcingRuleAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const seen = await tx.manager.findOneBy(SourcingRuleEntity, { id });
      if (!seen) throw ruleUnknown();
      await lockMaterial(tx, seen.material);
      const rule = await tx.manager.findOneByOrFail(SourcingRuleEntity, { id });
      const state = next('sourcing rule', SOURCING_RULE, rule.state, 'put-in-force');
      requireOtherPerson(ctx.actor, rule.proposedBy, 'proposed the rule');
      const { material } = rule;
      const inForce = { material, state: 'in-force' } as const;
      await tx.manager.update(SourcingRuleEntity, inForce, { state: 'superseded' });
      await tx.manager.update(SourcingRuleEntity, { id }, { state, inForceBy: ctx.actor.id });
      const body = { rule: id, material, version: rule.version.toString() };
      const entry = await this.log.append(tx, ctx, { kind: 'sourcing-rule-in-force', body });
      return { ...toSourcingRuleResponse({ ...rule, state }), entry };
    });
  }

  async list(): Promise<{ rules: SourcingRuleResponse[] }> {
    const rows = await this.dataSource.manager.find(SourcingRuleEntity, {
      order: { material: 'ASC', version: 'ASC' },
      take: 5_000,
    });
    return { rules: rows.map(toSourcingRuleResponse) };
  }

  /** The rules in force of these materials, by material. */
  async inForce(tx: Tx, materials: readonly string[]): Promise<ReadonlyMap<string, SourcingRule>> {
    const rules = await tx.manager.findBy(SourcingRuleEntity, {
      material: In([...new Set(materials)]),
      state: 'in-force',
    });
    return new Map(rules.map((rule) => [rule.material, toSourcingRuleResponse(rule)]));
  }
}

/** Versions of one material are given, and come in force, one at a time. */
async function lockMaterial(tx: Tx, code: string): Promise<void> {
  const found = await tx.query('select code from material where code = $1 for no key update', [
    code,
  ]);
  if (found.length > 0) return;
  throw new DomainError('not-found', 'material-unknown', 'No material has this code.');
}

function ruleUnknown(): DomainError {
  return new DomainError('not-found', 'sourcing-rule-unknown', 'No sourcing rule has this id.');
}

function toSourcingRuleResponse(rule: SourcingRuleEntity): SourcingRuleResponse {
  const { id, material, version, state, standards, requires } = rule;
  return { id, material, version: version.toString(), state, standards, requires };
}
