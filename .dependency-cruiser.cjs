'use strict';

// Who may import whom. Each rule is tried by planting a violation: tests/tidy/boundaries.spec.ts.

/** A feature may import only features named before it. */
const FEATURE_ORDER = [
  'members',
  'notices',
  'materials',
  'depots',
  'baselines',
  'reserves',
  'lots',
  'pledges',
  'contributions',
  'decisions',
  'release-rules',
  'deadlines',
  'disruptions',
  'needs',
  'allocations',
  'simulations',
  'clock',
  'replenishments',
  'drawdowns',
  'imports',
  'exports',
  'reports',
];
/** Features that every feature may use; they themselves use no other feature. */
const FOR_ALL = ['access', 'event-log'];

/** Within the domain: each folder may import those before it. */
const DOMAIN_ORDER = [
  'quantity',
  'apportionment',
  'iea',
  'books',
  'lifecycle',
  'release',
  'allocation',
  'reports',
];
const DOMAIN_ROOT = '^libs/domain/[^/]+\\.ts$';
/** A third party needs these files, and no other of the division, to check a published run. */
const CHECKERS = '^libs/domain/allocation/(certificate|check-[^/]+|division-reader)\\.ts$';
const CHECKERS_MAY_USE =
  '^libs/domain/(quantity/|release/strict-reading|allocation/supply-network)';
const anyOf = (names) => `(${names.join('|')})`;
const SPEC = '\\.spec\\.ts$';

const featureOrder = FEATURE_ORDER.map((name, index) => ({
  name: `feature-order-${name}`,
  comment: `${name} may import only the features before it: ${FEATURE_ORDER.join(' < ')}.`,
  severity: 'error',
  from: { path: `^libs/features/${name}/` },
  to: {
    path: '^libs/features/',
    pathNot: `^libs/features/${anyOf([...FOR_ALL, ...FEATURE_ORDER.slice(0, index + 1)])}/`,
  },
}));

const domainOrder = DOMAIN_ORDER.map((name, index) => ({
  name: `domain-order-${name}`,
  comment: `Inside the domain: ${DOMAIN_ORDER.join(' < ')}, log apart, verify on top.`,
  severity: 'error',
  from: { path: `^libs/domain/${name}/`, pathNot: SPEC },
  to: {
    path: '^libs/domain/',
    pathNot: [`^libs/domain/${anyOf(DOMAIN_ORDER.slice(0, index + 1))}/`, DOMAIN_ROOT],
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-feature-cycle',
      severity: 'error',
      scope: 'folder',
      from: { path: '^libs/features' },
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain runs in any JavaScript engine: no package, no Node, no other library.',
      severity: 'error',
      from: { path: '^libs/domain', pathNot: SPEC },
      to: { pathNot: '^libs/domain' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^libs/platform', pathNot: SPEC },
      to: { path: '^(libs/features|tests)/' },
    },
    {
      name: 'platform-infra-only-to-migrate',
      severity: 'error',
      from: { path: '^libs/platform', pathNot: '^libs/platform/database/' },
      to: { path: '^infra/' },
    },
    {
      name: 'feature-internals',
      comment:
        'Of another feature, take service, module, datasets or the event log: never its rows.',
      severity: 'error',
      from: { path: '^libs/features/([^/]+)/' },
      to: {
        path: '^libs/features/',
        pathNot: [
          '^libs/features/$1/',
          '\\.(service|module|dataset)\\.ts$',
          '^libs/features/event-log/event-log\\.ts$',
        ],
      },
    },
    {
      name: 'feature-known',
      comment: 'A new feature takes its place in FEATURE_ORDER, so that the order stays total.',
      severity: 'error',
      from: {
        path: '^libs/features/[^/]+/',
        pathNot: `^libs/features/${anyOf([...FOR_ALL, ...FEATURE_ORDER])}/`,
      },
      to: {},
    },
    {
      name: 'composition-is-for-apps',
      comment: 'The list of all features belongs to the apps; no feature needs it.',
      severity: 'error',
      from: { path: '^libs/features/[^/]+/' },
      to: { path: '^libs/features/[^/]+\\.ts$' },
    },
    {
      name: 'shared-features-stand-alone',
      severity: 'error',
      from: { path: `^libs/features/${anyOf(FOR_ALL)}/` },
      to: { path: '^libs/features/', pathNot: `^libs/features/${anyOf(FOR_ALL)}/` },
    },
    ...featureOrder,
    ...domainOrder,
    {
      name: 'checker-shares-nothing',
      comment: 'What checks a division shares arithmetic, types and readers with what made it.',
      severity: 'error',
      from: { path: CHECKERS, pathNot: SPEC },
      to: {
        path: '^libs/domain/',
        pathNot: [CHECKERS, CHECKERS_MAY_USE, DOMAIN_ROOT],
      },
    },
    {
      name: 'domain-log-stands-alone',
      comment: 'An auditor checks the log without knowing what the entries mean.',
      severity: 'error',
      from: { path: '^libs/domain/log/', pathNot: SPEC },
      to: { path: '^libs/domain/', pathNot: ['^libs/domain/log/', DOMAIN_ROOT] },
    },
    {
      name: 'nobody-imports-apps',
      severity: 'error',
      from: { path: '^(libs|infra)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-stay-apart',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-test-code',
      severity: 'error',
      from: { path: '^(apps|libs|infra)/', pathNot: SPEC },
      to: { path: ['^tests/', SPEC] },
    },
    {
      name: 'only-declared-dependencies',
      comment: 'What runs in production stands under dependencies: others are not installed there.',
      severity: 'error',
      from: { path: '^(apps|libs|infra)/', pathNot: [SPEC, '\\.cjs$'] },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional'],
        dependencyTypesNot: ['type-only', 'npm'],
      },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node'] },
  },
};
