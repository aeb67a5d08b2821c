import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { checkClasses } from './check-classes';
import { leximin } from './leximin';
import { divideInClasses } from './priority-classes';
import type { Division, Stake, SupplyNetwork } from './supply-network';

const shown = (awards: readonly Rational[] = []) => awards.map(rational.format);

/** Every member in a class of the first, second or third rank. */
function classesBy(count: number, seed: number): readonly (readonly number[])[] {
  const classes: [number[], number[], number[]] = [[], [], []];
  for (let member = 0; member < count; member += 1) {
    classes[Math.floor(seed / 3 ** member) % 3]?.push(member);
  }
  return classes;
}

const ranked = fc.tuple(networks, fc.nat(242)).map(([small, seed]) => ({
  network: small.network,
  stakes: stakesOf(small),
  classes: classesBy(small.members.length, seed),
}));

const stake = (upper: bigint, lower = 0n): Stake => ({
  weight: rational.ONE,
  lower: rational.of(lower),
  upper: rational.of(upper),
});

/** Members 0 and 1 share the first depot, 1 and 2 the second. */
const NETWORK: SupplyNetwork = {
  stocks: [6n, 12n],
  memberCount: 3,
  routes: [
    { stock: 0, member: 0, cap: null },
    { stock: 0, member: 1, cap: null },
    { stock: 1, member: 1, cap: 4n },
    { stock: 1, member: 2, cap: null },
  ],
};

function divided(
  stakes: readonly Stake[],
  classes: readonly (readonly number[])[],
): readonly Division[] {
  const divisions = divideInClasses(NETWORK, stakes, classes);
  if (divisions === null) throw new Error('Nobody has a lower bound that does not fit.');
  return divisions;
}

describe('classes of priority', () => {
  it('serve the first class as if alone, and the next from what the network has left', () => {
    const stakes = [stake(20n), stake(9n), stake(20n)];
    const divisions = divided(stakes, [[1], [0, 2]]);
    // 9 for member 1: whichever depots it is served from, 9 of 18 are left for the two others.
    expect(divisions.map(({ awards }) => shown(awards))).toEqual([
      ['0', '9', '0'],
      ['1', '9', '8'],
    ]);
  });

  it('keep the floors of later classes', () => {
    const divisions = divided([stake(20n, 5n), stake(20n), stake(20n)], [[1], [0], [2]]);
    expect(shown(divisions.at(-1)?.awards)).toEqual(['5', '5', '8']);
  });

  it('are one division when there is one class', () => {
    fc.assert(
      fc.property(ranked, ({ network, stakes }) => {
        const all = [stakes.map((_, member) => member)];
        const division = leximin(network, stakes);
        expect(divideInClasses(network, stakes, all)).toEqual(division && [division]);
      }),
    );
  });

  it('give the first class what it gets without the others, and all together the most', () => {
    fc.assert(
      fc.property(ranked, ({ network, stakes, classes }) => {
        const free = stakes.map((each) => ({ ...each, lower: rational.ZERO }));
        const divisions = divideInClasses(network, free, classes);
        const alone = free.map((each, member) => (classes[0]?.includes(member) ? each : stake(0n)));
        const last = divisions?.at(-1)?.awards ?? [];
        const first = leximin(network, alone)?.awards ?? [];
        for (const member of classes[0] ?? []) expect(last[member]).toEqual(first[member]);
        const together = leximin(network, free)?.awards ?? [];
        expect(rational.sum(last)).toEqual(rational.sum(together));
      }),
    );
  });

  it('are proven class by class', () => {
    fc.assert(
      fc.property(ranked, fc.nat(), ({ network, stakes, classes }, pick) => {
        const divisions = divideInClasses(network, stakes, classes);
        if (divisions === null) return;
        expect(checkClasses(network, stakes, classes, divisions)).toEqual([]);
        const rank = pick % divisions.length;
        const member = pick % stakes.length;
        const forged = divisions.map((division, index) => {
          if (index !== rank) return division;
          const awards = division.awards.map((award, at) =>
            at === member ? rational.add(award, rational.ratio(1n, 7n)) : award,
          );
          return { ...division, awards };
        });
        expect(checkClasses(network, stakes, classes, forged)).not.toEqual([]);
      }),
    );
  });

  it.each<[string, readonly (readonly number[])[]]>([
    ['with a member left out', [[1], [0]]],
    ['with a member twice', [[1], [0, 2, 1]]],
    ['with a member twice and one left out', [[1], [0, 1]]],
    ['with a stranger', [[1], [0, 3]]],
    ['with a stranger below', [[1], [0, -1]]],
    ['with half a member', [[1], [0, 1.5]]],
    ['with a stranger as well', [[1], [0, 2, 3]]],
  ])('are not proven %s', (_name, classes) => {
    const stakes = [stake(20n), stake(9n), stake(20n)];
    const divisions = divided(stakes, [[1], [0, 2]]);
    expect(checkClasses(NETWORK, stakes, classes, divisions)).toEqual([
      'the classes do not name each member once',
    ]);
  });

  it('are not proven in another order or number, and the fault says of which class it is', () => {
    const stakes = [stake(20n), stake(9n), stake(20n)];
    const divisions = divided(stakes, [[1], [0, 2]]);
    const faults = (classes: readonly (readonly number[])[], some = divisions) =>
      checkClasses(NETWORK, stakes, classes, some);
    expect(faults([[0, 1, 2]])).toEqual(['not one division for each class']);
    expect(faults([[0], [1, 2]])).toContain('class 0: member 1 is above its upper bound');
    // In one class member 1 may have no 9 while others have less; no class is named then.
    expect(faults([[0, 1, 2]], divisions.slice(1))).toContain(
      'the award of member 1 does not follow from the level of block 0',
    );
  });

  it('cannot be divided when the floors do not fit', () => {
    const stakes = [stake(20n, 7n), stake(20n), stake(20n)];
    expect(divideInClasses(NETWORK, stakes, [[0], [1, 2]])).toBeNull();
  });
});
