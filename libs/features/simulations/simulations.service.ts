import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import type { Simulated, SimulationInput, SimulationRecord } from '#domain/problem/simulate';
import type { Actor, CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { LiveFiguresService } from './live-figures.service';
import { SimulationThreads } from './simulation-threads';
import { SimulationEntity, type Readers } from './simulation.entity';
import type { NewSimulationRequest, SimulationAnswer, SimulationResponse } from './simulations.dto';

/** New simulations of one user in 24 hours; each is kept for ever. */
export const SIMULATIONS_A_DAY_MAX = 500;

const SALT_BYTES = 16;

/** Divides figures as a run would, and keeps input and outcome under the digest of the input. */
@Injectable()
export class SimulationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly figures: LiveFiguresService,
    private readonly threads: SimulationThreads,
  ) {}

  /**
   * Computes before its transaction begins, so that none is held open meanwhile. Refuses
   * `simulation-input-unclear`, `simulation-not-yours`, `simulations-too-many`,
   * `computation-beyond-limits`, and what reading and dividing the figures refuse.
   */
  async simulate(
    ctx: CommandContext,
    request: NewSimulationRequest,
    body: string,
  ): Promise<SimulationAnswer> {
    const computed = await this.compute(ctx, request, body).catch(refusalOf);
    return this.unitOfWork.run(ctx, async (tx) => {
      if (computed instanceof DomainError) throw computed;
      tx.changesNoRecord();
      return toAnswer(await this.keep(tx, ctx, computed, request.readers ?? 'own'));
    });
  }

  /** Refuses `simulation-unknown`, also to those who may not see its figures. */
  async get(reader: Actor | null, id: string): Promise<SimulationResponse> {
    const row = /^[0-9a-f]{64}$/.test(id)
      ? await this.dataSource.manager.findOneBy(SimulationEntity, { id })
      : null;
    if (row === null || !maySee(reader, row)) {
      const message = 'No simulation that you may see has this identifier.';
      throw new DomainError('not-found', 'simulation-unknown', message);
    }
    return {
      ...toAnswer(row),
      input: JSON.parse(row.input) as SimulationInput,
      record: JSON.parse(row.record) as SimulationRecord,
    };
  }

  private async compute(
    ctx: CommandContext,
    { disruption, hypothetical, overrides, readers }: NewSimulationRequest,
    body: string,
  ): Promise<Simulated> {
    if ((disruption === undefined) === (hypothetical === undefined)) {
      throw unclear('', 'Give either the live "disruption" or "hypothetical" figures.');
    }
    if (disruption === undefined) {
      if (overrides) throw unclear('/overrides', 'Hypothetical figures are changed in themselves.');
      await this.unitOfWork.trial(ctx, (tx) => requireFew(tx, ctx.actor));
      const salt = this.unitOfWork.randomFor(ctx)(1, SALT_BYTES).toString('hex');
      return this.threads.run({ kind: 'hypothetical', text: body, salt });
    }
    if (readers) throw unclear('/readers', 'Live figures are for administrators and auditors.');
    requireAllFigures(ctx.actor);
    let text = '';
    let known: Simulated | null = null;
    await this.unitOfWork.trial(ctx, async (tx) => {
      text = await this.figures.freeze(tx, disruption, overrides ?? {});
      known = await tx.manager.findOneBy(SimulationEntity, { id: idOf(text) });
      if (known === null) await requireFew(tx, ctx.actor);
    });
    return known ?? this.threads.run({ kind: 'live', text });
  }

  private async keep(
    tx: Tx,
    { actor }: CommandContext,
    { input, record }: Simulated,
    readers: Readers,
  ): Promise<SimulationEntity> {
    const id = idOf(input);
    const known = await tx.manager.findOneBy(SimulationEntity, { id });
    if (known) return known;
    await requireFew(tx, actor);
    const { kind } = JSON.parse(input) as SimulationInput;
    // Somebody else may be keeping the same at this moment.
    await tx.query(
      `insert into simulation (id, kind, input, record, member, readers, first_by, first_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
      [id, kind, input, record, actor.member, readers, actor.id, tx.now],
    );
    return tx.manager.findOneByOrFail(SimulationEntity, { id });
  }
}

function idOf(input: string): string {
  return createHash('sha256').update(input, 'utf8').digest('hex');
}

/** A refusal is stored under the key of the command, so it is thrown inside of it. */
function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  throw error;
}

/**
 * Live figures hold every member's baselines and needs. Awards alone would betray them to an
 * operator who varies the input, so operators simulate hypothetical figures only.
 */
function requireAllFigures(actor: Actor): void {
  if (seesAllFigures(actor)) return;
  throw new DomainError(
    'forbidden',
    'simulation-not-yours',
    'Live figures hold those of every member; simulate hypothetical ones.',
  );
}

/** Of an operator's hypothetical figures not even the Trust, unless it was given the link. */
function maySee(reader: Actor | null, { kind, member, readers }: SimulationEntity): boolean {
  if (kind === 'live') return seesAllFigures(reader);
  if (readers === 'link') return true;
  return reader !== null && reader.member === member;
}

function seesAllFigures(reader: Actor | null): boolean {
  return reader?.role === 'administrator' || reader?.role === 'auditor';
}

async function requireFew(tx: Tx, actor: Actor): Promise<void> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from simulation
     where first_by = $1 and first_at > $2::timestamptz - interval '1 day'`,
    [actor.id, tx.now],
  );
  if ((row?.count ?? 0) < SIMULATIONS_A_DAY_MAX) return;
  throw new DomainError(
    'conflict',
    'simulations-too-many',
    `You have had ${SIMULATIONS_A_DAY_MAX} new simulations in 24 hours; what is known can be read.`,
  );
}

function unclear(pointer: string, message: string): DomainError {
  return new DomainError('invalid', 'simulation-input-unclear', message, { pointer });
}

function toAnswer({ id, kind, readers, firstAt }: SimulationEntity): SimulationAnswer {
  return { id, path: `/v1/simulations/${id}`, kind, readers, firstAt };
}
