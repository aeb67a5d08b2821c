import { PUBLISHED_PROBLEMS } from '../../../tests/support/published-problems';
import type { Case } from '../../../tests/support/published-problems';
import { inWords, KILOGRAMS_IN_ENGLISH } from '../allocation/explanation-text';
import { CLAIMS_RULES } from '../allocation/divide-claims';
import { ENGLISH } from '../allocation/explanation-messages';
import { compareRulesFor, explainProblem } from './answer-problem';
import { parseJson } from './json-text';
import { Place } from './place';
import { CHAINS_MAX } from './report';
import type { Report } from './report';
import { REPORT_ENGLISH } from './report-english';

const placeOf = (problem: Case) => new Place(parseJson(JSON.stringify(problem)));

const claims = (rule: string, estate: string, more: Case = {}) => ({
  ...{ kind: 'claims', rule, estate, claims: ['2', '4', '7', '8', '0'] },
  ...more,
});

/** What the published cases do not come to. */
const ODD: readonly Case[] = [
  ...CLAIMS_RULES.flatMap((rule) => ['0', '3', '17', '30'].map((estate) => claims(rule, estate))),
  claims('constrained_egalitarian', '13', { claims: ['2', '2', '20'] }),
  claims('cea', '13', { claims: Array.from({ length: 21 }, () => '1') }),
  claims('weighted_cea', '12', {
    ...{ weights: ['1', '1', '1', '1', '1'], lower: ['0', '4', '0', '0', '0'] },
    upper: ['9', '9', '1', '9', '0'],
  }),
  claims('weighted_cel', '8', { weights: ['1', '2', '1', '1', '1'] }),
  {
    ...{ kind: 'network', stock: ['6', '4', '2'], weights: ['1', '1', '1', '1', '1'] },
    ...{ claims: ['9', '9', '9', '0', '1'], floors: ['0', '0', '3', '0', '0'] },
    classes: [[0, 1, 2], [3], [4]],
    edges: [
      { depot: 0, member: 0, cap: '1' },
      { depot: 0, member: 1 },
      { depot: 0, member: 2, cap: '3' },
      { depot: 1, member: 2 },
      { depot: 2, member: 4 },
    ],
  },
  {
    ...{ kind: 'network', stock: ['6', '0'], weights: ['1', '1', '1'], claims: ['9', '9', '9'] },
    floors: ['4', '0', '0'],
    edges: [
      { depot: 0, member: 0 },
      { depot: 0, member: 1 },
      { depot: 1, member: 2 },
    ],
  },
  { kind: 'apportion', method: 'jefferson_dhondt', votes: ['90', '1', '9', '0'], house: 10 },
  { kind: 'apportion', method: 'jefferson_dhondt', votes: ['5117', '400', '16', '161'], house: 40 },
  { kind: 'iea', mode: 'collective', total: '1/2', consumption: { A: '1' } },
  { kind: 'iea', mode: 'review', reserve_commitments: ['1'], daily_group_shortfall: '0' },
  {
    ...{ kind: 'iea', mode: 'selective' },
    base_final_consumption: { A: '100', B: '100' },
    reduction_of_final_consumption: { A: '7' },
  },
  {
    ...{ kind: 'iea', mode: 'reserve_cover', net_imports_primary: '-5', days: '365' },
    ...{ net_imports_products: '0', stocks_primary: '9', stocks_products: '9' },
    stocks_main_products: '9',
  },
  {
    ...{ kind: 'iea', mode: 'reserve_cover', net_imports_primary: '365', days: '365' },
    ...{ net_imports_products: '0', stocks_primary: '9', stocks_products: '9' },
    stocks_main_products: '9',
  },
  {
    ...{ kind: 'iea', mode: 'general', base_period_supply: '100' },
    members: ['A', 'B'].map((id, index) => ({
      ...{ id, base_final_consumption: '50', normal_production: index === 0 ? '43' : '50' },
      ...{ net_imports_available: '0', reserve_commitment: '0' },
    })),
  },
  {
    ...{ kind: 'iea', mode: 'general', base_period_supply: '100' },
    members: ['A', 'B'].map((id) => ({
      ...{ id, base_final_consumption: '50', normal_production: '45' },
      ...{ net_imports_available: '0', reserve_commitment: '1' },
    })),
  },
];

const PROBLEMS: readonly Case[] = [
  ...Object.values(PUBLISHED_PROBLEMS).flatMap((rows) => rows.map(([, problem]) => problem)),
  ...ODD,
];

const reports = PROBLEMS.flatMap((problem) => [
  explainProblem(placeOf(problem)),
  compareRulesFor(placeOf(problem)),
]);

const textOf = (report: Report): string =>
  JSON.stringify(inWords(report, REPORT_ENGLISH, KILOGRAMS_IN_ENGLISH));

function idsIn(report: Report): readonly string[] {
  return report.flatMap((part) => {
    if ('id' in part) return [part.id];
    if ('steps' in part) return [part.of.id, ...part.steps.map(({ id }) => id)];
    const cells = [...part.columns, ...part.rows.flat()];
    return cells.flatMap((cell) => (cell !== null && 'id' in cell ? [cell.id] : []));
  });
}

describe('reports on problems', () => {
  it('are said whole, with a figure in every place', () => {
    for (const report of reports) {
      expect(textOf(report)).not.toMatch(/\{\w+\}|undefined|NaN|Infinity|\[object/);
    }
  });

  it('use every message, but for those of runs that are told elsewhere', () => {
    const used = new Set(reports.flatMap(idsIn));
    const unused = Object.keys(REPORT_ENGLISH).filter((id) => !used.has(id) && !(id in ENGLISH));
    expect(unused).toEqual(['chains.cut']);
  });

  it('say for each claimant of a rule what bound held it', () => {
    const told = (problem: Case, index: number) => {
      const chains = inWords(
        explainProblem(placeOf(problem)),
        REPORT_ENGLISH,
        KILOGRAMS_IN_ENGLISH,
      ).filter((part) => typeof part !== 'string' && 'steps' in part);
      return JSON.stringify(chains[index]);
    };
    const bounded = {
      ...{ kind: 'claims', rule: 'weighted_cea', estate: '12', claims: ['10', '10', '10'] },
      ...{ weights: ['1', '1', '2'], lower: ['5', '0', '0'], upper: ['10', '10', '3'] },
    };
    expect(told(bounded, 0)).toContain('held by its floor: 5');
    expect(told(bounded, 1)).toContain('It gets 4 for each unit of its weight');
    expect(told(bounded, 2)).toContain('held by its upper bound: 3');
  });

  it('tell a thousand one by one, and all in the table', () => {
    const count = CHAINS_MAX + 5;
    const many = { ...claims('cea', '7'), claims: Array.from({ length: count }, () => '1') };
    const report = explainProblem(placeOf(many));
    expect(report.filter((part) => 'steps' in part)).toHaveLength(CHAINS_MAX);
    const table = report.find((part) => 'rows' in part);
    expect(table && 'rows' in table ? table.rows.length : 0).toBe(count + 1);
    expect(textOf(report)).toContain('The steps of the first 1,000 are told');
  });

  it('write figures longer than any that may be given', () => {
    const awards = Array.from({ length: 40 }, (_, index) => `1/${10n ** 30n + BigInt(index)}`);
    const report = explainProblem(placeOf({ ...claims('proportional', '1/7'), claims: awards }));
    expect(textOf(report)).toContain('claimant 39');
  });
});
