import * as path from 'node:path';
import { openDataFolder, type DataFolder } from './data-folder';
import { parseArgs, UsageError } from './demo/options';
import { listScenarios, runDemo } from './demo/run-demo';
import { watchInterruption } from './interruption';
import { StartError } from './start-error';
import { firstAdministratorsFile, firstAdministratorsIn } from './secrets';
import { Supervisor } from './supervisor';

/** What a shell reports for a program that ended by Ctrl-C. */
const INTERRUPTED_STATUS = 130;

/**
 * Runs the embedded default: everything in one place, with data under `.data/`. The arguments are
 * none, or `demo` and its options. Resolves with the exit status once everything has stopped.
 */
export async function main(args: readonly string[]): Promise<number> {
  const demo = args[0] === 'demo';
  let folder: DataFolder;
  try {
    if (demo && parseArgs(args.slice(1)).list) {
      print(listScenarios());
      return 0;
    }
    folder = await openDataFolder(dataFolderPath());
  } catch (error) {
    return complain(error);
  }
  const supervisor = new Supervisor({
    folder,
    mode: demo ? 'demo' : 'standalone',
    environment: process.env,
    report: print,
  });
  const interrupted = watchInterruption(() => {
    supervisor.kill();
    process.exit(INTERRUPTED_STATUS);
  });
  return runUntilDone(supervisor, interrupted, demo ? args.slice(1) : undefined);
}

async function runUntilDone(
  supervisor: Supervisor,
  interrupted: Promise<'interrupted'>,
  demoArgs: readonly string[] | undefined,
): Promise<number> {
  let status: number | 'interrupted';
  try {
    const work = demoArgs ? demonstrate(supervisor, demoArgs) : serve(supervisor);
    status = await Promise.race([work, interrupted, supervisor.failed]);
  } catch (error) {
    status = complain(error);
  }
  if (status === 'interrupted') print('Stopping.');
  await supervisor.stop();
  if (status !== 'interrupted') return status;
  return demoArgs?.includes('--once') ? INTERRUPTED_STATUS : 0;
}

async function serve(supervisor: Supervisor): Promise<never> {
  const baseUrl = await supervisor.start();
  print(`Ready. The API's documentation: ${baseUrl}/docs   Stop with Ctrl-C.`);
  const file = firstAdministratorsFile(dataFolderPath());
  print(`The two first administrators and their one-time secrets: ${file}`);
  return supervisor.failed;
}

/** With --once it ends with the demo's own status, else it stays up to be looked at. */
async function demonstrate(supervisor: Supervisor, args: readonly string[]): Promise<number> {
  const baseUrl = await supervisor.start();
  const administrators = firstAdministratorsIn(dataFolderPath());
  const status = await runDemo({ baseUrl, args: [...args], administrators });
  if (args.includes('--once')) return status;
  print('It stays up until Ctrl-C.');
  return supervisor.failed;
}

function dataFolderPath(): string {
  const root = path.resolve(__dirname, '..', '..', '..', '..');
  return path.resolve(process.env['GMT_DATA_DIR'] ?? path.join(root, '.data'));
}

function complain(error: unknown): number {
  const ours = error instanceof StartError || error instanceof UsageError;
  const text = ours ? error.message : String((error as Error).stack);
  process.stderr.write(`${text}\n`);
  return 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((status) => process.exit(status));
}
