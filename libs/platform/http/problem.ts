import type { RefusalFacts, RefusalKind } from '#domain/errors';

/** An RFC 9457 problem document. `errors` names each faulty field by JSON pointer. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly FieldFault[];
  readonly facts?: RefusalFacts;
}

export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  rule: 422,
};

/** No valid proof of identity came with the request. */
export class UnauthenticatedError extends Error {}

/** Too much of this is going on at once; it may be tried again. */
export class BusyError extends Error {}

/** The request is not of the form the route takes; each fault names its field. */
export class ValidationError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly faults: readonly FieldFault[],
  ) {
    super(message);
  }
}

export const PROBLEM_BASE = 'https://globalmineralstrust.example/problems/';

/** `reserve-short` -> "Reserve short". */
export function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function problem(
  status: number,
  code: string,
  detail: string,
  more: Pick<Problem, 'errors' | 'facts'> = {},
): Problem {
  return { type: `${PROBLEM_BASE}${code}`, title: titleOf(code), status, detail, ...more };
}
