import type { RunRecord, StockRecord } from '#domain/allocation/run-record';
import { WORLD } from '#infra/seeds/world';
import { tonnes } from '../format';
import type { Output } from '../progress';
import { printTable, type Column } from '../table';
import { printHeading } from './sections';

const RECEIVERS_SHOWN = 4;

function sent(record: RunRecord, stock: StockRecord): readonly (readonly [string, bigint])[] {
  return record.routing
    .filter((route) => route.stock === stock.stock)
    .map((route) => [route.member, BigInt(route.grams)] as const)
    .sort(([, a], [, b]) => (a === b ? 0 : a > b ? -1 : 1));
}

function receivers(routes: readonly (readonly [string, bigint])[]): string {
  if (routes.length === 0) return '-';
  const shown = routes
    .slice(0, RECEIVERS_SHOWN)
    .map(([member, grams]) => `${member} ${tonnes(grams)}`);
  const more = routes.length - shown.length;
  return shown.join(', ') + (more > 0 ? `, +${more} more` : '');
}

/** Which depot sends what, and to whom. */
export function printRouting(output: Output, record: RunRecord): void {
  const rows = record.stocks.map((stock) => ({ stock, routes: sent(record, stock) }));
  const right = (title: string, rank: number, cells: readonly string[]): Column => ({
    title,
    unit: 't',
    align: 'right',
    rank,
    cells,
  });
  const depotName = (code: string): string =>
    `${code} ${WORLD.depots.find((depot) => depot.unlocode === code)?.name ?? ''}`.trim();
  const total = (routes: readonly (readonly [string, bigint])[]): bigint =>
    routes.reduce((sum, [, grams]) => sum + grams, 0n);
  printHeading(output, 'Routing by depot');
  printTable(output, [
    {
      title: 'depot',
      align: 'left',
      rank: 0,
      cells: rows.map(({ stock }) => depotName(stock.depot)),
    },
    { title: 'form', align: 'left', rank: 0, cells: rows.map(({ stock }) => stock.form) },
    right(
      'free*',
      3,
      rows.map(({ stock }) => tonnes(BigInt(stock.free))),
    ),
    right(
      'opened*',
      2,
      rows.map(({ stock }) => tonnes(BigInt(stock.opened))),
    ),
    right(
      'sent*',
      0,
      rows.map(({ routes }) => tonnes(total(routes))),
    ),
    { title: 'to (t)', align: 'left', rank: 1, cells: rows.map(({ routes }) => receivers(routes)) },
  ]);
}
