'use strict';

// The unit tests of the division engine as Stryker runs them: the same assertions on fewer random
// problems, and no more of them than it takes to kill a mutant.
const path = require('node:path');
const { projects } = require('../../jest.config.cjs');

const unit = projects.find(({ displayName }) => displayName === 'unit');
const here = (name) => path.join(__dirname, name);
const tests = process.env.GMT_MUTATION_TESTS || '.';

module.exports = {
  ...unit,
  displayName: undefined,
  testMatch: undefined,
  roots: ['libs/domain', 'tests'].map((folder) => `<rootDir>/${folder}`),
  testRegex: [`libs/domain/(?!books|log|reports|verify).*(${tests}).*\\.spec\\.ts$`],
  // Linear programs cost seconds; brute force and the independent checker are there without them.
  testPathIgnorePatterns: ['/node_modules/', 'leximin-lp'],
  setupFilesAfterEnv: [...unit.setupFilesAfterEnv, here('few-runs.cjs')],
  testEnvironment: here('jest-environment.cjs'),
  runner: here('needed-files.cjs'),
};
