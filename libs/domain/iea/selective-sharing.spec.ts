import fc from 'fast-check';
import * as rational from '../quantity/rational';
import { selectiveSharing } from './selective-sharing';

const members = fc
  .array(
    fc.record({
      consumption: fc.bigInt(1n, 1000n),
      reduction: fc.option(fc.bigInt(0n, 300n)),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((figures) =>
    figures.map(({ consumption, reduction }, index) => ({
      id: `M${index}`,
      baseFinalConsumption: rational.of(consumption),
      reduction: reduction === null ? null : rational.of(reduction),
    })),
  );

describe('selective sharing', () => {
  it('gives exactly what is asked: rights sum to obligations, positions to nothing', () => {
    fc.assert(
      fc.property(members, (group) => {
        const shares = selectiveSharing(group);
        const rights = shares.map(({ borne }) => borne?.allocationRight ?? rational.ZERO);
        const given = rational.sum(shares.map(({ grossObligation }) => grossObligation));
        expect(rational.sum(rights)).toEqual(given);
        expect(rational.sum(shares.map(({ netPosition }) => netPosition))).toEqual(rational.ZERO);
      }),
    );
  });

  it('shares a right among all others in one proportion to their consumption', () => {
    fc.assert(
      fc.property(members, (group) => {
        const hit = { ...group[0]!, reduction: group[0]!.baseFinalConsumption };
        const others = group.slice(1).map((one) => ({ ...one, reduction: null }));
        const shares = selectiveSharing([hit, ...others]);
        const parts = shares
          .slice(1)
          .map(({ grossObligation }, index) =>
            rational.format(rational.div(grossObligation, others[index]!.baseFinalConsumption)),
          );
        expect(new Set(parts).size).toBe(1);
        expect(shares[0]?.grossObligation).toEqual(rational.ZERO);
      }),
    );
  });

  it('bears up to 7 % alone', () => {
    const of = (reduction: bigint) =>
      selectiveSharing([
        { id: 'A', baseFinalConsumption: rational.of(100n), reduction: rational.of(reduction) },
        { id: 'B', baseFinalConsumption: rational.of(50n), reduction: null },
      ])[0];
    expect(of(3n)?.borne?.selfAbsorbed).toEqual(rational.of(3n));
    expect(of(7n)).toMatchObject({ isTriggered: false });
    expect(of(8n)).toMatchObject({ isTriggered: true, netPosition: rational.ONE });
    expect(of(8n)?.borne?.selfAbsorbed).toEqual(rational.of(7n));
  });

  it('refuses a loss that nobody else can share', () => {
    const alone = { id: 'A', baseFinalConsumption: rational.of(100n), reduction: rational.of(8n) };
    expect(() => selectiveSharing([alone])).toThrow(
      expect.objectContaining({
        kind: 'rule',
        code: 'nobody-to-share',
        message: 'No member but A consumes anything, so nobody can share its loss.',
        facts: { pointer: '/base_final_consumption' },
      }),
    );
    const [bears] = selectiveSharing([{ ...alone, reduction: rational.of(7n) }]);
    expect(bears).toMatchObject({ isTriggered: false, netPosition: rational.ZERO });
    expect(selectiveSharing([])).toEqual([]);
  });
});
