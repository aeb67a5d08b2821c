import { checkReport, receiptOf, type Shortfall } from './receipt';

const RELEASED = [
  { lot: 'a', grams: 10n },
  { lot: 'b', grams: 5n },
];
const short = (lot: string, missing: bigint, damaged = 0n): Shortfall => ({
  ...{ lot, short: missing, damaged, reason: 'Wet.' },
});

describe('a report of what did not arrive', () => {
  it.each([
    [[short('c', 1n)], 'receipt-line-unknown', '/lines/0/lot'],
    [[short('a', 1n), short('a', 1n)], 'receipt-line-twice', '/lines/1/lot'],
    [[short('b', 0n)], 'receipt-lacks-nothing', '/lines/0'],
    [[short('a', 1n), short('b', 3n, 3n)], 'receipt-exceeds-release', '/lines/1'],
  ])('is refused with the place of its fault', (report, code, pointer) => {
    expect(() => checkReport(RELEASED, report)).toThrow(
      expect.objectContaining({ code, facts: expect.objectContaining({ pointer }) as object }),
    );
  });

  it('may say that all of it is gone', () => {
    const report = [short('a', 10n), short('b', 2n, 3n)];
    expect(() => checkReport(RELEASED, report)).not.toThrow();
    const lines = report.map((line, n) => ({ ...line, grams: RELEASED[n]?.grams ?? 0n }));
    expect(receiptOf(lines)).toEqual({ collected: 0n, lost: 15n });
  });
});
