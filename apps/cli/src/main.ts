import { UNDECIDED } from './console';
import { runGmt } from './gmt';

// Node's own status for what nobody caught is 1, which here would say "proven bad".
process.on('uncaughtException', (error) => {
  process.stderr.write(`gmt: ${error.stack ?? error.message}\n`);
  process.exit(UNDECIDED);
});

// A reader that leaves early, such as `head`, has not seen the verdict.
process.stdout.on('error', () => process.exit(UNDECIDED));

void runGmt(process.argv.slice(2), process).then((status) => {
  process.exitCode = status;
});
