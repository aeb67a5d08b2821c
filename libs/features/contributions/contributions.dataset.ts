import type { Dataset } from '#platform/spreadsheet/dataset';

/** Deliveries against pledges: what was announced, what was received, and what became of it. */
export const CONTRIBUTIONS: Dataset = {
  name: 'contributions',
  audience: 'anybody',
  columns: [
    { name: 'contribution', kind: 'text' },
    { name: 'pledge', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'state', kind: 'text' },
    { name: 'form', kind: 'text' },
    { name: 'depot', kind: 'text' },
    { name: 'gross', kind: 'mass' },
    { name: 'assay', kind: 'ratio' },
    { name: 'expected', kind: 'mass' },
    { name: 'contained', kind: 'mass' },
    { name: 'package_unit', kind: 'text' },
    { name: 'package_count', kind: 'text' },
    { name: 'provenance', kind: 'text' },
    { name: 'title', kind: 'text' },
    { name: 'expected_on', kind: 'date' },
    { name: 'effective_date', kind: 'date' },
    { name: 'reason', kind: 'text' },
    { name: 'notified_at', kind: 'moment' },
    { name: 'received_at', kind: 'moment' },
  ],
  sql: `select id as contribution, pledge_id as pledge, member, material, state, form, depot,
               gross_grams as gross, assay, expected_grams as expected,
               contained_grams as contained, package_unit, package_count, provenance, title,
               expected_on, effective_date, reason, notified_at, received_at
        from contribution`,
  order: ['contribution'],
  keys: { member: ['member'], material: ['material'] },
  day: 'effective_date',
};
