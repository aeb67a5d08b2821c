import type { Dataset } from '#platform/spreadsheet/dataset';

/** Deliveries against pledges; `from` and `to` bound the legal day of delivery. */
export const CONTRIBUTIONS: Dataset = {
  name: 'contributions',
  audience: 'anybody',
  columns: [
    { name: 'contribution', kind: 'text' },
    { name: 'pledge', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'state', kind: 'text' },
    { name: 'effective_date', kind: 'date' },
    { name: 'reason', kind: 'text' },
    { name: 'received_at', kind: 'moment' },
  ],
  sql: `select id as contribution, pledge_id as pledge, member, material, state, effective_date,
               reason, received_at
        from contribution`,
  order: ['contribution'],
  keys: { member: ['member'], material: ['material'] },
  day: 'effective_date',
};

/** The material that contributions brought; `from` and `to` bound the day of arrival. */
export const LOTS: Dataset = {
  name: 'lots',
  audience: 'anybody',
  columns: [
    { name: 'lot', kind: 'text' },
    { name: 'contribution', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'form', kind: 'text' },
    { name: 'depot', kind: 'text' },
    { name: 'gross', kind: 'mass' },
    { name: 'assay', kind: 'ratio' },
    { name: 'contained', kind: 'mass' },
    { name: 'received_on', kind: 'date' },
  ],
  sql: `select l.id as lot, l.contribution_id as contribution, c.member, l.material, l.form,
               l.depot, l.gross_grams as gross, l.assay, l.contained_grams as contained,
               l.received_on
        from lot l join contribution c on c.id = l.contribution_id`,
  order: ['lot'],
  keys: { member: ['member'], material: ['material'] },
  day: 'received_on',
};
