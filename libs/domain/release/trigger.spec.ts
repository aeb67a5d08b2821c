import * as rational from '../quantity/rational';
import { isEligible, tierOf } from './trigger';
import type { SupplyPosition } from './trigger';

const q = rational.parse;
const TRIGGERS = { triggerGeneral: q('7/100'), triggerSevere: q('12/100') };

/** A position of 100 that lost so much. */
const lost = (loss: string): SupplyPosition => ({
  baseline: q('100'),
  baseSupply: q('100'),
  ownSupply: rational.sub(q('100'), q(loss)),
});

describe('who may claim', () => {
  it.each(['general', 'severe'] as const)('is everybody in the %s tier', (tier) => {
    expect(isEligible(tier, lost('0'), TRIGGERS)).toBe(true);
  });

  it('is in the selective tier who lost more than the general trigger', () => {
    expect(isEligible('selective', lost('7'), TRIGGERS)).toBe(false);
    expect(isEligible('selective', lost('8'), TRIGGERS)).toBe(true);
  });

  it('is nobody where there is no tier', () => {
    expect(isEligible('none', lost('50'), TRIGGERS)).toBe(false);
  });
});

describe('the tier', () => {
  it.each([
    ['12/100', 'severe'],
    ['119/1000', 'general'],
    ['7/100', 'general'],
    ['69/1000', 'none'],
  ])('at a loss of the group of %s is %s', (loss, tier) => {
    expect(tierOf(q(loss), [lost('7')], TRIGGERS)).toBe(tier);
  });

  it('is selective where one member lost more than the trigger and the group did not', () => {
    expect(tierOf(q('1/100'), [lost('0'), lost('8')], TRIGGERS)).toBe('selective');
  });
});
