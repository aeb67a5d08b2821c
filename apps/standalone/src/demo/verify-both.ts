import { setTimeout as pause } from 'node:timers/promises';
import { utf8Text } from '#domain/log/bytes';
import type { Report } from '#domain/verify/report';
import { numberedEntries, type NumberedEntry } from './log-entries';
import type { Sessions } from './sessions';
import { verifyLog, type CheckedBundle } from './verify-log';

const PATIENCE_MS = 10_000;
const POLL_MS = 200;

/** The log as anybody and as an auditor may check it, with the entries the auditor saw. */
export interface BothChecks {
  readonly forPublic: Report;
  readonly forAuditor: Report;
  readonly entries: readonly NumberedEntry[];
}

/**
 * Waits until the log holds that entry, if one is given, then checks the whole log as the public
 * and as an auditor.
 */
export async function verifyBoth(
  sessions: Sessions,
  lastEntry: string | undefined,
): Promise<BothChecks> {
  const anyone = sessions.anyone();
  const key = utf8Text(await anyone.bytes('/log/key')).trim();
  const auditor = await sessions.auditor();
  const patience = performance.now() + PATIENCE_MS;
  let checked: CheckedBundle;
  let entries: readonly NumberedEntry[];
  for (;;) {
    checked = await verifyLog(auditor, key);
    entries = numberedEntries(checked.lines);
    if (lastEntry === undefined || entries.some((entry) => entry.id === lastEntry)) break;
    if (performance.now() > patience) throw new Error(`Entry ${lastEntry} is not in the log yet.`);
    await pause(POLL_MS);
  }
  const { report } = await verifyLog(anyone, key);
  return { forPublic: report, forAuditor: checked.report, entries };
}
