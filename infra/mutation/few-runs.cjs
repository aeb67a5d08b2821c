'use strict';

// Laws are tried on a twentieth of their random problems, always the same ones, so that a score
// can be repeated; a failure is not shrunk, as nobody reads it.
const SHARE = 20;
const RUNS_MIN = 10;
const RUNS_OF_FAST_CHECK = 100;

jest.mock('fast-check', () => {
  const real = jest.requireActual('fast-check');
  const fewer = ({ numRuns = RUNS_OF_FAST_CHECK, ...options } = {}) => ({
    seed: 1,
    ...options,
    numRuns: Math.min(numRuns, Math.max(RUNS_MIN, Math.ceil(numRuns / SHARE))),
    endOnFailure: true,
  });
  const assert = (property, options) => real.assert(property, fewer(options));
  return { ...real, __esModule: true, assert, default: { ...real.default, assert } };
});
