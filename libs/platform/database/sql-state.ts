/** The five-character SQLSTATE of a database error, or null for anything else. */
export function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Serialization failure and deadlock: the whole transaction may be tried again. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/** The database is away or overloaded; the caller may try again later. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== null) return /^(08|53|57P|55P03|57014|25P03)/.test(state);
  const code = (error as { code?: unknown } | null)?.code;
  const text = error instanceof Error ? error.message : '';
  return (
    (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|ENOENT)/.test(code)) ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered/.test(
      text,
    )
  );
}
