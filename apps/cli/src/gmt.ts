import { Command, CommanderError, Option } from 'commander';
import { DomainError } from '#domain/errors';
import { UNDECIDED, Unavailable, type Console } from './console';
import { divideCommand, type DivideOptions } from './divide-command';
import { exportCommand, type ExportOptions } from './export-command';
import { verifyCommand, type VerifyOptions } from './verify-command';

const DIVIDE_STATUS =
  '\nExit status: 0 all answered, 1 a checked answer is wrong, 2 a problem was refused.';

/** Runs `gmt` with these arguments; gives the exit status 0 (good), 1 (bad) or 2 (undecided). */
export async function runGmt(argv: readonly string[], console: Console): Promise<number> {
  let status = 0;
  const program = new Command('gmt')
    .description('The Global Minerals Trust ledger on the command line.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => console.stdout.write(text),
      writeErr: (text) => console.stderr.write(text),
    });
  addCredentials(
    program
      .command('verify')
      .description('Check a whole log: its form, tree, signature, books and allocation runs.')
      .argument('<source>', 'address of a server, a bundle file, or - for standard input')
      .option('--key <vkey>', "the log's verifier key, as known from elsewhere")
      .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
      .addHelpText('after', '\nExit status: 0 proven good, 1 proven bad, 2 undecided.'),
  ).action(async (source: string, options: VerifyOptions) => {
    status = await verifyCommand(source, options, console);
  });
  addCredentials(
    program
      .command('export')
      .description('Write the bundle of a log, to be kept and verified anywhere.')
      .argument('<server>', 'address of a server')
      .option('--out <file>', 'file to write; standard output without it'),
  ).action(async (server: string, options: ExportOptions) => {
    status = await exportCommand(server, options, console);
  });
  program
    .command('divide')
    .description('Answer division problems on standard input: one JSON problem, or JSON Lines.')
    .option('--explain', 'explain the answers for people')
    .addOption(new Option('--compare', 'show all rules side by side').conflicts('check'))
    .option('--check', 'check given answers: {"problem":..., "answer":...}')
    .addHelpText('after', DIVIDE_STATUS)
    .action(async (options: DivideOptions) => {
      status = await divideCommand(options, console);
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return statusOf(error, console);
  }
}

function addCredentials(command: Command): Command {
  return command
    .option('--token <token>', 'bearer token of an auditor or administrator')
    .option('--user <name>', 'log in with this name, and --password-file')
    .option('--password-file <file>', 'file that holds the password')
    .hook('preAction', (_, action) => {
      const { user, passwordFile } = action.opts<{ user?: string; passwordFile?: string }>();
      if ((user === undefined) !== (passwordFile === undefined)) {
        throw new Unavailable('--user and --password-file go together.');
      }
    });
}

/** Nothing that keeps the command from its work may look like a verdict. */
function statusOf(error: unknown, { stderr }: Console): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : UNDECIDED;
  if (error instanceof Unavailable || error instanceof DomainError) {
    stderr.write(`gmt: ${error.message}\n`);
    return UNDECIDED;
  }
  stderr.write(`gmt: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return UNDECIDED;
}
