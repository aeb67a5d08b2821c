import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountKey } from '#domain/books/account';
import type { Transfer } from '#domain/books/transfer';
import { formatMass } from '#domain/quantity/mass';
import { LOAN_IN_KIND, settle } from '#domain/release/settlement';
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

  /** Records a debt; returns the obligation transfer, still to be posted. */
  async owe(tx: Tx, { drawdownId, member, material, grams }: Debt): Promise<Transfer> {
    const { dueOn } = settle({ member, grams, collectedOn: tx.today() }, LOAN_IN_KIND);
    await tx.manager.insert(ReplenishmentEntity, {
      id: tx.newId(),
      drawdownId,
      member,
      material,
      grams,
      dueDate: dueOn,
      state: 'owed',
      owedAt: tx.now,
    });
    return {
      id: tx.newId(),
      kind: 'posted',
      pending: null,
      from: accountKey({ material, kind: 'undertaken', member: null, depot: null }),
      to: accountKey({ material, kind: 'drawn', member, depot: null }),
      grams,
      lot: null,
      effectiveDate: tx.today(),
    };
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
        member: row.member,
        material: row.material,
        quantity: formatMass(row.grams),
        dueDate: row.dueDate,
        state: row.state,
      })),
    };
  }
}
