import fc from 'fast-check';
import { DomainError } from '../errors';
import { Fold, sumsByMaterial } from './fold';
import { reversalOf } from './precedent';
import { available, bookTransfers, holdingKey, type Balance, type Transfer } from './transfer';

const OUTSIDE = 'cobalt/outside/-/-';
const ACCOUNTS = ['cobalt/reserve-free/-/NLRTM', 'cobalt/reserve-hold/-/NLRTM'] as const;
const LOTS = ['019a0000-0000-7000-8000-00000000aaaa', '019a0000-0000-7000-8000-00000000bbbb'];

const id = (number: number): string =>
  `019a0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

interface Step {
  readonly act: 'deliver' | 'move' | 'promise' | 'post' | 'part' | 'void' | 'reverse' | 'split';
  readonly grams: bigint;
  readonly lot: 0 | 1;
  readonly pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('deliver', 'move', 'promise', 'post', 'part', 'void', 'reverse', 'split'),
  grams: fc.bigInt({ min: 1n, max: 40n }),
  lot: fc.constantFrom(0, 1),
  pick: fc.nat({ max: 50 }),
});

/** The transfer of a step, which often ends or reverses an earlier one, whether it may or not. */
function transferOf(one: Step, number: number, earlier: readonly Transfer[]): Transfer {
  const { act, grams, lot, pick } = one;
  const [free, hold] = ACCOUNTS;
  const plain: Transfer = {
    ...{ id: id(number), kind: 'posted', pending: null, from: free, to: hold, grams },
    ...{ lot: LOTS[lot] ?? null, effectiveDate: '2025-02-22' },
  };
  const other = earlier[pick % Math.max(earlier.length, 1)] ?? plain;
  if (act === 'deliver') return { ...plain, from: OUTSIDE, to: free };
  if (act === 'move') return pick % 2 === 0 ? plain : { ...plain, from: hold, to: free };
  if (act === 'promise') return { ...plain, kind: 'pending' };
  if (act === 'split') return { ...plain, to: free, toLot: LOTS[1 - lot] ?? '' };
  if (act === 'reverse') return reversalOf(other, plain.id, '2025-03-01');
  return endOf(other, one, plain.id);
}

function endOf(other: Transfer, { act, grams }: Step, number: string): Transfer {
  const end = { ...other, id: number, pending: other.id };
  if (act === 'part') return { ...end, kind: 'post', grams, pendingGrams: other.grams };
  return { ...end, kind: act === 'void' ? 'void' : 'post' };
}

/** Every history that the books take, prefix by prefix. */
function* prefixes(steps: readonly Step[]): Generator<{ fold: Fold; taken: Transfer[] }> {
  let taken: Transfer[] = [];
  for (const [index, one] of steps.entries()) {
    const next = [...taken, transferOf(one, index + 1, taken)];
    const fold = new Fold('complete');
    try {
      for (const transfer of next) fold.add(transfer);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      continue;
    }
    taken = next;
    yield { fold, taken };
  }
}

const histories = fc.array(step, { minLength: 10, maxLength: 45 });

describe('whatever is tried, the books', () => {
  it('sum to zero, never go below it, and count every open promise once, at any prefix', () => {
    const check = fc.property(histories, (steps) => {
      for (const { fold, taken } of prefixes(steps)) {
        const accounts = fold.accounts();
        const sums = sumsByMaterial(accounts.map(([key, { posted }]) => [key, posted]));
        for (const sum of sums.values()) expect(sum).toBe(0n);
        const ended = new Set(taken.map(({ pending }) => pending));
        const open = taken.filter((one) => one.kind === 'pending' && !ended.has(one.id));
        const promised = open.reduce((sum, { grams }) => sum + grams, 0n);
        expect(accounts.reduce((sum, [, { pendingOut }]) => sum + pendingOut, 0n)).toBe(promised);
        for (const account of ACCOUNTS) {
          expect(available(fold.balance(account))).toBeGreaterThanOrEqual(0n);
        }
      }
    });
    fc.assert(check, { numRuns: 60 });
  });

  it('hold in each account what its lots hold, and end a promise at most once, in full', () => {
    const check = fc.property(histories, (steps) => {
      for (const { taken } of prefixes(steps)) {
        let balances: ReadonlyMap<string, Balance> = new Map();
        for (const one of taken) {
          balances = new Map([...balances, ...bookTransfers(balances, [one]).balances]);
        }
        for (const account of [OUTSIDE, ...ACCOUNTS]) {
          const lots = LOTS.map((lot) => balances.get(holdingKey(lot, account)));
          const sum = (part: keyof Balance): bigint =>
            lots.reduce((grams, one) => grams + (one?.[part] ?? 0n), 0n);
          const whole = balances.get(account) ?? { posted: 0n, pendingOut: 0n };
          expect({ posted: sum('posted'), pendingOut: sum('pendingOut') }).toEqual(whole);
        }
        const ends = taken.flatMap(({ pending }) => (pending === null ? [] : [pending]));
        expect(new Set(ends).size).toBe(ends.length);
        for (const { kind, pending, grams, pendingGrams = grams } of taken) {
          if (kind !== 'post') continue;
          const promise = taken.find((one) => one.id === pending);
          expect([promise?.grams, grams <= pendingGrams]).toEqual([pendingGrams, true]);
        }
      }
    });
    fc.assert(check, { numRuns: 40 });
  });

  it('are after a reversal as if what it takes back had never been', () => {
    const check = fc.property(histories, (steps) => {
      for (const { fold, taken } of prefixes(steps)) {
        const last = taken.at(-1);
        if (last === undefined || last.kind !== 'posted' || last.reverses !== undefined) continue;
        const before = new Fold('complete');
        for (const transfer of taken.slice(0, -1)) before.add(transfer);
        fold.add(reversalOf(last, id(0xffff), '2025-03-01'));
        expect(fold.accounts()).toEqual(before.accounts());
        const again = reversalOf(last, id(0xfffe), '2025-03-01');
        expect(() => fold.add(again)).toThrow('reversed before');
      }
    });
    fc.assert(check, { numRuns: 40 });
  });
});
