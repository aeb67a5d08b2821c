import * as fs from 'node:fs';
import * as path from 'node:path';
import { plant, runThere } from './planting';
import { root } from './repository';

interface Rule {
  readonly name: string;
}

interface Cruise {
  readonly modules: readonly unknown[];
  readonly summary: {
    readonly violations: readonly { rule: Rule; from: string; to: string }[];
  };
}

// eslint's and jest's module systems differ from this file's, so it is read the plain way.
const { forbidden } = jest.requireActual<{ forbidden: readonly Rule[] }>(
  path.join(root, '.dependency-cruiser.cjs'),
);

/** Each planted mistake: the rule it breaks, the importing file, what it imports. */
const MISTAKES: readonly (readonly [string, string, string])[] = [
  ['no-circular', 'libs/domain/books/cycle-a.ts', './cycle-b'],
  ['no-feature-cycle', 'libs/features/access/one.service.ts', '../event-log/two.service'],
  ['no-feature-cycle', 'libs/features/event-log/three.service.ts', '../access/four.service'],
  ['not-resolvable', 'libs/platform/http/lost.ts', './nowhere'],
  ['domain-is-pure', 'libs/domain/log/hash.ts', 'node:crypto'],
  ['domain-is-pure', 'libs/domain/log/inject.ts', '@nestjs/common'],
  ['domain-is-pure', 'libs/domain/books/row.ts', '#platform/database/tx'],
  ['platform-knows-no-feature', 'libs/platform/http/knows.ts', '#features/members/members.service'],
  ['platform-infra-only-to-migrate', 'libs/platform/http/seeds.ts', '#infra/seeds/world'],
  ['feature-internals', 'libs/features/pledges/steals.ts', '#features/members/member.entity'],
  ['feature-internals', 'libs/features/pledges/steals-dto.ts', '../members/members.dto'],
  ['feature-known', 'libs/features/unheard-of/new.ts', '#domain/quantity/mass'],
  ['composition-is-for-apps', 'libs/features/needs/all.ts', '../composition'],
  ['shared-features-stand-alone', 'libs/features/access/asks.ts', '../members/members.service'],
  ['feature-order-members', 'libs/features/members/late.ts', '../materials/x.service'],
  ['feature-order-notices', 'libs/features/notices/late.ts', '../needs/x.service'],
  ['feature-order-materials', 'libs/features/materials/late.ts', '../depots/x.service'],
  ['feature-order-depots', 'libs/features/depots/late.ts', '../baselines/x.service'],
  ['feature-order-baselines', 'libs/features/baselines/late.ts', '../reserves/x.service'],
  ['feature-order-reserves', 'libs/features/reserves/late.ts', '#features/pledges/x.service'],
  ['feature-order-lots', 'libs/features/lots/late.ts', '#features/pledges/x.service'],
  ['feature-order-pledges', 'libs/features/pledges/late.ts', '../contributions/x.service'],
  ['feature-order-contributions', 'libs/features/contributions/late.ts', '../needs/x.service'],
  ['feature-order-release-rules', 'libs/features/release-rules/late.ts', '../needs/x.service'],
  ['feature-order-deadlines', 'libs/features/deadlines/late.ts', '../needs/x.service'],
  ['feature-order-decisions', 'libs/features/decisions/late.ts', '../needs/x.service'],
  ['feature-order-disruptions', 'libs/features/disruptions/late.ts', '../needs/x.service'],
  ['feature-order-needs', 'libs/features/needs/late.ts', '../allocations/x.service'],
  ['feature-order-allocations', 'libs/features/allocations/late.ts', '../drawdowns/x.service'],
  ['feature-order-simulations', 'libs/features/simulations/late.ts', '../drawdowns/x.service'],
  ['feature-order-clock', 'libs/features/clock/late.ts', '../drawdowns/x.service'],
  ['feature-order-replenishments', 'libs/features/replenishments/l.ts', '../drawdowns/x.service'],
  ['feature-order-drawdowns', 'libs/features/drawdowns/late.ts', '../exports/x.service'],
  ['feature-order-imports', 'libs/features/imports/late.ts', '../exports/x.service'],
  ['feature-order-exports', 'libs/features/exports/late.ts', '../reports/x.service'],
  ['feature-order-reports', 'libs/features/reports/late.ts', '../unheard-of/x.service'],
  ['domain-order-quantity', 'libs/domain/quantity/up.ts', '../books/account'],
  ['domain-order-apportionment', 'libs/domain/apportionment/up.ts', '../books/account'],
  ['domain-order-iea', 'libs/domain/iea/up.ts', '../books/account'],
  ['domain-order-books', 'libs/domain/books/up.ts', '../release/claims'],
  ['domain-order-lifecycle', 'libs/domain/lifecycle/up.ts', '../release/claims'],
  ['domain-order-release', 'libs/domain/release/up.ts', '../allocation/pipeline'],
  ['domain-order-allocation', 'libs/domain/allocation/up.ts', '../reports/days-of-cover'],
  ['domain-order-reports', 'libs/domain/reports/up.ts', '#domain/verify/verifier'],
  ['checker-shares-nothing', 'libs/domain/allocation/check-x.ts', './pipeline'],
  ['checker-shares-nothing', 'libs/domain/allocation/certificate.ts', './leximin'],
  ['domain-log-stands-alone', 'libs/domain/log/down.ts', '../quantity/mass'],
  ['nobody-imports-apps', 'libs/features/needs/app.ts', '../../../apps/api/src/main'],
  ['apps-stay-apart', 'apps/worker/src/main.ts', '../../api/src/main'],
  ['no-test-code', 'libs/features/needs/tested.ts', '../../../tests/support/database'],
  ['only-declared-dependencies', 'libs/platform/http/dev.ts', 'fast-check'],
  ['only-declared-dependencies', 'libs/platform/http/undeclared.ts', 'body-parser'],
];

/** What the mistakes import, and imports of every kind that are allowed. */
const GOOD: Readonly<Record<string, readonly string[]>> = {
  'libs/domain/quantity/mass.ts': ['../errors'],
  'libs/domain/errors.ts': [],
  'libs/domain/books/account.ts': ['#domain/quantity/mass'],
  'libs/domain/release/claims.ts': ['../books/account', '../lifecycle/lifecycle'],
  'libs/domain/lifecycle/lifecycle.ts': [],
  'libs/domain/allocation/leximin.ts': [],
  'libs/domain/allocation/pipeline.ts': ['../release/claims'],
  'libs/domain/reports/days-of-cover.ts': ['../release/claims'],
  'libs/domain/log/merkle.ts': ['../errors'],
  'libs/domain/verify/verifier.ts': ['../log/merkle', '../allocation/pipeline'],
  'libs/domain/log/merkle.spec.ts': ['node:crypto', 'fast-check'],
  'libs/platform/database/tx.ts': ['typeorm', '#domain/errors', '#infra/seeds/world'],
  'infra/seeds/world.ts': [],
  'tests/support/database.ts': [],
  'apps/api/src/main.ts': ['#features/drawdowns/drawdowns.module', '@nestjs/core'],
  'libs/features/members/member.entity.ts': ['typeorm'],
  'libs/features/members/members.dto.ts': ['class-validator'],
  'libs/features/members/members.dataset.ts': ['#platform/spreadsheet/dataset'],
  'libs/platform/spreadsheet/dataset.ts': [],
  'libs/features/exports/datasets.ts': ['../members/members.dataset'],
  'libs/features/members/members.service.ts': ['./member.entity', '../event-log/event-log'],
  'libs/features/event-log/event-log.ts': ['#platform/database/tx'],
  'libs/features/event-log/two.service.ts': [],
  'libs/features/access/four.service.ts': [],
  'libs/features/composition.ts': ['./members/members.service', './members/member.entity'],
  'libs/features/drawdowns/drawdowns.module.ts': ['../members/members.service'],
};

const NAMES = ['materials', 'depots', 'baselines', 'reserves', 'pledges', 'contributions'];
const LATER = ['needs', 'allocations', 'drawdowns', 'imports', 'exports', 'reports', 'unheard-of'];

function good(): Record<string, string> {
  const files: Record<string, readonly string[]> = { ...GOOD };
  for (const name of [...NAMES, ...LATER]) files[`libs/features/${name}/x.service.ts`] = [];
  return Object.fromEntries(
    Object.entries(files).map(([name, imports]) => [name, sourceOf(...imports)]),
  );
}

function sourceOf(...imports: readonly string[]): string {
  return `${imports.map((name) => `import '${name}';\n`).join('')}export {};\n`;
}

function cruise(files: Readonly<Record<string, string>>): Cruise {
  const place = plant(files);
  const config = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const program = 'dependency-cruiser/bin/dependency-cruise.mjs';
  const result = JSON.parse(runThere(place, program, [...config, 'apps', 'libs', 'infra']));
  fs.rmSync(place, { recursive: true });
  return result as Cruise;
}

describe('the boundaries', () => {
  let found: Set<string>;

  beforeAll(() => {
    const mistakes = MISTAKES.map(([, from, to]) => [from, sourceOf(to)]);
    const back = { 'libs/domain/books/cycle-b.ts': sourceOf('./cycle-a') };
    const { violations } = cruise({ ...good(), ...back, ...Object.fromEntries(mistakes) }).summary;
    found = new Set(violations.map(({ rule, from }) => `${rule.name}: ${from}`));
  });

  it.each(MISTAKES)('%s is caught in %s', (rule, from) => {
    const where = rule === 'no-feature-cycle' ? from.replace(/\/[^/]+$/, '') : from;
    expect([...found]).toContain(`${rule}: ${where}`);
  });

  it('has a planted mistake for every rule', () => {
    const planted = new Set(MISTAKES.map(([rule]) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });

  it('lets through what is allowed', () => {
    const { modules, summary } = cruise(good());
    expect(modules.length).toBeGreaterThan(25);
    expect(summary.violations.map(({ rule, from, to }) => [rule.name, from, to])).toEqual([]);
  });
});
