import type { Dataset } from '#platform/spreadsheet/dataset';

/** The custodians' stores. */
export const DEPOTS: Dataset = {
  name: 'depots',
  audience: 'anybody',
  columns: [
    { name: 'unlocode', kind: 'text' },
    { name: 'name', kind: 'text' },
    { name: 'country', kind: 'text' },
    { name: 'latitude', kind: 'ratio' },
    { name: 'longitude', kind: 'ratio' },
    { name: 'opened_at', kind: 'moment' },
  ],
  sql: 'select unlocode, name, country, latitude, longitude, opened_at from depot',
  order: ['unlocode'],
  keys: {},
};
