import { Injectable } from '@nestjs/common';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { ReceiptRequest, ReceiptsService } from '#features/contributions/receipts.service';
import { IDENTIFIER, PARCEL, parcelOf, UNIT, type ImportColumn } from './import-columns';
import {
  massOf,
  present,
  type Asked,
  type Cells,
  type ImportKind,
  type Written,
} from './import-kind';

const COLUMNS: readonly ImportColumn[] = [
  {
    ...IDENTIFIER,
    name: 'contribution',
    meaning: 'Identifier of the announced contribution that has arrived.',
  },
  {
    name: 'gross_mass',
    required: true,
    type: 'decimal',
    at: ['/grossMass/value'],
    meaning: 'Mass as weighed at the depot.',
    example: '12498.25',
  },
  UNIT,
  {
    name: 'assay',
    required: false,
    type: 'decimal',
    at: ['/assay'],
    meaning: 'Measured mass fraction; as announced when left out.',
    example: '0.2975',
  },
  {
    name: 'assay_uncertainty',
    required: false,
    type: 'decimal',
    at: ['/assayUncertainty'],
    meaning: 'Half the width of the range that the assay certificate states, as a mass fraction.',
    example: '0.0005',
  },
  {
    name: 'assay_certificate',
    required: false,
    type: 'text',
    at: ['/assayCertificate'],
    meaning: 'SHA-256 of the assay certificate.',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  },
  {
    name: 'received_on',
    required: true,
    type: 'text',
    at: ['/receivedOn'],
    meaning: 'The legal day of delivery.',
    example: '2026-06-30',
  },
  {
    name: 'storage',
    required: false,
    type: 'text',
    at: ['/storage'],
    meaning: 'How it has to be stored.',
    example: 'Dry, below 30 °C',
  },
  {
    name: 'best_before',
    required: false,
    type: 'text',
    at: ['/bestBefore'],
    meaning: 'The last day of its shelf life.',
    example: '2031-06-30',
  },
  ...PARCEL,
];

/** Announced contributions that have arrived: weighed, assayed, packed, of known origin. */
@Injectable()
export class LotsKind implements ImportKind {
  readonly name = 'lots';
  readonly role = 'administrator';
  readonly meaning = 'Announced contributions that have arrived at the depots, one lot a row.';
  readonly columns = COLUMNS;
  readonly request = ReceiptRequest;

  constructor(private readonly receipts: ReceiptsService) {}

  /** A contribution is received once. */
  key([row]: readonly Cells[]): string {
    return row?.['contribution'] ?? '';
  }

  fields([row = {}]: readonly Cells[]): object {
    const { assay, storage } = row;
    return present({
      ...{ assay, storage },
      grossMass: massOf(row['gross_mass'], row['unit']),
      assayUncertainty: row['assay_uncertainty'],
      assayCertificate: row['assay_certificate'],
      receivedOn: row['received_on'],
      bestBefore: row['best_before'],
      ...parcelOf(row),
    });
  }

  write(tx: Tx, ctx: CommandContext, asked: readonly Asked[]): Promise<readonly Written[]> {
    const rows = asked.map(({ rows: [cells], request }) => ({
      contribution: cells?.['contribution'] ?? '',
      request: request as ReceiptRequest,
    }));
    return this.receipts.receiveMany(tx, ctx, rows);
  }
}
