/** The SQL text of a moment, RFC 3339, UTC, milliseconds. */
export function clockText(moment: string): string {
  return `to_char(${moment} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
