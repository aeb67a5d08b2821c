import { loadOf, pickLots, type PickableLot } from './pick-list';

const lot = (name: string, grams: bigint, bestBefore: string | null = null): PickableLot => ({
  ...{ lot: name, depot: 'NLRTM', bestBefore, grams },
});

describe('a pick list', () => {
  const earmarked = [
    lot('keeps-1', 40n),
    lot('late', 30n, '2030-01-01'),
    lot('keeps-2', 20n),
    lot('soon', 10n, '2027-01-01'),
  ];

  it('takes what spoils sooner first, and what keeps in the order of the schedule', () => {
    const { picks, replaced } = pickLots(earmarked, [], 85n);
    expect(picks.map(({ lot: name, grams }) => [name, grams])).toEqual([
      ['soon', 10n],
      ['late', 30n],
      ['keeps-1', 40n],
      ['keeps-2', 5n],
    ]);
    expect(replaced).toEqual([]);
  });

  it('takes free lots only for what is earmarked no more, and a lot once', () => {
    const { picks, replaced } = pickLots([lot('a', 5n)], [lot('a', 3n), lot('b', 9n)], 12n);
    expect(picks.map(({ lot: name, grams }) => [name, grams])).toEqual([
      ['a', 8n],
      ['b', 4n],
    ]);
    expect(replaced.map(({ lot: name, grams }) => [name, grams])).toEqual([
      ['a', 3n],
      ['b', 4n],
    ]);
  });

  it('refuses more than there is, and says how much there is', () => {
    expect(() => pickLots(earmarked, [lot('free', 1n)], 102n)).toThrow(
      expect.objectContaining({
        code: 'award-not-covered',
        facts: { pointer: '/quantity', coveredGrams: '101' },
      }),
    );
  });
});

describe('a load', () => {
  it('weighs in proportion, rounded up, and so are its packages', () => {
    expect(loadOf(500n, { gross: 1_000n, contained: 600n }, 4n)).toEqual({
      gross: 834n,
      packages: 4n,
    });
    expect(loadOf(150n, { gross: 1_000n, contained: 600n }, 4n).packages).toBe(1n);
    expect(loadOf(151n, { gross: 1_000n, contained: 600n }, 4n).packages).toBe(2n);
    expect(loadOf(1n, { gross: 1n, contained: 1n }, 0n).packages).toBeNull();
  });
});
