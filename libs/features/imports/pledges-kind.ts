import { Injectable } from '@nestjs/common';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { NewPledgeRequest, PledgesService } from '#features/pledges/pledges.service';
import { REFERENCE, UNIT, type ImportColumn } from './import-columns';
import {
  inOrder,
  massOf,
  present,
  type Asked,
  type Cells,
  type ImportKind,
  type Written,
} from './import-kind';

const COLUMNS: readonly ImportColumn[] = [
  {
    ...REFERENCE,
    meaning:
      'Your own name for the pledge, once for ever. Rows that follow one another with the same ' +
      'reference are the instalments of one pledge, at most 60, in order of date.',
  },
  {
    name: 'material',
    required: true,
    type: 'text',
    at: ['/material'],
    meaning: 'Code of the material.',
    example: 'cobalt',
  },
  {
    name: 'due_date',
    required: true,
    type: 'text',
    at: ['/instalments/*/dueDate'],
    meaning: 'The day by which this instalment is promised.',
    example: '2026-12-31',
  },
  {
    name: 'quantity',
    required: true,
    type: 'decimal',
    at: ['/instalments/*/quantity/value'],
    meaning: 'Contained mass of this instalment.',
    example: '12500.5',
  },
  { ...UNIT, at: ['/instalments/*/quantity/unit'] },
  {
    name: 'note',
    required: false,
    type: 'text',
    at: ['/note'],
    meaning: 'Anything worth saying about the pledge; of its first row.',
    example: '30 days of consumption',
  },
];

/** Promises: a row is one instalment. */
@Injectable()
export class PledgesKind implements ImportKind {
  readonly name = 'pledges';
  readonly role = 'operator';
  readonly meaning = 'Pledges that your member offers, one instalment a row.';
  readonly columns = COLUMNS;
  readonly groupedBy = 'reference';
  readonly request = NewPledgeRequest;

  constructor(private readonly pledges: PledgesService) {}

  key([row]: readonly Cells[]): string {
    return row?.['reference'] ?? '';
  }

  fields(rows: readonly Cells[]): object {
    return present({
      material: rows[0]?.['material'],
      note: rows[0]?.['note'],
      instalments: rows.map((row) => ({
        dueDate: row['due_date'],
        quantity: massOf(row['quantity'], row['unit']),
      })),
    });
  }

  async write(tx: Tx, ctx: CommandContext, asked: readonly Asked[]): Promise<readonly Written[]> {
    const requests = asked.map(({ request }) => request as NewPledgeRequest);
    return inOrder(await this.pledges.offerMany(tx, ctx, requests));
  }
}
