/** Fails loudly on a mistake of ours; a caller's mistake is a DomainError instead. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}
