import { parentPort, workerData } from 'node:worker_threads';
import { certifiedRun } from '#domain/allocation/certified-run';
import type { RunRecord } from '#domain/allocation/run-record';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { parseSnapshot } from '#domain/release/snapshot-reader';
import type { ThreadAnswer } from '#platform/threads/limited-threads';

/** One run, from the stored bytes of its snapshot, exactly as an auditor will compute it. */
function answerOf(snapshot: string): ThreadAnswer<RunRecord> {
  try {
    return { found: certifiedRun(parseSnapshot(JSON.parse(snapshot))).record };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, code, message, facts } = error;
    return { refusal: { kind, code, message, facts } };
  }
}

assert(parentPort, 'it runs in a thread');
parentPort.postMessage(answerOf(workerData as string));
