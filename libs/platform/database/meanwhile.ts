import { setImmediate as turn } from 'node:timers/promises';

/**
 * Does work of the processor while the database is at a statement, and waits for both. When the
 * statement fails, its failure is what is thrown.
 */
export async function meanwhile<Result>(
  statement: Promise<unknown>,
  work: () => Result,
): Promise<Result> {
  // Its failure is noticed below; until then nobody waits for it.
  statement.catch(() => undefined);
  // The statement leaves before the processor is taken.
  await turn();
  try {
    return work();
  } finally {
    await statement;
  }
}
