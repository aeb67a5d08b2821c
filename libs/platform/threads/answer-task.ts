import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import type { ThreadAnswer } from './limited-threads';

/** All that a thread of `LimitedThreads` does: posts what is found for its task, or the refusal. */
export function answerTask<Task, Found>(find: (task: Task) => Found): void {
  assert(parentPort, 'it runs in a thread');
  parentPort.postMessage(answerOf(() => find(workerData as Task)));
}

function answerOf<Found>(find: () => Found): ThreadAnswer<Found> {
  try {
    return { found: find() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, code, message, facts } = error;
    return { refusal: { kind, code, message, facts } };
  }
}
