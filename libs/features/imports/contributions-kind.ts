import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { NewContributionRequest, NoticesService } from '#features/contributions/notices.service';
import { IDENTIFIER, PARCEL, parcelOf, REFERENCE, UNIT } from './import-columns';
import type { ImportColumn } from './import-columns';
import {
  massOf,
  present,
  type Asked,
  type Cells,
  type ImportKind,
  type Written,
} from './import-kind';

const COLUMNS: readonly ImportColumn[] = [
  REFERENCE,
  {
    ...IDENTIFIER,
    name: 'pledge',
    meaning: 'Identifier of your accepted pledge.',
  },
  {
    name: 'form',
    required: true,
    type: 'text',
    at: ['/form'],
    meaning: 'Code of the form in which the material is sent.',
    example: 'co_metal',
  },
  {
    name: 'depot',
    required: true,
    type: 'text',
    at: ['/depot'],
    meaning: 'UN/LOCODE of the depot, without a space.',
    example: 'NLRTM',
  },
  {
    name: 'gross_mass',
    required: true,
    type: 'decimal',
    at: ['/grossMass/value'],
    meaning: 'Mass that will be sent, as weighed by the sender.',
    example: '12500.5',
  },
  UNIT,
  {
    name: 'assay',
    required: false,
    type: 'decimal',
    at: ['/assay'],
    meaning: "Measured mass fraction; the form's own when left out.",
    example: '0.2981',
  },
  {
    name: 'expected_on',
    required: true,
    type: 'text',
    at: ['/expectedOn'],
    meaning: 'The day on which it is expected at the depot.',
    example: '2026-06-30',
  },
  {
    name: 'title_with',
    required: false,
    type: 'text',
    at: ['/titleWith'],
    meaning: "Whose the material will be, trust or member; the Trust's when left out.",
    example: 'trust',
  },
  ...PARCEL,
];

/** Deliveries that a member announces against its own pledges. */
@Injectable()
export class ContributionsKind implements ImportKind {
  readonly name = 'contributions';
  readonly role = 'operator';
  readonly meaning = 'Deliveries that your member announces against its pledges, one a row.';
  readonly columns = COLUMNS;
  readonly request = NewContributionRequest;

  constructor(private readonly notices: NoticesService) {}

  key([row]: readonly Cells[]): string {
    return row?.['reference'] ?? '';
  }

  fields([row = {}]: readonly Cells[]): object {
    const { packages, provenance } = parcelOf(row);
    return present({
      form: row['form'],
      depot: row['depot'],
      assay: row['assay'],
      grossMass: massOf(row['gross_mass'], row['unit']),
      expectedOn: row['expected_on'],
      titleWith: row['title_with'],
      packages,
      provenance,
    });
  }

  async write(tx: Tx, ctx: CommandContext, asked: readonly Asked[]): Promise<readonly Written[]> {
    const rows = asked.map(({ rows: [cells], request }) => ({
      pledge: cells?.['pledge'] ?? '',
      request: request as NewContributionRequest,
    }));
    const outcomes = await this.notices.notifyMany(tx, ctx, rows);
    return outcomes.map((one) => (one instanceof DomainError ? one : one.contribution));
  }
}
