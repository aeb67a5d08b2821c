import type { FullLifecycle } from './lifecycle';

export type DrawdownState =
  'ordered' | 'released' | 'reported' | 'collected' | 'accounted' | 'cancelled';
export type DrawdownAct =
  'cancel' | 'release' | 'collect' | 'report' | 'settle' | 'recount' | 'state-use';

/**
 * A release order, from the pick list to the statement of use. The receipt of a collection has a
 * signature of each side over the same grams: the Trust's at the release and the member's at the
 * collection when all of it is there, else the member's report and the Trust's settlement of it.
 */
export const DRAWDOWN: FullLifecycle<DrawdownState, DrawdownAct> = {
  ordered: {
    cancel: {
      to: 'cancelled',
      by: 'administrator',
      notBy: {},
      guards: [],
      ways: [],
      entry: 'drawdown-cancelled',
    },
    release: {
      to: 'released',
      by: 'administrator',
      notBy: { orderedBy: 'ordered the drawdown' },
      guards: ['dates-out-of-order'],
      ways: [['reserve-earmarked', 'in-transit']],
      entry: 'drawdown-released',
    },
  },
  released: {
    collect: {
      to: 'collected',
      by: 'operator',
      notBy: { releasedBy: 'released the drawdown' },
      guards: ['member-not-yours'],
      ways: [
        ['in-transit', 'released'],
        ['undertaken', 'drawn'],
      ],
      entry: 'drawdown-collected',
    },
    report: {
      to: 'reported',
      by: 'operator',
      notBy: { releasedBy: 'released the drawdown' },
      guards: [
        ...['member-not-yours', 'receipt-line-unknown', 'receipt-line-twice'],
        ...['receipt-exceeds-release', 'receipt-lacks-nothing'],
      ],
      ways: [],
      entry: 'collection-reported',
    },
  },
  reported: {
    settle: {
      to: 'collected',
      by: 'administrator',
      notBy: { releasedBy: 'released the drawdown', collectedBy: 'reported the collection' },
      guards: [],
      ways: [
        ['in-transit', 'released'],
        ['in-transit', 'loss'],
        ['undertaken', 'drawn'],
      ],
      entry: 'collection-settled',
    },
    recount: {
      to: 'released',
      by: 'administrator',
      notBy: {},
      guards: [],
      ways: [],
      entry: 'collection-recounted',
    },
  },
  collected: {
    'state-use': {
      to: 'accounted',
      by: 'operator',
      notBy: {},
      guards: ['member-not-yours', 'mass-zero', 'end-use-not-whole'],
      ways: [],
      entry: 'end-use-stated',
    },
  },
  accounted: {},
  cancelled: {},
};
