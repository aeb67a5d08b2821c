import type { RunRecord } from '#domain/allocation/run-record';
import type { Snapshot } from '#domain/release/snapshot';
import type { ScenarioRow } from '#infra/seeds/rows';
import { allocate, approveAndPublish } from './allocate';
import type { AwardAnswer, DisruptionAnswer, RunAnswer } from './answers';
import { declareDisruption, stateNeeds } from './declare';
import { acceptAwards, drawDown, type Drawn } from './draw-down';
import type { Output } from './progress';
import { mostAffected } from './most-affected';
import type { Sessions } from './sessions';
import type { Stages } from './stages';
import { verifyBoth, type BothChecks } from './verify-both';

/** Everything the main job left behind, for the report. */
export interface JobOutcome {
  readonly scenario: ScenarioRow;
  readonly disruption: DisruptionAnswer;
  readonly run: RunAnswer;
  readonly snapshot: Snapshot;
  readonly record: RunRecord;
  readonly awards: readonly AwardAnswer[];
  readonly drawn: Drawn | null;
  readonly checks: BothChecks;
}

/**
 * The main job, from declaration to verification. It does what the books say is not done yet, so
 * after an interruption it carries on, and doing it again only reads the stored result.
 */
export async function doMainJob(
  sessions: Sessions,
  scenario: ScenarioRow,
  output: Output,
  stages: Stages,
): Promise<JobOutcome> {
  const disruption = await stages.time('declare', () => declareDisruption(sessions, scenario));
  await stages.time('state needs', () => stateNeeds(sessions, scenario, disruption, output));
  const run = await stages.time('allocate', () => allocate(sessions, scenario.id, disruption.id));
  const published = await stages.time('approve and publish', () =>
    approveAndPublish(sessions, run),
  );
  const auditor = await sessions.auditor();
  const path = `/v1/allocation-runs/${run.id}`;
  const snapshot = await auditor.get<Snapshot>(`${path}/snapshot`);
  const record = await auditor.get<RunRecord>(`${path}/result`);
  const awards = await stages.time('accept awards', () => acceptAwards(sessions, run.id));
  const drawing = awardToDraw(record, awards);
  const drawn =
    drawing === undefined
      ? null
      : await stages.time('draw down', () => drawDown(sessions, drawing));
  const checks = await stages.time('verify', () => verifyBoth(sessions, drawn?.entry ?? published));
  return { scenario, disruption, run, snapshot, record, awards, drawn, checks };
}

/** The award of the member hit hardest; without one, the first by member code. */
function awardToDraw(record: RunRecord, awards: readonly AwardAnswer[]): AwardAnswer | undefined {
  for (const { member } of mostAffected(record)) {
    const award = awards.find((one) => one.member === member);
    if (award !== undefined) return award;
  }
  return awards[0];
}
