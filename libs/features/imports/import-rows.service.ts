import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import type { CommandContext } from '#platform/database/command-context';
import { arrayText } from '#platform/database/insert-rows';
import type { Tx } from '#platform/database/tx';
import { ImportKindsService } from './import-kinds.service';
import type { ImportEntity } from './import.entity';
import { faultOfRefusal, type FileCommand, type RowFault } from './row-reader';

/** Rows that are decided and written together. */
export const BATCH_ROWS = 1_000;

/** What became of the rows of a batch. */
export interface BatchOutcome {
  readonly faults: readonly RowFault[];
  readonly accepted: number;
  readonly refused: number;
}

interface KnownRow {
  readonly import_id: string;
  readonly row: number;
}

/** Rows that a check has accepted so far, by their key in hexadecimal digits. */
export type TriedRows = Map<string, number>;

/** Rows that are read without a pause, so that the database never waits long for its next turn. */
const READ_AT_ONCE = 50;

/**
 * Commands in batches: as many whole commands as make up `BATCH_ROWS` rows. While one batch is
 * being written the next one is read, as the one waits for the database and the other does not.
 */
export async function* inBatches(
  commands: AsyncIterable<FileCommand>,
): AsyncGenerator<FileCommand[]> {
  const batches = collect(commands);
  let next = batches.next();
  try {
    for (;;) {
      const turn = await next;
      if (turn.done === true) return;
      next = batches.next();
      // Its failure is noticed when its turn comes.
      next.catch(() => undefined);
      yield turn.value;
    }
  } finally {
    await next.catch(() => undefined);
    await batches.return(undefined);
  }
}

async function* collect(commands: AsyncIterable<FileCommand>): AsyncGenerator<FileCommand[]> {
  let batch: FileCommand[] = [];
  let rows = 0;
  for await (const command of commands) {
    batch.push(command);
    rows += command.rows.length;
    if (batch.length % READ_AT_ONCE === 0) await turn();
    if (rows < BATCH_ROWS) continue;
    yield batch;
    batch = [];
    rows = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The last row of a batch, by its number in the file. */
export function lastRow(batch: readonly FileCommand[]): number {
  return batch.at(-1)?.rows.at(-1)?.number ?? 0;
}

const countRows = (commands: readonly FileCommand[]): number =>
  commands.reduce((sum, { rows }) => sum + rows.length, 0);

/** Decides and writes rows through the very services that single commands go through. */
@Injectable()
export class ImportRowsService {
  constructor(private readonly kinds: ImportKindsService) {}

  /**
   * Writes what of a batch can be written, inside the caller's transaction. A check remembers its
   * rows in `tried`, as nobody else will ever read them.
   */
  async write(
    tx: Tx,
    ctx: CommandContext,
    row: ImportEntity,
    batch: readonly FileCommand[],
    tried?: TriedRows,
  ): Promise<BatchOutcome> {
    const kind = this.kinds.get(row.kind);
    const faults: RowFault[] = batch.flatMap((command) => command.faults);
    const sound = batch.filter((command) => command.faults.length === 0);
    const fresh = await this.fresh(tx, row, sound, faults, tried);
    const asked = fresh.map(({ rows, request }) => ({
      rows: rows.map((one) => one.cells),
      request,
    }));
    const written = asked.length === 0 ? [] : await kind.write(tx, ctx, asked);
    assert(written.length === asked.length, 'every command has one outcome');
    const accepted: { command: FileCommand; id: string }[] = [];
    for (const [index, outcome] of written.entries()) {
      const command = fresh[index];
      assert(command, 'every outcome is of a command');
      if (outcome instanceof DomainError) faults.push(faultOfRefusal(kind, command, outcome));
      else accepted.push({ command, id: outcome.id });
    }
    if (!tried) await this.remember(tx, row, accepted);
    for (const { command } of tried ? accepted : []) tried?.set(command.key, firstRow(command));
    const rows = countRows(accepted.map(({ command }) => command));
    return { faults, accepted: rows, refused: countRows(batch) - rows };
  }

  /** Commands whose key was never seen; the others join the faults. */
  private async fresh(
    tx: Tx,
    { id, owner, kind }: ImportEntity,
    commands: readonly FileCommand[],
    faults: RowFault[],
    tried: TriedRows | undefined,
  ): Promise<FileCommand[]> {
    const rows = await tx.query<KnownRow & { readonly key: string }>(
      `select encode(key, 'hex') as key, import_id, row from imported_row
       where owner = $1 and kind = $2 and key = any ($3::bytea[])`,
      [owner, kind, keysText(commands)],
    );
    const known = new Map<string, KnownRow>(rows.map((one) => [one.key, one]));
    return commands.filter((command) => {
      const { key } = command;
      const row = tried?.get(key);
      const earlier = row === undefined ? known.get(key) : { import_id: id, row };
      if (earlier) faults.push(repeated(command, earlier, id));
      else known.set(key, { import_id: id, row: firstRow(command) });
      return !earlier;
    });
  }

  private async remember(
    tx: Tx,
    { id, owner, kind }: ImportEntity,
    accepted: readonly { readonly command: FileCommand; readonly id: string }[],
  ): Promise<void> {
    if (accepted.length === 0) return;
    await tx.query(
      `insert into imported_row (owner, kind, import_id, key, row, subject)
       select $1, $2, $3, * from unnest($4::bytea[], $5::int[], $6::uuid[])`,
      [
        ...[owner, kind, id, keysText(accepted.map(({ command }) => command))],
        arrayText(accepted.map(({ command }) => firstRow(command))),
        arrayText(accepted.map((one) => one.id)),
      ],
    );
  }
}

/** The keys as a list of bytes. */
const keysText = (commands: readonly FileCommand[]): string =>
  arrayText(commands.map(({ key }) => `\\x${key}`));
const firstRow = ({ rows }: FileCommand): number => rows[0]?.number ?? 0;

function repeated(command: FileCommand, earlier: KnownRow, importId: string): RowFault {
  const isHere = earlier.import_id === importId;
  return {
    row: firstRow(command),
    column: null,
    code: isHere ? 'row-repeated' : 'row-already-imported',
    found: isHere ? `the same as row ${earlier.row}` : `row ${earlier.row} of ${earlier.import_id}`,
    expected: 'a row that was not brought in before; nothing is brought in twice',
  };
}
