import type { FullLifecycle, Move } from './lifecycle';

export type AwardState = 'published' | 'accepted' | 'drawing' | 'drawn' | 'waived' | 'lapsed';
export type AwardAct = 'accept' | 'draw' | 'finish' | 'waive' | 'waive-rest' | 'lapse';

const WAIVE: Move<AwardState> = {
  to: 'waived',
  by: 'operator',
  notBy: {},
  guards: ['member-not-yours', 'deadline-over'],
  ways: [['reserve-earmarked', 'reserve-free']],
  entry: 'award-waived',
};

/** A drawdown is ordered; where a loss took grams of the award, free lots take their place. */
const DRAW: Move<AwardState> = {
  to: 'drawing',
  by: 'administrator',
  notBy: {},
  guards: ['drawdown-exceeds-award', 'award-not-covered'],
  ways: [['reserve-free', 'reserve-earmarked']],
  entry: 'drawdown-ordered',
};

/**
 * An award is drawn in as many parts as are ordered. It is waived whole before anything is ordered
 * from it, and afterwards what is left of it. Only the clock lets one lapse: that its member did
 * not answer in time. The last gram collected finishes it.
 */
export const AWARD: FullLifecycle<AwardState, AwardAct> = {
  published: {
    accept: {
      to: 'accepted',
      by: 'operator',
      notBy: {},
      guards: ['member-not-yours', 'deadline-over'],
      ways: [],
      entry: 'award-accepted',
    },
    waive: WAIVE,
    lapse: { ...WAIVE, to: 'lapsed', by: 'system', guards: [], entry: 'award-lapsed' },
  },
  accepted: { draw: DRAW, waive: WAIVE },
  drawing: {
    draw: DRAW,
    finish: {
      to: 'drawn',
      by: 'operator',
      notBy: {},
      guards: ['member-not-yours'],
      ways: [],
      entry: 'drawdown-collected',
    },
    'waive-rest': { ...WAIVE, to: 'drawn', guards: ['member-not-yours', 'drawdown-under-way'] },
  },
  drawn: {},
  waived: {},
  lapsed: {},
};
