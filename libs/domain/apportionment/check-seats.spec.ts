import fc from 'fast-check';
import * as rational from '../quantity/rational';
import { apportion, APPORTIONMENT_METHODS } from './apportion';
import { checkSeats, provesItself } from './check-seats';

const elections = fc
  .tuple(fc.array(fc.bigInt(0n, 30n), { minLength: 1, maxLength: 6 }), fc.bigInt(0n, 25n))
  .filter(([votes]) => votes.some((own) => own > 0n))
  .map(([votes, house]) => ({ votes: votes.map(rational.of), house }));

const methods = APPORTIONMENT_METHODS.filter(provesItself);

it('proves all methods but the one that looks at the house as it grows', () => {
  expect(APPORTIONMENT_METHODS.filter((method) => !provesItself(method))).toEqual([
    'quota_balinski_young',
  ]);
});

describe.each(methods)('the check of seats by %s', (method) => {
  it('finds no fault in what the method gives', () => {
    fc.assert(
      fc.property(elections, ({ votes, house }) => {
        const seats = apportion(method, votes, house);
        expect(checkSeats(method, votes, house, seats)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('finds a fault in every other division of the house', () => {
    fc.assert(
      fc.property(elections, fc.nat(), fc.nat(), ({ votes, house }, from, to) => {
        const seats = apportion(method, votes, house);
        const [giver, taker] = [from % seats.length, to % seats.length];
        fc.pre(giver !== taker && (seats[giver] ?? 0n) > 0n);
        const moved = seats.map((own, party) =>
          party === giver ? own - 1n : party === taker ? own + 1n : own,
        );
        expect(checkSeats(method, votes, house, moved)).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('finds seats too few, too many, and of another number of parties', () => {
    const votes = [rational.of(3n), rational.of(2n), rational.ZERO];
    const faults = (seats: readonly bigint[]) => checkSeats(method, votes, 5n, seats).join();
    expect(faults([3n, 2n, 0n])).toBe('');
    expect(faults([3n, 1n, 0n])).toContain('sum to 4, and must sum to 5');
    expect(faults([3n, 3n, 0n])).toContain('sum to 6');
    expect(faults([3n, 2n])).toContain('must be 3');
    expect(faults([3n, 1n, 1n])).toContain('Seat 2 belongs to a party without a vote');
  });
});

describe('the fault that is named', () => {
  const q = (votes: string) => votes.split(' ').map(rational.parse);

  it.each<[string, 'hamilton' | 'jefferson_dhondt' | 'adams', string, bigint[], string]>([
    ['none, of votes in fractions', 'hamilton', '1/2 1/3', [3n, 2n], ''],
    ['none, of votes in fractions', 'jefferson_dhondt', '1/2 1/3', [3n, 2n], ''],
    ['none, where the remainders tie', 'hamilton', '1 1', [1n, 0n], ''],
    ['none, where the worths tie', 'adams', '1 1', [1n, 0n], ''],
    ['none, where the larger comes first', 'adams', '1 2', [0n, 1n], ''],
    [
      'the tied remainder of the later party',
      'hamilton',
      '1 1',
      [0n, 1n],
      'Seat 1 is rounded up although party 0 has more left over.',
    ],
    [
      'the smaller remainder',
      'hamilton',
      '5 3 2',
      [2n, 2n, 0n],
      'Seat 1 is rounded up although party 2 has more left over.',
    ],
    [
      'a share that is not rounded down or up',
      'hamilton',
      '1 1 1',
      [2n, 0n, 0n],
      'Seat 0 is not its exact share rounded down or up.',
    ],
    [
      'one seat too many for the first',
      'jefferson_dhondt',
      '6 3',
      [3n, 0n],
      'Seat 0: the last one should go to party 1.',
    ],
    [
      'one seat too many for the second',
      'jefferson_dhondt',
      '6 3',
      [1n, 2n],
      'Seat 1: the last one should go to party 0.',
    ],
    [
      'the tied worth of the later party',
      'adams',
      '1 1',
      [0n, 1n],
      'Seat 1: the last one should go to party 0.',
    ],
    [
      'the first seat of a smaller party',
      'adams',
      '1 2',
      [1n, 0n],
      'Seat 0: the last one should go to party 1.',
    ],
    [
      'a seat of the first party, which has no vote',
      'adams',
      '0 3',
      [1n, 1n],
      'Seat 0 belongs to a party without a vote.',
    ],
  ])('is %s', (_what, method, votes, seats, fault) => {
    const house = seats.reduce((sum, own) => sum + own, 0n);
    expect(checkSeats(method, q(votes), house, seats).join()).toBe(fault);
  });

  it('is a seat that nobody voted for', () => {
    expect(checkSeats('adams', q('0 0'), 5n, [0n, 0n])).toEqual([]);
    expect(checkSeats('adams', q('0 0'), 5n, [1n, 0n]).join()).toContain('must sum to 0');
    expect(checkSeats('hamilton', [], 0n, [])).toEqual([]);
  });
});
