import * as rational from '#domain/quantity/rational';
import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import type { RuleParametersRecord } from '#domain/release/snapshot';
import type { BaselineRow, MemberRow } from './rows';
import { baselineOf, formsOf, gramsOfTonnes, WORLD } from './world';

/**
 * What is not public is made up here, by rules anyone can read. Nothing in this file is a figure
 * of a government; whatever comes out of it is labelled with this word wherever it is shown.
 */
export const ASSUMED = 'assumed';

/** Days in the year of every baseline. */
export const YEAR_DAYS = 365n;

/** Each member with consumption pledges this many days of it. */
export const PLEDGE_DAYS_HIGH_INCOME = 45n;
export const PLEDGE_DAYS_OTHERS = 20n;
/** Each member that only produces pledges this many days of its output. */
export const PLEDGE_DAYS_PRODUCER = 5n;

/** Two halves, both long before the first scenario, so that every delivery has vested. */
export const INSTALMENT_DATES = ['2019-03-31', '2019-06-30'] as const;

/** In each material the fourth pledging member by code, and every sixth after it, delivers half. */
export const PARTIAL_DELIVERY = { first: 3, every: 6 } as const;

/** A member is assumed to hold essential use at 15 % of its use. */
export const ESSENTIAL = { numerator: 15n, denominator: 100n } as const;

/**
 * Stated needs: what stops arriving, times 110 % for members that buy everything refined, and
 * times 80 % for those with refineries, which can run down what is in process.
 */
export const NEED_BUYER = rational.ratio(110n, 100n);
export const NEED_REFINER = rational.ratio(80n, 100n);

/**
 * Days of its own consumption a government holds: the level or target two governments have
 * published for rare metals (NATIONAL_STOCKPILES). Nobody else publishes days: counted as 0.
 */
export const STOCK_DAYS: Readonly<Record<string, bigint>> = { JPN: 60n, KOR: 54n };

/** Parameters of the release rule in force: the recommended ones. */
export const RULE_PARAMETERS: RuleParametersRecord = DEFAULT_PARAMETERS;

/** The yearly equity multiplier: by income group, more where a shortage is harder to buy out of. */
export function equityMultiplier(member: MemberRow): string {
  if (member.leastDeveloped) return '3/2';
  return member.incomeGroup === 'Lower middle income' ? '5/4' : '1';
}

/** The stage at which a material is consumed: natural graphite as it is mined, others refined. */
export function consumedStage(material: string): 'mine' | 'refined' {
  return material === 'graphite_natural' ? 'mine' : 'refined';
}

function hasOutput(member: string, material: string, stage: 'mine' | 'refined'): boolean {
  return WORLD.production.some(
    (row) =>
      row.area === member &&
      row.material === material &&
      row.stage === stage &&
      gramsOfTonnes(row.tonnes) > 0n,
  );
}

/** A member refines a material when the output tables name it at the consumed stage. */
export function refines(member: string, material: string): boolean {
  return hasOutput(member, material, consumedStage(material));
}

/** Refiners can use every form of what they refine; everyone else only what is refined. */
export function usableForms(member: string): readonly string[] {
  return WORLD.forms
    .filter((form) => form.stage === 'refined' || refines(member, form.material))
    .map((form) => form.code)
    .sort();
}

/** The forms a member delivers in its two instalments. */
export function deliveredForms(member: string, material: string): readonly [string, string] {
  const forms = formsOf(material);
  const refined = forms.filter((form) => form.stage === 'refined');
  const first = refined[0]?.code ?? '';
  if (refines(member, material)) return [first, refined[1]?.code ?? first];
  if (baselineOf(member, material) !== undefined) return [first, first];
  const raw = forms.find((form) => form.stage === 'intermediate')?.code ?? first;
  return [raw, raw];
}

/** The stage a member without consumption figures sells at: refined where it refines at all. */
export function outputStage(member: string, material: string): 'mine' | 'refined' | undefined {
  if (refines(member, material)) return consumedStage(material);
  return hasOutput(member, material, 'mine') ? 'mine' : undefined;
}

/** Government stocks in grams, assumed from published days. */
export function ownStocks(baseline: BaselineRow): bigint {
  const days = Object.hasOwn(STOCK_DAYS, baseline.member) ? STOCK_DAYS[baseline.member] : undefined;
  return days === undefined ? 0n : (gramsOfTonnes(baseline.consumption) * days) / YEAR_DAYS;
}
