/** How a typed cell of a workbook reads as text, or why it cannot be taken. */
export type TypedCell =
  | { readonly text: string }
  | { readonly code: string; readonly found: string; readonly expected: string };

/** Significant digits that a double keeps whatever they are. */
const DIGITS_MAX = 15;
/** Digits that a program writes so as to give one double and no other. */
const WRITTEN_DIGITS_MAX = 17;

/**
 * A number as the file writes it. Numbers of a workbook are doubles, so that one with more digits
 * than a double keeps is no longer what somebody typed.
 */
export function readNumber(written: string): TypedCell {
  const value = Number(written);
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(written) || !Number.isFinite(value)) {
    return { code: 'cell-unreadable', found: written.slice(0, 200), expected: 'a number' };
  }
  const text = plainDecimal(value);
  if (
    significantDigits(text) <= DIGITS_MAX &&
    significantDigits(written.replace(/[eE].*/, '')) <= WRITTEN_DIGITS_MAX
  ) {
    return { text };
  }
  return {
    code: 'cell-number-imprecise',
    found: written.slice(0, 200),
    expected: `at most ${DIGITS_MAX} significant digits, or a cell that is formatted as text`,
  };
}

function significantDigits(decimal: string): number {
  const digits = decimal.replace(/[-.]/g, '').replace(/^0+/, '');
  return (decimal.includes('.') ? digits : digits.replace(/0+$/, '')).replace(/0+$/, '').length;
}

/** A double in its shortest form, without exponent. */
function plainDecimal(value: number): string {
  const [, sign = '', whole = '', part = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(value.toString()) ?? [];
  if (exponent === undefined) return value.toString();
  const digits = whole + part;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

const DAY_MS = 86_400_000;
/** Serial 60 is a day that never was, 1900-02-29; what is before it counts one day less. */
const FIRST_CERTAIN_DAY = 61;

/** A day as it is stored in a workbook: the number of days since an epoch. */
export function readDate(written: string, from1904: boolean): TypedCell {
  const days = Number(written);
  const isDay = /^\d{1,7}(\.0+)?$/.test(written) && (from1904 || days >= FIRST_CERTAIN_DAY);
  if (isDay && days < 2_958_466) {
    const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
    return { text: new Date(epoch + days * DAY_MS).toISOString().slice(0, 10) };
  }
  return {
    code: 'cell-date-with-time',
    found: written.slice(0, 200),
    expected: 'a date without a time of day, or text such as 2025-02-22',
  };
}
