import type { Dataset } from '#platform/spreadsheet/dataset';

/**
 * National figures, every revision; the newest of a member, material and period holds. `withheld`
 * is the reason of a member that gives none.
 */
export const BASELINES: Dataset = {
  name: 'baselines',
  audience: 'own-member',
  columns: [
    { name: 'baseline', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'period', kind: 'text' },
    { name: 'quality', kind: 'text' },
    { name: 'consumption', kind: 'mass' },
    { name: 'production', kind: 'mass' },
    { name: 'own_ore', kind: 'mass' },
    { name: 'imports', kind: 'mass' },
    { name: 'exports', kind: 'mass' },
    { name: 'own_stocks', kind: 'mass' },
    { name: 'source', kind: 'text' },
    { name: 'assumed', kind: 'text' },
    { name: 'withheld', kind: 'text' },
    { name: 'effective_date', kind: 'date' },
    { name: 'recorded_at', kind: 'moment' },
  ],
  sql: `select id as baseline, member, material, period, quality, consumption, production, own_ore,
               imports, exports, own_stocks, source, assumed, withheld, effective_date,
               recorded_at
        from baseline`,
  order: ['baseline'],
  keys: { member: ['member'], material: ['material'] },
  day: 'recorded_at',
};
