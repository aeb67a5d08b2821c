import { assert } from '../assert';

/** Ways by which material comes to a store and leaves it, each with its sign on the level. */
export const MOVEMENT_FLOWS = {
  receipts: 1n,
  'transfers-in': 1n,
  returns: -1n,
  'transfers-out': -1n,
  releases: -1n,
  losses: -1n,
} as const;
export type MovementFlow = keyof typeof MOVEMENT_FLOWS;

/** The rows of a month, in the order in which they are read. */
export const FLOWS = [
  'opening-level',
  ...(Object.keys(MOVEMENT_FLOWS) as MovementFlow[]),
  'stock-change',
  'closing-level',
] as const;
export type Flow = (typeof FLOWS)[number];

/** Grams of one flow in one month (`2025-02`) of one area and product; a correction is negative. */
export interface Movement {
  readonly area: string;
  readonly product: string;
  readonly month: string;
  readonly flow: MovementFlow;
  readonly grams: bigint;
}

/** What an area held of a product before the first month. */
export interface Opening {
  readonly area: string;
  readonly product: string;
  readonly grams: bigint;
}

export interface MonthlyRow {
  readonly area: string;
  readonly period: string;
  readonly product: string;
  readonly flow: Flow;
  readonly grams: bigint;
}

/** The month so many months later, or earlier when negative. */
export function monthPlus(month: string, months: number): string {
  const place = placeOf(month) + months;
  const year = Math.floor(place / 12);
  const two = (place - year * 12 + 1).toString().padStart(2, '0');
  return `${year.toString().padStart(4, '0')}-${two}`;
}

/** How many months there are from the first to the last (`2025-02`), both included. */
export function monthCount(first: string, last: string): number {
  return Math.max(placeOf(last) - placeOf(first) + 1, 0);
}

/** The months from the first to the last, both included. */
export function monthsBetween(first: string, last: string): readonly string[] {
  return Array.from({ length: monthCount(first, last) }, (_, index) => monthPlus(first, index));
}

function placeOf(month: string): number {
  return parseInt(month.slice(0, 4), 10) * 12 + parseInt(month.slice(5), 10) - 1;
}

/**
 * One tidy row for each area, product, month and flow, by area, then product, month and flow. Each
 * month closes at what it opened with plus its flows, and the next opens there. Movements outside
 * the months are a mistake of ours.
 */
export function monthlyRows(
  months: readonly string[],
  openings: readonly Opening[],
  movements: readonly Movement[],
): readonly MonthlyRow[] {
  const levels = new Map<string, bigint>();
  for (const { area, product, grams } of openings) levels.set(keyOf(area, product), grams);
  const flows = new Map<string, bigint>();
  for (const { area, product, month, flow, grams } of movements) {
    assert(months.includes(month), `the movement of ${month} is within the months`);
    const key = keyOf(area, product, month, flow);
    flows.set(key, (flows.get(key) ?? 0n) + grams);
    if (!levels.has(keyOf(area, product))) levels.set(keyOf(area, product), 0n);
  }
  return [...levels]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, opening]) => {
      const [area = '', product = ''] = key.split('\n');
      return rowsOf(
        area,
        product,
        months,
        opening,
        (month, flow) => flows.get(keyOf(area, product, month, flow)) ?? 0n,
      );
    });
}

function rowsOf(
  area: string,
  product: string,
  months: readonly string[],
  opening: bigint,
  gramsOf: (month: string, flow: MovementFlow) => bigint,
): readonly MonthlyRow[] {
  let level = opening;
  return months.flatMap((period) => {
    const row = (flow: Flow, grams: bigint): MonthlyRow => ({ area, period, product, flow, grams });
    const names = Object.keys(MOVEMENT_FLOWS) as MovementFlow[];
    const moved = names.map((flow) => row(flow, gramsOf(period, flow)));
    const change = names.reduce(
      (sum, flow) => sum + MOVEMENT_FLOWS[flow] * gramsOf(period, flow),
      0n,
    );
    const opened = row('opening-level', level);
    level += change;
    return [opened, ...moved, row('stock-change', change), row('closing-level', level)];
  });
}

/** None of the parts has a line break. */
function keyOf(...parts: readonly string[]): string {
  return parts.join('\n');
}
