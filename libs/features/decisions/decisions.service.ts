import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { canonicalJson } from '#domain/log/canonical-json';
import type { QuorumRecord } from '#domain/release/quorum';
import { electorateOf, requireElector, tally } from '#domain/release/tally';
import type { Act, Count, Elector, Outcome } from '#domain/release/tally';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { EventLog } from '#features/event-log/event-log';
import { ActEntity, DecisionEntity, type ActKind } from './act.entity';

const HOUR_MS = 3_600_000;

/** An act as whoever proposed it left it. */
export interface ProposedAct {
  readonly kind: ActKind;
  readonly subject: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly quorum: QuorumRecord;
  /** Members that gain from it. */
  readonly gaining: readonly string[];
}

export interface Vote {
  readonly inFavour: boolean;
  readonly reason: string | null;
}

/** What a decision came to, and its entry while nothing came of it yet. */
export type Decided =
  | { readonly outcome: 'open'; readonly entry: string }
  | { readonly outcome: Exclude<Outcome, 'open'> };

/** Decisions on acts that nobody may take alone. The caller has locked the subject of the act. */
@Injectable()
export class DecisionsService {
  constructor(private readonly log: EventLog) {}

  /**
   * Takes a decision. Of administrators the outcome takes effect with the last decision needed,
   * whose entry is the caller's; a vote of the board is settled later. Refuses
   * `four-eyes-required`, `conflict-of-interest`, `decision-of-others`, `vote-closed`,
   * `decision-taken-already` and `reason-missing`.
   */
  async decide(tx: Tx, ctx: CommandContext, proposed: ProposedAct, vote: Vote): Promise<Decided> {
    const row = await open(tx, proposed);
    const act = toAct(row);
    const taken = await decisionsOn(tx, row.id);
    requireElector(act, await electorOf(tx, ctx), taken, tx.now);
    requireReason(act, vote);
    const decision: DecisionEntity = {
      id: tx.newId(),
      actId: row.id,
      principal: ctx.actor.id,
      member: ctx.actor.member,
      inFavour: vote.inFavour,
      reason: vote.reason,
      takenAt: tx.now,
    };
    await tx.manager.insert(DecisionEntity, decision);
    const { outcome } = tally(act, [...taken, decision], tx.now);
    if (act.quorum.electors === 'administrators' && outcome !== 'open') {
      await end(tx, ctx, row.id, outcome);
      return { outcome };
    }
    const { kind, subject } = proposed;
    const side = vote.inFavour ? 'for' : 'against';
    const body = { act: kind, subject, side, reason: vote.reason ?? '' };
    const entry = await this.log.append(tx, ctx, { kind: 'decision-taken', body });
    return { outcome: 'open', entry };
  }

  /**
   * What a vote of the board came to. Refuses `decision-still-open`, `four-eyes-required` to the
   * proposer, and `decision-of-others` where administrators decide one by one.
   */
  async settle(tx: Tx, ctx: CommandContext, proposed: ProposedAct): Promise<Count> {
    const row = await open(tx, proposed);
    const act = toAct(row);
    requireOtherPerson(ctx.actor, act.proposedBy, 'took the first step');
    if (act.closesAt === null) {
      const message = 'No vote of members is held on this: approve or reject it.';
      throw new DomainError('forbidden', 'decision-of-others', message);
    }
    const count = tally(act, await decisionsOn(tx, row.id), tx.now);
    if (count.outcome === 'open') {
      const message = `The vote is open until ${act.closesAt}.`;
      const facts = { closesAt: act.closesAt };
      throw new DomainError('conflict', 'decision-still-open', message, facts);
    }
    await end(tx, ctx, row.id, count.outcome);
    return count;
  }
}

export function toAct(row: ActEntity): Act {
  const { proposedBy, gaining, voters, weights, closesAt } = row;
  return {
    quorum: JSON.parse(row.quorum) as QuorumRecord,
    ...{ proposedBy, gaining, closesAt },
    electorate: new Map(voters.map((member, index) => [member, BigInt(weights[index] ?? '0')])),
  };
}

/** The act's row; its electors are those at its first decision. */
async function open(tx: Tx, proposed: ProposedAct): Promise<ActEntity> {
  const { kind, subject, proposedBy, proposedAt, quorum, gaining } = proposed;
  const known = await tx.manager.findOneBy(ActEntity, { kind, subject });
  if (known) return known;
  const members = await tx.query<{ code: string }>('select code from member order by code');
  const codes = members.map(({ code }) => code);
  const electorate = electorateOf(quorum, codes, gaining);
  const isBoard = quorum.electors === 'members';
  const row: ActEntity = {
    id: tx.newId(),
    ...{ kind, subject, proposedBy },
    quorum: canonicalJson(quorum),
    needed: isBoard ? null : Number(quorum.needed),
    gaining: [...gaining],
    voters: [...electorate.keys()],
    weights: [...electorate.values()].map(String),
    openedAt: proposedAt,
    closesAt: isBoard ? hoursAfter(proposedAt, Number(quorum.hours)) : null,
    outcome: 'open',
    settledBy: null,
  };
  await tx.manager.insert(ActEntity, row);
  return row;
}

function decisionsOn(tx: Tx, actId: string): Promise<DecisionEntity[]> {
  return tx.manager.find(DecisionEntity, { where: { actId }, order: { id: 'ASC' } });
}

async function end(tx: Tx, ctx: CommandContext, id: string, outcome: Outcome): Promise<void> {
  await tx.manager.update(ActEntity, { id }, { outcome, settledBy: ctx.actor.id });
}

async function electorOf(tx: Tx, { actor }: CommandContext): Promise<Elector> {
  const [row] = await tx.query<{ affiliation: string | null }>(
    'select affiliation from principal where id = $1',
    [actor.id],
  );
  return {
    principal: actor.id,
    role: actor.role === 'operator' ? 'operator' : 'administrator',
    member: actor.member,
    affiliation: row?.affiliation ?? null,
  };
}

/** One who decides alone says why in the act itself; where several do, each does. */
function requireReason({ quorum }: Act, { reason }: Vote): void {
  if (reason !== null || (quorum.electors === 'administrators' && quorum.needed === '1')) return;
  const message = 'Several decide this; say why you decide so.';
  throw new DomainError('rule', 'reason-missing', message, { pointer: '/reason' });
}

function hoursAfter(time: string, hours: number): string {
  return new Date(Date.parse(time) + hours * HOUR_MS).toISOString();
}
