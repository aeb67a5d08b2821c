import { setTimeout as pause } from 'node:timers/promises';
import type { RunAnswer, WriteAnswer } from './answers';
import type { Sessions } from './sessions';

const POLL_MS = 100;
const PATIENCE_MS = 120_000;

const DONE = ['proposed', 'approved', 'published'];
const ENDED = ['failed', 'rejected'];

/** Waits until a worker has proposed the result of the run, which is started if there is none. */
export async function allocate(
  sessions: Sessions,
  scenario: string,
  disruption: string,
): Promise<RunAnswer> {
  const { id } = await liveRun(sessions, scenario, disruption);
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    const run = await sessions.anyone().get<RunAnswer>(`/v1/allocation-runs/${id}`);
    if (DONE.includes(run.state)) return run;
    if (ENDED.includes(run.state)) {
      throw new Error(`The allocation run is ${run.state}: ${run.reason ?? 'no reason given'}`);
    }
    if (performance.now() > patience) {
      throw new Error(`No worker has finished run ${id}; it is still ${run.state}.`);
    }
    await pause(POLL_MS);
  }
}

/** The run of an earlier start, or a new one; each attempt has its own key, so none is lost. */
async function liveRun(
  sessions: Sessions,
  scenario: string,
  disruption: string,
): Promise<RunAnswer> {
  const path = `/v1/disruptions/${disruption}/allocation-runs`;
  const { runs } = await sessions.anyone().get<{ runs: RunAnswer[] }>(path);
  const live = runs.find((run) => !ENDED.includes(run.state));
  if (live !== undefined) return live;
  const first = await sessions.first();
  return first.post<RunAnswer>(path, `scenario/${scenario}/run/${runs.length}`);
}

/** The second administrator approves and publishes the run; gives the log entry, if it is new. */
export async function approveAndPublish(
  sessions: Sessions,
  run: RunAnswer,
): Promise<string | undefined> {
  if (run.state === 'published') return undefined;
  const second = await sessions.second();
  const path = `/v1/allocation-runs/${run.id}`;
  if (run.state === 'proposed') {
    const reason = 'The snapshot, the certificate and the sums were checked.';
    await second.post(`${path}/approve`, `run/${run.id}/approve`, { reason });
  }
  const { entry } = await second.post<WriteAnswer>(`${path}/publish`, `run/${run.id}/publish`);
  return entry;
}
