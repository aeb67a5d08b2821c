import { ENGINE_VERSION } from '../../allocation/replay';
import { DEFAULT_PARAMETERS } from '../../release/parameters';
import type { Snapshot, SnapshotMember } from '../../release/snapshot';

function member(
  code: string,
  consumption: string,
  imports: string,
  need: string | null,
): SnapshotMember {
  return {
    member: code,
    baseline: {
      period: '2023',
      days: '365',
      quality: 'B',
      consumption,
      production: '0',
      ownOre: '0',
      imports,
      exports: '0',
      ownStocks: '0',
    },
    supplierShares: [{ share: '7/10', basis: 'world' }],
    need,
    essential: '10000000',
    standing: '1',
    equityMultiplier: '1',
    forms: ['co_hydroxide', 'co_metal'],
  };
}

function stock(depot: string, form: string, free: string): Snapshot['stocks'][number] {
  return { id: `${depot}/${form}`, depot, form, free };
}

/** A small world in which one supplier fails, two members lack cobalt and two depots hold some. */
export const SAMPLE_SNAPSHOT: Snapshot = {
  v: '1',
  engine: ENGINE_VERSION,
  disruption: {
    id: '019a0000-0000-7000-8000-00000000d001',
    material: 'cobalt',
    declaredOn: '2025-02-22',
    suppliers: [{ member: 'COD', lossFraction: '1' }],
  },
  rule: {
    id: '019a0000-0000-7000-8000-00000000f001',
    version: '1',
    parameters: DEFAULT_PARAMETERS,
  },
  members: [
    member('DEU', '1200000000', '1200000000', null),
    member('JPN', '1600000000', '1500000000', '90000000'),
  ],
  stocks: [stock('DEHAM', 'co_hydroxide', '90000000'), stock('NLRTM', 'co_metal', '200000000')],
};
