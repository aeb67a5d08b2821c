import fc from 'fast-check';
import { Fold } from './fold';
import { checkEffectiveDate, reversalOf } from './precedent';
import type { Transfer, TransferKind } from './transfer';
import { parseTransferRecords, toCompactRecord } from './transfer-record';

const OUTSIDE = 'cobalt/outside/-/-';
const FREE = 'cobalt/reserve-free/-/NLRTM';
const HOLD = 'cobalt/reserve-hold/-/NLRTM';
const [LOT, OTHER] = [id(0xaaaa), id(0xbbbb)];
const NOW = '2025-02-22T10:00:00.000Z';
const LATER = '2025-02-22T10:00:00.001Z';

function id(number: number): string {
  return `019a0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

function move(number: number, kind: TransferKind, change: Partial<Transfer> = {}): Transfer {
  const ending = kind !== 'posted' && kind !== 'pending';
  return {
    ...{ id: id(number), kind, pending: ending ? id(2) : null, from: FREE, to: HOLD },
    ...{ grams: 40n, lot: LOT, effectiveDate: '2025-02-22', ...change },
  };
}

const delivery = move(1, 'posted', { from: OUTSIDE, to: FREE, grams: 100n });
const pending = move(2, 'pending', { expiresAt: NOW });

function folded(transfers: readonly Transfer[], at = NOW): Fold {
  const books = new Fold('complete');
  for (const transfer of transfers) books.add(transfer, at);
  return books;
}

describe('an end', () => {
  it('may move a part of what was pending', () => {
    const part = move(3, 'post', { grams: 30n, pendingGrams: 40n });
    const books = folded([delivery, move(2, 'pending'), part]);
    expect(books.balance(FREE)).toEqual({ posted: 70n, pendingOut: 0n });
    expect(books.balance(HOLD).posted).toBe(30n);
    const wrong = move(3, 'post', { grams: 30n, pendingGrams: 41n });
    expect(() => folded([delivery, move(2, 'pending'), wrong])).toThrow('differs from');
  });

  it('comes by expiry only when it is due, and then nothing else may move it', () => {
    const expire = move(3, 'expire');
    expect(folded([delivery, pending, expire]).balance(FREE)).toEqual({
      ...{ posted: 100n, pendingOut: 0n },
    });
    const early = folded([delivery, { ...pending, expiresAt: LATER }]);
    expect(() => early.add(expire, NOW)).toThrow('comes before the expiry');
    expect(() => folded([delivery, move(2, 'pending'), expire])).toThrow('comes before');
    expect(() => folded([delivery, pending, move(3, 'post')])).toThrow('comes after the expiry');
    expect(folded([delivery, pending, move(3, 'void')]).balance(FREE).pendingOut).toBe(0n);
  });
});

describe('a reversal', () => {
  const original = move(3, 'posted');
  const reversal = reversalOf(original, id(4), '2025-03-01');

  it('restores what was, on accounts and lots', () => {
    const split = move(5, 'posted', { to: FREE, toLot: OTHER });
    const back = reversalOf(split, id(6), '2025-03-01');
    const before = folded([delivery]).accounts();
    expect(folded([delivery, original, reversal]).accounts()).toEqual(before);
    expect(folded([delivery, split, back]).accounts()).toEqual(before);
    expect(back).toMatchObject({ lot: OTHER, toLot: LOT, reverses: split.id });
  });

  it.each<[string, Transfer[], string]>([
    ['of what is unknown', [reversal], 'unknown'],
    ['a second time', [original, reversal, { ...reversal, id: id(5) }], 'reversed before'],
    ['of a part', [original, { ...reversal, grams: 39n }], 'not the opposite'],
    ['the same way round', [original, { ...original, id: id(5), reverses: id(3) }], 'opposite'],
    ['of another lot', [original, { ...reversal, lot: OTHER }], 'not the opposite'],
    ['of a promise', [move(2, 'pending'), { ...reversal, reverses: id(2) }], 'more than'],
    [
      'of a reversal',
      [original, reversal, reversalOf(reversal, id(5), '2025-03-01')],
      'another reversal',
    ],
  ])('is refused %s', (_what, transfers, message) => {
    expect(() => folded([delivery, ...transfers])).toThrow(message);
  });
});

it('takes a legal day up to a year ahead', () => {
  expect(() => checkEffectiveDate(move(1, 'posted'), '2024-02-22')).not.toThrow();
  expect(() => checkEffectiveDate(move(1, 'posted'), '2024-02-21')).toThrow('2025-02-21 is the');
});

it('stands in a body without what its envelope says, and reads back the same', () => {
  const envelope = { command: id(1), effectiveDate: '2025-02-22' };
  const change = fc.record(
    {
      kind: fc.constantFrom<TransferKind>('posted', 'pending', 'post', 'void', 'expire'),
      pending: fc.constantFrom(null, id(9)),
      grams: fc.bigInt({ min: 1n, max: 10n ** 18n }),
      lot: fc.constantFrom(null, LOT),
      toLot: fc.constant(OTHER),
      reverses: fc.constant(id(8)),
      expiresAt: fc.constant(NOW),
      pendingGrams: fc.constant(10n ** 18n + 1n),
      effectiveDate: fc.constantFrom('2025-02-22', '2024-12-31'),
    },
    { requiredKeys: ['kind', 'pending', 'grams', 'lot', 'effectiveDate'] },
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
      const transfers = changes.map((one, index) => move(index + 1, 'posted', one));
      const records = transfers.map((transfer, index) => {
        const { command, effectiveDate } = envelope;
        const defaults = index === 0 ? { id: command, effectiveDate } : { effectiveDate };
        return toCompactRecord(transfer, defaults);
      });
      expect(parseTransferRecords(records, envelope)).toEqual(transfers);
    }),
  );
  expect(toCompactRecord(delivery, { id: id(1), effectiveDate: '2025-02-22' })).toEqual({
    ...{ from: OUTSIDE, to: FREE, grams: '100', lot: LOT },
  });
});
