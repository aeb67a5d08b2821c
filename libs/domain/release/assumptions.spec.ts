import * as rational from '../quantity/rational';
import { assumedTrigger, openingWithin } from './assumptions';
import { DEFAULT_PARAMETERS, parseParameters } from './parameters';
import { openingOf } from './schedule';

const parameters = parseParameters(DEFAULT_PARAMETERS);
const trigger = { lossRatio: rational.parse('1/50'), tier: 'none' } as const;

it('changes nothing where nothing is assumed', () => {
  expect(assumedTrigger(trigger, undefined)).toEqual(trigger);
  expect(assumedTrigger(trigger, { tier: null, releaseMax: null })).toEqual(trigger);
  const opening = openingOf({ ...trigger, tier: 'severe' }, parameters);
  expect(openingWithin(opening, [{ free: 5n }], undefined)).toBe(opening);
});

it.each([
  ['1/50', '1/4'],
  ['9/10', '1/2'],
])('keeps an assumed general tier on the ramp at a loss of %s', (loss, fraction) => {
  const assumed = { tier: 'general', releaseMax: null } as const;
  const general = assumedTrigger({ ...trigger, lossRatio: rational.parse(loss) }, assumed);
  expect(rational.format(openingOf(general, parameters).releaseFraction)).toBe(fraction);
});

it.each([
  [0n, '0'],
  [300n, '3/10'],
  [499n, '499/1000'],
  [9_999n, '1/2'],
])('releases at most %d of 1,000', (releaseMax, fraction) => {
  const opening = openingOf({ ...trigger, tier: 'severe' }, parameters);
  const stocks = [{ free: 400n }, { free: 600n }];
  const within = openingWithin(opening, stocks, { tier: null, releaseMax });
  expect(rational.format(within.releaseFraction)).toBe(fraction);
  expect(within.restraint).toEqual(opening.restraint);
});

it('opens empty stocks as far as the rule does', () => {
  const opening = openingOf({ ...trigger, tier: 'severe' }, parameters);
  expect(openingWithin(opening, [], { tier: null, releaseMax: 1n })).toEqual(opening);
});
