import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { explanationOf, type ExplanationRecord } from '#domain/allocation/explanation-record';
import { divisionOf, type DivisionRecord } from '#domain/allocation/division-record';
import type { RunRecord } from '#domain/allocation/run-record';
import { formatMass } from '#domain/quantity/mass';
import type { Snapshot } from '#domain/release/snapshot';
import type { Actor } from '#platform/database/command-context';
import { DeadlineLists } from '#features/deadlines/deadline-lists.service';
import { AllocationRunEntity, AwardEntity } from './allocation-run.entity';
import { toRunResponse } from './allocations.service';
import type { AllocationRunResponse, AwardResponse, TimedAward, TimedRun } from './allocations.dto';

/** What an operator reads of a run: what is said of it, and of its own member. */
export type OwnExplanation = Pick<ExplanationRecord, 'run' | 'members'>;

/** Reads runs and awards; a division is for everybody once it is published. */
@Injectable()
export class AllocationsQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly deadlines: DeadlineLists,
  ) {}

  async get(reader: Actor | null, id: string): Promise<TimedRun> {
    const run = toRunResponse(await this.find(id));
    const deadlines = await this.deadlines.ofSubjects(reader, [id]);
    return { ...run, deadlines: deadlines(id) };
  }

  async ofDisruption(disruptionId: string): Promise<{ runs: AllocationRunResponse[] }> {
    const rows = await this.dataSource.manager.find(AllocationRunEntity, {
      where: { disruptionId },
      order: { id: 'ASC' },
    });
    return { runs: rows.map(toRunResponse) };
  }

  /** The whole frozen input. Refuses `run-not-frozen`. */
  async snapshot(id: string): Promise<Snapshot> {
    const run = await this.find(id);
    if (run.snapshot !== null) return JSON.parse(run.snapshot) as Snapshot;
    throw new DomainError('conflict', 'run-not-frozen', 'The run has frozen no input yet.');
  }

  /** The whole record to administrators and auditors, the published division to all others. */
  async result(reader: Actor | null, id: string): Promise<RunRecord | DivisionRecord> {
    const run = await this.find(id);
    if (run.result !== null && isEntitled(reader)) return JSON.parse(run.result) as RunRecord;
    if (run.result !== null && run.state === 'published') {
      return divisionOf(JSON.parse(run.result) as RunRecord);
    }
    throw notPublished();
  }

  /**
   * Why the run came out as it did: to administrators and auditors the whole, once there is a
   * result; to an operator, once it is published, what is said of the run and of its own member,
   * as the steps start from national figures. Refuses `run-not-published` otherwise.
   */
  async explanation(reader: Actor | null, id: string): Promise<ExplanationRecord | OwnExplanation> {
    const { snapshot, result, state } = await this.find(id);
    const isTrusted = isEntitled(reader);
    if (snapshot === null || result === null || (!isTrusted && state !== 'published')) {
      throw notPublished();
    }
    const explanation = explanationOf(JSON.parse(snapshot) as Snapshot);
    if (isTrusted) return explanation;
    const { run, members } = explanation;
    return { run, members: members.filter(({ member }) => member === reader?.member) };
  }

  /** Awards of one run, or the first 5,000 of all. */
  async awards(reader: Actor | null, runId: string | undefined): Promise<{ awards: TimedAward[] }> {
    const rows = await this.dataSource.manager.find(AwardEntity, {
      where: runId === undefined ? {} : { runId },
      order: { publishedAt: 'ASC', runId: 'ASC', member: 'ASC' },
      take: 5_000,
    });
    const ids = rows.map(({ id }) => id);
    const deadlines = await this.deadlines.ofSubjects(reader, ids);
    return {
      awards: rows.map((row) => ({ ...toAwardResponse(row), deadlines: deadlines(row.id) })),
    };
  }

  private async find(id: string): Promise<AllocationRunEntity> {
    const run = await this.dataSource.manager.findOneBy(AllocationRunEntity, { id });
    if (run) return run;
    throw new DomainError('not-found', 'run-unknown', 'No allocation run has this identifier.');
  }
}

/** Administrators and auditors read every figure. */
function isEntitled(reader: Actor | null): boolean {
  return reader?.role === 'administrator' || reader?.role === 'auditor';
}

function notPublished(): DomainError {
  return new DomainError('conflict', 'run-not-published', 'The run has no published result yet.');
}

export function toAwardResponse(award: AwardEntity): AwardResponse {
  return {
    id: award.id,
    run: award.runId,
    member: award.member,
    material: award.material,
    quantity: formatMass(award.grams),
    ordered: formatMass(award.ordered),
    collected: formatMass(award.collected),
    waived: formatMass(award.waived),
    state: award.state,
  };
}
