import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountKey } from '#domain/books/account';
import type { Transfer } from '#domain/books/transfer';
import { formatMass } from '#domain/quantity/mass';
import { repaymentSchedule } from '#domain/release/repayment';
import type { TermsRecord } from '#domain/release/terms';
import type { Tx } from '#platform/database/tx';
import { ReplenishmentEntity } from './replenishment.entity';
import type { ReplenishmentResponse } from './replenishments.dto';

interface Debt {
  readonly drawdownId: string;
  readonly member: string;
  readonly material: string;
  readonly grams: bigint;
}

/** What members owe back. */
@Injectable()
export class ReplenishmentsService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Records what is owed for a drawdown, in the instalments of its terms; returns the obligation
   * transfer, still to be posted, or none where nothing is owed.
   */
  async owe(
    tx: Tx,
    { drawdownId, member, material, grams }: Debt,
    terms: TermsRecord,
  ): Promise<Transfer[]> {
    const parts = repaymentSchedule({ grams, collectedOn: tx.today() }, terms);
    if (parts.length === 0) return [];
    const rows = parts.map((part, index): ReplenishmentEntity => ({
      ...{ id: tx.newId(), drawdownId, instalment: index + 1, member, material },
      ...{ grams: part.grams, dueDate: part.dueOn, state: 'owed', owedAt: tx.now },
    }));
    await tx.manager.insert(ReplenishmentEntity, rows);
    return [
      {
        id: tx.newId(),
        kind: 'posted',
        pending: null,
        from: accountKey({ material, kind: 'undertaken', member: null, depot: null }),
        to: accountKey({ material, kind: 'drawn', member, depot: null }),
        grams,
        lot: null,
        effectiveDate: tx.today(),
      },
    ];
  }

  async list(): Promise<{ replenishments: ReplenishmentResponse[] }> {
    const rows = await this.dataSource.manager.find(ReplenishmentEntity, {
      order: { id: 'ASC' },
      take: 5_000,
    });
    return {
      replenishments: rows.map((row) => ({
        id: row.id,
        drawdown: row.drawdownId,
        instalment: row.instalment.toString(),
        member: row.member,
        material: row.material,
        quantity: formatMass(row.grams),
        dueDate: row.dueDate,
        state: row.state,
      })),
    };
  }
}
