import { DomainError } from '../errors';
import { readInteger, readObject, readWord } from './strict-reading';
import type { Refuse } from './strict-reading';

/**
 * What a release asks of those who receive, in text as rules have it. It never changes a division,
 * so it stands beside the parameters that a run freezes.
 */
export interface TermsRecord {
  /** `loan`: the same material is owed back, at interest 0; `grant`: nothing is. */
  readonly basis: 'loan' | 'grant';
  /** Months from the collection to the first instalment of what is owed. */
  readonly firstDueMonths: string;
  /** In how many instalments, as equal as grams allow. */
  readonly instalments: string;
  /** Months from one instalment to the next. */
  readonly everyMonths: string;
  /** Days from the collection within which the member states what the material was used for. */
  readonly endUseDays: string;
}

/** A loan in kind, due back whole after a year; half a year to state the use. */
export const DEFAULT_TERMS: TermsRecord = {
  basis: 'loan',
  firstDueMonths: '12',
  instalments: '1',
  everyMonths: '3',
  endUseDays: '180',
};

/** The longest term in months, twenty years; the most instalments; the longest time to state. */
const TERM_MONTHS_MAX = 240n;
const INSTALMENTS_MAX = 60n;
const END_USE_DAYS_MAX = 3_660n;
/** All of a loan is due back within fifty years. */
const LAST_DUE_MONTHS_MAX = 600n;

const KEYS = Object.keys(DEFAULT_TERMS) as (keyof TermsRecord)[];

/**
 * Reads terms; what is left out is as in the default ones. Refuses `release-terms-invalid` with
 * the JSON pointer of the first fault.
 */
export function parseTerms(value: unknown, pointer = ''): TermsRecord {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  const whole = isPlain ? { ...DEFAULT_TERMS, ...value } : value;
  const record = readObject(whole, pointer, KEYS, refuse);
  const between = (key: keyof TermsRecord, least: bigint, most: bigint): void => {
    const number = readInteger(record[key], `${pointer}/${key}`, refuse);
    if (number >= least && number <= most) return;
    refuse(`${pointer}/${key}`, `a whole number from ${least} to ${most}`);
  };
  readWord(record.basis, `${pointer}/basis`, ['loan', 'grant'], refuse);
  between('firstDueMonths', 1n, TERM_MONTHS_MAX);
  between('instalments', 1n, INSTALMENTS_MAX);
  between('everyMonths', 1n, TERM_MONTHS_MAX);
  between('endUseDays', 1n, END_USE_DAYS_MAX);
  const terms = record as unknown as TermsRecord;
  const steps = (BigInt(terms.instalments) - 1n) * BigInt(terms.everyMonths);
  if (BigInt(terms.firstDueMonths) + steps <= LAST_DUE_MONTHS_MAX) return terms;
  return refuse(`${pointer}/everyMonths`, `such that all is due in ${LAST_DUE_MONTHS_MAX} months`);
}

const refuse: Refuse = (pointer, expected): never => {
  throw new DomainError(
    'invalid',
    'release-terms-invalid',
    `The release terms' ${pointer === '' ? 'fields' : pointer} must be ${expected}.`,
    { pointer },
  );
};
