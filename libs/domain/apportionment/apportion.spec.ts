import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { apportion, APPORTIONMENT_METHODS } from './apportion';
import type { ApportionmentMethod } from './apportion';
import { QUOTA_HOUSE_MAX } from './quota-method';

type SeatsByMethod = Partial<Record<ApportionmentMethod, readonly number[]>>;

interface Vectors {
  readonly cases: readonly {
    readonly id: string;
    readonly votes: readonly string[];
    readonly house: number;
    readonly published: SeatsByMethod;
    readonly all_methods?: SeatsByMethod;
  }[];
  readonly failures: readonly {
    readonly method: ApportionmentMethod;
    readonly votes: readonly string[];
    readonly house: number;
    readonly seats: readonly number[];
    readonly next_house_seats: readonly number[];
  }[];
}

const vectors = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/apportionment.json'), 'utf8'),
) as Vectors;

function seatsOf(method: ApportionmentMethod, votes: readonly string[], house: number): number[] {
  return apportion(method, votes.map(rational.parse), BigInt(house)).map(Number);
}

/** What a seat after `seats` is worth, squared for all; null where it is worth more than any. */
const WORTH: Partial<Record<ApportionmentMethod, (seats: bigint) => Rational | null>> = {
  adams: (s) => square(rational.of(s)),
  dean: (s) => square(rational.ratio(2n * s * (s + 1n), 2n * s + 1n)),
  hill_huntington: (s) => (s === 0n ? null : rational.of(s * (s + 1n))),
  webster_sainte_lague: (s) => square(rational.ratio(2n * s + 1n, 2n)),
  jefferson_dhondt: (s) => square(rational.of(s + 1n)),
};

function square(value: Rational): Rational | null {
  return value.p === 0n ? null : rational.mul(value, value);
}

/** Seat by seat, every party tried, as the textbook has it. */
function seatBySeat(
  method: ApportionmentMethod,
  votes: readonly bigint[],
  house: number,
): bigint[] {
  const total = votes.reduce((sum, own) => sum + own, 0n);
  const seats = votes.map(() => 0n);
  const isBetter = (a: number, b: number): boolean => {
    const divisor = WORTH[method] ?? ((s: bigint) => square(rational.of(s + 1n)));
    const [first, second] = [divisor(seats[a] ?? 0n), divisor(seats[b] ?? 0n)];
    const [mine, other] = [votes[a] ?? 0n, votes[b] ?? 0n];
    if (first === null || second === null) {
      return first === second ? mine > other : first === null;
    }
    const left = rational.div(rational.of(mine * mine), first);
    return rational.compare(left, rational.div(rational.of(other * other), second)) > 0;
  };
  for (let filled = 1n; filled <= BigInt(house); filled += 1n) {
    let best = -1;
    votes.forEach((own, index) => {
      if (own === 0n) return;
      const has = seats[index] ?? 0n;
      if (method === 'quota_balinski_young' && has * total >= filled * own) return;
      if (best < 0 || isBetter(index, best)) best = index;
    });
    seats[best] = (seats[best] ?? 0n) + 1n;
  }
  return seats;
}

const bySteps = APPORTIONMENT_METHODS.filter((method) => method !== 'hamilton');
const ballots = fc
  .array(fc.oneof(fc.bigInt(0n, 12n), fc.bigInt(0n, 1000n)), { minLength: 1, maxLength: 7 })
  .filter((votes) => votes.some((own) => own > 0n));
const whole = (votes: readonly bigint[]): Rational[] => votes.map(rational.of);

describe('the published apportionments', () => {
  const all = vectors.cases.flatMap(({ id, votes, house, published, all_methods = {} }) =>
    [published, all_methods].flatMap((by) =>
      Object.entries(by).map(([method, seats]) => ({ id, method, votes, house, seats })),
    ),
  );
  it.each(all)('$id by $method', ({ method, votes, house, seats }) => {
    expect(seatsOf(method as ApportionmentMethod, votes, house)).toEqual(seats);
  });

  it.each(vectors.failures)(
    'the $method failure at $house seats, where one more seat costs a party one',
    ({ method, votes, house, seats, next_house_seats }) => {
      expect(seatsOf(method, votes, house)).toEqual(seats);
      expect(seatsOf(method, votes, house + 1)).toEqual(next_house_seats);
      expect(next_house_seats.some((next, index) => next < (seats[index] ?? 0))).toBe(true);
    },
  );
});

describe.each(APPORTIONMENT_METHODS)('%s', (method) => {
  const seats = (votes: readonly bigint[], house: number): readonly bigint[] =>
    apportion(method, whole(votes), BigInt(house));

  it('fills the house, and gives nothing for no vote', () => {
    fc.assert(
      fc.property(ballots, fc.nat(400), (votes, house) => {
        const given = seats(votes, house);
        expect(given.reduce((sum, own) => sum + own, 0n)).toBe(BigInt(house));
        votes.forEach((own, index) => expect(own > 0n || given[index] === 0n).toBe(true));
      }),
    );
  });

  it('counts votes in any unit', () => {
    fc.assert(
      fc.property(ballots, fc.nat(400), fc.bigInt(1n, 99n), fc.bigInt(1n, 99n), (...of) => {
        const [votes, house, p, q] = of;
        const scaled = votes.map((own) => rational.ratio(own * p, q));
        expect(apportion(method, scaled, BigInt(house))).toEqual(seats(votes, house));
      }),
    );
  });

  it('never gives more seats for fewer votes', () => {
    fc.assert(
      fc.property(ballots, fc.nat(400), (votes, house) => {
        const given = seats(votes, house);
        votes.forEach((own, a) =>
          votes.forEach((other, b) => {
            if (own > other) expect(given[a]).toBeGreaterThanOrEqual(given[b] ?? 0n);
          }),
        );
      }),
    );
  });

  it('takes no party, no seat, and no seat for no vote', () => {
    expect(apportion(method, [], 5n)).toEqual([]);
    expect(apportion(method, whole([3n, 0n]), 0n)).toEqual([0n, 0n]);
    expect(apportion(method, whole([0n]), 0n)).toEqual([0n]);
    expect(() => seats([0n, 0n], 1)).toThrow(expect.objectContaining({ code: 'no-votes' }));
  });
});

describe.each(bySteps)('%s', (method) => {
  it('gives what it would give seat by seat', () => {
    fc.assert(
      fc.property(ballots, fc.nat(60), (votes, house) => {
        expect(apportion(method, whole(votes), BigInt(house))).toEqual(
          seatBySeat(method, votes, house),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('takes no seat away when the house grows', () => {
    fc.assert(
      fc.property(ballots, fc.bigInt(0n, 10n ** 5n), (votes, house) => {
        const before = apportion(method, whole(votes), house);
        const after = apportion(method, whole(votes), house + 1n);
        before.forEach((own, index) => expect(after[index]).toBeGreaterThanOrEqual(own));
      }),
    );
  });
});

describe('small elections', () => {
  it.each(bySteps)('%s fills every house seat by seat', (method) => {
    for (const votes of [[7n, 1n, 1n, 1n], [5n, 3n, 3n, 1n], [1n, 1n, 2n], [4n, 0n, 9n], [3n]]) {
      for (let house = 0; house <= 14; house += 1) {
        const given = apportion(method, whole(votes), BigInt(house));
        expect(given).toEqual(seatBySeat(method, votes, house));
      }
    }
  });

  it('have no seats that nobody voted for', () => {
    for (const method of APPORTIONMENT_METHODS) {
      expect(seatsOf(method, ['0', '0'], 0)).toEqual([0, 0]);
      expect(() => seatsOf(method, ['0', '0'], 3)).toThrow(
        expect.objectContaining({
          kind: 'rule',
          code: 'no-votes',
          message: 'Nobody has a vote: there is nothing to give the seats by.',
          facts: { pointer: '/votes' },
        }),
      );
    }
  });
});

describe('the whole seats of the quota', () => {
  const quotas = (votes: readonly bigint[], house: bigint): Rational[] => {
    const total = votes.reduce((sum, own) => sum + own, 0n);
    return votes.map((own) => rational.ratio(own * house, total));
  };

  it.each<[ApportionmentMethod, boolean, boolean]>([
    ['hamilton', true, true],
    ['quota_balinski_young', true, true],
    ['jefferson_dhondt', true, false],
    ['adams', false, true],
  ])('%s: never below %s, never above %s', (method, below, above) => {
    fc.assert(
      fc.property(ballots, fc.bigInt(0n, 2000n), (votes, house) => {
        const given = apportion(method, whole(votes), house);
        quotas(votes, house).forEach((quota, index) => {
          const own = given[index] ?? 0n;
          if (below) expect(own).toBeGreaterThanOrEqual(rational.floor(quota));
          if (above) expect(own).toBeLessThanOrEqual(rational.ceil(quota));
        });
      }),
    );
  });

  it.each<[ApportionmentMethod, number]>([
    ['webster_sainte_lague', 43],
    ['hill_huntington', 43],
    ['dean', 43],
    ['adams', 43],
    ['jefferson_dhondt', 45],
  ])('%s breaks a quota of exactly 44', (method, seats) => {
    expect(seatsOf(method, ['5117', '4400', '162', '161', '160'], 100)[1]).toBe(seats);
  });
});

describe('large houses', () => {
  const votes = Array.from({ length: 200 }, (_, index) => BigInt((index + 1) ** 3 * 7919 + 12_345));

  it.each(APPORTIONMENT_METHODS)('%s fills a million seats among 200', (method) => {
    const given = apportion(method, whole(votes), 1_000_000n);
    expect(given.reduce((sum, own) => sum + own, 0n)).toBe(1_000_000n);
  });

  it.each(APPORTIONMENT_METHODS)('%s fills 10^30 seats', (method) => {
    const given = apportion(method, whole([1n, 2n, 4n]), 10n ** 30n);
    expect(given.reduce((sum, own) => sum + own, 0n)).toBe(10n ** 30n);
  });

  it.each<ApportionmentMethod>([
    'hamilton',
    'jefferson_dhondt',
    'webster_sainte_lague',
    'quota_balinski_young',
  ])('%s begins again after as many seats as votes', (method) => {
    const given = apportion(method, whole([1n, 2n, 4n]), 10n ** 30n);
    const less = apportion(method, whole([1n, 2n, 4n]), 10n ** 30n % 7n);
    const rounds = 10n ** 30n / 7n;
    expect(given).toEqual(less.map((own, index) => own + rounds * 2n ** BigInt(index)));
  });

  it('refuses what the quota method would fill for hours', () => {
    const refused = () => apportion('quota_balinski_young', whole(votes), 10n ** 30n);
    const house = BigInt(QUOTA_HOUSE_MAX) + 1n;
    expect(refused).toThrow(
      expect.objectContaining({
        kind: 'rule',
        code: 'house-too-large',
        facts: { pointer: '/house', seatsMax: '10000000' },
      }),
    );
    expect(() => apportion('quota_balinski_young', whole(votes), house)).toThrow('one by one');
  });
});
