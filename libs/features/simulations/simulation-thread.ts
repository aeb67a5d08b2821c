import { simulateHypothetical, simulateLive } from '#domain/problem/simulate';
import { answerTask } from '#platform/threads/answer-task';
import type { SimulationTask } from './simulation-task';

answerTask((task: SimulationTask) =>
  task.kind === 'live'
    ? simulateLive(task.text)
    : simulateHypothetical(Buffer.from(task.text), task.salt),
);
