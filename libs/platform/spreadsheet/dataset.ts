import { assert } from '#domain/assert';
import type { Cell, Column, Row } from './table';

/**
 * Who may read a dataset, as its list route says: everybody; operators their own member's rows and
 * administrators and auditors all; or administrators and auditors only.
 */
export type Audience = 'anybody' | 'own-member' | 'trust';

export const FILTERS = ['member', 'material', 'account', 'from', 'to'] as const;
export type Filter = (typeof FILTERS)[number];
export type FilterValues = { readonly [Name in Filter]?: string };

/** Records of one kind as they leave the ledger. Each feature describes its own. */
export interface Dataset {
  /** As in the path of the export. */
  readonly name: string;
  readonly audience: Audience;
  readonly columns: readonly Column[];
  /** A select that gives a column of the same name for each of `columns`, masses in grams. */
  readonly sql: string;
  /** Columns by which the rows are ordered; together they tell every two rows apart. */
  readonly order: readonly string[];
  /** Columns of the select in which `member`, `material` or `account` is looked for. */
  readonly keys: Readonly<Partial<Record<'member' | 'material' | 'account', readonly string[]>>>;
  /** Column of the select whose day `from` and `to` bound, both included. */
  readonly day?: string;
}

/** Whether a filter means anything for the dataset. */
export function takesFilter(dataset: Dataset, filter: Filter): boolean {
  if (filter === 'from' || filter === 'to') return dataset.day !== undefined;
  return dataset.keys[filter] !== undefined;
}

/** The statement and its parameters for the rows that pass the filters, every cell as text. */
export function statementOf(dataset: Dataset, filters: FilterValues): [string, string[]] {
  const parameters: string[] = [];
  const conditions = FILTERS.flatMap((filter) => {
    const value = filters[filter];
    if (value === undefined) return [];
    assert(takesFilter(dataset, filter), `${dataset.name} has nothing to tell ${filter} by`);
    parameters.push(value);
    return [conditionOf(dataset, filter, `$${parameters.length}`)];
  });
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  const sql =
    `select ${dataset.columns.map(selected).join(', ')} from (${dataset.sql}) as dataset${where}` +
    ` order by ${dataset.order.map((name) => `dataset.${name}`).join(', ')}`;
  return [sql, parameters];
}

function conditionOf(dataset: Dataset, filter: Filter, parameter: string): string {
  if (filter === 'from') return `${dayOf(dataset)} >= ${parameter}::date`;
  if (filter === 'to') return `${dayOf(dataset)} <= ${parameter}::date`;
  const columns = dataset.keys[filter] ?? [];
  return `(${columns.map((name) => `dataset.${name} = ${parameter}`).join(' or ')})`;
}

function dayOf({ columns, day }: Dataset): string {
  const moment = columns.some(({ name, kind }) => name === day && kind === 'moment');
  return moment ? `(dataset.${day} at time zone 'utc')::date` : `dataset.${day}`;
}

/** Text in the form of the column's kind, whatever the session's settings are. */
function selected({ name, kind }: Column): string {
  const column = `dataset.${name}`;
  if (kind === 'date') return `to_char(${column}, 'YYYY-MM-DD') as ${name}`;
  if (kind !== 'moment') return `${column}::text as ${name}`;
  return `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${name}`;
}

/** A row of the statement as cells. */
export function toRow(columns: readonly Column[], record: Record<string, string | null>): Row {
  return columns.map(({ name, kind }): Cell => {
    const text = record[name];
    assert(text !== undefined, `the rows have a column ${name}`);
    return text !== null && kind === 'mass' ? BigInt(text) : text;
  });
}
