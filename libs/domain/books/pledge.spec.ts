import { deliver, pledgedGrams } from './pledge';
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

describe('contained mass', () => {
  it.each([
    [1_000n, '1', 1_000n],
    [1_000n, '0.2981', 298n],
    [1_001n, '0.5', 500n],
    [10n ** 18n, '0.999999999', 999_999_999_000_000_000n],
  ])('of %s g at %s is %s g, rounded down', (gross, assay, contained) => {
    expect(containedGrams(gross, assay)).toBe(contained);
  });

  it('is never nothing', () => {
    expect(() => containedGrams(1n, '0.5')).toThrow('less than one gram');
  });
});
