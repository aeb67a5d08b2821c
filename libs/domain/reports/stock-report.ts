import { assert } from '../assert';
import * as Q from '../quantity/rational';
import { poolShare } from './days-of-cover';

/** What is held of one lot, in grams of contained mass, and its mass fraction as decimal text. */
export interface HeldLot {
  readonly form: string;
  readonly assay: string;
  readonly grams: bigint;
}

/** All that is held in one chemical form, and how pure it is. */
export interface FormStock {
  readonly form: string;
  readonly grams: bigint;
  readonly assayMin: string;
  readonly assayMax: string;
  /** Contained mass over gross mass; the gross mass of each lot is rounded up to the gram. */
  readonly assayMean: Q.Rational;
}

/** Lots gathered by form, in ascending code. Lots that hold nothing any more do not count. */
export function stockByForm(lots: readonly HeldLot[]): readonly FormStock[] {
  const byForm = new Map<string, HeldLot[]>();
  for (const lot of lots) {
    if (lot.grams === 0n) continue;
    const held = byForm.get(lot.form);
    if (held) held.push(lot);
    else byForm.set(lot.form, [lot]);
  }
  return [...byForm].sort(([a], [b]) => (a < b ? -1 : 1)).map(([form, held]) => gather(form, held));
}

function gather(form: string, lots: readonly HeldLot[]): FormStock {
  const [first] = lots;
  assert(first, 'a form that is held is held in some lot');
  let [lowest, highest] = [first.assay, first.assay];
  let [grams, gross] = [0n, 0n];
  for (const lot of lots) {
    const assay = Q.parseDecimal(lot.assay);
    if (Q.compare(assay, Q.parseDecimal(lowest)) < 0) lowest = lot.assay;
    if (Q.compare(assay, Q.parseDecimal(highest)) > 0) highest = lot.assay;
    grams += lot.grams;
    gross += Q.ceil(Q.div(Q.of(lot.grams), assay));
  }
  return { form, grams, assayMin: lowest, assayMax: highest, assayMean: Q.ratio(grams, gross) };
}

/** A member's part of each form of a pool, as `poolShare` divides it. */
export function shareOfForms(
  forms: readonly FormStock[],
  delivered: bigint,
  deliveredByAll: bigint,
): readonly FormStock[] {
  return forms.map((stock) => ({
    ...stock,
    grams: poolShare(stock.grams, delivered, deliveredByAll),
  }));
}

/** Stock over a year's use, both in grams; null where nothing is used. */
export function shareOfUse(stock: bigint, yearlyUse: bigint): Q.Rational | null {
  return yearlyUse === 0n ? null : Q.ratio(stock, yearlyUse);
}

/** The last `years` ends of years before a day, and the day itself, in order. */
export function trendDays(day: string, years: number): readonly string[] {
  const year = parseInt(day.slice(0, 4), 10);
  const ends = Array.from({ length: years }, (_, index) => `${year - years + index}-12-31`);
  return [...ends.map((end) => end.padStart(10, '0')), day];
}
