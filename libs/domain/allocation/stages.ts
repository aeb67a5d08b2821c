import { claimOf, floorOf, gapOf, inUnits, weightOf } from '../release/claims';
import { releaseDeadlines } from '../release/decision-clock';
import { reviewOf } from '../release/review';
import { openingOf } from '../release/schedule';
import { repaymentSchedule } from '../release/repayment';
import { parseSnapshot } from '../release/snapshot-reader';
import { openStock } from '../release/stock-opening';
import { supplyPosition } from '../release/supply-model';
import { triggerOf } from '../release/trigger';
import { checkDivision } from './check-division';
import { openSupply } from './humanitarian-class';
import { leximin } from './leximin';
import { lotOrder } from './lot-order';
import { overrideInput } from './override';
import { replay } from './replay';
import { roundAwards } from './rounding';
import { creditsAfter } from './rounding-credit';
import { routeAwards } from './routing';
import { buildNetwork } from './supply-routes';
import { drawTieKeys } from './tie-order';
import { nextTranche } from './tranche';
import { passAwards, passFloors } from './two-passes';

/** One stage of the published pipeline, by its number there, and the pure function that does it. */
export interface Stage {
  readonly number: number;
  readonly name: string;
  readonly does: (...values: never[]) => unknown;
}

/** All stages in the order of the text: docs/explanation/pipeline.md says what each one does. */
export const STAGES: readonly Stage[] = [
  { number: 1, name: 'units', does: inUnits },
  { number: 2, name: 'freeze', does: parseSnapshot },
  { number: 3, name: 'inputs', does: supplyPosition },
  { number: 4, name: 'needs', does: claimOf },
  { number: 5, name: 'trigger', does: triggerOf },
  { number: 6, name: 'restraint and release', does: openingOf },
  { number: 7, name: 'gap', does: gapOf },
  { number: 8, name: 'floor', does: floorOf },
  { number: 9, name: 'weight', does: weightOf },
  { number: 10, name: 'classes', does: openSupply },
  { number: 11, name: 'supply', does: openStock },
  { number: 12, name: 'network', does: buildNetwork },
  { number: 13, name: 'floor pass', does: passFloors },
  { number: 14, name: 'award pass', does: passAwards },
  { number: 15, name: 'algorithm', does: leximin },
  { number: 16, name: 'certificate', does: checkDivision },
  { number: 17, name: 'rounding', does: roundAwards },
  { number: 18, name: 'rounding credit', does: creditsAfter },
  { number: 19, name: 'lots', does: lotOrder },
  { number: 20, name: 'tranches', does: nextTranche },
  { number: 21, name: 'routing', does: routeAwards },
  { number: 22, name: 'ties', does: drawTieKeys },
  { number: 23, name: 'settlement', does: repaymentSchedule },
  { number: 24, name: 'review', does: reviewOf },
  { number: 25, name: 'clock', does: releaseDeadlines },
  { number: 26, name: 'override', does: overrideInput },
  { number: 27, name: 'replay', does: replay },
];
