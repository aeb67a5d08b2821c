import type { ClockHours } from './clock-parameters';

export type DeadlineStep =
  | 'declare'
  | 'open-needs'
  | 'close-needs'
  | 'approve'
  | 'publish'
  | 'answer-award'
  | 'deliver'
  | 'answer-dispute'
  | 'decide-dispute';

export type DeadlineSubject = 'disruption' | 'allocation-run' | 'award' | 'dispute';

/** What the clock does when a step was not taken by its deadline. */
export type PassingAct = 'escalate' | 'close-needs' | 'lapse-award';

export interface StepOfClock {
  readonly subject: DeadlineSubject;
  /** The hours of the rule from the beginning of the step to its deadline. */
  readonly hours: ClockHours;
  /** The hours of the rule before the deadline at which those concerned are reminded. */
  readonly reminder?: ClockHours;
  readonly onPassing: PassingAct;
}

/** Every step that has a deadline: what it concerns, how long it may take, what happens then. */
export const STEPS: Readonly<Record<DeadlineStep, StepOfClock>> = {
  declare: { subject: 'disruption', hours: 'declareHours', onPassing: 'escalate' },
  'open-needs': { subject: 'disruption', hours: 'openNeedsHours', onPassing: 'escalate' },
  'close-needs': {
    subject: 'disruption',
    hours: 'needsHours',
    reminder: 'needsReminderHours',
    onPassing: 'close-needs',
  },
  approve: { subject: 'allocation-run', hours: 'approveHours', onPassing: 'escalate' },
  publish: { subject: 'allocation-run', hours: 'publishHours', onPassing: 'escalate' },
  'answer-award': {
    subject: 'award',
    hours: 'awardHours',
    reminder: 'awardReminderHours',
    onPassing: 'lapse-award',
  },
  deliver: { subject: 'award', hours: 'deliverHours', onPassing: 'escalate' },
  'answer-dispute': { subject: 'dispute', hours: 'answerHours', onPassing: 'escalate' },
  'decide-dispute': { subject: 'dispute', hours: 'decideHours', onPassing: 'escalate' },
};
