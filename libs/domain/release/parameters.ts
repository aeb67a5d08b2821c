import { DomainError } from '../errors';
import { Faults } from '../faults';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { RuleParametersRecord } from './snapshot';
import { escaped, readInteger, readRatio, readWord } from './strict-reading';
import type { Refuse } from './strict-reading';

/** A release rule's parameters, typed; see `RuleParametersRecord` for the text form. */
export interface ReleaseParameters {
  readonly schedule: 'ramp' | 'step';
  readonly triggerGeneral: Rational;
  readonly triggerSevere: Rational;
  readonly restraintGeneral: Rational;
  readonly restraintSevere: Rational;
  readonly releaseGeneral: Rational;
  readonly releaseSevere: Rational;
  readonly standingMin: Rational;
  readonly equityMin: Rational;
  readonly equityMax: Rational;
  readonly floorCap: Rational;
  readonly humanitarianBuffer: Rational;
  readonly reviewAt: Rational;
  readonly baselineLagQuarters: bigint;
  readonly horizonDays: bigint;
  readonly vestingDays: bigint;
  readonly stockNormDays: bigint;
  readonly awardUnitGrams: bigint;
}

/** The recommended rule: the published parameter list, awards in kilograms. */
export const DEFAULT_PARAMETERS: RuleParametersRecord = {
  schedule: 'ramp',
  triggerGeneral: '7/100',
  triggerSevere: '12/100',
  restraintGeneral: '7/100',
  restraintSevere: '10/100',
  releaseGeneral: '1/4',
  releaseSevere: '1/2',
  standingMin: '1/2',
  equityMin: '1/2',
  equityMax: '2',
  floorCap: '1/5',
  humanitarianBuffer: '1/20',
  reviewAt: '1/2',
  baselineLagQuarters: '1',
  horizonDays: '30',
  vestingDays: '90',
  stockNormDays: '90',
  awardUnitGrams: '1000',
};

/** The longest horizon, vesting period or stock norm a rule may set, in days: ten years. */
export const RULE_DAYS_MAX = 3660n;

/** The coarsest award unit, in grams: ten thousand tonnes. */
export const AWARD_UNIT_GRAMS_MAX = 10_000_000_000n;

/** A longer fraction in a rule is a mistake: parameters are decided by people. */
export const PARAMETER_TEXT_LENGTH_MAX = 40;

/** Of more fields that are unknown the rest is not told. */
const UNKNOWN_TOLD_MAX = 20;

const KEYS = Object.keys(DEFAULT_PARAMETERS) as (keyof RuleParametersRecord)[];

type RatioKey = {
  [K in keyof ReleaseParameters]: ReleaseParameters[K] extends Rational ? K : never;
}[keyof ReleaseParameters];

const WHOLE_RANGES = {
  baselineLagQuarters: [0n, 20n],
  horizonDays: [1n, RULE_DAYS_MAX],
  vestingDays: [0n, RULE_DAYS_MAX],
  stockNormDays: [0n, RULE_DAYS_MAX],
  awardUnitGrams: [1n, AWARD_UNIT_GRAMS_MAX],
} as const;

/**
 * Reads and validates a whole parameter list. Refuses `release-parameters-invalid` with the JSON
 * pointer of every fault; an order is looked at once each parameter by itself is right.
 */
export function parseParameters(value: unknown, pointer = ''): ReleaseParameters {
  const faults = new Faults();
  const record = readFields(value, pointer, faults);
  const read = (key: keyof RuleParametersRecord): unknown => {
    const place = `${pointer}/${key}`;
    if (key === 'schedule') {
      return readWord(record[key], place, ['ramp', 'step'], refuseParameters);
    }
    const range = Object.hasOwn(WHOLE_RANGES, key)
      ? WHOLE_RANGES[key as keyof typeof WHOLE_RANGES]
      : null;
    if (range !== null) return readBetween(record[key], place, range[0], range[1]);
    return readParameterRatio(record[key], place);
  };
  const present = KEYS.filter((key) => Object.hasOwn(record, key));
  const values = present.map((key) => [key, faults.reading(() => read(key))] as const);
  faults.refuseAny();
  const parameters = Object.fromEntries(values) as unknown as ReleaseParameters;
  requireOrder(parameters, pointer);
  return parameters;
}

/** The fields as they are, every missing and unknown one noted. */
function readFields(
  value: unknown,
  pointer: string,
  faults: Faults,
): Partial<Readonly<Record<keyof RuleParametersRecord, unknown>>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuseParameters(pointer, 'an object');
  }
  const known: readonly string[] = KEYS;
  const missing = KEYS.filter((key) => !Object.hasOwn(value, key));
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  for (const key of missing) {
    faults.reading(() => refuseParameters(`${pointer}/${key}`, 'present'));
  }
  for (const key of unknown.slice(0, UNKNOWN_TOLD_MAX)) {
    faults.reading(() => refuseParameters(`${pointer}/${escaped(key)}`, 'absent'));
  }
  return value;
}

const AT_MOST_ONE: readonly RatioKey[] = [
  'triggerGeneral',
  'triggerSevere',
  'restraintGeneral',
  'restraintSevere',
  'releaseGeneral',
  'releaseSevere',
  'standingMin',
  'floorCap',
  'humanitarianBuffer',
  'reviewAt',
];

const POSITIVE: readonly RatioKey[] = ['triggerGeneral', 'standingMin', 'equityMin'];

/** Ranges, and the order between parameters; weights must stay positive, the ramp must rise. */
function requireOrder(parameters: ReleaseParameters, pointer: string): void {
  const faults = new Faults();
  const refuseUnless = (held: boolean, key: keyof ReleaseParameters, expected: string) => {
    if (!held) faults.reading(() => refuseParameters(`${pointer}/${key}`, expected));
  };
  const ordered = (low: RatioKey, high: RatioKey) =>
    rational.compare(parameters[low], parameters[high]) <= 0;
  for (const key of AT_MOST_ONE) {
    refuseUnless(rational.compare(parameters[key], rational.ONE) <= 0, key, 'at most 1');
  }
  for (const key of POSITIVE) refuseUnless(parameters[key].p > 0n, key, 'above 0');
  refuseUnless(
    rational.compare(parameters.triggerGeneral, parameters.triggerSevere) < 0,
    'triggerSevere',
    'above triggerGeneral',
  );
  refuseUnless(
    ordered('restraintGeneral', 'restraintSevere'),
    'restraintSevere',
    'at least restraintGeneral',
  );
  refuseUnless(
    ordered('releaseGeneral', 'releaseSevere'),
    'releaseSevere',
    'at least releaseGeneral',
  );
  refuseUnless(ordered('equityMin', 'equityMax'), 'equityMax', 'at least equityMin');
  refuseUnless(
    rational.compare(parameters.humanitarianBuffer, rational.ONE) < 0,
    'humanitarianBuffer',
    'below 1',
  );
  faults.refuseAny();
}

function readParameterRatio(value: unknown, pointer: string): Rational {
  if (typeof value === 'string' && value.length > PARAMETER_TEXT_LENGTH_MAX) {
    refuseParameters(pointer, `at most ${PARAMETER_TEXT_LENGTH_MAX} characters`);
  }
  const ratio = readRatio(value, pointer, refuseParameters);
  return ratio.p < 0n ? refuseParameters(pointer, 'not negative') : ratio;
}

function readBetween(value: unknown, pointer: string, least: bigint, most: bigint): bigint {
  const whole = readInteger(value, pointer, refuseParameters);
  if (whole < least || whole > most) {
    refuseParameters(pointer, `an integer from ${least} to ${most}`);
  }
  return whole;
}

const refuseParameters: Refuse = (pointer, expected) => {
  throw new DomainError(
    'invalid',
    'release-parameters-invalid',
    `The release rule's ${pointer === '' ? 'parameters' : pointer} must be ${expected}.`,
    { pointer },
  );
};
