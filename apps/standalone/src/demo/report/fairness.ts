import type { RunRecord, SpreadRecord } from '#domain/allocation/run-record';
import * as rational from '#domain/quantity/rational';
import { decimal, percent } from '../format';
import type { Output } from '../progress';
import { printTable, type Column } from '../table';
import { printHeading } from './sections';

function worst({ worstOff }: SpreadRecord): string {
  return worstOff === null
    ? '-'
    : `${percent(rational.parse(worstOff.coverage))} (${worstOff.member})`;
}

/** How evenly coverage (supply over normal use) is spread, without and with the awards. */
export function printFairness(output: Output, record: RunRecord): void {
  const { before, after, membersCounted } = record.fairness;
  const column = (title: string, spread: SpreadRecord): Column => ({
    title,
    align: 'right',
    rank: 0,
    cells: [
      worst(spread),
      decimal(rational.parse(spread.gini), 4),
      decimal(rational.parse(spread.jain), 4),
    ],
  });
  printHeading(output, `Fairness of coverage over ${membersCounted} members`);
  printTable(output, [
    {
      title: 'figure',
      align: 'left',
      rank: 0,
      cells: ['worst-off member', 'Gini (0 is equal)', 'Jain (1 is equal)'],
    },
    column('without', before),
    column('with awards*', after),
  ]);
}
