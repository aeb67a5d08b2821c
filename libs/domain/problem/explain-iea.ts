import * as rational from '../quantity/rational';
import { JsonNumber } from './json-text';
import type { Place } from './place';
import { shown, shownPart } from './report';
import type { Report, ReportTable } from './report';

/** The answer of any mode, its figures by name and by member. */
export function explainIea(problem: Place, answer: Place): Report {
  const entries = answer.entries();
  const single = entries.filter(([, { value }]) => isFigure(value) || typeof value === 'boolean');
  const byMember = entries.filter(([, { value }]) => value instanceof Map);
  const members = answer.optional('members');
  return [
    `International Energy Agency, ${words(textOf(problem.field('mode')))}.`,
    ...(single.length === 0 ? [] : [singleTable(single)]),
    ...(answer.optional('triggered') === null ? [] : [hitBy(answer.field('triggered'))]),
    ...(byMember.length === 0 ? [] : [memberTable(byMember)]),
    ...(members === null ? [] : [listTable(members)]),
  ];
}

type Entry = readonly [string, Place];

function singleTable(entries: readonly Entry[]): ReportTable {
  return {
    columns: ['', 'figure'],
    rows: entries.map(([name, place]) => [
      words(name),
      /ratio|restraint/.test(name) ? shownPart(place.quantity(), rational.ONE) : figureOf(place),
    ]),
  };
}

function hitBy(triggered: Place): string {
  const ids = triggered.list((item) => item.id());
  return ids.length === 0 ? 'Nobody loses more than 7 %.' : `Hit: ${ids.join(', ')}.`;
}

/** One row a member, from objects that are keyed by member. */
function memberTable(entries: readonly Entry[]): ReportTable {
  const columns = entries.map(([name, place]) => ({
    name: words(name),
    figures: new Map(place.byId()),
  }));
  const ids = [...new Set(columns.flatMap(({ figures }) => [...figures.keys()]))].sort();
  return {
    columns: ['member', ...columns.map(({ name }) => name)],
    rows: ids.map((id) => [
      id,
      ...columns.map(({ figures }) => {
        const place = figures.get(id);
        return place === undefined ? '' : figureOf(place);
      }),
    ]),
  };
}

/** One row a member, from a list of objects. */
function listTable(members: Place): ReportTable {
  const rows = members.items().map((member) => member.entries());
  return {
    columns: ['member', ...(rows[0] ?? []).slice(1).map(([name]) => words(name))],
    rows: rows.map(([id, ...row]) => [
      id === undefined ? '' : textOf(id[1]),
      ...row.map(([, place]) => figureOf(place)),
    ]),
  };
}

function isFigure(value: Place['value']): boolean {
  return typeof value === 'string' || value instanceof JsonNumber;
}

function figureOf(place: Place): string {
  const { value } = place;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof JsonNumber) return shown(rational.of(BigInt(value.digits)));
  return typeof value === 'string' ? shown(place.quantity()) : '-';
}

function textOf({ value }: Place): string {
  return typeof value === 'string' ? value : '';
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}
