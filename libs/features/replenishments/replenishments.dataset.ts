import type { Dataset } from '#platform/spreadsheet/dataset';

/** What members owe back; `from` and `to` bound the due date. */
export const REPLENISHMENTS: Dataset = {
  name: 'replenishments',
  audience: 'anybody',
  columns: [
    { name: 'replenishment', kind: 'text' },
    { name: 'drawdown', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'quantity', kind: 'mass' },
    { name: 'due_date', kind: 'date' },
    { name: 'state', kind: 'text' },
    { name: 'owed_at', kind: 'moment' },
  ],
  sql: `select id as replenishment, drawdown_id as drawdown, member, material, grams as quantity,
               due_date, state, owed_at
        from replenishment`,
  order: ['replenishment'],
  keys: { member: ['member'], material: ['material'] },
  day: 'due_date',
};
