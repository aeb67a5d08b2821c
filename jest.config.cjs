const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
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
    },
  ],
};

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform,
  moduleFileExtensions: ['ts', 'js', 'cjs', 'json'],
  moduleNameMapper: {
    '^#domain/(.*)$': '<rootDir>/libs/domain/$1',
    '^#platform/(.*)$': '<rootDir>/libs/platform/$1',
    '^#features/(.*)$': '<rootDir>/libs/features/$1',
    '^#infra/(.*)$': '<rootDir>/infra/$1',
  },
};

module.exports = {
  projects: [
    { ...shared, displayName: 'tidy', testMatch: ['<rootDir>/tests/tidy/*.spec.ts'] },
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/apps/**/*.spec.ts', '<rootDir>/infra/**/*.spec.ts'],
    },
  ],
};
