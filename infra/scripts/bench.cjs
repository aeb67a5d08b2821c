'use strict';

// Measures the books beside a floor and a peer on one PostgreSQL: docs/explanation/books-speed.md.
require('./node-version.cjs');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { bootstrap, giveUp, root } = require('./bootstrap.cjs');

const REGISTER = path.join(root, 'tests', 'support', 'source-register.cjs');
const MAIN = path.join(root, 'tests', 'bench', 'main.ts');

/** The sources run as they are, as in the tests; only the dependencies are needed. */
async function bench(args) {
  await bootstrap();
  const words = ['--require', REGISTER, MAIN, ...args];
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

bench(process.argv.slice(2)).then((status) => (process.exitCode = status), giveUp);
