import type { Dataset } from '#platform/spreadsheet/dataset';

/** The treaty parties. */
export const MEMBERS: Dataset = {
  name: 'members',
  audience: 'anybody',
  columns: [
    { name: 'code', kind: 'text' },
    { name: 'name', kind: 'text' },
    { name: 'region', kind: 'text' },
    { name: 'least_developed', kind: 'text' },
    { name: 'equity_multiplier', kind: 'ratio' },
    { name: 'admitted_at', kind: 'moment' },
  ],
  sql: 'select code, name, region, least_developed, equity_multiplier, admitted_at from member',
  order: ['code'],
  keys: { member: ['code'] },
};
