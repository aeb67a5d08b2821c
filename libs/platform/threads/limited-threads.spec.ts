import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { BusyError } from '../http/problem';
import { LimitedThreads, type ThreadLimits } from './limited-threads';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-threads-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const LIMITS: ThreadLimits = { threadsMax: 1, waitingMax: 1, secondsMax: 60, heapMbMax: 64 };

function threadsOf(source: string, limits: Partial<ThreadLimits> = {}) {
  const file = path.join(folder, `${fs.readdirSync(folder).length}.cjs`);
  const intro = `const { parentPort, workerData } = require('node:worker_threads');`;
  fs.writeFileSync(file, `${intro}\n${source}`);
  return new LimitedThreads<unknown, unknown>(file, { ...LIMITS, ...limits });
}

it('gives what a thread found, and throws its refusal again', async () => {
  const threads = threadsOf('parentPort.postMessage(workerData);');
  expect(await threads.run({ found: [1, 'a'] })).toEqual([1, 'a']);
  const refusal = { kind: 'rule', code: 'a-code', message: 'No.', facts: { why: 'because' } };
  await expect(threads.run({ refusal })).rejects.toMatchObject({ name: 'DomainError', ...refusal });
});

it('ends a thread that takes too long while the event loop goes on', async () => {
  const threads = threadsOf('for (;;);', { secondsMax: 0.3 });
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 10);
  const refused = { code: 'computation-beyond-limits', facts: { limit: '0.3 seconds' } };
  await expect(threads.run(null)).rejects.toMatchObject(refused);
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(0);
});

it('ends a thread that takes too much memory', async () => {
  const threads = threadsOf('const all = []; for (;;) all.push(new Array(10_000).fill(all));');
  const refused = { code: 'computation-beyond-limits', facts: { limit: '64 MB of memory' } };
  await expect(threads.run(null)).rejects.toMatchObject(refused);
});

it('reports a thread that fails or says nothing, and starts the next', async () => {
  const threads = threadsOf(
    `if (workerData === 'throw') throw new Error('a fault');
     if (workerData !== 'silent') parentPort.postMessage({ found: workerData });`,
  );
  await expect(threads.run('throw')).rejects.toThrow('a fault');
  await expect(threads.run('silent')).rejects.toThrow('without an answer');
  expect(await threads.run('fine')).toBe('fine');
});

it('lets few wait and sends the rest away', async () => {
  const threads = threadsOf('parentPort.postMessage({ found: workerData });');
  const outcomes = await Promise.allSettled([1, 2, 3].map((task) => threads.run(task)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(outcomes[2]).toMatchObject({ reason: expect.any(BusyError) as unknown });
  expect(await threads.run(4)).toBe(4);
});
