import type { Dataset } from '#platform/spreadsheet/dataset';

/** What published runs gave; `from` and `to` bound the day of publication. */
export const AWARDS: Dataset = {
  name: 'awards',
  audience: 'anybody',
  columns: [
    { name: 'award', kind: 'text' },
    { name: 'run', kind: 'text' },
    { name: 'disruption', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'quantity', kind: 'mass' },
    { name: 'ordered', kind: 'mass' },
    { name: 'collected', kind: 'mass' },
    { name: 'state', kind: 'text' },
    { name: 'published_at', kind: 'moment' },
  ],
  sql: `select a.id as award, a.run_id as run, r.disruption_id as disruption, a.member, a.material,
               a.grams as quantity, a.ordered, a.collected, a.state, a.published_at
        from award a join allocation_run r on r.id = a.run_id`,
  order: ['award'],
  keys: { member: ['member'], material: ['material'] },
  day: 'published_at',
};
