'use strict';

const swc = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
    },
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleFileExtensions: ['ts', 'js', 'cjs', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '<rootDir>/.data/'],
  moduleNameMapper: {
    '^#domain/(.*)$': '<rootDir>/libs/domain/$1',
    '^#platform/(.*)$': '<rootDir>/libs/platform/$1',
    '^#features/(.*)$': '<rootDir>/libs/features/$1',
    '^#infra/(.*)$': '<rootDir>/infra/$1',
  },
};

/** A project whose tests share one embedded PostgreSQL; each test file clones a database. */
function withDatabase(name) {
  return {
    ...shared,
    displayName: name,
    testMatch: [`<rootDir>/tests/${name}/**/*.spec.ts`],
    globalSetup: '<rootDir>/tests/support/start-database.ts',
    globalTeardown: '<rootDir>/tests/support/stop-database.ts',
    setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'],
  };
}

module.exports = {
  maxWorkers: 2,
  projects: [
    {
      ...shared,
      displayName: 'tidy',
      testMatch: ['<rootDir>/tests/tidy/*.spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'],
    },
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['libs', 'apps', 'infra'].map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
      setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'],
    },
    {
      ...shared,
      displayName: 'browser',
      testMatch: ['<rootDir>/tests/browser/*.spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'],
    },
    withDatabase('integration'),
    withDatabase('e2e'),
    withDatabase('faults'),
  ],
};

// Not a jest option, hence hidden from jest: tests/support/source-register.cjs uses it.
Object.defineProperty(module.exports, 'forChildren', { value: { swc, root: __dirname } });
