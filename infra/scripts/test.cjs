'use strict';

// The whole test suite, fast to slow. Its last line is `N passed, N failed`.
require('./node-version.cjs');
const { bootstrap, giveUp, root } = require('./bootstrap.cjs');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { prepareRedis } = require('./redis-tier.cjs');

const results = path.join(root, '.cache', 'test-results');
const program = (...parts) => path.join(root, 'node_modules', ...parts);
const BOUNDARIES = ['--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'infra'];
const CHECKS = [
  ['format', program('prettier', 'bin', 'prettier.cjs'), ['--check', '.']],
  ['types', program('typescript', 'bin', 'tsc'), ['-p', 'tsconfig.json', '--noEmit']],
  ['lint', program('eslint', 'bin', 'eslint.js'), ['.']],
  ['boundaries', program('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), BOUNDARIES],
];
const PROJECTS = ['tidy', 'unit', 'browser', 'integration', 'e2e', 'faults'];

async function test(args) {
  await bootstrap();
  const total = { passed: 0, failed: 0, skipped: 0 };
  await chooseRedis(total);
  if (args.includes('--soak')) process.env.GMT_SOAK = '1';
  for (const [name, file, words] of CHECKS) {
    say(`check: ${name}`);
    if (run(file, words) !== 0) total.failed += 1;
  }
  for (const name of PROJECTS) runProject(name, total);
  if (total.skipped > 0) say(`${total.skipped} skipped`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
}

/** Without a Redis its tests are skipped, and say so; where CI is set that is a failure. */
async function chooseRedis(total) {
  const missing = await prepareRedis(root);
  if (missing === undefined) return;
  say(`NO REDIS, so the queue is tested on PostgreSQL only. Reason: ${missing}`);
  if (process.env.CI) {
    say('This is CI, where the Redis tier must not be skipped: counted as a failure.');
    total.failed += 1;
  }
}

function runProject(name, total) {
  say(`tests: ${name}`);
  const file = path.join(results, `${name}.json`);
  fs.mkdirSync(results, { recursive: true });
  fs.rmSync(file, { force: true });
  const report = ['--json', `--outputFile=${file}`, '--passWithNoTests'];
  const status = run(program('jest', 'bin', 'jest.js'), ['--selectProjects', name, ...report]);
  const found = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const failed = (found.numFailedTests || 0) + (found.numRuntimeErrorTestSuites || 0);
  total.passed += found.numPassedTests || 0;
  total.failed += failed === 0 && status !== 0 ? 1 : failed;
  total.skipped += (found.numPendingTests || 0) + (found.numTodoTests || 0);
}

function run(file, args) {
  return spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' }).status;
}

function say(text) {
  process.stdout.write(`\n=== ${text}\n`);
}

test(process.argv.slice(2)).then((status) => (process.exitCode = status), giveUp);
