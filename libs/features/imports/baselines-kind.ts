import { Injectable } from '@nestjs/common';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { BaselinesService, NewBaselineRequest } from '#features/baselines/baselines.service';
import type { ImportColumn } from './import-columns';
import {
  inOrder,
  massOf,
  present,
  type Asked,
  type Cells,
  type ImportKind,
  type Written,
} from './import-kind';

const FIGURES = ['consumption', 'production', 'own_ore', 'imports', 'exports', 'own_stocks'];
const FIELDS = ['consumption', 'production', 'ownOre', 'imports', 'exports', 'ownStocks'];
const MEANINGS = [
  'Apparent consumption, contained mass.',
  'Production at the consumed stage.',
  'The part of production that needs no feed from abroad.',
  'Imports.',
  'Exports.',
  'Stocks held by the government.',
];

const figure = (name: string, index: number): ImportColumn => ({
  name,
  required: false,
  type: 'decimal',
  at: [`/${FIELDS[index]}/value`],
  meaning: `${MEANINGS[index]} Left out only when the figures are withheld.`,
  example: '100000',
});

const COLUMNS: readonly ImportColumn[] = [
  {
    name: 'material',
    required: true,
    type: 'text',
    at: ['/material'],
    meaning: 'Code of the material.',
    example: 'cobalt',
  },
  {
    name: 'period',
    required: true,
    type: 'text',
    at: ['/period'],
    meaning: 'Calendar year.',
    example: '2023',
  },
  {
    name: 'quality',
    required: false,
    type: 'text',
    at: ['/quality'],
    meaning: 'A published, B reported, C estimated, D residual or proxy.',
    example: 'B',
  },
  ...FIGURES.map(figure),
  {
    name: 'unit',
    required: false,
    type: 'text',
    at: FIELDS.map((field) => `/${field}/unit`),
    meaning: 'Unit of all figures of the row: GRM, KGM, TNE or APZ.',
    example: 'KGM',
  },
  {
    name: 'source',
    required: true,
    type: 'text',
    at: ['/source'],
    meaning: 'Where the figures are from.',
    example: 'USGS_MCS2026',
  },
  {
    name: 'assumed',
    required: false,
    type: 'boolean',
    at: ['/assumed'],
    meaning: 'true when a figure was not reported but assumed, else false.',
    example: 'false',
  },
  {
    name: 'withheld',
    required: false,
    type: 'text',
    at: ['/withheld'],
    meaning: 'Why the figures are withheld; then none is given.',
    example: 'Defence grounds, notice 2026/14 of the ministry',
  },
  {
    name: 'effective_date',
    required: false,
    type: 'text',
    at: ['/effectiveDate'],
    meaning: 'In force from this day; the day of recording when left out.',
    example: '2026-06-30',
  },
];

/** National figures: a row is one material and year. */
@Injectable()
export class BaselinesKind implements ImportKind {
  readonly name = 'baselines';
  readonly role = 'operator';
  readonly meaning = 'National figures of your member, one material and year a row.';
  readonly columns = COLUMNS;
  readonly request = NewBaselineRequest;

  constructor(private readonly baselines: BaselinesService) {}

  /** A row that is the same in every cell says nothing new; one that differs is a revision. */
  key([row]: readonly Cells[]): string {
    return JSON.stringify(COLUMNS.map(({ name }) => row?.[name] ?? ''));
  }

  fields([row = {}]: readonly Cells[]): object {
    const { material, period, quality, source, assumed, withheld } = row;
    const figures = FIGURES.flatMap((name, index): [string, object][] => {
      const value = row[name];
      return value === undefined ? [] : [[FIELDS[index] ?? name, massOf(value, row['unit'])]];
    });
    return present({
      ...{ material, period, quality, source, withheld },
      ...Object.fromEntries(figures),
      assumed: assumed === undefined ? undefined : assumed === 'true',
      effectiveDate: row['effective_date'],
    });
  }

  async write(tx: Tx, ctx: CommandContext, asked: readonly Asked[]): Promise<readonly Written[]> {
    const requests = asked.map(({ request }) => request as NewBaselineRequest);
    return inOrder(await this.baselines.recordMany(tx, ctx, requests));
  }
}
