import { SCENARIOS } from '#infra/seeds/scenarios';

export const DEFAULT_SCENARIO = 'COD-CO-2025';

/** What the command line asks of the demo. */
export interface DemoRequest {
  readonly scenario: string;
  readonly once: boolean;
  readonly list: boolean;
}

export class UsageError extends Error {}

/** Reads `--once`, `--list` and `--scenario ID`; refuses anything else with a UsageError. */
export function parseArgs(args: readonly string[]): DemoRequest {
  let scenario = DEFAULT_SCENARIO;
  let once = false;
  let list = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name, inline] = arg.split('=', 2);
    if (arg === '--once') once = true;
    else if (arg === '--list') list = true;
    else if (name === '--scenario') scenario = inline ?? rest.shift() ?? '';
    else throw new UsageError(`Unknown option "${arg}". Known: --once, --list, --scenario ID.`);
  }
  if (!SCENARIOS.some((one) => one.id === scenario)) {
    const known = SCENARIOS.map((one) => one.id).join(', ');
    throw new UsageError(`Unknown scenario "${scenario}". Known: ${known}.`);
  }
  return { scenario, once, list };
}
