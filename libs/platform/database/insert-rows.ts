import type { Tx } from './tx';

/** What a column of a row may hold; PostgreSQL reads each value as its column's type. */
export type Cell = string | number | bigint | boolean | null | undefined;

interface Target {
  readonly sql: string;
  /** Of the properties, in the order of the columns. */
  readonly names: readonly string[];
}

const targets = new WeakMap<new () => object, Target>();

/**
 * Inserts whole rows of an entity in one statement, any number of them: an array a column, which
 * PostgreSQL reads in a third of the time that it takes to read the rows as JSON. Every column
 * needs its property.
 */
export async function insertRows<Row extends object>(
  tx: Tx,
  entity: new () => Row,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const { sql, names } = targetOf(tx, entity);
  await tx.query(
    sql,
    names.map((name) => arrayText(rows.map((row) => row[name as keyof Row] as Cell))),
  );
}

function targetOf(tx: Tx, entity: new () => object): Target {
  const known = targets.get(entity);
  if (known) return known;
  const { tableName, columns } = tx.manager.connection.getMetadata(entity);
  const names = columns.map(({ databaseName }) => `"${databaseName}"`).join(', ');
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${String(type)}[]`).join(', ');
  const target: Target = {
    sql: `insert into "${tableName}" (${names}) select * from unnest(${arrays})`,
    names: columns.map(({ propertyName }) => propertyName),
  };
  targets.set(entity, target);
  return target;
}

/** Text that stands in an array as it is. */
const PLAIN = /^[\w.:+-]+$/;

/** An array as PostgreSQL reads it, of one dimension. */
export function arrayText(values: readonly Cell[]): string {
  let items = '';
  for (const value of values) items += `${items === '' ? '' : ','}${itemText(value)}`;
  return `{${items}}`;
}

function itemText(value: Cell): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value !== 'string') return `${value}`;
  if (PLAIN.test(value) && value.toLowerCase() !== 'null') return value;
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
