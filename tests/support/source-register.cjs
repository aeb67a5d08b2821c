'use strict';

// Lets a child process of a test run TypeScript sources directly, as jest does for the test
// itself: node --require <this file> some/source.ts. Nothing has to be built first.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');
const { swc, root } = require('../../jest.config.cjs').forChildren;

const folders = { '#domain': 'libs/domain', '#platform': 'libs/platform' };
Object.assign(folders, { '#features': 'libs/features', '#infra': 'infra' });

const resolve = Module._resolveFilename;
Module._resolveFilename = function resolveSource(request, ...rest) {
  const [, name, below] = /^(#\w+)\/(.*)$/.exec(request) ?? [];
  if (!name || !folders[name]) return resolve.call(this, request, ...rest);
  // Of two files of one name, as in infra/seeds, the source is meant; others name their ending.
  const mapped = path.join(root, folders[name], below);
  return resolve.call(this, fs.existsSync(`${mapped}.ts`) ? `${mapped}.ts` : mapped, ...rest);
};

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(fs.readFileSync(filename, 'utf8'), { ...swc, filename });
  module._compile(code, filename);
};
