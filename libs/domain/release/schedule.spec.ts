import fc from 'fast-check';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from './parameters';
import { openingOf } from './schedule';
import { groupLossRatio, isEligible, lossRatio, tierOf } from './trigger';

const ramp = parseParameters(DEFAULT_PARAMETERS);
const step = parseParameters({ ...DEFAULT_PARAMETERS, schedule: 'step' });
const percent = (p: bigint, q = 100n) => rational.ratio(p, q);

/** A member of baseline 100 a day that has lost this share of it. */
function lost(share: Rational) {
  const baseline = rational.of(100n);
  const kept = rational.sub(rational.ONE, share);
  return { baseline, baseSupply: baseline, ownSupply: rational.mul(baseline, kept) };
}

describe('the trigger', () => {
  it('is general from exactly 7 percent and severe from exactly 12 percent', () => {
    const tierAt = (share: Rational) => tierOf(share, [], ramp);
    expect(tierAt(percent(7n))).toBe('general');
    expect(tierAt(percent(6_999_999n, 100_000_000n))).toBe('none');
    expect(tierAt(percent(12n))).toBe('severe');
    expect(tierAt(percent(11_999_999n, 100_000_000n))).toBe('general');
  });

  it('is selective only for members that lose more than 7 percent', () => {
    const members = [lost(percent(7n)), lost(percent(8n)), lost(percent(-5n))];
    expect(tierOf(groupLossRatio(members), members, ramp)).toBe('selective');
    expect(members.map((member) => isEligible('selective', member, ramp))).toEqual([
      false,
      true,
      false,
    ]);
    expect(tierOf(percent(1n), [lost(percent(7n))], ramp)).toBe('none');
  });

  it('counts a gain as a negative loss, and no baseline as no loss', () => {
    expect(lossRatio(lost(percent(-5n)))).toEqual(percent(-5n));
    const nothing = { baseline: rational.ZERO, baseSupply: rational.ZERO, ownSupply: rational.ONE };
    expect(lossRatio(nothing)).toEqual(rational.ZERO);
    expect(groupLossRatio([])).toEqual(rational.ZERO);
  });
});

describe('the schedule', () => {
  it('follows 7/100 + 3/5 z and 1/4 + 5 z on the published ramp', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 1000n), (part) => {
        const z = rational.mul(percent(5n), rational.ratio(part, 1000n));
        const loss = rational.add(percent(7n), z);
        const opening = openingOf({ tier: tierOf(loss, [], ramp), lossRatio: loss }, ramp);
        const five = rational.of(5n);
        expect(opening.restraint).toEqual(
          rational.add(percent(7n), rational.mul(rational.ratio(3n, 5n), z)),
        );
        expect(opening.releaseFraction).toEqual(rational.add(percent(25n), rational.mul(five, z)));
      }),
    );
  });

  it('never jumps between 7 percent and any larger loss', () => {
    fc.assert(
      fc.property(fc.bigInt(70n, 300n), fc.bigInt(1n, 10n ** 9n), (permille, steps) => {
        const loss = percent(permille, 1000n);
        const nudge = rational.ratio(1n, steps);
        const more = rational.add(loss, nudge);
        const [before, after] = [loss, more].map((at) =>
          openingOf({ tier: tierOf(at, [], ramp), lossRatio: at }, ramp),
        );
        const rise = (key: 'restraint' | 'releaseFraction') =>
          rational.sub(after?.[key] ?? rational.ZERO, before?.[key] ?? rational.ZERO);
        expect(rise('restraint').p >= 0n).toBe(true);
        expect(rational.compare(rise('restraint'), nudge)).toBeLessThanOrEqual(0);
        const fivefold = rational.mul(rational.of(5n), nudge);
        expect(rational.compare(rise('releaseFraction'), fivefold)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('stays at the general figures below the severe trigger when stepped or selective', () => {
    const general = { restraint: percent(7n), releaseFraction: percent(25n) };
    expect(openingOf({ tier: 'general', lossRatio: percent(11n) }, step)).toEqual(general);
    expect(openingOf({ tier: 'selective', lossRatio: percent(3n) }, ramp)).toEqual(general);
    expect(openingOf({ tier: 'severe', lossRatio: percent(12n) }, step)).toEqual({
      restraint: percent(10n),
      releaseFraction: percent(50n),
    });
  });

  it('opens nothing without a trigger', () => {
    const closed = { restraint: rational.ZERO, releaseFraction: rational.ZERO };
    expect(openingOf({ tier: 'none', lossRatio: percent(6n) }, ramp)).toEqual(closed);
  });
});
