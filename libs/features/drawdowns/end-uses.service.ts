import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { canonicalJson } from '#domain/log/canonical-json';
import { formatMass } from '#domain/quantity/mass';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { requireOwn } from './collections.service';
import { DrawdownBooks, drawdownUnknown } from './drawdown-books';
import { DrawdownEntity, EndUseEntity } from './drawdown.entity';
import type { DrawdownAnswer, EndUseRequest, EndUseResponse } from './drawdowns.dto';

interface Use {
  readonly purpose: string;
  readonly grams: string;
}

/** What members say they used the material for, in time or late. */
@Injectable()
export class EndUsesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly drawdowns: DrawdownBooks,
  ) {}

  /** Refuses `member-not-yours`, `act-not-legal-now`, `mass-zero` and `end-use-not-whole`. */
  state(ctx: CommandContext, id: string, request: EndUseRequest): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      await requireOwn(tx, ctx, id);
      const open = await this.drawdowns.open(tx, ctx, id, 'state-use');
      const { member, grams, lost } = open.drawdown;
      const uses = request.uses.map(({ purpose, quantity }, index) => ({
        purpose,
        grams: positiveMassAt(`/uses/${index}/quantity`, quantity).toString(),
      }));
      requireWhole(uses, grams - lost);
      const { statement } = request;
      await tx.manager.insert(EndUseEntity, {
        ...{ drawdownId: id, member, uses: canonicalJson(uses), statement },
        ...{ statedBy: ctx.actor.id, statedAt: tx.now },
      });
      return this.drawdowns.take(tx, ctx, open, { change: {}, details: { uses, statement } });
    });
  }

  /** To administrators, auditors and the member. Refuses `end-use-unknown`. */
  async get(reader: Actor, id: string): Promise<EndUseResponse> {
    const { manager } = this.dataSource;
    const drawdown = await manager.findOneBy(DrawdownEntity, { id });
    if (reader.role === 'operator') requireOwnMember(reader, drawdown?.member);
    if (!drawdown) throw drawdownUnknown();
    const stated = await manager.findOneBy(EndUseEntity, { drawdownId: id });
    if (!stated) throw endUseUnknown(drawdown.endUseDue);
    const { member, statedAt, statement } = stated;
    const dueOn = drawdown.endUseDue;
    return {
      ...{ drawdown: id, member, dueOn, statedAt, statement },
      isLate: dueOn !== null && statedAt.slice(0, 10) > dueOn,
      uses: (JSON.parse(stated.uses) as Use[]).map(({ purpose, grams }) => ({
        purpose,
        quantity: formatMass(BigInt(grams)),
      })),
    };
  }
}

/** A statement accounts for every gram that was collected, and for no other. */
function requireWhole(uses: readonly Use[], collected: bigint): void {
  const stated = uses.reduce((sum, { grams }) => sum + BigInt(grams), 0n);
  if (stated === collected) return;
  throw new DomainError(
    'rule',
    'end-use-not-whole',
    `${collected} g were collected; the uses add up to ${stated} g.`,
    { pointer: '/uses', collectedGrams: `${collected}`, statedGrams: `${stated}` },
  );
}

function endUseUnknown(dueOn: string | null): DomainError {
  const until = dueOn === null ? '' : ` It is due by ${dueOn}.`;
  const detail = `No use of this drawdown has been stated.${until}`;
  return new DomainError('not-found', 'end-use-unknown', detail);
}
