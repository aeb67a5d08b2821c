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
