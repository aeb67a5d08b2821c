import fc from 'fast-check';
import * as rational from '../quantity/rational';
import {
  cappedEssential,
  claimOf,
  floorOf,
  gapOf,
  inUnits,
  permissibleNeed,
  weightOf,
  withSmallestWeight,
} from './claims';
import { DEFAULT_PARAMETERS, parseParameters } from './parameters';
import { openStock } from './stock-opening';

const parameters = parseParameters(DEFAULT_PARAMETERS);
const at = rational.parse;

describe('claims', () => {
  it('computes the gap from restraint, baseline and own supply', () => {
    const permissible = permissibleNeed(at('1000'), at('1/10'), 30n);
    expect(permissible).toEqual(at('27000'));
    expect(gapOf(permissible, at('640'), 30n)).toEqual(at('7800'));
    expect(gapOf(permissible, at('1000'), 30n)).toEqual(rational.ZERO);
  });

  it('takes the smaller of need and gap, and the gap for a need not stated', () => {
    expect(claimOf(5n, at('15/2'))).toBe(5n);
    expect(claimOf(500n, at('15/2'))).toBe(7n);
    expect(claimOf(null, at('15/2'))).toBe(7n);
    expect(floorOf(7n, 3n)).toBe(3n);
    expect(floorOf(7n, 30n)).toBe(7n);
  });

  it('caps essential use at a fifth of normal consumption over the horizon', () => {
    expect(cappedEssential(10_000n, at('1000'), parameters)).toBe(6000n);
    expect(cappedEssential(10n, at('1000'), parameters)).toBe(10n);
    expect(cappedEssential(10n, at('1/7'), parameters)).toBe(0n);
  });

  it('rounds a claim down and a floor up to whole units, never above the claim', () => {
    expect(inUnits(3150n, 2900n, 500n)).toEqual({ claim: 6n, floor: 6n });
    expect(inUnits(1230n, 900n, 500n)).toEqual({ claim: 2n, floor: 2n });
    expect(inUnits(499n, 499n, 500n)).toEqual({ claim: 0n, floor: 0n });
  });

  it('holds standing and equity inside the bounds of the rule', () => {
    const weight = (standing: string, equity: string) =>
      weightOf(
        { baseline: at('90'), standing: at(standing), equityMultiplier: at(equity) },
        parameters,
      );
    expect(weight('1/5', '1')).toEqual(at('45'));
    expect(weight('3', '1')).toEqual(at('90'));
    expect(weight('1', '9')).toEqual(at('180'));
    expect(weight('1', '0')).toEqual(at('45'));
  });

  it('gives a claim without a weight the smallest positive one', () => {
    const weights = [at('0'), at('3'), at('2'), at('0')];
    expect(withSmallestWeight(weights, [5n, 5n, 5n, 0n])).toEqual([
      at('2'),
      at('3'),
      at('2'),
      at('0'),
    ]);
    expect(withSmallestWeight([at('0')], [5n])).toEqual([rational.ONE]);
  });
});

describe('opening a stock', () => {
  it('opens the release fraction less the humanitarian buffer', () => {
    expect(openStock(16_001n, at('1/2'), at('1/20'), 1n)).toEqual({
      opened: 7600n,
      buffer: 400n,
      retained: 8001n,
    });
  });

  it('never loses or makes a gram', () => {
    const share = fc.bigInt(0n, 100n).map((p) => rational.ratio(p, 100n));
    const buffers = fc.bigInt(0n, 99n).map((p) => rational.ratio(p, 100n));
    const unit = fc.bigInt(1n, 5000n);
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), share, buffers, unit, (free, release, held, grams) => {
        const { opened, buffer, retained } = openStock(free, release, held, grams);
        expect(opened + buffer + retained).toBe(free);
        expect(opened % grams).toBe(0n);
        expect([opened, buffer, retained].every((part) => part >= 0n)).toBe(true);
      }),
    );
  });
});
