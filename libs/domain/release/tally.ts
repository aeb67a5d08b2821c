import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { BoardQuorumRecord, QuorumRecord } from './quorum';

export type Outcome = 'open' | 'carried' | 'stopped';

/** One decision of somebody, final once it is taken. */
export interface Decision {
  readonly principal: string;
  /** The member that it speaks for, or null for an administrator. */
  readonly member: string | null;
  readonly inFavour: boolean;
}

/** An act that awaits decisions, with what was settled when it was first decided on. */
export interface Act {
  readonly quorum: QuorumRecord;
  readonly proposedBy: string;
  /** Members that gain from it. */
  readonly gaining: readonly string[];
  /** Whole weight by member of a vote; empty where administrators decide. */
  readonly electorate: ReadonlyMap<string, bigint>;
  /** When a vote ends, RFC 3339 in UTC with milliseconds; null where administrators decide. */
  readonly closesAt: string | null;
}

/** Who would decide. `affiliation` is the member that an administrator comes from, if any. */
export interface Elector {
  readonly principal: string;
  readonly role: 'administrator' | 'operator';
  readonly member: string | null;
  readonly affiliation: string | null;
}

/** Sums of both sides: of weight for a board, of heads for administrators. */
export interface Count {
  readonly inFavour: bigint;
  readonly against: bigint;
  readonly total: bigint;
  readonly outcome: Outcome;
}

/** The members that vote under a quorum, by weight, of all that there are. */
export function electorateOf(
  quorum: QuorumRecord,
  members: readonly string[],
  gaining: readonly string[],
): ReadonlyMap<string, bigint> {
  if (quorum.electors === 'administrators') return new Map();
  const { weights, gainers } = quorum;
  const voters = members.filter((member) => gainers === 'vote' || !gaining.includes(member));
  const weighted = voters.map((member): [string, bigint] => [
    member,
    weights === 'equal'
      ? 1n
      : BigInt(Object.hasOwn(weights, member) ? (weights[member] ?? '0') : '0'),
  ]);
  return new Map(weighted.filter(([, weight]) => weight > 0n));
}

/**
 * What decisions come to at a moment. Of administrators the side that first has the number needed
 * decides. A vote is decided by the majority; at its end, without one, by the default.
 */
export function tally(act: Act, decisions: readonly Decision[], now: string): Count {
  const { quorum, electorate, closesAt } = act;
  const weigh = (member: string | null): bigint =>
    quorum.electors === 'administrators' ? 1n : (electorate.get(member ?? '') ?? 0n);
  const side = (inFavour: boolean) => decisions.filter((each) => each.inFavour === inFavour);
  const sum = (inFavour: boolean) =>
    side(inFavour).reduce((total, { member }) => total + weigh(member), 0n);
  const [inFavour, against] = [sum(true), sum(false)];
  if (quorum.electors === 'administrators') {
    const needed = BigInt(quorum.needed);
    const outcome = inFavour >= needed ? 'carried' : against >= needed ? 'stopped' : 'open';
    return { inFavour, against, total: needed, outcome };
  }
  const total = [...electorate.values()].reduce((all, weight) => all + weight, 0n);
  const voters = BigInt(electorate.size);
  const isMajority = (weight: bigint, heads: number) =>
    total > 0n &&
    isPart(weight, total, quorum.share) &&
    isPart(BigInt(heads), voters, quorum.heads);
  const isOver = closesAt !== null && now >= closesAt;
  const outcome = boardOutcome(quorum, isOver, {
    inFavour: isMajority(inFavour, side(true).length),
    against: isMajority(against, side(false).length),
  });
  return { inFavour, against, total, outcome };
}

/** Refuses whoever may not decide, or not again, or not any more. */
export function requireElector(
  act: Act,
  elector: Elector,
  decisions: readonly Decision[],
  now: string,
): void {
  if (elector.principal === act.proposedBy) {
    const message = 'You took the first step; this one needs somebody else.';
    throw new DomainError('forbidden', 'four-eyes-required', message);
  }
  requireVote(act, elector);
  if (act.closesAt !== null && now >= act.closesAt) {
    const message = `The vote ended at ${act.closesAt}; its outcome can be settled.`;
    throw new DomainError('conflict', 'vote-closed', message, { closesAt: act.closesAt });
  }
  const isTaken = decisions.some(
    ({ principal, member }) =>
      principal === elector.principal || (member !== null && member === elector.member),
  );
  if (!isTaken) return;
  const message = 'You, or your member, decided already; a decision is final.';
  throw new DomainError('conflict', 'decision-taken-already', message);
}

function requireVote({ quorum, gaining, electorate }: Act, elector: Elector): void {
  const isBoard = quorum.electors === 'members';
  if (isBoard !== (elector.role === 'operator')) {
    const who = isBoard ? 'operators, each for its member' : 'administrators';
    const message = `The release rule leaves this decision to ${who}.`;
    throw new DomainError('forbidden', 'decision-of-others', message, { electors: who });
  }
  const home = (isBoard ? elector.member : elector.affiliation) ?? '';
  const isRecused = !isBoard || quorum.gainers === 'recused';
  if (isRecused && gaining.includes(home)) throw conflictOfInterest(home);
  if (!isBoard || electorate.has(home)) return;
  const message = `${home} has no vote in this decision; it is for members that have one.`;
  throw new DomainError('forbidden', 'decision-of-others', message);
}

/** Right is somebody whose member has nothing of it. */
function conflictOfInterest(member: string): DomainError {
  const message = `${member} gains from this; it needs somebody whose member does not.`;
  return new DomainError('forbidden', 'conflict-of-interest', message, { member });
}

function boardOutcome(
  { byDefault }: BoardQuorumRecord,
  isOver: boolean,
  majority: { readonly inFavour: boolean; readonly against: boolean },
): Outcome {
  if (byDefault === 'carried') {
    if (majority.against) return 'stopped';
    return isOver ? 'carried' : 'open';
  }
  if (majority.inFavour) return 'carried';
  return isOver ? 'stopped' : 'open';
}

/** Whether `value / whole` is at least the part. */
function isPart(value: bigint, whole: bigint, part: string): boolean {
  const { p, q } = rational.parse(part);
  return value * q >= whole * p;
}
