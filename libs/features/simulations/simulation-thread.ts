import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { simulateHypothetical, simulateLive, type Simulated } from '#domain/problem/simulate';
import type { ThreadAnswer } from '#platform/threads/limited-threads';
import type { SimulationTask } from './simulation-task';

/** One simulation, in a thread of its own. */
function answerOf(task: SimulationTask): ThreadAnswer<Simulated> {
  try {
    if (task.kind === 'live') return { found: simulateLive(task.text) };
    return { found: simulateHypothetical(Buffer.from(task.text), task.salt) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind: refusalKind, code, message, facts } = error;
    return { refusal: { kind: refusalKind, code, message, facts } };
  }
}

assert(parentPort, 'it runs in a thread');
parentPort.postMessage(answerOf(workerData as SimulationTask));
