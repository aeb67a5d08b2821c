import * as rational from '../quantity/rational';
import { checkRounding } from './check-rounding';
import type { PublishedStep, RoundedMember } from './check-rounding';
import type { SupplyNetwork } from './supply-network';

const HALF = '1/2';

function member(exact: string, award: bigint, weight = '1', credit = '0'): RoundedMember {
  return {
    exact: rational.parse(exact),
    weight: rational.parse(weight),
    award,
    credit: rational.parse(credit),
  };
}

const step = (index: number, fraction: string, up: boolean): PublishedStep => ({
  index,
  fraction: rational.parse(fraction),
  up,
});

/** Each member draws from the stock given for it, by which all can be served what they got. */
function faultsOf(
  members: readonly RoundedMember[],
  trace: readonly PublishedStep[],
  stocks = [members.reduce((sum, { award }) => sum + award, 0n)],
  stockOf: readonly number[] = members.map(() => 0),
): readonly string[] {
  const routes = stockOf.map((stock, index) => ({ stock, member: index, cap: null }));
  const network: SupplyNetwork = { stocks, memberCount: members.length, routes };
  return checkRounding(members, trace, { network, amounts: members.map(({ award }) => award) });
}

const outcome = (index: number) => `the outcome of member ${index} is wrong`;

describe('the check of a rounding', () => {
  it.each<[string, readonly RoundedMember[], readonly PublishedStep[], readonly string[]]>([
    [
      'awards further than one unit away',
      [member('3/2', 3n), member(HALF, -1n), member('2', 2n)],
      [step(1, HALF, false), step(0, HALF, true)],
      [0, 1].map((index) => `the award of member ${index} is not its exact award rounded`),
    ],
    [
      'a sum that is another',
      [member('3/2', 2n), member(HALF, 1n), member('2', 2n)],
      [step(1, HALF, true), step(0, HALF, true)],
      ['the awards do not sum to the exact total'],
    ],
    [
      'a member left out of the trace',
      [member(HALF, 0n), member('3/2', 2n), member('2', 2n)],
      [step(1, HALF, true)],
      ['member 0 is wrongly in or out of the rounding trace'],
    ],
    [
      'a member in the trace with nothing to round',
      [member(HALF, 1n), member('3/2', 1n), member('2', 2n)],
      [step(0, HALF, true), step(1, HALF, false), step(2, '0', false)],
      ['member 2 is wrongly in or out of the rounding trace'],
    ],
    [
      'a member named twice',
      [member(HALF, 1n), member('3/2', 1n)],
      [step(0, HALF, true), step(1, HALF, false), step(1, HALF, false)],
      [
        'the rounding trace names a member twice',
        'members 1 and 1 are in the wrong rounding order',
      ],
    ],
    [
      'nobody',
      [member(HALF, 1n), member('3/2', 1n)],
      [step(0, HALF, true), step(1, HALF, false), step(2, HALF, false)],
      ['the rounding trace names nobody'],
    ],
    [
      'a wrong fraction',
      [member(HALF, 1n), member('3/2', 1n)],
      [step(0, HALF, true), step(1, '1/3', false)],
      ['the fraction of member 1 is wrong'],
    ],
    [
      'wrong outcomes',
      [member(HALF, 1n), member('3/2', 1n)],
      [step(0, HALF, false), step(1, HALF, true)],
      [outcome(0), outcome(1)],
    ],
  ])('refuses %s', (_name, rounded, steps, expected) => {
    expect(faultsOf(rounded, steps)).toEqual(expected);
  });

  it.each<[string, RoundedMember, RoundedMember, readonly [string, string]]>([
    ['fraction', member('5/3', 2n), member('1/3', 0n), ['2/3', '1/3']],
    ['exact / weight', member('3/2', 2n, '4'), member(HALF, 0n, '1'), [HALF, HALF]],
    ['credit', member(HALF, 1n, '1', '1/3'), member(HALF, 0n, '1', '1/4'), [HALF, HALF]],
    ['credit where there is a debt', member(HALF, 1n), member(HALF, 0n, '1', '-1'), [HALF, HALF]],
  ])('wants the order by %s', (_name, first, second, [more, less]) => {
    expect(faultsOf([first, second], [step(0, more, true), step(1, less, false)])).toEqual([]);
    expect(faultsOf([second, first], [step(1, more, true), step(0, less, false)])).toEqual([]);
    expect(faultsOf([first, second], [step(1, less, false), step(0, more, true)])).toEqual([
      'members 1 and 0 are in the wrong rounding order',
    ]);
    expect(faultsOf([second, first], [step(0, less, false), step(1, more, true)])).toEqual([
      'members 0 and 1 are in the wrong rounding order',
    ]);
  });

  it('wants the order by member where nothing else decides', () => {
    const equal = [member(HALF, 1n), member(HALF, 0n)];
    expect(faultsOf(equal, [step(0, HALF, true), step(1, HALF, false)])).toEqual([]);
    expect(faultsOf(equal, [step(1, HALF, false), step(0, HALF, true)])).toEqual([
      'members 1 and 0 are in the wrong rounding order',
    ]);
  });

  it('lets a member be passed over only for want of stock', () => {
    const passed = [member(HALF, 0n), member(HALF, 1n)];
    const steps = [step(0, HALF, false), step(1, HALF, true)];
    const over = ['member 0 was passed over in the rounding'];
    expect(faultsOf(passed, steps, [0n, 1n], [0, 1])).toEqual([]);
    expect(faultsOf(passed, steps, [1n, 1n], [0, 1])).toEqual(over);
    expect(faultsOf(passed, steps, [1n, 1n], [1, 0])).toEqual(over);
    expect(faultsOf(passed, steps, [1n], [0, 0])).toEqual(over);
  });

  it('does not count members who got no unit as passing over', () => {
    const thirds = [member('4/3', 2n), member('4/3', 1n), member('4/3', 1n)];
    const steps = thirds.map((_, index) => step(index, '1/3', index === 0));
    expect(faultsOf(thirds, steps)).toEqual([]);
  });
});
