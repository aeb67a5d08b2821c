import { daysAfter } from './calendar';

/** One step of a decision and when it must have been taken, RFC 3339 in UTC. */
export interface Deadline {
  readonly step: DecisionStep;
  readonly by: string;
}

export type DecisionStep = 'review' | 'board' | 'stop' | 'delivery' | 'closing-review' | 'closing';

const HOURS_PER_DAY = 24;
const DELIVERY_DAYS = 15;

/**
 * Stage 25: the fixed clock of a release from the moment of its finding. Review within 48 h, the
 * board within 48 h of that; a special majority may stop it within another 48 h, and if it does not
 * the material is delivered within 15 days.
 */
export function releaseDeadlines(foundAt: string): readonly Deadline[] {
  const delivery = HOURS_PER_DAY * DELIVERY_DAYS;
  return inARow(foundAt, [
    ['review', 48],
    ['board', 48],
    ['stop', 48],
    ['delivery', delivery],
  ]);
}

/** The same for ending the measures: 72 h, then 48 h and 48 h. */
export function closingDeadlines(proposedAt: string): readonly Deadline[] {
  return inARow(proposedAt, [
    ['closing-review', 72],
    ['board', 48],
    ['closing', 48],
  ]);
}

function inARow(
  start: string,
  steps: readonly (readonly [DecisionStep, number])[],
): readonly Deadline[] {
  let at = start;
  return steps.map(([step, hours]) => {
    at = sameTimeAfter(at, hours / HOURS_PER_DAY);
    return { step, by: at };
  });
}

/** The same time of day so many whole days later. */
function sameTimeAfter(time: string, days: number): string {
  const [date = '', ofDay = ''] = time.split('T');
  return `${daysAfter(date, days)}T${ofDay}`;
}
