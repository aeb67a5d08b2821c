import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AppProcess } from './app-process';
import { isAlive } from './process-facts';

let folder: string;
let app: AppProcess | undefined;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-app-'));
  app = undefined;
});

afterEach(async () => {
  await app?.stop();
  fs.rmSync(folder, { recursive: true });
});

function run(source: string, onGivenUp: (error: Error) => void = () => undefined): AppProcess {
  const script = path.join(folder, 'app.js');
  fs.writeFileSync(script, source);
  app = new AppProcess({
    name: 'app',
    script,
    logFile: path.join(folder, 'app.log'),
    environment: () => process.env,
    isReady: (told) => Promise.resolve(told),
    onGivenUp,
  });
  return app;
}

async function until(condition: () => boolean, msMax = 4_000): Promise<void> {
  for (const end = Date.now() + msMax; !condition();) {
    if (Date.now() > end) throw new Error(`Never true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const READY_AND_STAY = `process.send('ready'); setInterval(() => {}, 1000);`;

it('waits for the word of the app, and starts it again when it is killed', async () => {
  const kept = run(READY_AND_STAY);
  await kept.start();
  const first = kept.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await until(() => kept.pid !== first && isAlive(kept.pid ?? 0));
  await kept.stop();
  expect(isAlive(kept.pid ?? 0)).toBe(false);
});

it('replaces an app that is to be renewed and does not end by itself', async () => {
  const deaf = run(`process.on('SIGTERM', () => {}); ${READY_AND_STAY}`);
  await deaf.start();
  const first = deaf.pid ?? 0;
  deaf.renew();
  await until(() => deaf.pid !== first && isAlive(deaf.pid ?? 0), 20_000);
  expect(isAlive(first)).toBe(false);
  deaf.kill();
}, 30_000);

it('gives an app up that does not even start, and shows what it said', async () => {
  const given: Error[] = [];
  const broken = run(`throw new Error('no such setting')`, (error) => given.push(error));
  await expect(broken.start()).rejects.toThrow(/keeps ending[\s\S]*no such setting/);
  expect(given).toHaveLength(1);
});

it('leaves no app behind when the parent is killed', async () => {
  const stayer = path.join(folder, 'stayer.js');
  const parent = path.join(folder, 'parent.js');
  fs.writeFileSync(stayer, `${READY_AND_STAY} process.on('SIGTERM', () => process.exit(0));`);
  fs.writeFileSync(
    parent,
    `const child = require('node:child_process').fork(${JSON.stringify(stayer)}, {
       execArgv: ['--require', ${JSON.stringify(require.resolve('./lifeline'))}], detached: true });
     child.on('message', () => process.send(child.pid));`,
  );
  const outer = fork(parent, { execArgv: [] });
  const orphan = await new Promise<number>((resolve) => outer.once('message', resolve as never));
  expect(isAlive(orphan)).toBe(true);
  outer.kill('SIGKILL');
  await until(() => !isAlive(orphan));
});
