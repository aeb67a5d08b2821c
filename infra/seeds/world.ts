import { assert } from '#domain/assert';
import { parseMass } from '#domain/quantity/mass';
import baselines from './baselines.json';
import depots from './depots.json';
import forms from './forms.json';
import materials from './materials.json';
import members from './members.json';
import originShares from './origin-shares.json';
import prices from './prices.json';
import production from './production.json';
import type {
  BaselineRow,
  DepotRow,
  FormRow,
  MaterialRow,
  MemberRow,
  OriginShareRow,
  PriceRow,
  ProductionRow,
  SourceRow,
} from './rows';
import sources from './sources.json';

/** The reference world: public figures of real countries, each with its sources. */
export interface ReferenceWorld {
  readonly members: readonly MemberRow[];
  readonly materials: readonly MaterialRow[];
  readonly forms: readonly FormRow[];
  readonly depots: readonly DepotRow[];
  readonly baselines: readonly BaselineRow[];
  readonly production: readonly ProductionRow[];
  readonly originShares: readonly OriginShareRow[];
  readonly prices: readonly PriceRow[];
  readonly sources: readonly SourceRow[];
}

/** Narrows a text of a JSON file to one of a few words; a word nobody knows is our own bug. */
function oneOf<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((candidate) => candidate === text);
  assert(word !== undefined, `the data set says "${text}" where one of ${words.join()} is due`);
  return word;
}

const STAGES = ['mine', 'refined'] as const;

export const WORLD: ReferenceWorld = {
  members,
  materials,
  forms: forms.map((row) => ({
    ...row,
    stage: oneOf(['refined', 'intermediate'], row.stage),
    fractionKind: oneOf(['stoichiometric', 'grade', 'mixture'], row.fractionKind),
  })),
  depots,
  baselines: baselines.map((row) => ({
    ...row,
    quality: oneOf(['A', 'B', 'C', 'D'], row.quality),
    method: oneOf(['published', 'derived'], row.method),
  })),
  production: production.map((row) => ({ ...row, stage: oneOf(STAGES, row.stage) })),
  originShares: originShares.map((row) => ({ ...row, stage: oneOf(STAGES, row.stage) })),
  prices,
  sources,
};

/** Grams of a decimal text of tonnes. */
export function gramsOfTonnes(tonnes: string): bigint {
  return parseMass({ value: tonnes, unit: 'TNE' });
}

/** The member of that code; an unknown code is a fault of the data set. */
export function memberOf(code: string): MemberRow {
  const member = WORLD.members.find((row) => row.code === code);
  assert(member !== undefined, `no member ${code} in the data set`);
  return member;
}

const NO_LIMIT = '9999';

/**
 * The newest baseline of a member for a material, of `yearMax` at the latest, or undefined where no
 * figure is public.
 */
export function baselineOf(
  member: string,
  material: string,
  yearMax = NO_LIMIT,
): BaselineRow | undefined {
  return WORLD.baselines
    .filter((row) => row.member === member && row.material === material && row.period <= yearMax)
    .sort((a, b) => (a.period < b.period ? -1 : 1))
    .at(-1);
}

/** The newest baseline of each member with figures for a material, of `yearMax` at the latest. */
export function baselinesOf(material: string, yearMax: string): readonly BaselineRow[] {
  return WORLD.members.flatMap(({ code }) => baselineOf(code, material, yearMax) ?? []);
}

/** The forms of a material, in the order of the data set: the first is the one most traded. */
export function formsOf(material: string): readonly FormRow[] {
  return WORLD.forms.filter((row) => row.material === material);
}
