import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { Bench, type Results } from './bench';
import { measureDivision } from './division';
import { describeMachine, describeProcessor, load, noise } from './machine';
import { BOOK_PARTS, planOf, type BookPart, type Part, type Plan } from './plan';
import { BenchServer } from './server';

type Say = (text: string) => void;

/** Status 0 when every bar is met and every book is right, 1 otherwise. */
async function main(words: readonly string[]): Promise<number> {
  const plan = planOf(words);
  const say: Say = (text) => void process.stdout.write(`${text}\n`);
  const division = await divisionOf(plan, say);
  const books = plan.parts.some(isBookPart) ? await measureBooks(plan, say) : null;
  const results = [division, books].filter((each) => each !== null);
  keep(plan, results);
  return results.every(({ good }) => good) ? 0 : 1;
}

function keep({ json, svg }: Plan, results: readonly Results[]): void {
  const figures = results.map((each) => each.json);
  const all: object = Object.assign({ machine: describeProcessor() }, ...figures);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(all, null, 2)}\n`);
  const drawn = results.find((each) => each.svg !== '');
  if (svg !== undefined && drawn !== undefined) writeFileSync(svg, drawn.svg);
}

function isBookPart(part: Part): part is BookPart {
  return (BOOK_PARTS as readonly Part[]).includes(part);
}

async function divisionOf(plan: Plan, say: Say): Promise<Results | null> {
  if (plan.parts.every(isBookPart)) return null;
  describeProcessor().forEach(say);
  const results = await measureDivision(plan, say);
  say(`\n${results.text}\nafterwards: ${load()}\n`);
  return results;
}

async function measureBooks(plan: Plan, say: Say): Promise<Results> {
  const server = await BenchServer.start();
  const leave = (): void => void server.stop().then(() => process.exit(130));
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  try {
    const machine = await describeMachine(server);
    machine.forEach(say);
    const results = await new Bench(server, plan, say).run();
    const after = noise(server);
    say(`\n${results.text}\nafterwards: ${after}`);
    return { ...results, json: { machine: [...machine, after], ...results.json } };
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
