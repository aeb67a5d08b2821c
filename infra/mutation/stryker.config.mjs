// Mutation testing of the division engine: docs/reference/mutation.md. `npm run test:mutation`
// names the files to change and says by the environment which part of the library they are.

const part = process.env.GMT_MUTATION_PART || 'files';

export default {
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  jest: { configFile: 'infra/mutation/jest.config.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A mutant that loops gets this much more than its tests took without it: with less, a busy
  // machine is taken for a loop.
  timeoutMS: 10_000,
  timeoutFactor: 1.5,
  ignorePatterns: ['/.*', '/dist', '/infra/seeds', '/infra/migrations', '/tests/bench'],
  tempDirName: '.cache/mutation/sandbox',
  disableTypeChecks: false,
  // What was found of a mutant is kept until it, or a test that reaches it, changes.
  incremental: true,
  incrementalFile: `.cache/mutation/${part}.json`,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { reportTests: false, allowColor: false, logTests: false },
};
