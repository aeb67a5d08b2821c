/**
 * Text that a spreadsheet would take for a formula, also behind apostrophes. The full-width signs
 * count: some locales' spreadsheets read them as the plain ones.
 */
const LIKE_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/u;

/**
 * The text with a leading apostrophe when a spreadsheet would calculate it (OWASP ASVS V1.2.10).
 * No two texts become the same: `fromInert` gives every text back.
 */
export function toInert(text: string): string {
  return LIKE_FORMULA.test(text) ? `'${text}` : text;
}

/** The text that `toInert` was given. */
export function fromInert(text: string): string {
  return text.startsWith("'") && LIKE_FORMULA.test(text) ? text.slice(1) : text;
}
