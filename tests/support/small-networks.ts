import fc from 'fast-check';
import * as rational from '#domain/quantity/rational';
import type { Stake, SupplyNetwork } from '#domain/allocation/supply-network';

/** A random network small enough to enumerate, with each member's weight, floor and claim. */
export interface SmallCase {
  readonly network: SupplyNetwork;
  readonly members: readonly { weight: [bigint, bigint]; floor: bigint; claim: bigint }[];
}

const member = fc
  .record({
    weight: fc.tuple(fc.bigInt(1n, 9n), fc.bigInt(1n, 4n)),
    floor: fc.oneof(fc.constant(0n), fc.bigInt(0n, 12n)),
    above: fc.bigInt(0n, 30n),
  })
  .map(({ weight, floor, above }) => ({ weight, floor, claim: floor + above }));

const link = fc.oneof(
  fc.constant<'none' | bigint | null>('none'),
  fc.constant<'none' | bigint | null>(null),
  fc.constant<'none' | bigint | null>(null),
  fc.bigInt(0n, 12n).map<'none' | bigint | null>((cap) => cap),
);

/** Up to four stocks and five members. */
export const networks: fc.Arbitrary<SmallCase> = fc
  .tuple(
    fc.array(fc.bigInt(0n, 40n), { minLength: 1, maxLength: 4 }),
    fc.array(member, { minLength: 1, maxLength: 5 }),
  )
  .chain(([stocks, members]) =>
    fc
      .array(link, {
        minLength: stocks.length * members.length,
        maxLength: stocks.length * members.length,
      })
      .map((links) => ({
        members,
        network: {
          stocks,
          memberCount: members.length,
          routes: links.flatMap((cap, index) => {
            const stock = Math.floor(index / members.length);
            return cap === 'none' ? [] : [{ stock, member: index % members.length, cap }];
          }),
        },
      })),
  );

export function stakesOf({ members }: SmallCase): readonly Stake[] {
  return members.map(({ weight, floor, claim }) => ({
    weight: rational.ratio(weight[0], weight[1]),
    lower: rational.of(floor),
    upper: rational.of(claim),
  }));
}
