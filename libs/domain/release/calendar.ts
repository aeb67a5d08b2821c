/** Calendar arithmetic on RFC 3339 dates, in the proleptic Gregorian calendar, without a clock. */

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function read(date: string): Day {
  const [year = 0, month = 1, day = 1] = date.split('-').map((digits) => parseInt(digits, 10));
  return { year, month, day };
}

function write({ year, month, day }: Day): string {
  const two = (value: number): string => value.toString().padStart(2, '0');
  return `${year.toString().padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days of a calendar year, 365 or 366. */
export function daysOfYear(year: string): string {
  return isLeap(parseInt(year, 10)) ? '366' : '365';
}

/** The date `days` days earlier. */
export function daysBefore(date: string, days: number): string {
  let { year, month, day } = read(date);
  day -= days;
  while (day < 1) {
    month = month === 1 ? 12 : month - 1;
    if (month === 12) year -= 1;
    day += daysOfMonth(year, month);
  }
  return write({ year, month, day });
}

/** The day after. */
export function dayAfter(date: string): string {
  return daysAfter(date, 1);
}

/** The date `days` days later. */
export function daysAfter(date: string, days: number): string {
  let { year, month, day } = read(date);
  day += days;
  while (day > daysOfMonth(year, month)) {
    day -= daysOfMonth(year, month);
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
  return write({ year, month, day });
}

/**
 * The same day `months` months later; a day that the month does not have falls on the first of the
 * month after it.
 */
export function monthsAfter(date: string, months: number): string {
  const from = read(date);
  const count = from.year * 12 + (from.month - 1) + months;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  if (from.day <= daysOfMonth(year, month)) return write({ year, month, day: from.day });
  const after = count + 1;
  return write({ year: Math.floor(after / 12), month: (after % 12) + 1, day: 1 });
}

/**
 * The year whose baseline counts for a declaration: the last that had ended `lagQuarters` quarters
 * before, so that nobody raises its base on a rumour and figures have had time to be published.
 */
export function baselineYear(declaredOn: string, lagQuarters: number): string {
  const { year, month } = read(declaredOn);
  const months = year * 12 + (month - 1) - 3 * lagQuarters;
  return (Math.floor(months / 12) - 1).toString();
}
