import * as rational from '#domain/quantity/rational';
import type { Route, Stake, SupplyNetwork } from '#domain/allocation/supply-network';
import { seeded } from './seeded';

/** How a network is drawn; masses below `stockMax` and so on, shares in per cent. */
export interface Shape {
  readonly members: number;
  readonly stocks: number;
  readonly routes: number;
  readonly stockMax: number;
  readonly claimMax: number;
  readonly weightMax: number;
  readonly capMax: number;
  readonly cappedShare: number;
  /** Floors are the claim divided by this; without it there are none. */
  readonly floorPart?: bigint;
  /** Every mass is multiplied by this. */
  readonly unit?: bigint;
}

export interface NetworkProblem {
  readonly network: SupplyNetwork;
  readonly stakes: readonly Stake[];
}

/** The same network for the same seed, on every machine. No route is drawn twice. */
export function randomNetwork(shape: Shape, seed: number): NetworkProblem {
  const next = seeded(seed);
  const unit = shape.unit ?? 1n;
  const below = (max: number): bigint => BigInt(next(max)) * unit;
  const stocks = Array.from({ length: shape.stocks }, () => below(shape.stockMax));
  const routes = new Map<number, Route>();
  while (routes.size < Math.min(shape.routes, shape.stocks * shape.members)) {
    const [stock, member] = [next(shape.stocks), next(shape.members)];
    const cap = next(100) < shape.cappedShare ? below(shape.capMax) : null;
    const place = stock * shape.members + member;
    if (!routes.has(place)) routes.set(place, { stock, member, cap });
  }
  const stakes = Array.from({ length: shape.members }, () => {
    const weight = rational.of(BigInt(1 + next(shape.weightMax)));
    const claim = below(shape.claimMax) + unit;
    const floor = shape.floorPart === undefined ? 0n : claim / shape.floorPart;
    return { weight, lower: rational.of(floor), upper: rational.of(claim) };
  });
  return {
    network: { stocks, memberCount: shape.members, routes: [...routes.values()] },
    stakes,
  };
}

/** Members in a row, each between two stocks: awards depend on each other all along it. */
export function chainNetwork(members: number, seed: number, capMax: number | null = null) {
  const next = seeded(seed);
  const cap = () => (capMax === null ? null : BigInt(next(capMax)));
  const stocks = Array.from({ length: members + 1 }, () => BigInt(next(1_000_000)));
  const routes = Array.from({ length: members }, (_, member) => [
    { stock: member, member, cap: cap() },
    { stock: member + 1, member, cap: cap() },
  ]).flat();
  const stakes = stocks.slice(1).map(() => ({
    weight: rational.of(BigInt(1 + next(1_000))),
    lower: rational.ZERO,
    upper: rational.of(10n ** 9n),
  }));
  return { network: { stocks, memberCount: members, routes }, stakes } satisfies NetworkProblem;
}
