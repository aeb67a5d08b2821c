import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { next } from '#domain/lifecycle/lifecycle';
import { IMPORT, type ImportAct } from '#domain/lifecycle/lifecycles';
import type { EntryKind } from '#domain/log/entry';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { SHEET_LIMITS, type SheetType } from '#platform/spreadsheet/limits';
import { tooLarge } from '#platform/spreadsheet/sheet-row';
import { EventLog } from '#features/event-log/event-log';
import { ownerFor, requireOwn, TRUST } from './import-access';
import { ImportFilesService, type StoredFile } from './import-files.service';
import { confirmedFormat } from './import-format';
import { ImportKindsService } from './import-kinds.service';
import { toImportResponse } from './import-response';
import { ImportEntity } from './import.entity';
import type { FormatRequest, ImportAnswer, NewImportRequest } from './imports.dto';

/** What an act changes of an import. A worker takes it up at once where the new state waits. */
type Change = Partial<ImportEntity>;

/** What people do to an import; the worker does the rest. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly kinds: ImportKindsService,
    private readonly files: ImportFilesService,
  ) {}

  /**
   * Announces a file. The same file again is refused as `file-already-imported`, naming the
   * earlier import. Refuses `import-kind-not-yours` and `spreadsheet-too-large`.
   */
  open(ctx: CommandContext, request: NewImportRequest): Promise<ImportAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const owner = ownerFor(ctx.actor, this.kinds.get(request.kind));
      const { kind, mode, fileName, size, sha256 } = request;
      const digest = Buffer.from(sha256, 'hex');
      await refuseKnown(tx, owner, kind, digest);
      const row = {
        ...{ id: tx.newId(), owner, member: owner === TRUST ? null : owner, kind, mode, fileName },
        ...{ state: 'awaiting-file', fileType: null, fileBytes: BigInt(size), fileDigest: digest },
        ...{ upload: null, errorFile: null, detected: null, format: null, problem: null },
        ...{ rowsTotal: null, rowsRead: 0, rowsValid: 0, rowsRefused: 0, rowsCommitted: 0 },
        ...{ cursor: 0, attempt: 0, tries: 0, errorsOf: 0, leaseUntil: null, nudgedAt: null },
        ...{ openedBy: ctx.actor.id, acting: ctx.actor.id, openedAt: tx.now, settledAt: null },
      } as const satisfies ImportEntity;
      if (row.fileBytes > BigInt(SHEET_LIMITS.csvFileBytes)) {
        throw tooLarge('bytes', SHEET_LIMITS.csvFileBytes);
      }
      await tx.manager.insert(ImportEntity, row);
      const opened = { id: row.id, kind, mode, fileName, size, sha256 };
      return this.answer(tx, ctx, row, 'import-opened', { import: opened });
    });
  }

  /**
   * Takes the bytes of the announced file. Refuses `member-not-yours`, `act-not-legal-now`,
   * `file-differs` and `spreadsheet-too-large`; then nothing of what was sent is kept.
   */
  async upload(
    ctx: CommandContext,
    id: string,
    fileType: SheetType,
    source: AsyncIterable<Uint8Array>,
  ): Promise<ImportAnswer> {
    const found = await this.unitOfWork.read((manager) => manager.findOneBy(ImportEntity, { id }));
    const { state, fileBytes } = requireOwn(ctx.actor, found);
    const upload = randomUUID();
    let isKept = false;
    try {
      // In any other state the command is refused, or was carried out before.
      const stored =
        state === 'awaiting-file'
          ? await this.files.store(id, upload, source, fileBytes)
          : undefined;
      const answer = await this.unitOfWork.run(ctx, (tx) =>
        this.take(tx, ctx, id, { upload, fileType }, stored),
      );
      isKept = !ctx.replayed;
      return answer;
    } finally {
      if (!isKept) await this.files.drop(id, upload);
    }
  }

  /**
   * Says how the file is read; the worker then checks every row. Refuses `import-format-ambiguous`
   * where the detection left something open and the request says nothing.
   */
  confirm(ctx: CommandContext, id: string, request: FormatRequest): Promise<ImportAnswer> {
    return this.act(ctx, id, 'confirm', 'import-confirmed', (row) => {
      const format = confirmedFormat(row, request);
      return [{ format: JSON.stringify(format), ...NOTHING_READ }, { format }];
    });
  }

  /**
   * Orders what was checked to be brought in. Refuses `import-has-errors` where all rows or none
   * were asked for, and `import-nothing-valid`.
   */
  commit(ctx: CommandContext, id: string): Promise<ImportAnswer> {
    return this.act(ctx, id, 'commit', 'import-commit-ordered', (row) => {
      requireCommittable(row);
      // Rows are decided anew, so what is found now takes the place of what the check found.
      const attempt = row.attempt + 1;
      return [
        { attempt, ...(row.mode === 'all' ? {} : { errorsOf: attempt }), ...NOTHING_READ },
        {},
      ];
    });
  }

  /** Gives up an import of which nothing was brought in. Refuses `act-not-legal-now`. */
  cancel(ctx: CommandContext, id: string): Promise<ImportAnswer> {
    return this.act(ctx, id, 'cancel', 'import-cancelled', (_row, tx) => [
      { settledAt: tx.now },
      {},
    ]);
  }

  private async take(
    tx: Tx,
    ctx: CommandContext,
    id: string,
    copy: { readonly upload: string; readonly fileType: SheetType },
    stored: StoredFile | undefined,
  ): Promise<ImportAnswer> {
    const row = requireOwn(ctx.actor, await tx.locked(ImportEntity, id));
    const state = next('import', IMPORT, row.state, 'upload');
    assert(stored, 'a file that is awaited was stored');
    if (copy.fileType === 'xlsx' && row.fileBytes > BigInt(SHEET_LIMITS.xlsxFileBytes)) {
      throw tooLarge('bytes', SHEET_LIMITS.xlsxFileBytes);
    }
    requireSame(row, stored);
    const change = { ...copy, state };
    await this.change(tx, row, change);
    const body = { import: id, fileType: copy.fileType, sha256: row.fileDigest.toString('hex') };
    return this.answer(tx, ctx, { ...row, ...change }, 'import-uploaded', body);
  }

  private act(
    ctx: CommandContext,
    id: string,
    act: ImportAct,
    kind: EntryKind,
    decide: (row: ImportEntity, tx: Tx) => readonly [Change, object],
  ): Promise<ImportAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const row = requireOwn(ctx.actor, await tx.locked(ImportEntity, id));
      const state = next('import', IMPORT, row.state, act);
      const [more, details] = decide(row, tx);
      const change = { ...more, state, acting: ctx.actor.id };
      await this.change(tx, row, change);
      return this.answer(tx, ctx, { ...row, ...change }, kind, { import: id, ...details });
    });
  }

  private async change(tx: Tx, { id }: ImportEntity, change: Change): Promise<void> {
    const free = { tries: 0, leaseUntil: null, nudgedAt: null };
    await tx.manager.update(ImportEntity, { id }, { ...change, ...free });
  }

  private async answer(
    tx: Tx,
    ctx: CommandContext,
    row: ImportEntity,
    kind: EntryKind,
    body: object,
  ): Promise<ImportAnswer> {
    const member = row.member === null ? {} : { member: row.member };
    const entry = await this.log.append(tx, ctx, { kind, body, ...member });
    return { ...toImportResponse(row), entry };
  }
}

const NOTHING_READ = {
  ...{ rowsRead: 0, rowsValid: 0, rowsRefused: 0, rowsCommitted: 0, cursor: 0 },
};

async function refuseKnown(tx: Tx, owner: string, kind: string, digest: Buffer): Promise<void> {
  const [earlier] = await tx.query<{ id: string; state: string }>(
    `select id, state from import where owner = $1 and kind = $2 and file_digest = $3
       and state not in ('failed', 'cancelled')`,
    [owner, kind, digest],
  );
  if (!earlier) return;
  throw new DomainError(
    'conflict',
    'file-already-imported',
    `This very file is import ${earlier.id}, which is ${earlier.state}; nothing was changed.`,
    { import: earlier.id, state: earlier.state },
  );
}

function requireSame(row: ImportEntity, { bytes, digest }: StoredFile): void {
  if (bytes === row.fileBytes && digest.equals(row.fileDigest)) return;
  throw new DomainError(
    'rule',
    'file-differs',
    'The bytes sent are not those of the announced file; send it again, or announce this one.',
    { size: row.fileBytes.toString(), sha256: row.fileDigest.toString('hex') },
  );
}

function requireCommittable({ mode, rowsValid, rowsRefused }: ImportEntity): void {
  if (mode === 'all' && rowsRefused > 0) {
    throw new DomainError(
      'rule',
      'import-has-errors',
      `${rowsRefused} rows are refused, and all rows or none were asked for.`,
      { refused: rowsRefused.toString() },
    );
  }
  if (rowsValid > 0) return;
  throw new DomainError('rule', 'import-nothing-valid', 'No row of the file can be brought in.');
}
