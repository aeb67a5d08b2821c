'use strict';

// The environment of a test file under Stryker. It does three things.
//
// It leaves out tests that say little of the code and cost much of the time.
//
// While coverage is measured, what runs outside a test (modules loading, samples drawn for a
// table of tests) is counted for every test of the file, as any of them may depend on it. Stryker
// by itself would try such a mutant with all tests of all files.
//
// While a mutant is tried, one failure is enough: the tests after it in the file are skipped.
const { TestEnvironment } = require('jest-environment-node');

/** Searches for a counterexample that is also stored; samples that must hold every case; size. */
const LEFT_OUT = new RegExp(
  [
    'does not have|: others do not',
    'occurs (in|with)|every message',
    'million|thousand|quick',
  ].join('|'),
);
const OUTSIDE = '(outside the tests)';

module.exports = class MutationEnvironment extends TestEnvironment {
  failed = false;
  names = [];

  handleTestEvent(event) {
    if (event.name === 'test_start' && LEFT_OUT.test(event.test.name)) event.test.mode = 'skip';
    if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) this.attribute(event);
    else this.stopAtFailure(event);
  }

  stopAtFailure(event) {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true;
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
  }

  attribute(event) {
    const stryker = this.global[this.global.__strykerGlobalNamespace__ ?? '__stryker__'];
    if (stryker === undefined) return;
    if (event.name === 'test_done') this.names.push(fullName(event.test));
    stryker.currentTestId ??= OUTSIDE;
    if (event.name !== 'teardown') return;
    const { perTest } = stryker.mutantCoverage ?? { perTest: {} };
    this.names.forEach((name) => add((perTest[name] ??= {}), perTest[OUTSIDE] ?? {}));
    delete perTest[OUTSIDE];
    stryker.currentTestId = undefined;
  }
};

function add(counts, more) {
  for (const [mutant, hits] of Object.entries(more)) counts[mutant] = (counts[mutant] ?? 0) + hits;
}

/** As Stryker names a test: the blocks around it and itself, without the root block. */
function fullName({ name, parent }) {
  const names = [name];
  for (let block = parent; block?.parent; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}
