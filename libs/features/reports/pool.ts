import { WHOLE } from '#domain/reports/flows';
import { poolShare } from '#domain/reports/days-of-cover';
import type { Level } from '#features/reserves/reserve-history.service';

/** What the Trust holds of each material on one day, and what everybody gave. Grams. */
export class Pool {
  private readonly reserves = new Map<string, bigint>();
  private readonly given = new Map<string, bigint>();

  constructor(levels: readonly Level[]) {
    for (const { material, kind, member, grams } of levels) {
      if (kind === 'delivered') {
        add(this.given, material, grams);
        add(this.given, `${material}/${member}`, grams);
      } else if (kind !== 'in-transit' || member === null) {
        add(this.reserves, material, grams);
      }
    }
  }

  /** What a holder has in the Trust: all of it, or a member's share. */
  held(holder: string, material: string): bigint {
    const reserve = this.reserves.get(material) ?? 0n;
    return holder === WHOLE ? reserve : poolShare(reserve, ...this.share(holder, material));
  }

  /** What a member delivered, and what all did. */
  share(member: string, material: string): [own: bigint, all: bigint] {
    return [this.given.get(`${material}/${member}`) ?? 0n, this.given.get(material) ?? 0n];
  }
}

function add(sums: Map<string, bigint>, key: string, grams: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + grams);
}
