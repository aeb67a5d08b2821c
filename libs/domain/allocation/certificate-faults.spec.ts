import * as rational from '../quantity/rational';
import { checkCertificate } from './certificate';
import type { Division, Stake, SupplyNetwork } from './supply-network';

const q = rational.parse;
const stake = (upper: string, lower = '0', weight = '1'): Stake => ({
  weight: q(weight),
  lower: q(lower),
  upper: q(upper),
});
/** One stock of 4 for two members: the first is full at 1, the second has the other 3. */
const NETWORK: SupplyNetwork = {
  stocks: [4n],
  memberCount: 2,
  routes: [
    { stock: 0, member: 0, cap: null },
    { stock: 0, member: 1, cap: null },
  ],
};
const STAKES = [stake('1'), stake('9')];
const CUT = { stocks: [0], members: [0, 1] };
const BLOCK = { level: q('3'), members: [0, 1], cut: CUT };
const DIVISION: Division = { awards: [q('1'), q('3')], flow: [q('1'), q('3')], blocks: [BLOCK] };
const faults = (
  division: Partial<Division>,
  {
    network = NETWORK,
    stakes = STAKES,
  }: { network?: SupplyNetwork; stakes?: readonly Stake[] } = {},
) => checkCertificate(network, stakes, { ...DIVISION, ...division });

describe('the check of a certificate', () => {
  it('finds nothing wrong with the division itself', () => {
    expect(faults({})).toEqual([]);
  });

  it('counts stakes, awards and flows', () => {
    expect(faults({}, { stakes: [...STAKES, stake('1')] })).toEqual([
      'not one stake for each member',
    ]);
    expect(faults({ awards: [q('1')] })).toEqual(['not one award for each member']);
    expect(faults({ flow: [q('1')] })).toEqual(['not one flow for each route']);
  });

  it('knows the members and stocks that are named', () => {
    const members = ['a block names no member'];
    expect(faults({ blocks: [{ ...BLOCK, members: [0, 1, 2] }] })).toEqual(members);
    expect(faults({ blocks: [{ ...BLOCK, cut: { ...CUT, members: [2] } }] })).toEqual(members);
    const stocks = [{ ...BLOCK, cut: { ...CUT, stocks: [1] } }];
    expect(faults({ blocks: stocks })).toEqual(['a cut names no stock']);
    for (const route of [
      { stock: 1, member: 0, cap: null },
      { stock: 0, member: 2, cap: null },
    ]) {
      const network = { ...NETWORK, routes: [...NETWORK.routes, route] };
      const flow = [...DIVISION.flow, q('0')];
      expect(faults({ flow }, { network })).toEqual(['a route leads nowhere']);
    }
  });

  it('lets a member without a weight have only what its bounds fix', () => {
    const fixed = [stake('1', '1', '0'), stake('9')];
    expect(faults({}, { stakes: fixed })).toEqual([]);
    const free = [stake('1', '0', '0'), stake('9')];
    expect(faults({}, { stakes: free })).toContain('member 0 has no weight but room to rise');
  });

  it('wants every member in one block, and one of each block at its level', () => {
    const blocks = [{ level: q('3'), members: [1], cut: { stocks: [0], members: [1] } }];
    expect(faults({ blocks })).toContain('not every member is settled');
    const high = [{ ...BLOCK, level: q('4') }];
    expect(faults({ blocks: high })).toContain('no member of block 0 stands at its level');
  });

  it('does not take a member without a weight for one that stands at the level', () => {
    const stakes = [stake('0', '0', '0'), stake('3')];
    const network = { ...NETWORK, stocks: [3n] };
    const division = { awards: [q('0'), q('3')], flow: [q('0'), q('3')] };
    const at = (level: string) => ({ ...division, blocks: [{ ...BLOCK, level: q(level) }] });
    expect(faults(at('3'), { network, stakes })).toEqual([]);
    expect(faults(at('4'), { network, stakes })).toEqual([
      'no member of block 0 stands at its level',
    ]);
  });

  it('wants levels to rise from block to block', () => {
    const first = { level: q('3'), members: [0], cut: { stocks: [], members: [] } };
    const blocks = [first, { level: q('3'), members: [1], cut: CUT }];
    expect(faults({ blocks })).toContain('block 1 does not rise above the one before it');
  });

  it('counts a stock and a member of the cut once, however often they are named', () => {
    const cut = { stocks: [0, 0], members: [0, 0, 1, 1] };
    expect(faults({ blocks: [{ ...BLOCK, cut }] })).toEqual([]);
  });
});
