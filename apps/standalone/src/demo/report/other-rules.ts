import type { RunRecord } from '#domain/allocation/run-record';
import { equalAwards, weightedEqualAwards } from '#domain/allocation/rules/equal-awards';
import { equalLosses } from '#domain/allocation/rules/equal-losses';
import { talmud } from '#domain/allocation/rules/half-claims';
import { maxMinCoverage } from '#domain/allocation/rules/max-min-coverage';
import { proportional } from '#domain/allocation/rules/proportional';
import type { Amounts } from '#domain/allocation/rules/amounts';
import * as rational from '#domain/quantity/rational';
import type { Rational } from '#domain/quantity/rational';
import { tonnes } from '../format';
import { mostAffected } from '../most-affected';
import type { Output } from '../progress';
import { printTable, type Column } from '../table';
import { memberName } from './members';
import { printHeading, printWrapped } from './sections';

/** What other rules would have made of the same mass and the same claims, as one single pool. */
export function printOtherRules(output: Output, record: RunRecord): void {
  const shown = mostAffected(record);
  if (shown.length === 0) return;
  const claims = record.members.map((member) => rational.of(BigInt(member.claim)));
  const weights = record.members.map((member) => rational.parse(member.weight));
  const horizon = rational.of(BigInt(record.horizonDays));
  const overHorizon = (perDay: string): Rational => rational.mul(rational.parse(perDay), horizon);
  const needs = record.members.map((member) => overHorizon(member.baselinePerDay));
  const supplies = record.members.map((member) => overHorizon(member.ownSupplyPerDay));
  const estate = rational.of(BigInt(record.totals.awarded));
  const rules: readonly (readonly [string, Amounts])[] = [
    ['weights only', weightedEqualAwards(estate, claims, weights)],
    ['proportional', proportional(estate, claims)],
    ['equal awards', equalAwards(estate, claims)],
    ['equal losses', equalLosses(estate, claims)],
    ['Talmud', talmud(estate, claims)],
    ['max-min', maxMinCoverage(estate, claims, needs, supplies)],
  ];
  const cells = (awards: Amounts): readonly string[] =>
    shown.map((member) => tonnes(awards[record.members.indexOf(member)] ?? rational.ZERO));
  const column = (title: string, list: readonly string[], rank: number): Column => ({
    title,
    unit: 't',
    align: 'right',
    rank,
    cells: list,
  });
  printHeading(output, 'What other rules would have given the three most affected');
  printTable(output, [
    {
      title: 'member',
      align: 'left',
      rank: 0,
      cells: shown.map((member) => memberName(member.member)),
    },
    column(
      'claim*',
      shown.map((member) => tonnes(BigInt(member.claim))),
      0,
    ),
    column(
      'this rule',
      shown.map((member) => tonnes(BigInt(member.award))),
      0,
    ),
    ...rules.map(([title, awards], index) => column(title, cells(awards), index + 1)),
  ]);
  printWrapped(
    output,
    'One single pool of the awarded mass, whatever the form. equal awards and equal losses: ' +
      'constrained by claims; max-min: raises the worst coverage first.',
  );
}
