import * as fc from 'fast-check';
import {
  amendedGrams,
  cumulativeGrams,
  deliver,
  pledgedGrams,
  progress,
  withdrawal,
} from './pledge';
import { containedGrams } from './contained-mass';

describe('a pledge', () => {
  const instalments = [
    { dueDate: '2025-01-31', grams: 60n },
    { dueDate: '2025-06-30', grams: 40n },
  ];

  it('promises the sum of its instalments', () => {
    expect(pledgedGrams(instalments)).toBe(100n);
  });

  it('names the first instalment that is out of order', () => {
    const refused = expect.objectContaining({
      code: 'instalments-not-in-order',
      facts: { pointer: '/instalments/1/dueDate' },
    });
    expect(() => pledgedGrams([...instalments].reverse())).toThrow(refused);
    const twice = instalments.map((part) => ({ ...part, dueDate: '2025-01-31' }));
    expect(() => pledgedGrams(twice)).toThrow(refused);
  });

  it('is a ceiling for what is delivered', () => {
    expect(deliver({ grams: 100n, delivered: 60n }, 40n)).toBe(100n);
    expect(() => deliver({ grams: 100n, delivered: 60n }, 41n)).toThrow(
      expect.objectContaining({
        code: 'contribution-exceeds-pledge',
        facts: { outstandingGrams: '40', broughtGrams: '41' },
      }),
    );
  });
});

describe('the progress of a pledge', () => {
  const parts = fc
    .array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 8 })
    .map((grams) => grams.map((one, index) => ({ dueDate: `2025-0${index + 1}-01`, grams: one })));
  const delivery = fc.tuple(parts, fc.bigInt(0n, 8_000n)).map(([instalments, some]) => {
    const all = pledgedGrams(instalments);
    return { instalments, delivered: some < all ? some : all };
  });

  it('fills the first due first, and loses nothing', () => {
    fc.assert(
      fc.property(delivery, ({ instalments, delivered }) => {
        const filled = progress(instalments, delivered);
        expect(filled.reduce((sum, part) => sum + part.delivered, 0n)).toBe(delivered);
        filled.forEach((part, index) => {
          expect(part.delivered + part.outstanding).toBe(part.grams);
          const next = filled[index + 1];
          if (part.outstanding > 0n && next) expect(next.delivered).toBe(0n);
          const open = delivered < (cumulativeGrams(instalments)[index] ?? 0n);
          expect(part.outstanding > 0n).toBe(open);
        });
      }),
    );
  });

  it('leaves after a withdrawal what was delivered or is under way, and nothing else', () => {
    const day = fc.constantFrom('2024-12-31', '2025-03-01', '2025-04-02', '2025-12-31');
    fc.assert(
      fc.property(delivery, fc.bigInt(0n, 500n), day, ({ instalments, delivered }, way, today) => {
        const all = pledgedGrams(instalments);
        const underWay = delivered + way > all ? all - delivered : way;
        fc.pre(delivered + underWay < all);
        const { kept, freed, overdue } = withdrawal(instalments, delivered, underWay, today);
        expect(pledgedGrams(kept)).toBe(delivered + underWay);
        expect(freed).toBe(all - delivered - underWay);
        const dueBefore = instalments.filter(({ dueDate }) => dueDate < today);
        const late = pledgedGrams(dueBefore) - delivered - underWay;
        expect(overdue).toBe(late > 0n ? late : 0n);
      }),
    );
  });
});

describe('a change of a pledge', () => {
  const instalments = [{ dueDate: '2025-01-31', grams: 100n }];

  it('keeps what is delivered or under way', () => {
    expect(amendedGrams(60n, 40n, instalments)).toBe(100n);
    expect(() => amendedGrams(60n, 41n, instalments)).toThrow(
      expect.objectContaining({
        code: 'amendment-below-delivered',
        facts: {
          pointer: '/instalments',
          deliveredGrams: '60',
          underWayGrams: '41',
          proposedGrams: '100',
        },
      }),
    );
  });

  it('withdraws something', () => {
    expect(() => withdrawal(instalments, 60n, 40n, '2025-06-30')).toThrow(
      expect.objectContaining({ code: 'nothing-to-withdraw' }),
    );
  });
});

describe('contained mass', () => {
  it.each([
    [1_000n, '1', 1_000n],
    [1_000n, '0.2981', 298n],
    [1_001n, '0.5', 500n],
    [10n ** 18n, '0.999999999', 999_999_999_000_000_000n],
  ])('of %s g at %s is %s g, rounded down', (gross, assay, contained) => {
    expect(containedGrams(gross, assay)).toBe(contained);
  });

  it('is never more than the assay supports, nor a gram less', () => {
    const gross = fc.bigInt(10n ** 9n, 10n ** 18n);
    fc.assert(
      fc.property(gross, fc.integer({ min: 1, max: 999_999_999 }), (grams, billionths) => {
        const assay = `0.${`${billionths}`.padStart(9, '0')}`;
        const contained = containedGrams(grams, assay);
        const exact = grams * BigInt(billionths);
        expect(contained * 10n ** 9n).toBeLessThanOrEqual(exact);
        expect((contained + 1n) * 10n ** 9n).toBeGreaterThan(exact);
      }),
    );
  });

  it('is never nothing', () => {
    expect(() => containedGrams(1n, '0.5')).toThrow('less than one gram');
  });
});
