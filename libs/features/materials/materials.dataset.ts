import type { Dataset } from '#platform/spreadsheet/dataset';

/** What is counted, a row for each form it is traded in; a material without one has one row. */
export const MATERIALS: Dataset = {
  name: 'materials',
  audience: 'anybody',
  columns: [
    { name: 'material', kind: 'text' },
    { name: 'material_name', kind: 'text' },
    { name: 'symbol', kind: 'text' },
    { name: 'form', kind: 'text' },
    { name: 'form_name', kind: 'text' },
    { name: 'formula', kind: 'text' },
    { name: 'contained_fraction', kind: 'ratio' },
    { name: 'fraction_kind', kind: 'text' },
    { name: 'hs_code', kind: 'text' },
    { name: 'listed_at', kind: 'moment' },
  ],
  sql: `select m.code as material, m.name as material_name, m.symbol, f.code as form,
               f.name as form_name, f.formula, f.contained_fraction, f.fraction_kind, f.hs_code,
               coalesce(f.listed_at, m.listed_at) as listed_at
        from material m left join form f on f.material = m.code`,
  order: ['material', 'form'],
  keys: { material: ['material'] },
};
