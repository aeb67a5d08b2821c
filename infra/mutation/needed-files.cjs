'use strict';

// Stryker names the tests that reach a mutant, but jest would load every test file to look for
// them, and go on after a failure. This runner keeps a list of which file holds which test, made
// when no mutant is active, loads only files with a named test, the fastest first, and ends with
// the first file that fails.
const fs = require('node:fs');
const path = require('node:path');
const { default: TestRunner } = require('jest-runner');

module.exports = class NeededFiles extends TestRunner {
  async runTests(tests, watcher, options) {
    const [first] = tests;
    if (first === undefined) return;
    const list = path.join(first.context.config.rootDir, '.cache', 'tests-by-file.json');
    if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) {
      await this.runAll(tests, watcher, options, list);
      return;
    }
    const files = JSON.parse(fs.readFileSync(list, 'utf8'));
    const names = namesIn(this._globalConfig.testNamePattern);
    await this.runUntilFailure(needed(tests, files, names), watcher, options);
  }

  async runAll(tests, watcher, options, list) {
    const files = {};
    const forget = this.on('test-file-success', ([{ path: file }, { testResults }]) => {
      files[file] = testResults.map(({ fullName, duration }) => [fullName, duration ?? 0]);
    });
    await super.runTests(tests, watcher, options);
    forget();
    fs.mkdirSync(path.dirname(list), { recursive: true });
    fs.writeFileSync(list, JSON.stringify(files));
  }

  async runUntilFailure(tests, watcher, options) {
    let failed = false;
    const forget = [
      this.on('test-file-success', ([, result]) => (failed ||= result.numFailingTests > 0)),
      this.on('test-file-failure', () => (failed = true)),
    ];
    for (const test of tests) {
      if (!failed) await super.runTests([test], watcher, { ...options, serial: true });
    }
    forget.forEach((each) => each());
  }
};

/** Stryker's pattern is `(name)|(name)|...`, escaped: taken apart it is faster than matched. */
function namesIn(pattern) {
  const escaped = (pattern ?? '').slice(1, -1).split(')|(');
  return new Set(escaped.map((name) => name.replace(/\\(.)/g, '$1')));
}

/** The test files that hold a test of these names, by the time that those tests take. */
function needed(tests, files, names) {
  const timed = tests.map((test) => {
    const found = (files[test.path] ?? []).filter(([name]) => names.has(name));
    return { test, found: found.length, time: found.reduce((sum, [, time]) => sum + time, 0) };
  });
  return timed
    .filter(({ found }) => found > 0)
    .sort((a, b) => a.time - b.time)
    .map(({ test }) => test);
}
