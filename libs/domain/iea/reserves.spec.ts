import * as rational from '../quantity/rational';
import { collectiveShares } from './collective-action';
import { reserveCommitment, reserveCover, reviewDay } from './reserves';

const q = rational.parse;

describe('the commitment and the cover', () => {
  it('asks nothing of a net exporter, and counts no days for it', () => {
    expect(reserveCommitment(q('-600'))).toEqual(rational.ZERO);
    expect(reserveCommitment(q('1/3'), 60n)).toEqual(q('20'));
    const cover = reserveCover({
      netImportsPrimary: q('-1000'),
      netImportsProducts: q('0'),
      days: q('365'),
      stocksPrimary: q('0'),
      stocksProducts: q('0'),
      stocksMainProducts: q('0'),
    });
    expect(cover.isCompliant).toBe(true);
    expect(cover.byAllProducts.daysOfCover).toBeNull();
  });
});

describe('the review day', () => {
  it('is never while nothing is drawn, and at once when half is drawn', () => {
    expect(reviewDay([q('100')], q('0'), q('0')).firstWholeDay).toBeNull();
    expect(reviewDay([q('100')], q('0'), q('50')).firstWholeDay).toBe(0n);
    expect(reviewDay([q('100')], q('7'), q('60')).exactDays).toEqual(rational.ZERO);
    expect(reviewDay([q('100')], q('10'), q('20'))).toMatchObject({ firstWholeDay: 3n });
    expect(reviewDay([q('100')], q('11'), q('20'))).toMatchObject({ firstWholeDay: 3n });
  });
});

describe('shares of a co-ordinated response', () => {
  it('has no whole shares of a broken total, and none at all of nothing', () => {
    expect(collectiveShares(q('1/2'), [q('1')])).toEqual({ exact: [q('1/2')], whole: null });
    expect(collectiveShares(q('0'), [q('0')])).toEqual({ exact: [q('0')], whole: [0n] });
    expect(collectiveShares(q('5'), [])).toEqual({ exact: [], whole: [] });
    expect(() => collectiveShares(q('5'), [q('0'), q('0')])).toThrow(
      expect.objectContaining({
        kind: 'rule',
        code: 'no-consumption',
        message: 'Nobody consumes anything, so nothing says who contributes how much.',
        facts: { pointer: '/consumption' },
      }),
    );
  });
});
