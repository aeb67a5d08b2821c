/** What kind of refusal this is; the HTTP layer maps each to one status. */
export type RefusalKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'rule';

/** Facts that help the caller act: strings only, shown in the problem document. */
export type RefusalFacts = Readonly<Record<string, string | readonly string[]>>;

/**
 * A refusal the caller can act on. `code` is stable and has a heading in
 * docs/reference/errors.md; `message` says what is wrong and what would be right.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly facts: RefusalFacts = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}
