import { parseMass, type WireMass } from '#domain/quantity/mass';
import type { Column, Row } from '#platform/spreadsheet/table';
import type {
  CoverReportResponse,
  FiguresResponse,
  MonthlyReportResponse,
  StockReportResponse,
  Withheld,
} from './reports.dto';

const text = (name: string): Column => ({ name, kind: 'text' });
const tonnes = (name: string): Column => ({ name, kind: 'mass', unit: 'TNE' });
const ratio = (name: string): Column => ({ name, kind: 'ratio' });
const NO_FIGURES = { period: null, quality: null, baseline: null, membersCounted: null };

/** Whole grams of a mass that a report answers, which may be below zero. */
function grams(mass: WireMass | null): bigint | null {
  if (mass === null) return null;
  if (!mass.value.startsWith('-')) return parseMass(mass);
  return -parseMass({ ...mass, value: mass.value.slice(1) });
}

const FIGURES = [
  ...[text('period'), text('quality'), text('baseline'), text('members_counted')],
  ...[text('withheld'), text('reason')],
];

function figureCells(figures: FiguresResponse | null, withheld: Withheld | null): Row {
  const { period, quality, baseline, membersCounted } = figures ?? NO_FIGURES;
  const { code, reason } = withheld ?? { code: null, reason: null };
  return [period, quality, baseline, membersCounted, code, reason];
}

/** Days are given as decimals, and exactly as fractions. */
export const COVER_COLUMNS: readonly Column[] = [
  ...[text('holder'), text('material'), { name: 'day', kind: 'date' } as const],
  ...[tonnes('own_stocks'), tonnes('in_trust'), tonnes('stock')],
  ...[tonnes('unavailable'), tonnes('available')],
  ...[ratio('days_of_use'), text('days_of_use_exact')],
  ...[ratio('days_of_net_imports'), text('days_of_net_imports_exact')],
  ...FIGURES,
  text('log_size'),
];

export function* coverRows({ asOf, rows }: CoverReportResponse): Generator<Row> {
  for (const row of rows) {
    yield [
      ...[row.holder, row.material, asOf.day, grams(row.ownStocks), grams(row.inTrust)],
      ...[grams(row.stock), grams(row.unavailable), grams(row.available)],
      ...[row.daysOfUse?.decimal ?? null, row.daysOfUse?.exact ?? null],
      ...[row.daysOfNetImports?.decimal ?? null, row.daysOfNetImports?.exact ?? null],
      ...figureCells(row.figures, row.withheld),
      asOf.logSize,
    ];
  }
}

/** One row for each material and day (`level`), and one for each form on the last day (`form`). */
export const STOCK_COLUMNS: readonly Column[] = [
  ...[text('holder'), text('material'), text('record'), { name: 'day', kind: 'date' } as const],
  ...[text('form'), tonnes('own_stocks'), tonnes('in_trust'), tonnes('stock')],
  ...[tonnes('yearly_use'), ratio('percent_of_use')],
  ...[ratio('assay_min'), ratio('assay_mean_percent'), ratio('assay_max')],
  ...FIGURES,
  ...[text('release_rule'), text('log_size')],
];

export function* stockRows(report: StockReportResponse): Generator<Row> {
  const { asOf, holder, releaseRule, materials } = report;
  const rule = releaseRule && `${releaseRule.name}, version ${releaseRule.version}`;
  for (const { material, levels, forms } of materials) {
    for (const level of levels) {
      yield [
        ...[holder, material, 'level', level.day, null, grams(level.ownStocks)],
        ...[grams(level.inTrust), grams(level.stock), grams(level.yearlyUse)],
        ...[level.percentOfUse?.decimal ?? null, null, null, null],
        ...figureCells(level.figures, level.withheld),
        ...[rule, asOf.logSize],
      ];
    }
    for (const { form, inTrust, assayMin, assayMean, assayMax } of forms) {
      yield [
        ...[holder, material, 'form', asOf.day, form, null, grams(inTrust), null, null, null],
        ...[assayMin, assayMean.decimal, assayMax],
        ...figureCells(null, null),
        ...[rule, asOf.logSize],
      ];
    }
  }
}

/** The seven columns of a JODI file. */
export const MONTHLY_COLUMNS: readonly Column[] = [
  ...[text('area'), text('period'), text('product'), text('flow')],
  ...[text('unit'), ratio('value'), text('assessment')],
];

export function* monthlyTableRows({ rows }: MonthlyReportResponse): Generator<Row> {
  for (const { area, period, product, flow, unit, value, assessment } of rows) {
    yield [area, period, product, flow, unit, value, assessment];
  }
}
