import * as rational from '../quantity/rational';
import { holdsOf } from './holds';
import type { Division, SupplyNetwork } from './supply-network';

/** Member 0 is settled first, held by its cap; later member 1 uses up the stock it shared. */
const NETWORK: SupplyNetwork = {
  stocks: [6n, 0n, 9n],
  memberCount: 2,
  routes: [
    { stock: 0, member: 0, cap: 1n },
    { stock: 0, member: 1, cap: null },
    { stock: 1, member: 0, cap: null },
    { stock: 2, member: 0, cap: 0n },
  ],
};

const DIVISION: Division = {
  awards: [rational.of(1n), rational.of(5n)],
  flow: [1n, 5n, 0n, 0n].map(rational.of),
  blocks: [
    { level: rational.of(1n), members: [0], cut: { stocks: [], members: [0] } },
    { level: rational.of(5n), members: [1], cut: { stocks: [0], members: [1] } },
  ],
};

describe('what keeps a member from more', () => {
  it('is its full routes from stocks that others use up later, not what holds nothing', () => {
    expect(holdsOf(NETWORK, DIVISION, 0)).toEqual({ stocks: [], fullRoutes: [0] });
  });

  it('is the stocks used up with it', () => {
    expect(holdsOf(NETWORK, DIVISION, 1)).toEqual({ stocks: [0], fullRoutes: [] });
  });
});
