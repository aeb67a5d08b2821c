import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { DomainError } from '#domain/errors';
import { DEFAULT_CLOCK } from '#domain/release/clock-parameters';
import { STEPS, type DeadlineStep } from '#domain/release/deadline-steps';
import type { Tx } from '#platform/database/tx';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { DeadlineEntity } from './deadline.entity';

/** What a deadline is about. */
export interface Subject {
  readonly id: string;
  readonly member?: string;
}

const BEGIN = `
  insert into deadline (id, step, subject, member, state, begun_at, remind_at, due_at)
  select s.id, $1, s.subject, s.member, 'running', $2::timestamptz,
    $2::timestamptz + make_interval(hours => $3 - $4::int),
    $2::timestamptz + make_interval(hours => $3)
  from unnest($5::uuid[], $6::uuid[], $7::text[]) as s (id, subject, member)`;

/** Begins and ends deadlines within the commands that begin and take the steps. */
@Injectable()
export class DeadlinesService {
  constructor(private readonly rules: ReleaseRulesService) {}

  /** Starts the clock of a step for each subject, by the rule in force or the default clock. */
  async begin(tx: Tx, step: DeadlineStep, subjects: readonly Subject[]): Promise<void> {
    if (subjects.length === 0) return;
    const clock = (await this.rules.clockInForce(tx)) ?? DEFAULT_CLOCK;
    const { hours, reminder } = STEPS[step];
    await tx.query(BEGIN, [
      step,
      tx.now,
      Number(clock[hours]),
      reminder === undefined ? null : Number(clock[reminder]),
      subjects.map(() => tx.newId()),
      subjects.map(({ id }) => id),
      subjects.map(({ member }) => member ?? null),
    ]);
  }

  /** The step was taken, in time or late. */
  async meet(tx: Tx, step: DeadlineStep, subject: string): Promise<void> {
    await this.end(tx, 'met', [step], subject);
  }

  /** Nothing of this need be done any more. */
  async drop(tx: Tx, steps: readonly DeadlineStep[], subject: string): Promise<void> {
    await this.end(tx, 'dropped', steps, subject);
  }

  /**
   * Refuses `deadline-over` from the moment of the deadline on: how late a step may be taken does
   * not depend on how soon a worker looks.
   */
  async requireTime(tx: Tx, step: DeadlineStep, subject: string): Promise<void> {
    const over = await this.overSince(tx, step, subject);
    if (over === null) return;
    throw new DomainError('conflict', 'deadline-over', `The time for this ended at ${over}.`, {
      step,
      dueAt: over,
    });
  }

  /** The moment of a step's deadline, if it is over, or null. */
  async overSince(tx: Tx, step: DeadlineStep, subject: string): Promise<string | null> {
    const open = await tx.manager.findOneBy(DeadlineEntity, {
      step,
      subject,
      state: In(['running', 'passed']),
    });
    return open !== null && open.dueAt <= tx.now ? open.dueAt : null;
  }

  private async end(
    tx: Tx,
    state: 'met' | 'dropped',
    steps: readonly DeadlineStep[],
    subject: string,
  ): Promise<void> {
    await tx.query(
      `update deadline set state = $1, ended_at = $2
       where subject = $3 and step = any ($4) and state in ('running', 'passed')`,
      [state, tx.now, subject, steps],
    );
  }
}
