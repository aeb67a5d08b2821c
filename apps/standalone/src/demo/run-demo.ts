import { SCENARIOS, scenarioOf } from '#infra/seeds/scenarios';
import { ApiRefusal, type Login } from './api-client';
import { isLoaded, loadWorld } from './load-world';
import { doMainJob, type JobOutcome } from './main-job';
import { parseArgs, UsageError } from './options';
import { standardOutput, type Output } from './progress';
import { printAccess } from './report/access';
import { printDrawdown, printLog, printStages } from './report/ending';
import { printFairness } from './report/fairness';
import { printMembers } from './report/members';
import { printOpening } from './report/opening';
import { mostAffected } from './most-affected';
import { printOtherRules } from './report/other-rules';
import { printRouting } from './report/routing';
import { ILLUSTRATIVE, printNotice } from './report/sections';
import { Sessions } from './sessions';
import { Stages } from './stages';

export interface DemoOptions {
  /** Where the API answers, such as `http://127.0.0.1:3000`. */
  readonly baseUrl: string;
  /** `--once`, `--list`, `--scenario ID`. */
  readonly args: readonly string[];
  /** The two administrators made at first start; the demo acts as both. */
  readonly administrators: readonly [Login, Login];
  /** Takes each line instead of the screen. */
  readonly log?: (line: string) => void;
}

const LOGIN_SHOWN_FOR = 'DEU';

/** The scenarios by id and title, one a line. */
export function listScenarios(): string {
  const lines = SCENARIOS.map(
    (one) => `${one.id.padEnd(18)} ${one.material.padEnd(17)} ${one.title}`,
  );
  return [`Scenarios (${ILLUSTRATIVE}):`, ...lines.map((line) => `  ${line}`)].join('\n');
}

/**
 * Loads the reference world, does the main job for a scenario through the HTTP API, and prints it.
 * Resolves with the exit status: 0 when everything was done and the log is proven good, else 1.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const output = standardOutput(options.log);
  try {
    const request = parseArgs(options.args);
    if (request.list) {
      output.line(listScenarios());
      return 0;
    }
    return await demonstrate(options, request.scenario, output);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ApiRefusal)) throw error;
    output.line(error.message);
    return 1;
  }
}

async function demonstrate(options: DemoOptions, id: string, output: Output): Promise<number> {
  const scenario = scenarioOf(id);
  if (scenario === undefined) throw new UsageError(`Unknown scenario "${id}".`);
  const sessions = new Sessions(options.baseUrl, options.administrators);
  const stages = new Stages();
  printNotice(output);
  if (!(await isLoaded(sessions))) {
    await stages.time('load the world', () => loadWorld(sessions, output));
  }
  const job = await doMainJob(sessions, scenario, output, stages);
  printJob(output, job);
  printStages(output, stages);
  const [hardest] = mostAffected(job.record);
  printAccess(output, sessions, hardest?.member ?? LOGIN_SHOWN_FOR);
  output.line('');
  printNotice(output);
  const { forPublic, forAuditor } = job.checks;
  return forPublic.verdict === 'good' && forAuditor.verdict === 'good' ? 0 : 1;
}

function printJob(output: Output, job: JobOutcome): void {
  const { record } = job;
  printOpening(output, job.scenario, record, job.run.snapshotDigest ?? '');
  printMembers(output, record, job.snapshot);
  printOtherRules(output, record);
  printFairness(output, record);
  printRouting(output, record);
  printDrawdown(output, job.drawn);
  printLog(output, job);
}
