import { named, numeral, part } from '../allocation/message';
import type { Figure, Message } from '../allocation/message';
import type * as explained from '../allocation/report';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { ReportId } from './report-english';

/** What is told about a problem: data, to be said by a table of messages. */
export type Report = explained.Report<ReportId>;
export type ReportCell = explained.ReportCell<ReportId>;
export type ReportChain = explained.ReportChain<ReportId>;
export type ReportMessage = Message<ReportId>;
export type ReportTable = explained.ReportTable<ReportId>;

export function say(id: ReportId, figures: Readonly<Record<string, Figure>> = {}): ReportMessage {
  return { id, figures };
}

export function heads(...ids: readonly ReportId[]): readonly ReportMessage[] {
  return ids.map((id) => say(id));
}

export function numberOf(count: number): Figure {
  return numeral(rational.of(BigInt(count)));
}

/** Its part of a whole, or a dash where there is no whole. */
export function partOf(value: Rational, whole: Rational): Figure | ReportMessage {
  return whole.p === 0n ? say('none') : part(rational.div(value, whole));
}

/** Names in one figure. */
export function namesOf(names: readonly string[]): Figure {
  return named(names.join(', '));
}

/** More chains than these are not read by anybody: tables hold everyone. */
export const CHAINS_MAX = 1_000;

/** The steps of each, up to `CHAINS_MAX`, and a word where there are more. */
export function chains(count: number, chainOf: (index: number) => ReportChain): Report {
  const shown = Math.min(count, CHAINS_MAX);
  const list = Array.from({ length: shown }, (_, index) => chainOf(index));
  return shown === count ? list : [say('chains.cut', { count: numberOf(shown) }), ...list];
}
