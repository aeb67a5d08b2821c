import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { STEPS } from '#domain/release/deadline-steps';
import { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { requestDigest, UnitOfWork } from '#platform/database/unit-of-work';
import { AwardsService } from '#features/allocations/awards.service';
import { DisruptionsService } from '#features/disruptions/disruptions.service';
import { DueDeadlines, type Due } from '#features/deadlines/due-deadlines.service';
import { EventLog } from '#features/event-log/event-log';
import { NeedsService } from '#features/needs/needs.service';

/** Somebody was faster: the step was taken, or another worker acted. It rolls the command back. */
class NothingLeft extends Error {}

/**
 * What the clock does: reminds, closes windows, lets awards lapse and escalates. Each deadline is a
 * command of its own, whose key is the deadline's, so that it happens once however many workers
 * see it; the row of the deadline decides, under its lock.
 */
@Injectable()
export class ClockActs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly due: DueDeadlines,
    private readonly disruptions: DisruptionsService,
    private readonly needs: NeedsService,
    private readonly awards: AwardsService,
  ) {}

  /** Acts on everything that is due now by PostgreSQL's clock; returns on how much it acted. */
  async sweep(): Promise<number> {
    const due = [
      ...(await this.due.reminders()).map((one) => () => this.once(one, 'remind')),
      ...(await this.due.passed()).map((one) => () => this.once(one, 'pass')),
    ];
    let acted = 0;
    const failures: unknown[] = [];
    for (const act of due) {
      try {
        acted += await act();
      } catch (error) {
        // One that fails, again and again, holds up no other.
        failures.push(error);
      }
    }
    if (failures.length > 0 && acted === 0) throw failures[0];
    return acted;
  }

  private async once(due: Due, act: 'remind' | 'pass'): Promise<number> {
    const ctx = commandOf(due, act);
    try {
      await this.unitOfWork.run(ctx, async (tx) => ({ entry: await this[act](tx, ctx, due) }));
      return ctx.replayed ? 0 : 1;
    } catch (error) {
      if (error instanceof NothingLeft) return 0;
      throw error;
    }
  }

  private async remind(tx: Tx, ctx: CommandContext, due: Due): Promise<string> {
    const deadline = await this.due.markReminded(tx, due.id);
    if (deadline === null) throw new NothingLeft();
    const { step, subject, member, dueAt } = deadline;
    const members = member === null ? await this.needs.missing(tx, subject) : [member];
    const body = { deadline: due.id, step, ...subjectOf(due), dueAt, members };
    return this.log.append(tx, ctx, { kind: 'deadline-reminded', body });
  }

  private async pass(tx: Tx, ctx: CommandContext, due: Due): Promise<string> {
    // The subject is locked before its deadline, as in every command of people.
    const entry = await this.actOn(tx, ctx, due);
    const deadline = await this.due.markPassed(tx, due.id);
    if (deadline === null) throw new NothingLeft();
    if (entry !== null) return entry;
    const { step, member, dueAt } = deadline;
    const body = { deadline: due.id, step, ...subjectOf(due), dueAt };
    const about = member === null ? {} : { member };
    return this.log.append(tx, ctx, { kind: 'deadline-passed', body, ...about });
  }

  /** The entry of what passing the deadline does, or null when it is only escalated. */
  private async actOn(tx: Tx, ctx: CommandContext, { step, subject }: Due): Promise<string | null> {
    try {
      switch (STEPS[step].onPassing) {
        case 'close-needs':
          return (await this.disruptions.closeWindow(tx, ctx, subject)).entry;
        case 'lapse-award':
          return await this.awards.lapse(tx, ctx, subject);
        case 'escalate':
          return null;
      }
    } catch (error) {
      // People took the step meanwhile; this refusal would be kept under the key of the deadline.
      if (error instanceof DomainError && error.code === 'act-not-legal-now') {
        throw new NothingLeft();
      }
      // Any other would be, too, and the step would never be tried again.
      if (error instanceof DomainError) throw new Error(error.message, { cause: error });
      throw error;
    }
  }
}

function subjectOf({ step, subject }: Due): { subjectKind: string; subject: string } {
  return { subjectKind: STEPS[step].subject, subject };
}

/** One command for one act on one deadline, so that two workers that see it share it. */
function commandOf({ id }: Due, act: 'remind' | 'pass'): CommandContext {
  const system = { id: 'system', role: 'system', member: null } as const;
  return new CommandContext(system, `deadline/${id}/${act}`, `deadline ${act}`, requestDigest(id));
}
