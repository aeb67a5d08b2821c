import { DomainError } from '../errors';
import { readInteger, readObject, readWord } from './strict-reading';
import type { Refuse } from './strict-reading';

/**
 * The decision clock of a release rule: how long each step may take, in whole hours as text. It
 * says when people must have decided, so it stands beside the parameters that a run freezes;
 * `missingNeeds` alone says what a run freezes.
 */
export interface ClockRecord {
  /** From the proposal of a disruption to its declaration. */
  readonly declareHours: string;
  /** From the declaration to the opening of the needs window. */
  readonly openNeedsHours: string;
  /** How long the needs window is open. */
  readonly needsHours: string;
  /** How long before its close those who stated no need are reminded. */
  readonly needsReminderHours: string;
  /** How a need that was not stated counts: as the verified gap, or as none. */
  readonly missingNeeds: 'gap' | 'none';
  /** From the proposal of a run to its approval or rejection. */
  readonly approveHours: string;
  /** From the approval of a run to its publication. */
  readonly publishHours: string;
  /** From the publication of an award to its acceptance; an award not answered by then lapses. */
  readonly awardHours: string;
  /** How long before that the member is reminded. */
  readonly awardReminderHours: string;
  /** From the acceptance of an award to the collection of all of it. */
  readonly deliverHours: string;
  /** How long after its publication an award may be contested. */
  readonly contestHours: string;
  /** From a dispute to the answer of an administrator. */
  readonly answerHours: string;
  /** From that answer to the decision. */
  readonly decideHours: string;
}

/** Steps of 48 hours and delivery within 15 days, as stage 25 has them; a week to state needs. */
export const DEFAULT_CLOCK: ClockRecord = {
  declareHours: '48',
  openNeedsHours: '48',
  needsHours: '168',
  needsReminderHours: '48',
  missingNeeds: 'gap',
  approveHours: '48',
  publishHours: '48',
  awardHours: '360',
  awardReminderHours: '72',
  deliverHours: '360',
  contestHours: '168',
  answerHours: '72',
  decideHours: '48',
};

/** The longest step that a rule may give, in hours: a year. */
const CLOCK_HOURS_MAX = 8_784n;

export type ClockHours = Exclude<keyof ClockRecord, 'missingNeeds'>;
const KEYS = Object.keys(DEFAULT_CLOCK) as (keyof ClockRecord)[];

/**
 * Reads a clock; what is left out is as in the default one. Refuses `decision-clock-invalid` with
 * the JSON pointer of the first fault.
 */
export function parseClock(value: unknown, pointer = ''): ClockRecord {
  const whole = isObject(value) ? { ...DEFAULT_CLOCK, ...value } : value;
  const record = readObject(whole, pointer, KEYS, refuse);
  for (const key of KEYS) {
    if (key === 'missingNeeds') readWord(record[key], `${pointer}/${key}`, ['gap', 'none'], refuse);
    else readHours(record[key], `${pointer}/${key}`);
  }
  const clock = record as unknown as ClockRecord;
  requireBefore(clock, 'needsReminderHours', 'needsHours', pointer);
  requireBefore(clock, 'awardReminderHours', 'awardHours', pointer);
  return clock;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readHours(value: unknown, pointer: string): void {
  const hours = readInteger(value, pointer, refuse);
  if (hours >= 1n && hours <= CLOCK_HOURS_MAX) return;
  refuse(pointer, `whole hours from 1 to ${CLOCK_HOURS_MAX}`);
}

/** A reminder comes within the time that it reminds of. */
function requireBefore(
  clock: ClockRecord,
  reminder: ClockHours,
  whole: ClockHours,
  pointer: string,
): void {
  if (BigInt(clock[reminder]) < BigInt(clock[whole])) return;
  refuse(`${pointer}/${reminder}`, `less than ${whole}`);
}

const refuse: Refuse = (pointer, expected) => {
  throw new DomainError(
    'invalid',
    'decision-clock-invalid',
    `The decision clock's ${pointer === '' ? 'hours' : pointer} must be ${expected}.`,
    { pointer },
  );
};
