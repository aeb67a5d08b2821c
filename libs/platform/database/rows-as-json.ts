import type { Tx } from './tx';

/**
 * Whole rows as the one parameter of
 * `insert into t select * from json_populate_recordset(null::t, $1)`: any number of rows in one
 * statement. PostgreSQL reads each value as its column's type, so they are texts, numbers, lists,
 * true, false, null or `bigint`. Every column needs its property.
 */
export function rowsAsJson<Row extends object>(
  tx: Tx,
  entity: new () => Row,
  rows: readonly Row[],
): string {
  const { columns } = tx.manager.connection.getMetadata(entity);
  const records = rows.map((row) => {
    const values = new Map<string, unknown>(Object.entries(row));
    return Object.fromEntries(
      columns.map(({ databaseName, propertyName }) => [databaseName, values.get(propertyName)]),
    );
  });
  return JSON.stringify(records, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
