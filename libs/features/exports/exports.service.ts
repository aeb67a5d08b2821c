import { Injectable, type StreamableFile } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor } from '#platform/database/command-context';
import { SnapshotReads } from '#platform/database/snapshot-reads';
import { UnauthenticatedError } from '#platform/http/problem';
import {
  FILTERS,
  statementOf,
  takesFilter,
  toRow,
  type Dataset,
  type FilterValues,
} from '#platform/spreadsheet/dataset';
import { FORMATS, isFormat, type Format } from '#platform/spreadsheet/formats';
import { tableFile } from '#platform/spreadsheet/table-file';
import { DATASETS } from './datasets';

/** Records of the ledger as files, each to those who may read its list. */
@Injectable()
export class ExportsService {
  constructor(private readonly reads: SnapshotReads) {}

  /**
   * The rows of a dataset that pass the filters, all of one moment, as a file that is read from
   * the database no faster than it is received. Refuses `export-unknown`, `filter-not-offered`,
   * `days-reversed`, `role-not-allowed` and `member-not-yours`, and is `busy` beyond half the pool.
   */
  async file(reader: Actor | null, path: string, asked: FilterValues): Promise<StreamableFile> {
    const { dataset, format } = named(path);
    const filters = entitled(reader, dataset, checked(dataset, asked));
    let day = '';
    const rows = this.reads.stream(async function* (snapshot) {
      day = snapshot.now.slice(0, 10);
      const [sql, parameters] = statementOf(dataset, filters);
      const records = snapshot.rows<Record<string, string | null>>(sql, parameters);
      for await (const record of records) yield toRow(dataset.columns, record);
    });
    const name = (): string => `gmt-${dataset.name}-${day}`;
    return tableFile({ name, format, columns: dataset.columns, rows });
  }
}

/** `pledges.csv` names a dataset and a format. */
function named(path: string): { dataset: Dataset; format: Format } {
  const [, name, format = ''] = /^([a-z-]+)\.([a-z]+)$/.exec(path) ?? [];
  const dataset = DATASETS.find((one) => one.name === name);
  if (dataset && isFormat(format)) return { dataset, format };
  throw new DomainError('not-found', 'export-unknown', 'Nothing is exported under this name.', {
    datasets: DATASETS.map((one) => one.name),
    formats: [...FORMATS],
  });
}

function checked(dataset: Dataset, filters: FilterValues): FilterValues {
  for (const filter of FILTERS) {
    if (filters[filter] === undefined || takesFilter(dataset, filter)) continue;
    const offered = FILTERS.filter((one) => takesFilter(dataset, one));
    throw new DomainError(
      'invalid',
      'filter-not-offered',
      `${dataset.name} cannot be filtered by ${filter}.`,
      { pointer: `/${filter}`, expected: offered },
    );
  }
  const { from, to } = filters;
  if (from === undefined || to === undefined || from <= to) return filters;
  throw new DomainError('invalid', 'days-reversed', 'The last day is before the first.', {
    pointer: '/to',
  });
}

/** The filters, narrowed to what the reader may see. */
function entitled(reader: Actor | null, dataset: Dataset, filters: FilterValues): FilterValues {
  if (dataset.audience === 'anybody') return filters;
  if (!reader) throw new UnauthenticatedError('Sign in first: send a bearer token.');
  if (reader.role !== 'operator') return filters;
  if (dataset.audience === 'own-member') {
    return { ...filters, member: requireOwnMember(reader, filters.member ?? reader.member) };
  }
  throw new DomainError(
    'forbidden',
    'role-not-allowed',
    'This is for the role administrator or auditor; you are signed in as operator.',
  );
}
