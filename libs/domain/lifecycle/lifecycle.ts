import type { AccountKind } from '../books/account';
import { DomainError } from '../errors';

/** Who takes a step. The receiving member acts by its operators, the Trust by administrators. */
export type Party = 'operator' | 'administrator' | 'system';

/** One step of a life cycle with everything that belongs to it. */
export interface Move<State extends string> {
  readonly to: State;
  readonly by: Party;
  /** People of earlier steps, by the field that names them, who may not take this one; and why. */
  readonly notBy: Readonly<Record<string, string>>;
  /** Codes of the refusals that guard it, besides those of who may take it. */
  readonly guards: readonly string[];
  /** Which accounts it moves grams between; empty when it moves none. */
  readonly ways: readonly (readonly [from: AccountKind, to: AccountKind])[];
  /** The kind of its entry in the log. */
  readonly entry: string;
}

/** A life cycle as data: for each state, the acts that may follow and the state each leads to. */
export type Lifecycle<State extends string, Act extends string> = Readonly<
  Record<State, Partial<Readonly<Record<Act, State | Move<State>>>>>
>;

/** A life cycle whose every step says who takes it, what guards it and what it does. */
export type FullLifecycle<State extends string, Act extends string> = Readonly<
  Record<State, Partial<Readonly<Record<Act, Move<State>>>>>
>;

/**
 * The state that `act` leads to. An illegal act is refused with the legal ones listed,
 * so the caller knows what would be right.
 */
export function next<State extends string, Act extends string>(
  noun: string,
  lifecycle: Lifecycle<State, Act>,
  state: State,
  act: Act,
): State {
  const target = lifecycle[state][act];
  if (target === undefined) throw notLegalNow(noun, state, act, Object.keys(lifecycle[state]));
  return stateOf(target);
}

/** Where a step leads. */
export function stateOf<State extends string>(step: State | Move<State>): State {
  return typeof step === 'string' ? step : step.to;
}

/** As `next`, for a life cycle that says everything of its steps. */
export function moveOf<State extends string, Act extends string>(
  noun: string,
  lifecycle: FullLifecycle<State, Act>,
  state: State,
  act: Act,
): Move<State> {
  const move = lifecycle[state][act];
  if (move !== undefined) return move;
  throw notLegalNow(noun, state, act, Object.keys(lifecycle[state]));
}

function notLegalNow(
  noun: string,
  state: string,
  act: string,
  legal: readonly string[],
): DomainError {
  return new DomainError(
    'conflict',
    'act-not-legal-now',
    `A ${noun} that is ${state} cannot ${act}; it can ${legal.join(', ') || 'do nothing more'}.`,
    { state, act, legal },
  );
}
