import { DomainError } from '#domain/errors';
import { writeCsv } from '#platform/spreadsheet/csv-writer';
import { MEDIA_TYPES } from '#platform/spreadsheet/limits';
import type { Column } from '#platform/spreadsheet/table';
import { writeXlsx } from '#platform/spreadsheet/xlsx-writer';
import type { ImportKind } from './import-kind';
import type { FileBack } from './imports.queries';

/** An empty file of a kind, `pledges.csv` or `pledges.xlsx`. Refuses `template-unknown`. */
export function templateOf(kinds: readonly ImportKind[], file: string): FileBack {
  const [name, type] = file.split('.');
  const kind = kinds.find((one) => one.name === name);
  if (!kind || (type !== 'csv' && type !== 'xlsx')) {
    const names = kinds.flatMap((one) => [`${one.name}.csv`, `${one.name}.xlsx`]);
    throw new DomainError('not-found', 'template-unknown', 'No template has this name.', { names });
  }
  const columns = kind.columns.map((column): Column => ({ name: column.name, kind: 'text' }));
  const write = type === 'csv' ? writeCsv : writeXlsx;
  const bytes = write({ columns, rows: [] });
  return { name: `${kind.name}.${type}`, mediaType: MEDIA_TYPES[type], bytes };
}

export interface KindResponse {
  readonly kind: string;
  readonly role: string;
  readonly meaning: string;
  readonly columns: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly meaning: string;
    readonly example: string;
  }[];
}

export function toKindResponse({ name, role, meaning, columns }: ImportKind): KindResponse {
  return {
    kind: name,
    ...{ role, meaning },
    columns: columns.map((column) => ({
      name: column.name,
      required: column.required,
      meaning: column.meaning,
      example: column.example,
    })),
  };
}
