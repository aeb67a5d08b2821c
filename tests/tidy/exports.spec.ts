import { DATASETS } from '#features/exports/datasets';
import { COVER_COLUMNS, MONTHLY_COLUMNS, STOCK_COLUMNS } from '#features/reports/report-tables';
import { FLOWS } from '#domain/reports/monthly';
import { FILTERS, takesFilter, type Dataset } from '#platform/spreadsheet/dataset';
import { headerOf } from '#platform/spreadsheet/table';
import { headings } from './headings';
import { texts } from './repository';

const page = 'docs/reference/exports.md';
const text = texts().find(({ path }) => path === page)?.text ?? '';
const sectionOf = ({ name }: Dataset): string =>
  text.split(`### \`${name}\`\n`)[1]?.split('\n### ')[0] ?? '';

it('has a heading for every dataset, in the order of the code, and no other', () => {
  expect(headings(page)).toEqual(DATASETS.map(({ name }) => name));
});

describe.each(DATASETS.map((dataset) => [dataset.name, dataset] as const))('%s', (_, dataset) => {
  const section = sectionOf(dataset);

  it('is listed with its columns and their kinds', () => {
    const rows = [...section.matchAll(/^\| `(\w+)` +\| (\w+) +\|$/gm)];
    const columns = dataset.columns.map((column) => [headerOf(column), column.kind]);
    expect(rows.map(([, name, kind]) => [name, kind])).toEqual(columns);
  });

  it('is listed with its readers and its filters', () => {
    const readers = {
      anybody: 'For anybody.',
      'own-member': 'Operators: own member. Administrators, auditors: all.',
      trust: 'Administrators and auditors.',
    };
    expect(section).toContain(readers[dataset.audience]);
    const filters = FILTERS.filter((filter) => takesFilter(dataset, filter));
    const listed = filters.map((filter) => `\`${filter}\``).join(', ') || 'none';
    const days = dataset.day === undefined ? '' : ` (days of \`${dataset.day}\`)`;
    expect(section.replaceAll('\n', ' ')).toContain(`Filters: ${listed}${days}.`);
  });

  it('names its filters and its order after columns of its own', () => {
    const { columns, day, keys, order, sql } = dataset;
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const used = [...order, ...Object.values(keys).flat(), ...(day === undefined ? [] : [day])];
    for (const name of used) expect(sql).toMatch(new RegExp(`\\b${name}\\b`));
    for (const name of [...order, ...(day === undefined ? [] : [day])]) {
      expect(names).toContain(name);
    }
  });
});

describe('the page of the reports', () => {
  const reports = 'docs/reference/reports.md';
  const whole = texts().find(({ path }) => path === reports)?.text ?? '';
  const columns = {
    'days-of-cover': COVER_COLUMNS,
    stocks: STOCK_COLUMNS,
    monthly: MONTHLY_COLUMNS,
  };

  it('has a heading for every report', () => {
    expect(headings(reports)).toEqual(Object.keys(columns));
  });

  it.each(Object.entries(columns))('lists the columns of %s', (name, listed) => {
    const section = whole.split(`### \`${name}\`\n`)[1]?.split('\n### ')[0] ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)` +\| (\w+) +\| \S/gm)];
    const expected = listed.map((column) => [headerOf(column), column.kind]);
    expect(rows.map(([, header, kind]) => [header, kind])).toEqual(expected);
  });

  it('lists the flows in the order of the code', () => {
    const rows = [...whole.matchAll(/^\| `([a-z]+-?[a-z]+)` +\| [^|]+\|$/gm)];
    expect(rows.map(([, flow]) => flow)).toEqual(expect.arrayContaining([...FLOWS]));
    expect(rows.map(([, flow]) => flow).slice(-FLOWS.length)).toEqual([...FLOWS]);
  });
});
