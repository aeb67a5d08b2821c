import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { Bench, type Results } from './bench';
import { describeMachine, noise } from './machine';
import { planOf } from './plan';
import { BenchServer } from './server';

/** Status 0 when every bar is met and every book is right, 1 otherwise. */
async function main(words: readonly string[]): Promise<number> {
  const plan = planOf(words);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const server = await BenchServer.start();
  const leave = (): void => void server.stop().then(() => process.exit(130));
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  try {
    const machine = await describeMachine(server);
    machine.forEach(say);
    const results: Results = await new Bench(server, plan, say).run();
    const after = noise(server);
    say(`\n${results.text}\nafterwards: ${after}`);
    if (plan.json !== undefined) {
      const all = { machine: [...machine, after], ...results.json };
      writeFileSync(plan.json, `${JSON.stringify(all, null, 2)}\n`);
    }
    if (plan.svg !== undefined && results.svg !== '') writeFileSync(plan.svg, results.svg);
    return results.good ? 0 : 1;
  } finally {
    await server.stop();
  }
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(2);
  },
);
