import { ENGINE_VERSION } from '#domain/allocation/replay';
import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import type { Snapshot, SnapshotMember, SnapshotStock } from '#domain/release/snapshot';

/** A member with a baseline of 365 t a year, all of it imported, and no stocks of its own. */
export function sampleMember(
  member: string,
  changes: Partial<Omit<SnapshotMember, 'baseline'>> & {
    readonly baseline?: Partial<SnapshotMember['baseline']>;
  } = {},
): SnapshotMember {
  const { baseline, ...rest } = changes;
  return {
    member,
    baseline: {
      period: '2023',
      days: '365',
      quality: 'B',
      consumption: '365000000',
      production: '0',
      ownOre: '0',
      imports: '365000000',
      exports: '0',
      ownStocks: '0',
      ...baseline,
    },
    supplierShares: [{ share: '3/4', basis: 'world' }],
    need: null,
    essential: '3000000',
    standing: '1',
    equityMultiplier: '1',
    forms: ['co_metal'],
    ...rest,
  };
}

export function sampleStock(depot: string, form: string, free: string): SnapshotStock {
  return { id: `${depot}/${form}`, depot, form, free };
}

/** A cobalt disruption with one failing supplier; members and stocks in ascending id. */
export function sampleSnapshot(
  members: readonly SnapshotMember[],
  stocks: readonly SnapshotStock[],
  parameters: Partial<typeof DEFAULT_PARAMETERS> = {},
): Snapshot {
  return {
    v: '1',
    engine: ENGINE_VERSION,
    disruption: {
      id: '0194f3d2-0000-7000-8000-000000000001',
      material: 'cobalt',
      declaredOn: '2025-02-22',
      suppliers: [{ member: 'COD', lossFraction: '1' }],
    },
    rule: {
      id: '0194f3d2-0000-7000-8000-000000000002',
      version: '1',
      parameters: { ...DEFAULT_PARAMETERS, ...parameters },
    },
    members,
    stocks,
  };
}

/** Five members and three stocks in which every kind of bound occurs. */
export function fiveMemberSnapshot(): Snapshot {
  return sampleSnapshot(
    [
      sampleMember('AUS', { baseline: { ownStocks: '120000000' } }),
      sampleMember('COD', { forms: ['co_hydroxide'] }),
      sampleMember('DEU', { forms: ['co_hydroxide', 'co_metal'], need: '20000000' }),
      sampleMember('JPN', {
        baseline: { consumption: '730000000', imports: '730000000' },
        standing: '4/5',
      }),
      sampleMember('ZMB', {
        baseline: { consumption: '36500000', imports: '36500000' },
        equityMultiplier: '3/2',
        essential: '200000',
        need: '150000',
      }),
    ],
    [
      sampleStock('FIKOK', 'co_hydroxide', '7000000'),
      sampleStock('NLRTM', 'co_metal', '40000000'),
      sampleStock('SGSIN', 'co_metal', '9000001'),
    ],
  );
}
