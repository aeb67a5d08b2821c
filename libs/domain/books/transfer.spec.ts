import * as fc from 'fast-check';
import { DomainError } from '../errors';
import {
  applyTransfers,
  available,
  bookTransfers,
  EMPTY_BALANCE,
  holdingKey,
  isEnding,
  type Balance,
  type Transfer,
  type TransferKind,
} from './transfer';
import { toTransferRecord } from './transfer-record';

const OUTSIDE = 'cobalt/outside/-/-';
const FREE = 'cobalt/reserve-free/-/NLRTM';
const EARMARKED = 'cobalt/reserve-earmarked/DEU/NLRTM';
const LOT = 'a-lot';

function transfer(kind: TransferKind, grams: bigint, more: Partial<Transfer> = {}): Transfer {
  const ends = isEnding(kind);
  return {
    id: `${kind}-${grams}`,
    kind,
    pending: ends ? `pending-${grams}` : null,
    from: FREE,
    to: EARMARKED,
    grams,
    lot: LOT,
    effectiveDate: '2025-02-22',
    ...more,
  };
}

const delivery = (grams: bigint): Transfer =>
  transfer('posted', grams, { from: OUTSIDE, to: FREE });

function after(transfers: readonly Transfer[]): (key: string) => Balance {
  const balances = applyTransfers(new Map(), transfers);
  return (key) => balances.get(key) ?? EMPTY_BALANCE;
}

function codeOf(transfers: readonly Transfer[]): string {
  try {
    applyTransfers(new Map(), transfers);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('transfers', () => {
  it('leave at most 10^18 g in an account, owed or promised', () => {
    const most = 10n ** 18n;
    expect(codeOf([delivery(most)])).toBe('accepted');
    expect(codeOf([delivery(most), delivery(1n)])).toBe('balance-too-large');
    const promise = transfer('pending', most, { from: OUTSIDE, to: FREE });
    expect(codeOf([promise])).toBe('accepted');
    expect(codeOf([promise, { ...promise, grams: 1n }])).toBe('balance-too-large');
    expect(codeOf([delivery(most), transfer('posted', 1n), delivery(1n)])).toBe(
      'balance-too-large',
    );
  });

  it('move what is posted, on the account and on its lot', () => {
    const balance = after([delivery(10n), transfer('posted', 4n)]);
    expect(balance(OUTSIDE).posted).toBe(-10n);
    expect(balance(FREE)).toEqual({ posted: 6n, pendingOut: 0n });
    expect(balance(holdingKey(LOT, FREE))).toEqual({ posted: 6n, pendingOut: 0n });
    expect(balance(holdingKey(LOT, EARMARKED))).toEqual({ posted: 4n, pendingOut: 0n });
  });

  it('count what is pending against what is available', () => {
    expect(available(after([delivery(10n), transfer('pending', 6n)])(FREE))).toBe(4n);
    expect(codeOf([delivery(10n), transfer('pending', 6n), transfer('posted', 5n)])).toBe(
      'balance-insufficient',
    );
    expect(codeOf([delivery(10n), transfer('pending', 6n), transfer('pending', 5n)])).toBe(
      'balance-insufficient',
    );
  });

  it('post or void what was pending', () => {
    const posted = after([delivery(10n), transfer('pending', 6n), transfer('post', 6n)]);
    expect(posted(FREE)).toEqual({ posted: 4n, pendingOut: 0n });
    expect(posted(EARMARKED)).toEqual({ posted: 6n, pendingOut: 0n });
    const voided = after([delivery(10n), transfer('pending', 6n), transfer('void', 6n)]);
    expect(voided(FREE)).toEqual({ posted: 10n, pendingOut: 0n });
    expect(voided(EARMARKED)).toEqual(EMPTY_BALANCE);
  });

  it('post a part of what was pending, and free the rest', () => {
    const part = transfer('post', 4n, { pendingGrams: 6n });
    const balance = after([delivery(10n), transfer('pending', 6n), part]);
    expect(balance(FREE)).toEqual({ posted: 6n, pendingOut: 0n });
    expect(balance(holdingKey(LOT, FREE))).toEqual({ posted: 6n, pendingOut: 0n });
    expect(balance(EARMARKED)).toEqual({ posted: 4n, pendingOut: 0n });
  });

  it('split and merge lots within an account, which keeps what it has', () => {
    const split = transfer('posted', 4n, { to: FREE, toLot: 'another-lot' });
    const balance = after([delivery(10n), split]);
    expect(balance(FREE)).toEqual({ posted: 10n, pendingOut: 0n });
    expect(balance(holdingKey(LOT, FREE))).toEqual({ posted: 6n, pendingOut: 0n });
    expect(balance(holdingKey('another-lot', FREE))).toEqual({ posted: 4n, pendingOut: 0n });
    const whole = transfer('posted', 7n, { to: FREE, toLot: 'another-lot' });
    expect(codeOf([delivery(10n), split, whole])).toBe('balance-insufficient');
  });

  it('leave a posting on each account that they change', () => {
    const { postings } = bookTransfers(new Map(), [
      delivery(10n),
      transfer('pending', 6n),
      transfer('posted', 1n, { to: FREE, toLot: 'another-lot' }),
    ]);
    expect(postings).toEqual([
      { from: { posted: -10n, pendingOut: 0n }, to: { posted: 10n, pendingOut: 0n } },
      { from: { posted: 10n, pendingOut: 6n }, to: null },
      { from: { posted: 10n, pendingOut: 6n }, to: null },
    ]);
  });

  it('never end more than is pending', () => {
    expect(codeOf([delivery(10n), transfer('post', 6n)])).toBe('balance-insufficient');
    expect(codeOf([delivery(10n), transfer('void', 6n)])).toBe('balance-insufficient');
  });

  it('never take more of a lot than it has, though its account has enough', () => {
    const other = delivery(10n);
    expect(codeOf([other, transfer('posted', 1n, { lot: 'another-lot' })])).toBe(
      'balance-insufficient',
    );
  });

  it.each<[string, Partial<Transfer>]>([
    ['nothing', { grams: 0n }],
    ['less than nothing', { grams: -1n }],
    ['to where it came from', { to: FREE }],
    ['into another material', { to: 'lithium/reserve-earmarked/DEU/NLRTM' }],
    ['out of its family', { to: 'cobalt/pledged/DEU/-' }],
    ['with a stray pending transfer', { pending: 'another' }],
    ['a lot into itself', { toLot: LOT }],
    ['no lot into another', { lot: null, toLot: LOT }],
    ['what is only posted, with an expiry', { expiresAt: '2025-02-22T00:00:00.000Z' }],
    ['what is posted at once, as a part', { pendingGrams: 2n }],
  ])('refuse to move %s', (_what, change) => {
    expect(codeOf([delivery(10n), transfer('posted', 1n, change)])).toBe('transfer-malformed');
  });

  it('sum to zero and never leave a guarded account short, whatever is tried', () => {
    const kind = fc.constantFrom<TransferKind>('posted', 'pending', 'post', 'void');
    const step = fc.record({ kind, grams: fc.bigInt(1n, 9n), back: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let balances: ReadonlyMap<string, Balance> = new Map();
        const tries = steps.map(({ kind: one, grams, back }) =>
          back ? delivery(grams) : transfer(one, grams),
        );
        for (const attempt of tries) {
          try {
            balances = new Map([...balances, ...applyTransfers(balances, [attempt])]);
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
          }
          const accounts = [OUTSIDE, FREE, EARMARKED].map((key) => balances.get(key));
          expect(accounts.reduce((sum, one) => sum + (one?.posted ?? 0n), 0n)).toBe(0n);
          const free = balances.get(FREE) ?? EMPTY_BALANCE;
          expect(available(free)).toBeGreaterThanOrEqual(0n);
          expect(free.pendingOut).toBeGreaterThanOrEqual(0n);
        }
      }),
    );
  });

  it('stand in the log as strings, without what they do not have', () => {
    expect(toTransferRecord(transfer('posted', 4n, { lot: null }))).toEqual({
      id: 'posted-4',
      kind: 'posted',
      from: FREE,
      to: EARMARKED,
      grams: '4',
      effectiveDate: '2025-02-22',
    });
    expect(toTransferRecord(transfer('post', 4n))).toMatchObject({
      pending: 'pending-4',
      lot: LOT,
    });
  });
});
