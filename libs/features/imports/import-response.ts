import type { ImportEntity } from './import.entity';
import type { ConfirmedFormat, Detection } from './import-format';
import type { ImportResponse } from './imports.dto';

export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly facts: object;
}

export function toImportResponse(row: ImportEntity): ImportResponse {
  const { id, kind, mode, state, member, fileName, fileType, openedAt, settledAt } = row;
  const read = <Value>(text: string | null): Value | null =>
    text === null ? null : (JSON.parse(text) as Value);
  return {
    ...{ id, kind, mode, state, member, fileName, fileType },
    size: row.fileBytes.toString(),
    sha256: row.fileDigest.toString('hex'),
    rows: {
      total: row.rowsTotal?.toString() ?? null,
      read: row.rowsRead.toString(),
      valid: row.rowsValid.toString(),
      refused: row.rowsRefused.toString(),
      committed: row.rowsCommitted.toString(),
    },
    detected: read<Detection>(row.detected),
    format: read<ConfirmedFormat>(row.format),
    problem: read<Problem>(row.problem),
    ...{ openedAt, settledAt },
  };
}
