import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { checkCertificate } from './certificate';
import { leximin } from './leximin';
import type { Block, Division, Stake, SupplyNetwork } from './supply-network';

const whole = rational.of;

/** Two stocks, three members: the first two share the scarce one, the third has the other. */
const NETWORK: SupplyNetwork = {
  stocks: [6n, 12n],
  memberCount: 3,
  routes: [
    { stock: 0, member: 0, cap: null },
    { stock: 0, member: 1, cap: null },
    { stock: 1, member: 1, cap: 1n },
    { stock: 1, member: 2, cap: null },
  ],
};

const STAKES: readonly Stake[] = [1n, 1n, 1n].map((weight) => ({
  weight: whole(weight),
  lower: rational.ZERO,
  upper: whole(20n),
}));

function solved(): Division {
  const division = leximin(NETWORK, STAKES);
  if (division === null) throw new Error('Always feasible.');
  return division;
}

function withBlock(division: Division, number: number, change: Partial<Block>): Division {
  const blocks = division.blocks.map((block, index) =>
    index === number ? { ...block, ...change } : block,
  );
  return { ...division, blocks };
}

describe('a certificate', () => {
  it('is accepted as the solver gives it', () => {
    const division = solved();
    expect(division.awards.map(rational.format)).toEqual(['7/2', '7/2', '11']);
    expect(checkCertificate(NETWORK, STAKES, division)).toEqual([]);
  });

  it.each<[string, (division: Division) => Division, string]>([
    [
      'a feasible but unequal division',
      (division) => ({
        ...division,
        awards: [whole(3n), whole(4n), whole(11n)],
        flow: [whole(3n), whole(3n), whole(1n), whole(11n)],
      }),
      'does not follow from the level',
    ],
    [
      'a feasible division that leaves something behind',
      (division) => ({
        ...withBlock(division, 1, { level: whole(10n) }),
        awards: [rational.ratio(7n, 2n), rational.ratio(7n, 2n), whole(10n)],
        flow: [rational.ratio(7n, 2n), rational.ratio(5n, 2n), whole(1n), whole(10n)],
      }),
      'is not tight',
    ],
    [
      'an award without a flow',
      (division) => ({ ...division, flow: division.flow.map(() => rational.ZERO) }),
      'receives another amount',
    ],
    [
      'a flow above a route cap',
      (division) => ({
        ...division,
        flow: [rational.ratio(7n, 2n), rational.ratio(3n, 2n), whole(2n), whole(10n)],
      }),
      'more than its cap',
    ],
    [
      'a flow above a stock',
      (division) => ({
        ...division,
        flow: [rational.ratio(7n, 2n), rational.ratio(7n, 2n), rational.ZERO, whole(11n)],
      }),
      'gives more than it holds',
    ],
    [
      'a flow backwards',
      (division) => ({
        ...division,
        flow: [rational.ratio(7n, 2n), rational.ratio(9n, 2n), whole(-1n), whole(11n)],
      }),
      'less than nothing',
    ],
    ['a missing block', (division) => ({ ...division, blocks: division.blocks.slice(1) }), ''],
    [
      'a member settled twice',
      (division) => ({ ...division, blocks: [...division.blocks, ...division.blocks] }),
      'settled twice',
    ],
    [
      'blocks out of order',
      (division) => ({ ...division, blocks: [...division.blocks].reverse() }),
      'does not rise',
    ],
    [
      'a member nothing holds back',
      (division) => withBlock(division, 1, { cut: { stocks: [], members: [] } }),
      'nothing keeps member 2',
    ],
    [
      'a cut through an open route',
      (division) => withBlock(division, 0, { cut: { stocks: [], members: [0, 1] } }),
      'is not tight',
    ],
    [
      'a cut around a member settled later',
      (division) => withBlock(division, 0, { cut: { stocks: [0, 1], members: [0, 1, 2] } }),
      'not settled yet',
    ],
    [
      'a stock that does not exist',
      (division) => withBlock(division, 0, { cut: { stocks: [9], members: [] } }),
      'names no stock',
    ],
    [
      'awards for nobody',
      (division) => ({ ...division, awards: [] }),
      'not one award for each member',
    ],
  ])('is refused for %s', (_name, forge, fault) => {
    const faults = checkCertificate(NETWORK, STAKES, forge(solved()));
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('; ')).toContain(fault);
  });

  it('is refused when lower or upper bounds are broken', () => {
    const above = STAKES.map((stake, index) =>
      index === 0 ? { ...stake, lower: whole(4n) } : stake,
    );
    const below = STAKES.map((stake, index) =>
      index === 2 ? { ...stake, upper: whole(9n) } : stake,
    );
    expect(checkCertificate(NETWORK, above, solved()).join()).toContain('below its lower bound');
    expect(checkCertificate(NETWORK, below, solved()).join()).toContain('above its upper bound');
  });

  it('is refused for a cut that leaves an unlimited way in', () => {
    const routes = [0, 1].map((stock) => ({ stock, member: 0, cap: null }));
    const network = { stocks: [5n, 5n], memberCount: 1, routes };
    const stakes = [{ weight: rational.ONE, lower: rational.ZERO, upper: whole(20n) }];
    const faults = checkCertificate(network, stakes, {
      awards: [whole(5n)],
      flow: [whole(5n), rational.ZERO],
      blocks: [{ level: whole(5n), members: [0], cut: { stocks: [0], members: [0] } }],
    });
    expect(faults).toEqual(['the cut of block 0 is not tight']);
  });

  it('is refused for any other awards on any network, whatever else is kept', () => {
    const change = fc.tuple(fc.nat(), fc.nat(), fc.bigInt(1n, 5n), fc.bigInt(1n, 5n));
    fc.assert(
      fc.property(networks, change, (small, [from, to, p, q]) => {
        const stakes = stakesOf(small);
        const division = leximin(small.network, stakes);
        if (division === null || small.network.routes.length === 0) return;
        const forged = moved(small.network, division, [from, to], rational.ratio(p, q));
        if (forged === null) return;
        expect(checkCertificate(small.network, stakes, forged)).not.toEqual([]);
      }),
      { numRuns: 250 },
    );
  });

  it('is refused for any other level', () => {
    fc.assert(
      fc.property(networks, fc.nat(), fc.bigInt(1n, 40n), (small, pick, part) => {
        const stakes = stakesOf(small);
        const division = leximin(small.network, stakes);
        const number = division === null ? 0 : pick % division.blocks.length;
        const block = division?.blocks[number];
        if (division === null || block === undefined) return;
        // Lowering a level that holds somebody exactly must change what that member would get.
        const holdsExactly = block.members.some((index) => {
          const stake = stakes[index];
          const award = division.awards[index];
          if (stake === undefined || award === undefined) return false;
          const rising = rational.compare(award, stake.lower) > 0;
          return rising && rational.equal(award, rational.mul(block.level, stake.weight));
        });
        if (!holdsExactly) return;
        const level = rational.mul(block.level, rational.ratio(part, part + 1n));
        const forged = withBlock(division, number, { level });
        expect(checkCertificate(small.network, stakes, forged)).not.toEqual([]);
      }),
      { numRuns: 250 },
    );
  });
});

/** Moves mass from one route to another and the awards with it; null when nothing changes hands. */
function moved(
  network: SupplyNetwork,
  division: Division,
  [from, to]: readonly [number, number],
  mass: Rational,
): Division | null {
  const [giver, taker] = [from % network.routes.length, to % network.routes.length];
  const [loser, winner] = [network.routes[giver]?.member, network.routes[taker]?.member];
  if (loser === undefined || winner === undefined || loser === winner) return null;
  const shift = (values: readonly Rational[], minus: number, plus: number) =>
    values.map((value, index) => {
      if (index === minus) return rational.sub(value, mass);
      return index === plus ? rational.add(value, mass) : value;
    });
  return {
    ...division,
    awards: shift(division.awards, loser, winner),
    flow: shift(division.flow, giver, taker),
  };
}
