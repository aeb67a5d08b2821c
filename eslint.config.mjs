import tseslint from 'typescript-eslint';

const PURE_ONLY = 'The domain is pure: pass the time, the randomness or the result in.';

/** Names that libs/domain may not touch; what it imports is checked by dependency-cruiser. */
const IMPURE = [
  ...['Date', 'performance', 'fetch', 'WebSocket', 'XMLHttpRequest', 'process', 'console'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto', 'Buffer'],
  ...['require', 'globalThis', 'navigator', 'window', 'document', 'localStorage'],
];

/** Text put into SQL by hand; an UPPER_CASE constant of ours is no input and may be. */
const SQL_PARTS = {
  selector:
    'CallExpression[callee.property.name="query"] > TemplateLiteral:first-child > ' +
    ':not(TemplateElement):not(Identifier[name=/^[A-Z][A-Z0-9_]*$/]), ' +
    'CallExpression[callee.property.name="query"] > BinaryExpression[operator="+"]',
  message: 'Pass values as parameters ($1): text put into SQL is an injection waiting.',
};

const PROCESS_ENV = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Settings are read once, in libs/platform/config; take Config instead.',
};

/** A leading underscore says: named for the reader, not used. */
const UNUSED = { argsIgnorePattern: '^_', varsIgnorePattern: '^_' };

const EVERYWHERE = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  { selector: 'ExportAllDeclaration', message: 'Name what is exported; no barrels.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name, so a search finds it.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.cache/', '.data/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', ...EVERYWHERE, PROCESS_ENV, SQL_PARTS],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, ...UNUSED }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['libs/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', ...IMPURE.map((name) => ({ name, message: PURE_ONLY }))],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: PURE_ONLY },
      ],
    },
  },
  {
    files: ['libs/platform/config/**/*.ts', 'apps/standalone/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, SQL_PARTS] },
  },
  {
    files: ['infra/migrations/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, PROCESS_ENV] },
  },
  {
    files: ['tests/**/*.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['apps/cli/**/*.ts', 'apps/standalone/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { complexity: ['error', 12], eqeqeq: 'error', 'no-unused-vars': 'error' },
  },
  { files: ['**/*.mjs'], languageOptions: { sourceType: 'module' } },
);
