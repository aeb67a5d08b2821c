/** Rows under a header, in columns as wide as their widest cell; figures stand to the right. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = rows[0] ?? [];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const isText = columns.map((_, index) =>
    rows.slice(1).every((row) => !/^[-\d]/.test(row[index] ?? '')),
  );
  const lines = rows.map((row) =>
    row.map((cell, index) => {
      const width = widths[index] ?? 0;
      return isText[index] ? cell.padEnd(width) : cell.padStart(width);
    }),
  );
  return lines.map((line) => `${line.join('  ').trimEnd()}\n`).join('');
}

/** Short figures: whole ones from a hundred, three digits below. */
export function figure(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return `${Number(value.toPrecision(3))}`;
}
