import { fiveMemberSnapshot } from '../../../tests/support/sample-snapshot';
import type { Snapshot } from '../release/snapshot';
import * as rational from '../quantity/rational';
import { counterfactualsOf, outcomesByRule, rulesSideBySide } from './counterfactuals';
import { CLAIMS_RULES } from './divide-claims';
import { runPipeline } from './pipeline';
import { pipelineInput } from './replay';

/** By member and rule. */
function othersOf(snapshot: Snapshot): (member: string, rule: string) => string | null {
  const input = pipelineInput(snapshot);
  const byMember = counterfactualsOf(input, runPipeline(input));
  return (member, rule) => {
    const own = byMember[input.members.findIndex(({ id }) => id === member)];
    return own?.find((each) => each.rule === rule)?.award ?? null;
  };
}

const parseAll = (...texts: string[]) => texts.map(rational.parse);

describe('what other rules would have given', () => {
  it('divides the awarded total by each rule', () => {
    const award = othersOf(fiveMemberSnapshot());
    expect(CLAIMS_RULES.map((rule) => [rule, award('ZMB', rule)])).toEqual([
      ['proportional', '26600000/391'],
      ['cea', '150000'],
      ['cel', '0'],
      ['talmud', '75000'],
      ['reverse_talmud', '0'],
      ['piniles', '75000'],
      ['constrained_egalitarian', '75000'],
      ['random_arrival', '75000'],
      ['minimal_overlap', '50000'],
      ['adjusted_proportional', '75000'],
      ['weighted_cea', '150000'],
      ['weighted_cel', '0'],
      ['max_min_coverage', '150000'],
    ]);
  });

  it('lifts coverage counting what members have of their own', () => {
    const snapshot = fiveMemberSnapshot();
    const members = snapshot.members.map((member) =>
      member.member === 'DEU'
        ? { ...member, baseline: { ...member.baseline, ownStocks: '93000000' } }
        : member,
    );
    const award = othersOf({ ...snapshot, members });
    // ZMB takes its 150 kg; with 10 500 kg and 15 000 kg of their own both reach 1039/1800 of need.
    expect(award('DEU', 'max_min_coverage')).toBe('20450000/3');
    expect(award('JPN', 'max_min_coverage')).toBe('58900000/3');
  });

  it('counts own supplies within floors and caps, and leaves over what nobody can take', () => {
    const pool = (estate: string) => ({
      estate: rational.parse(estate),
      claims: parseAll('10', '10', '10'),
      weights: parseAll('1', '1', '1'),
      lower: parseAll('0', '3', '0'),
      upper: parseAll('10', '10', '2'),
      coverage: { uses: parseAll('20', '20', '20'), supplies: parseAll('0', '10', '0') },
    });
    const coverage = (estate: string) =>
      outcomesByRule(pool(estate)).find(({ rule }) => rule === 'max_min_coverage')?.awards;
    expect(coverage('11')).toEqual(parseAll('6', '3', '2'));
    expect(coverage('40')).toEqual(parseAll('10', '10', '2'));
  });

  it('says why a rule cannot divide the pool, and refuses what is no pool', () => {
    const many = Array.from({ length: 30 }, () => rational.ONE);
    const refusals = outcomesByRule({ estate: rational.ONE, claims: many, lower: many }).flatMap(
      ({ rule, refusal }) => (refusal === null ? [] : [[rule, refusal.slice(0, 26)]]),
    );
    expect(refusals).toEqual([
      ['random_arrival', expect.any(String)],
      ['weighted_cea', 'The floors sum to 30, more'],
      ['weighted_cel', 'The floors sum to 30, more'],
      ['max_min_coverage', 'The floors sum to 30, more'],
    ]);
    const wrong = { estate: rational.ONE, claims: parseAll('-1') };
    expect(() => outcomesByRule(wrong)).toThrow(
      expect.objectContaining({ code: 'claims-problem-invalid' }),
    );
  });

  it('stand beside what the run itself gives', () => {
    const input = pipelineInput(fiveMemberSnapshot());
    const result = runPipeline(input);
    const [own, ...others] = rulesSideBySide(input, result);
    expect(own).toEqual({
      rule: 'release_rule',
      awards: [
        ...[{ member: 'AUS', award: '0' }],
        ...[{ member: 'COD', award: '0' }],
        ...[{ member: 'DEU', award: '10173000' }],
        ...[{ member: 'JPN', award: '16277000' }],
        ...[{ member: 'ZMB', award: '150000' }],
      ],
      refusal: null,
    });
    const byMember = counterfactualsOf(input, result);
    others.forEach((column, place) => {
      const awards = input.members.map(({ id }, index) => ({
        member: id,
        award: byMember[index]?.[place]?.award,
      }));
      expect(column).toEqual({ rule: CLAIMS_RULES[place], awards, refusal: null });
    });
  });

  it('are left empty where a rule cannot divide among so many', () => {
    const { members, ...rest } = pipelineInput(fiveMemberSnapshot());
    const [, , , busy] = members;
    if (busy === undefined) throw new Error('No member.');
    const crowd = Array.from({ length: 30 }, (_, index) => ({ ...busy, id: `M${10 + index}` }));
    const input = { ...rest, members: crowd };
    const columns = rulesSideBySide(input, runPipeline(input));
    const empty = columns.filter(({ awards }) => awards === null);
    expect(empty).toEqual([
      { rule: 'random_arrival', awards: null, refusal: expect.stringContaining('30') },
    ]);
  });
});
