#!/usr/bin/env node
// The command line's entry point: runs the build, and says so plainly where there is none.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '..', '..', 'dist', 'apps', 'cli', 'src', 'main.js');

if (existsSync(main)) {
  try {
    require(main);
  } catch (error) {
    // An uncaught error would end with status 1, which here would say "proven bad".
    process.stderr.write(`gmt: ${error.stack}\n`);
    process.exitCode = 2;
  }
} else {
  process.stderr.write('gmt: run `npm run build` first\n');
  process.exitCode = 2;
}
