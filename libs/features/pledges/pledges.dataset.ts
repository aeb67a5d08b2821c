import type { Dataset } from '#platform/spreadsheet/dataset';

/** What members promise; `from` and `to` bound the day of the offer. */
export const PLEDGES: Dataset = {
  name: 'pledges',
  audience: 'anybody',
  columns: [
    { name: 'pledge', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'state', kind: 'text' },
    { name: 'quantity', kind: 'mass' },
    { name: 'delivered', kind: 'mass' },
    { name: 'note', kind: 'text' },
    { name: 'offered_at', kind: 'moment' },
  ],
  sql: `select id as pledge, member, material, state, grams as quantity, delivered, note, offered_at
        from pledge`,
  order: ['pledge'],
  keys: { member: ['member'], material: ['material'] },
  day: 'offered_at',
};

/** The dated parts of pledges; `from` and `to` bound the due date. */
export const INSTALMENTS: Dataset = {
  name: 'instalments',
  audience: 'anybody',
  columns: [
    { name: 'pledge', kind: 'text' },
    { name: 'ordinal', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'due_date', kind: 'date' },
    { name: 'quantity', kind: 'mass' },
  ],
  sql: `select i.pledge_id as pledge, i.ordinal, p.member, p.material, i.due_date,
               i.grams as quantity
        from instalment i join pledge p on p.id = i.pledge_id`,
  order: ['pledge', 'ordinal'],
  keys: { member: ['member'], material: ['material'] },
  day: 'due_date',
};
