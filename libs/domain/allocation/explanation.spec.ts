import fc from 'fast-check';
import { runs } from '../../../tests/support/small-runs';
import { fiveMemberSnapshot } from '../../../tests/support/sample-snapshot';
import * as rational from '../quantity/rational';
import { CLAIMS_RULES } from './divide-claims';
import { explain } from './explanation';
import { ENGLISH } from './explanation-messages';
import { explanationText, GRAMS_IN_ENGLISH } from './explanation-text';
import { runPipeline } from './pipeline';
import { pipelineInput } from './replay';

describe('an explanation', () => {
  const input = pipelineInput(fiveMemberSnapshot());
  const explanation = explain(input, runPipeline(input));

  it('is data: ids and exact figures, no prose', () => {
    const ids = explanation.members.map(({ member, steps }) => [member, steps.map(({ id }) => id)]);
    expect(ids[2]).toEqual([
      'DEU',
      [
        ...['supply', 'permissible', 'gap.some', 'claim.gap', 'floor.essential', 'weight'],
        ...['floors.met', 'level.level', 'rounding.down', 'award.covers', 'route', 'route'],
      ],
    ]);
    expect(ids[4]).toEqual([
      'ZMB',
      [
        ...['supply', 'permissible', 'gap.some', 'claim.need', 'floor.claim', 'weight'],
        ...['floors.met', 'level.claim', 'rounding.whole', 'award.covers', 'route'],
      ],
    ]);
    expect(explanation.members[0]?.steps.find(({ id }) => id === 'claim.no-gap')).toBeDefined();
    const level = explanation.members[3]?.steps.find(({ id }) => id === 'level.level');
    expect(level?.figures).toEqual({
      level: { kind: 'number', value: '529/52' },
      weight: { kind: 'per-day', value: '1600000' },
      exact: { kind: 'mass', value: '211600000/13' },
    });
  });

  it('reads in plain English', () => {
    const text = explanationText(explanation, ENGLISH, GRAMS_IN_ENGLISH);
    expect(text.split('\n').slice(0, 4)).toEqual([
      'The group lost 45.59 % of its supply: a severe case, at the full rate.',
      'Everybody restrains 10 %; 50 % of each free stock is released.',
      '1,400 kg is held back for people outside national plans.',
      '26,600 kg is opened to the members; 26,600 kg is awarded, 0 kg finds no claim.',
    ]);
    const zambia = text.slice(text.indexOf('ZMB\n')).trimEnd().split('\n');
    expect(zambia.slice(3, 6).map((line) => line.trim())).toEqual([
      'Its own supply brings 750 kg of that, which leaves a gap of 1,950 kg.',
      'It asks for 150 kg, less than the gap: that is its claim, 150 kg in whole units.',
      'Essential use is 200 kg, more than the claim: all of 150 kg goes first.',
    ]);
    expect(text).not.toMatch(/[{}]|undefined|NaN/);
  });

  it('is written in the figures of another language', () => {
    const style = { ...GRAMS_IN_ENGLISH, decimalMark: ',', groupMark: '.', perDay: 'am Tag' };
    const text = explanationText(explanation, ENGLISH, style);
    expect(text).toContain('1.400 kg is held back');
    expect(text).toContain('45,59 %');
  });

  it('can be written for any run, with every message used by some', () => {
    const used = new Set<string>();
    for (const each of fc.sample(runs, { numRuns: 400, seed: 11 })) {
      const told = explain(each, runPipeline(each));
      expect(explanationText(told, ENGLISH, GRAMS_IN_ENGLISH)).not.toMatch(/[{}]/);
      const messages = [...told.run, ...told.members.flatMap(({ steps }) => steps)];
      for (const { id } of messages) used.add(id);
    }
    const unused = Object.keys(ENGLISH).filter((id) => !used.has(id));
    expect(unused.sort()).toEqual([
      // These need what no random run has: a baseline of 0, deliveries, a review, a class.
      ...['award', 'route.before', 'run.buffer-served', 'run.halved', 'run.review-due'],
      'weight.smallest',
    ]);
  });

  it('tells of reviews, deliveries, the humanitarian class and a member without a baseline', () => {
    const review = { released: 30_000_000n, unencumbered: 56_000_001n, decided: false };
    const delivered = [{ stock: 'NLRTM/co_metal', member: 'JPN', mass: 1_000_000n }];
    const [first, ...others] = input.members;
    if (first === undefined) throw new Error('No member.');
    const idle = { ...first, baseline: rational.ZERO, baseSupply: rational.ZERO };
    const relief = { id: 'R', claim: 5_000n, weight: rational.ONE, forms: ['co_metal'] };
    const rich = { ...input, members: [idle, ...others], humanitarian: [relief], delivered };
    const idsOf = (run: typeof rich & { review?: typeof review }) => {
      const told = explain(run, runPipeline(run));
      return [...told.run, ...told.members.flatMap(({ steps }) => steps)].map(({ id }) => id);
    };
    const halved = idsOf({ ...rich, review });
    for (const id of ['run.halved', 'run.buffer-served', 'route.before', 'award'] as const) {
      expect(halved).toContain(id);
    }
    expect(idsOf({ ...rich, review: { ...review, decided: true } })).toContain('run.review-due');
  });

  it('gives what every other rule would have given, to the same total', () => {
    const awarded = runPipeline(input);
    CLAIMS_RULES.forEach((rule, place) => {
      const awards = explanation.members.map(({ otherRules }) => otherRules[place]);
      expect(awards.every((each) => each?.rule === rule)).toBe(true);
      const total = rational.sum(awards.map((each) => rational.parse(each?.award ?? '0')));
      expect(total).toEqual(rational.of(awarded.total * awarded.unit));
    });
  });

  it('draws Lorenz curves that rise from nothing to everything, below equality', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const { fairness } = explain(run, runPipeline(run));
        for (const curve of [fairness.lorenzBefore, fairness.lorenzAfter]) {
          expect(curve[0]).toEqual({ members: rational.ZERO, coverage: rational.ZERO });
          expect(curve.at(-1)).toEqual({ members: rational.ONE, coverage: rational.ONE });
          for (const { members, coverage } of curve) {
            expect(rational.compare(coverage, members)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
