'use strict';

// The library in parts, each with the tests that should catch what goes wrong in it. A mutant is
// tried with the tests of its part only: the score says how good those tests are, not whether
// something far away happens to fail, and a survivor costs seconds.
const allocation = (names) => names.map((name) => `libs/domain/allocation/${name}.ts`);

const NETWORK = [
  ...['blocks', 'leximin', 'priority-classes', 'ranks', 'supply-network', 'transport-flow'],
  'route-ends',
];
const CHECKER = [
  'certificate',
  'check-classes',
  'check-division',
  'check-ranks',
  'check-rounding',
  'check-routing',
  'division-reader',
];
const ROUTES = [
  ...['cheapest-plan', 'cost-scaling', 'largest-routing', 'routing', 'shortest-ways'],
  ...['transport-plan', 'supply-routes'],
];
const KERNEL = ['water-level', 'claims-problem', 'divide-claims', 'fairness'];
const EXPLAIN = [
  ...['explain-member', 'explanation', 'explanation-messages', 'explanation-text', 'message'],
  ...['counterfactuals', 'explanation-record', 'holds', 'sensitivity'],
];
const ELSEWHERE = allocation([...NETWORK, ...CHECKER, ...ROUTES, ...KERNEL, ...EXPLAIN]);

module.exports = {
  arithmetic: {
    mutate: ['libs/domain/quantity/*.ts', 'libs/domain/errors.ts'],
    tests: 'quantity/|allocation/rules/|divide-claims',
  },
  apportionment: { mutate: ['libs/domain/apportionment/*.ts'], tests: 'apportionment/' },
  iea: { mutate: ['libs/domain/iea/*.ts'], tests: 'iea/|problem/vectors' },
  kernel: {
    mutate: [...allocation(KERNEL), 'libs/domain/allocation/rules/*.ts'],
    tests: 'water-level|rules/|divide-claims|fairness|problem/(vectors|claims)',
  },
  network: {
    mutate: allocation(NETWORK),
    tests: 'leximin[.-]|network|priority-classes|allocation/laws|problem/vectors|certificate',
  },
  checker: {
    mutate: allocation(CHECKER),
    tests:
      'allocation/(certif|check-|division-|leximin|replay|priority|rou[nt])|problem/(net|pipe)',
  },
  routes: {
    mutate: allocation(ROUTES),
    tests:
      'routing|transport-plan|allocation/(laws|replay|rounding|tranche|pipeline)|problem/pipeline',
  },
  release: {
    mutate: ['libs/domain/release/*.ts'],
    tests: 'release/|problem/(pipeline|vectors)|replay',
  },
  stages: {
    mutate: [
      'libs/domain/at.ts',
      'libs/domain/allocation/*.ts',
      ...ELSEWHERE.map((file) => `!${file}`),
    ],
    tests: 'pipeline|replay|rounding|tranche|lot-order|tie-order|override|stages|vectors',
  },
  explanation: {
    mutate: allocation(EXPLAIN),
    tests: 'explanation|counterfactuals|holds|sensitivity|replay|pipeline|problem/reports',
  },
};
