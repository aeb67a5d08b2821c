import type { Dataset } from '#platform/spreadsheet/dataset';

/** Releases against awards, a row for each lot; `from` and `to` bound the day of the order. */
export const DRAWDOWNS: Dataset = {
  name: 'drawdowns',
  audience: 'anybody',
  columns: [
    { name: 'drawdown', kind: 'text' },
    { name: 'lot', kind: 'text' },
    { name: 'award', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'state', kind: 'text' },
    { name: 'depot', kind: 'text' },
    { name: 'quantity', kind: 'mass' },
    { name: 'ordered_at', kind: 'moment' },
  ],
  sql: `select d.id as drawdown, l.lot_id as lot, d.award_id as award, d.member, d.material,
               d.state, l.depot, l.grams as quantity, d.ordered_at
        from drawdown d join drawdown_line l on l.drawdown_id = d.id`,
  order: ['drawdown', 'lot'],
  keys: { member: ['member'], material: ['material'] },
  day: 'ordered_at',
};
