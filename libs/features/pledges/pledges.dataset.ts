import type { Dataset } from '#platform/spreadsheet/dataset';

/** What members promise, once it is offered: drafts are for their member and the Trust. */
export const PLEDGES: Dataset = {
  name: 'pledges',
  audience: 'anybody',
  columns: [
    { name: 'pledge', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'state', kind: 'text' },
    { name: 'revision', kind: 'text' },
    { name: 'quantity', kind: 'mass' },
    { name: 'delivered', kind: 'mass' },
    { name: 'withdrawn', kind: 'mass' },
    { name: 'note', kind: 'text' },
    { name: 'offered_at', kind: 'moment' },
  ],
  sql: `select id as pledge, member, material, state, revision, grams as quantity, delivered,
               withdrawn, note, offered_at
        from pledge where offered_at is not null`,
  order: ['pledge'],
  keys: { member: ['member'], material: ['material'] },
  day: 'offered_at',
};

/** The dated parts of offered pledges, as the revision in force has them. */
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
    { name: 'outstanding', kind: 'mass' },
  ],
  sql: `select i.pledge_id as pledge, i.ordinal, p.member, p.material, i.due_date,
               i.grams as quantity,
               greatest(0, least(i.grams, i.cumulative - p.delivered)) as outstanding
        from instalment i join pledge p on p.id = i.pledge_id and p.revision = i.revision
        where p.offered_at is not null`,
  order: ['pledge', 'ordinal'],
  keys: { member: ['member'], material: ['material'] },
  day: 'due_date',
};
