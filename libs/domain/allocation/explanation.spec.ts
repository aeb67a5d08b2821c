import fc from 'fast-check';
import { runs } from '../../../tests/support/small-runs';
import { fiveMemberSnapshot } from '../../../tests/support/sample-snapshot';
import * as rational from '../quantity/rational';
import { CLAIMS_RULES } from './divide-claims';
import { explain, reportOf } from './explanation';
import type { Explanation } from './explanation';
import { ENGLISH } from './explanation-messages';
import { GRAMS_IN_ENGLISH, inWords } from './explanation-text';
import type { FigureStyle, TextPart } from './explanation-text';
import { mass, named } from './message';
import { runPipeline } from './pipeline';
import { pipelineInput } from './replay';

/** Every sentence of an explanation, on a line of its own. */
function explanationText(explanation: Explanation, style: FigureStyle = GRAMS_IN_ENGLISH): string {
  const lines = (part: TextPart) => {
    if (typeof part === 'string') return [part];
    return 'steps' in part ? [part.of, ...part.steps] : [];
  };
  return inWords(reportOf(explanation), ENGLISH, style).flatMap(lines).join('\n');
}

describe('an explanation', () => {
  const input = pipelineInput(fiveMemberSnapshot());
  const explained = () => explain(input, runPipeline(input));

  it('is data: ids and exact figures, no prose', () => {
    const explanation = explained();
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
    const text = explanationText(explained());
    expect(text.split('\n').slice(0, 4)).toEqual([
      'The group lost 45.6 % of its normal use: a severe case, and a release at the full rate.',
      'Every member has to do with 10.0 % less than its normal use. Of each stock that is free, ' +
        '50.0 % is released.',
      '1,400 kg is held back for people outside national plans.',
      'For the members 26,600 kg is opened: 26,600 kg is awarded, and 0 kg stays in the depots.',
    ]);
    const zambia = text.slice(text.indexOf('ZMB\n')).split('\n');
    expect(zambia.slice(3, 6)).toEqual([
      'Its own supply brings 750 kg of that, which leaves a gap of 1,950 kg.',
      'It asks for 150 kg, less than the gap: that is its claim, 150 kg in whole units.',
      'Essential use is 200 kg, more than the claim: all of the claim is its floor, 150 kg, ' +
        'which is served before anything else.',
    ]);
    expect(text).not.toMatch(/[{}]|undefined|NaN/);
  });

  it('is written in the figures of another language', () => {
    const style = { ...GRAMS_IN_ENGLISH, decimalMark: ',', groupMark: '.', perDay: 'am Tag' };
    const text = explanationText(explained(), style);
    expect(text).toContain('1.400 kg is held back');
    expect(text).toContain('45,6 %');
  });

  it('writes tables in words and figures without units, and groups long figures in threes', () => {
    const grams = (value: string) => mass(rational.parse(value));
    const heading = { id: 'member' as const, figures: { member: named('Stock') } };
    const row = [heading, grams('1234567890'), grams('1000/3'), null];
    const table = { columns: [heading, heading], rows: [row, []] };
    expect(inWords([table], ENGLISH, GRAMS_IN_ENGLISH)).toEqual([
      { columns: ['Stock', 'Stock'], rows: [['Stock', '1,234,567.89', '≈ 0.333', ''], []] },
    ]);
  });

  it('can be written for any run, with every message used by some', () => {
    const used = new Set<string>();
    for (const each of fc.sample(runs, { numRuns: 400, seed: 11 })) {
      const told = explain(each, runPipeline(each));
      expect(explanationText(told)).not.toMatch(/[{}]/);
      const messages = [...told.run, ...told.members.flatMap(({ steps }) => steps)];
      for (const { id } of messages) used.add(id);
    }
    const unused = Object.keys(ENGLISH).filter((id) => !used.has(id));
    expect(unused.sort()).toEqual([
      // These need what no random run has: a baseline of 0, deliveries, a review, a class; a
      // heading is no step.
      ...['award', 'member', 'route.before', 'run.buffer-held', 'run.buffer-served'],
      ...['run.halved', 'run.review-due', 'weight.smallest'],
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

  it('names the stocks that are used up and the routes that are full', () => {
    const [stock] = input.stocks.filter(({ id }) => id === 'SGSIN/co_metal');
    const members = input.members.map((member) => ({
      ...member,
      forms: ['co_metal'],
      essential: 0n,
    }));
    const caps = ['DEU', 'JPN'].map((member) => ({ stock: 'S', member, cap: 500_000n }));
    const told = (stocks: readonly { id: string; form: string; free: bigint }[]) => {
      const run = { ...input, members, stocks, routeCaps: caps };
      const { members: each } = explain(run, runPipeline(run));
      const steps = each.find(({ member }) => member === 'DEU')?.steps ?? [];
      return steps.find(({ id }) => id.startsWith('level.'));
    };
    const named = (id: string) => ({ ...stock, id, form: 'co_metal', free: 900_000_000n });
    expect(told([named('S')])).toMatchObject({
      id: 'level.routes',
      figures: { routes: { value: 'S' } },
    });
    const small = { ...named('T'), free: 3_000_000n };
    expect(told([named('S'), small])).toMatchObject({
      id: 'level.stocks-and-routes',
      figures: { stocks: { value: 'T' }, routes: { value: 'S' } },
    });
    expect(told([{ ...named('S'), form: 'co_ore' }])?.id).toBe('level.no-stock');
  });

  it('gives what every other rule would have given, to the same total', () => {
    const awarded = runPipeline(input);
    const explanation = explained();
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
