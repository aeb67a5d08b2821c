'use strict';

// Mutation testing of the division engine, part by part: docs/reference/mutation.md.
// `npm run test:mutation -- kernel network` runs these parts, `-- --mutate <glob>` some files.
require('./node-version.cjs');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { bootstrap, giveUp, root } = require('./bootstrap.cjs');
const parts = require('../mutation/parts.cjs');
const { scores } = require('../mutation/scores.cjs');

const STRYKER = path.join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const reports = path.join(root, '.cache', 'mutation');

async function mutation(args) {
  await bootstrap();
  const at = args.indexOf('--mutate');
  const glob = at < 0 ? undefined : args[at + 1];
  const words = at < 0 ? args : args.toSpliced(at, 2);
  const chosen = words.length > 0 || glob !== undefined ? words : Object.keys(parts);
  const unknown = chosen.filter((name) => parts[name] === undefined);
  if (unknown.length > 0 || (at >= 0 && glob === undefined)) {
    process.stderr.write(`Parts are: ${Object.keys(parts).join(', ')}; files: --mutate <glob>\n`);
    return 2;
  }
  if (glob !== undefined && chosen.length === 0) return run('files', [glob], '.');
  const failed = chosen.filter((name) => {
    const { mutate, tests } = parts[name];
    return run(name, glob === undefined ? mutate : [glob], tests) !== 0;
  });
  process.stdout.write(scores(reports, Object.keys(parts)));
  return failed.length === 0 ? 0 : 1;
}

function run(name, mutate, tests) {
  process.stdout.write(`\n=== mutants: ${name}\n`);
  fs.mkdirSync(reports, { recursive: true });
  const words = ['run', 'infra/mutation/stryker.config.mjs', '--mutate'];
  const files = [...mutate, '!libs/**/*.spec.ts'].join(',');
  const env = { ...process.env, GMT_MUTATION_TESTS: tests, GMT_MUTATION_PART: name };
  return spawnSync(process.execPath, [STRYKER, ...words, files], {
    cwd: root,
    stdio: 'inherit',
    env,
  }).status;
}

mutation(process.argv.slice(2)).then((status) => (process.exitCode = status), giveUp);
