import * as rational from '../quantity/rational';
import { closingDeadlines, releaseDeadlines } from './decision-clock';
import { DEFAULT_PARAMETERS, parseParameters } from './parameters';
import { reserveCover, reviewedOpening, reviewOf } from './review';

const parameters = parseParameters(DEFAULT_PARAMETERS);
const opening = { restraint: rational.ratio(1n, 10n), releaseFraction: rational.ratio(1n, 2n) };

describe('the review', () => {
  const review = (released: bigint, decided = false, unencumbered = 1001n) =>
    reviewOf({ released, unencumbered, decided }, parameters);

  it('is due from exactly one half of the first stock', () => {
    expect(review(500n)).toMatchObject({ due: false, halved: false });
    expect(review(501n)).toMatchObject({ due: true, halved: true });
    expect(reviewOf({ released: 500n, unencumbered: 1000n, decided: false }, parameters)).toEqual({
      drawn: rational.ratio(1n, 2n),
      due: true,
      halved: true,
    });
    expect(review(0n, false, 0n)).toEqual({ drawn: rational.ZERO, due: false, halved: false });
  });

  it('halves the release fraction unless it was decided to go on', () => {
    expect(reviewedOpening(opening, review(900n)).releaseFraction).toEqual(rational.ratio(1n, 4n));
    expect(reviewedOpening(opening, review(900n, true))).toEqual(opening);
    expect(reviewedOpening(opening, review(0n))).toEqual(opening);
  });

  it('knows for how many days the rest covers the loss', () => {
    expect(reserveCover(100n, rational.of(8n))).toEqual(rational.ratio(25n, 2n));
    expect(reserveCover(100n, rational.ZERO)).toBeNull();
  });
});

describe('the clock', () => {
  it('gives each decision its day, across months and years', () => {
    expect(releaseDeadlines('2024-02-26T09:30:00Z')).toEqual([
      { step: 'review', by: '2024-02-28T09:30:00Z' },
      { step: 'board', by: '2024-03-01T09:30:00Z' },
      { step: 'stop', by: '2024-03-03T09:30:00Z' },
      { step: 'delivery', by: '2024-03-18T09:30:00Z' },
    ]);
    expect(closingDeadlines('2025-12-29T00:00:00.5Z')).toEqual([
      { step: 'closing-review', by: '2026-01-01T00:00:00.5Z' },
      { step: 'board', by: '2026-01-03T00:00:00.5Z' },
      { step: 'closing', by: '2026-01-05T00:00:00.5Z' },
    ]);
  });
});
