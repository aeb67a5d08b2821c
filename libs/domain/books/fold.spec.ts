import fc from 'fast-check';
import { fold, sumsByMaterial } from './fold';
import { type Transfer, type TransferKind } from './transfer';
import { parseTransferRecord, toTransferRecord } from './transfer-record';

const OUTSIDE = 'cobalt/outside/-/-';
const FREE = 'cobalt/reserve-free/-/NLRTM';
const EARMARKED = 'cobalt/reserve-earmarked/DEU/NLRTM';
const LOT = '019a0000-0000-7000-8000-00000000aaaa';

const id = (number: number): string =>
  `019a0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

function record(number: number, kind: TransferKind, change: Partial<Transfer> = {}) {
  return toTransferRecord({
    id: id(number),
    kind,
    pending: kind === 'post' || kind === 'void' ? id(2) : null,
    from: FREE,
    to: EARMARKED,
    grams: 40n,
    lot: LOT,
    effectiveDate: '2025-02-22',
    ...change,
  });
}

const delivery = record(1, 'posted', { from: OUTSIDE, to: FREE, grams: 100n });
const earmark = record(2, 'pending');
const post = record(3, 'post');
const unearmark = record(3, 'void');

describe('fold', () => {
  it('books what is posted, and what is pending as promised', () => {
    expect([...fold([delivery, earmark], 'complete')]).toEqual([
      [OUTSIDE, { posted: -100n, pendingOut: 0n }],
      [FREE, { posted: 100n, pendingOut: 40n }],
    ]);
  });

  it('gives both readers the same posted balances, whether posted or voided', () => {
    for (const end of [post, unearmark]) {
      const complete = fold([delivery, earmark, end], 'complete');
      expect(fold([delivery, end], 'published')).toEqual(complete);
      expect(fold([delivery, earmark, end], 'published')).toEqual(complete);
    }
    expect(fold([delivery, earmark, post], 'complete').get(EARMARKED)).toEqual({
      posted: 40n,
      pendingOut: 0n,
    });
  });

  it.each([
    ['a transfer that is there twice', [delivery, delivery], 'twice'],
    ['more than is there', [delivery, record(2, 'posted', { grams: 101n })], '100 g available'],
    [
      'more than is free',
      [delivery, earmark, record(4, 'posted', { grams: 61n })],
      '60 g available',
    ],
    ['a dip that is made good later', [record(2, 'posted'), delivery], '0 g available'],
    ['an unknown pending transfer', [delivery, post], 'is unknown'],
    ['a second end', [delivery, earmark, post, record(4, 'void')], 'ended before'],
    ['an end that says less', [delivery, earmark, record(3, 'post', { grams: 39n })], 'differs'],
    ['an end elsewhere', [delivery, earmark, record(3, 'post', { to: OUTSIDE })], 'differs'],
    ['an end of another lot', [delivery, earmark, record(3, 'void', { lot: null })], 'differs'],
    ['two materials', [record(1, 'posted', { from: 'nickel/outside/-/-' })], 'one material'],
    ['two families', [record(1, 'posted', { from: OUTSIDE, to: 'cobalt/pledged/DEU/-' })], 'mix'],
    ['an unknown account', [record(1, 'posted', { from: 'cobalt/lost/-/-' })], 'No account'],
  ])('refuses %s', (_name, records, message) => {
    expect(() => fold(records, 'complete')).toThrow(message);
  });

  it('refuses a second end, a dip and an unknown account in published bodies too', () => {
    expect(() => fold([delivery, post, record(4, 'post')], 'published')).toThrow('ended before');
    expect(() => fold([record(2, 'posted'), delivery], 'published')).toThrow('0 g available');
    expect(() => fold([record(2, 'pending', { to: 'x' })], 'published')).toThrow('No account');
  });

  it.each([
    ['no object', 'posted', 'no object'],
    ['nothing', null, 'no object'],
    ['an unknown field', { ...delivery, note: 'x' }, 'unknown field "note"'],
    ['no id', { ...delivery, id: undefined }, 'wrong id'],
    ['an unknown kind', { ...delivery, kind: 'reverse' }, 'unknown kind'],
    ['zero grams', { ...delivery, grams: '0' }, 'wrong grams'],
    ['negative grams', { ...delivery, grams: '-1' }, 'wrong grams'],
    ['grams as a number', { ...delivery, grams: 1 }, 'wrong grams'],
    ['a fraction of a gram', { ...delivery, grams: '1.5' }, 'wrong grams'],
    ['an empty lot', { ...delivery, lot: '' }, 'wrong lot'],
    ['no day', { ...delivery, effectiveDate: '22.02.2025' }, 'wrong effectiveDate'],
  ])('refuses a record with %s', (_name, wrong, message) => {
    expect(() => parseTransferRecord(wrong)).toThrow(message);
  });

  it('refuses a record that posts nothing, or that posts at once and names a pending one', () => {
    const { pending, ...orphan } = post;
    expect(pending).toBe(id(2));
    expect(() => fold([delivery, { ...delivery, ...orphan, id: id(9) }], 'complete')).toThrow();
    expect(() => fold([{ ...delivery, pending: id(2) }], 'complete')).toThrow('pending transfer');
  });

  it('sums to zero for each material, whatever was accepted', () => {
    const depots = ['NLRTM', 'DEHAM', 'USBAL'].map((depot) => `cobalt/reserve-free/-/${depot}`);
    const account = fc.constantFrom(OUTSIDE, ...depots);
    const move = fc.record({ from: account, to: account, grams: fc.bigInt({ min: 1n, max: 50n }) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const accepted: unknown[] = [];
        moves.forEach((change, index) => {
          const next = [...accepted, record(index, 'posted', change)];
          try {
            fold(next, 'complete');
            accepted.push(next.at(-1));
          } catch {
            // Refused: the books go on without it.
          }
        });
        const balances = fold(accepted, 'complete');
        const posted = [...balances].map(([key, balance]) => [key, balance.posted] as const);
        for (const sum of sumsByMaterial(posted).values()) expect(sum).toBe(0n);
        for (const [key, grams] of posted) expect(key === OUTSIDE || grams > 0n).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
