import { DomainError } from '../errors';

/** A life cycle as data: for each state, the acts that may follow and the state each leads to. */
export type Lifecycle<State extends string, Act extends string> = Readonly<
  Record<State, Partial<Readonly<Record<Act, State>>>>
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
  if (target !== undefined) return target;
  const legal = Object.keys(lifecycle[state]);
  throw new DomainError(
    'conflict',
    'act-not-legal-now',
    `A ${noun} that is ${state} cannot ${act}; it can ${legal.join(', ') || 'do nothing more'}.`,
    { state, act, legal },
  );
}
