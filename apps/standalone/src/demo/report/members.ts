import type { MemberRecord, RunRecord } from '#domain/allocation/run-record';
import * as rational from '#domain/quantity/rational';
import type { Snapshot } from '#domain/release/snapshot';
import { WORLD } from '#infra/seeds/world';
import { decimal, percent, tonnes } from '../format';
import { paint } from '../paint';
import type { Output } from '../progress';
import { printTable, type Column } from '../table';
import { printHeading, printWrapped } from './sections';

const NAME_MAX = 13;
const BAR_CELLS = 10n;

const BOUNDS: Readonly<Record<MemberRecord['bound'], string>> = {
  'not-eligible': 'not hit',
  'no-gap': 'no gap',
  claim: 'claim',
  floor: 'floor',
  level: 'level',
  network: 'forms',
};

/** A member's name as the tables write it: code, then as much of the name as fits. */
export function memberName(code: string): string {
  const name = WORLD.members.find((member) => member.code === code)?.name ?? '';
  const short =
    [...name].length > NAME_MAX ? `${[...name].slice(0, NAME_MAX - 1).join('')}.` : name;
  return `${code} ${short}`.trim();
}

/** Members by what they were awarded, the largest first, then by code. */
export function byAward(record: RunRecord): readonly MemberRecord[] {
  return [...record.members].sort((a, b) => {
    const [x, y] = [BigInt(a.award), BigInt(b.award)];
    if (x !== y) return x > y ? -1 : 1;
    return a.member < b.member ? -1 : 1;
  });
}

/** `=` own supply, `+` the award, `.` missing, over the horizon; only for the eye. */
function supplyBar(member: MemberRecord, horizon: bigint): string {
  const cells = (days: string | null): bigint => {
    const part = rational.div(rational.parse(days ?? '0'), rational.of(horizon));
    const count = rational.floor(rational.mul(part, rational.of(BAR_CELLS)));
    return count > BAR_CELLS ? BAR_CELLS : count;
  };
  const [before, after] = [cells(member.daysBefore), cells(member.daysAfter)];
  const draw = (sign: string, count: bigint): string => sign.repeat(Number(count));
  return draw('=', before) + draw('+', after - before) + draw('.', BAR_CELLS - after);
}

function columns(record: RunRecord, snapshot: Snapshot): readonly Column[] {
  const rows = byAward(record);
  const frozen = new Map(snapshot.members.map((member) => [member.member, member]));
  const horizon = rational.of(BigInt(record.horizonDays));
  const right = (
    title: string,
    unit: string,
    rank: number,
    cell: (member: MemberRecord) => string,
  ): Column => ({ title, unit, align: 'right', rank, cells: rows.map(cell) });
  const days = (text: string | null): string =>
    text === null ? '-' : decimal(rational.parse(text), 1);
  const useOf = (member: MemberRecord): string =>
    tonnes(rational.mul(rational.parse(member.baselinePerDay), horizon));
  return [
    { title: 'member', align: 'left', rank: 0, cells: rows.map((row) => memberName(row.member)) },
    {
      title: 'Q',
      align: 'left',
      rank: 3,
      cells: rows.map((row) => frozen.get(row.member)?.baseline.quality ?? ''),
    },
    right('baseline', `t/${record.horizonDays} d`, 2, useOf),
    right('loss', '%', 3, (row) => percent(rational.parse(row.lossRatio)).replace(' %', '')),
    right('gap', 't', 4, (row) => tonnes(rational.parse(row.gap))),
    right('claim*', 't', 1, (row) => tonnes(BigInt(row.claim))),
    right('floor*', 't', 5, (row) => tonnes(BigInt(row.floor))),
    right('weight*', 't/d', 5, (row) => tonnes(rational.parse(row.weight), 2)),
    right('award*', 't', 0, (row) => tonnes(BigInt(row.award))),
    right('before', 'days', 0, (row) => days(row.daysBefore)),
    right('after*', 'days', 0, (row) => days(row.daysAfter)),
    {
      title: 'bound by',
      align: 'left',
      rank: 1,
      cells: rows.map((row) => BOUNDS[row.bound]),
    },
    {
      title: 'supply*',
      align: 'left',
      rank: 6,
      cells: rows.map((row) => supplyBar(row, BigInt(record.horizonDays))),
    },
  ];
}

/** One line per member: from its baseline to its award, and what bound it. */
export function printMembers(output: Output, record: RunRecord, snapshot: Snapshot): void {
  printHeading(output, `Who gets what, over ${record.horizonDays} days`);
  printTable(output, columns(record, snapshot));
  const faint = { ...output, line: (text: string) => output.line(paint(output, 'faint', text)) };
  printWrapped(
    faint,
    '* assumed: rests on needs, pledges, stocks or usable forms made up by a stated rule. ' +
      'Q: A published by a statistical agency, B derived, C derived with gaps, D proxy or bound.',
  );
  printWrapped(
    faint,
    'bound by: claim (met in full), floor (essential use), level (the reserve ran out for all), ' +
      'forms (what it can use ran out). supply: = own, + award, . missing.',
  );
  const late = snapshot.members.filter((member) => member.standing !== '1');
  if (late.length > 0) {
    const names = late.map(
      ({ member, standing }) => `${member} ${percent(rational.parse(standing))}`,
    );
    printWrapped(faint, `standing below 100 % (assumed short deliveries): ${names.join(', ')}.`);
  }
}
