import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { RuleParametersRecord } from './snapshot';
import { readInteger, readObject, readRatio, readWord } from './strict-reading';
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

const KEYS = Object.keys(DEFAULT_PARAMETERS) as (keyof RuleParametersRecord)[];

type RatioKey = {
  [K in keyof ReleaseParameters]: ReleaseParameters[K] extends Rational ? K : never;
}[keyof ReleaseParameters];

/** Reads and validates a whole parameter list; refuses with the JSON pointer of the first fault. */
export function parseParameters(value: unknown, pointer = ''): ReleaseParameters {
  const record = readObject(value, pointer, KEYS, refuseParameters);
  const ratio = (key: RatioKey) => readParameterRatio(record[key], `${pointer}/${key}`);
  const whole = (key: keyof RuleParametersRecord, least: bigint, most: bigint) =>
    readBetween(record[key], `${pointer}/${key}`, least, most);
  const parameters: ReleaseParameters = {
    schedule: readWord(record.schedule, `${pointer}/schedule`, ['ramp', 'step'], refuseParameters),
    triggerGeneral: ratio('triggerGeneral'),
    triggerSevere: ratio('triggerSevere'),
    restraintGeneral: ratio('restraintGeneral'),
    restraintSevere: ratio('restraintSevere'),
    releaseGeneral: ratio('releaseGeneral'),
    releaseSevere: ratio('releaseSevere'),
    standingMin: ratio('standingMin'),
    equityMin: ratio('equityMin'),
    equityMax: ratio('equityMax'),
    floorCap: ratio('floorCap'),
    humanitarianBuffer: ratio('humanitarianBuffer'),
    reviewAt: ratio('reviewAt'),
    baselineLagQuarters: whole('baselineLagQuarters', 0n, 20n),
    horizonDays: whole('horizonDays', 1n, RULE_DAYS_MAX),
    vestingDays: whole('vestingDays', 0n, RULE_DAYS_MAX),
    stockNormDays: whole('stockNormDays', 0n, RULE_DAYS_MAX),
    awardUnitGrams: whole('awardUnitGrams', 1n, AWARD_UNIT_GRAMS_MAX),
  };
  requireOrder(parameters, pointer);
  return parameters;
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
  const refuseUnless = (held: boolean, key: keyof ReleaseParameters, expected: string) => {
    if (!held) refuseParameters(`${pointer}/${key}`, expected);
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
