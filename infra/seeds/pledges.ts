import { assert } from '#domain/assert';
import {
  deliveredForms,
  INSTALMENT_DATES,
  outputStage,
  PARTIAL_DELIVERY,
  PLEDGE_DAYS_HIGH_INCOME,
  PLEDGE_DAYS_OTHERS,
  PLEDGE_DAYS_PRODUCER,
  YEAR_DAYS,
} from './assumptions';
import { nearestDepots } from './nearest-depots';
import type { MemberRow } from './rows';
import { baselineOf, gramsOfTonnes, WORLD } from './world';

/** One assumed delivery: whole tonnes of a form, so its contained mass is whole grams. */
export interface PlannedInstalment {
  readonly dueDate: string;
  readonly form: string;
  readonly depot: string;
  readonly grossGrams: bigint;
  readonly containedGrams: bigint;
  readonly delivered: boolean;
}

/** An assumed pledge; its mass is the sum of its instalments. */
export interface PlannedPledge {
  readonly member: string;
  readonly material: string;
  readonly grams: bigint;
  readonly days: bigint;
  readonly instalments: readonly PlannedInstalment[];
}

const GRAMS_PER_TONNE = 1_000_000n;
const LAST_YEAR = '2024';

/** Contained grams per tonne of a form; fractions have at most six decimals, so it is whole. */
function gramsPerTonne(form: string): bigint {
  const row = WORLD.forms.find((one) => one.code === form);
  assert(row !== undefined, `no form ${form} in the data set`);
  return gramsOfTonnes(row.containedFraction);
}

/** The yearly mass a pledge is measured by, and how many days of it, or undefined for no pledge. */
function measure(member: MemberRow, material: string): readonly [bigint, bigint] | undefined {
  const baseline = baselineOf(member.code, material);
  if (baseline !== undefined) {
    const rich = member.incomeGroup === 'High income';
    const days = rich ? PLEDGE_DAYS_HIGH_INCOME : PLEDGE_DAYS_OTHERS;
    return [gramsOfTonnes(baseline.consumption), days];
  }
  const stage = outputStage(member.code, material);
  const latest = WORLD.production
    .filter((row) => row.area === member.code && row.material === material)
    .filter((row) => row.stage === stage && row.year <= LAST_YEAR)
    .at(-1);
  const output = latest === undefined ? 0n : gramsOfTonnes(latest.tonnes);
  return output > 0n ? [output, PLEDGE_DAYS_PRODUCER] : undefined;
}

function plan(member: MemberRow, material: string, delivers: number): PlannedPledge | undefined {
  const measured = measure(member, material);
  if (measured === undefined) return undefined;
  const [yearly, days] = measured;
  const half = (yearly * days) / (YEAR_DAYS * 2n);
  const forms = deliveredForms(member.code, material);
  const depots = nearestDepots(member.code, INSTALMENT_DATES.length);
  const instalments = INSTALMENT_DATES.map((dueDate, index): PlannedInstalment => {
    const form = forms[index] ?? forms[0];
    const perTonne = gramsPerTonne(form);
    const tonnes = (half + perTonne - 1n) / perTonne;
    return {
      dueDate,
      form,
      depot: depots[index] ?? '',
      grossGrams: tonnes * GRAMS_PER_TONNE,
      containedGrams: tonnes * perTonne,
      delivered: index < delivers,
    };
  });
  const grams = instalments.reduce((sum, one) => sum + one.containedGrams, 0n);
  return { member: member.code, material, grams, days, instalments };
}

/**
 * Every assumed pledge of a material, by member code: N days of consumption (or of output), in two
 * halves at the two nearest depots, each rounded up to whole tonnes of gross mass.
 */
export function plannedPledges(material: string): readonly PlannedPledge[] {
  const pledges: PlannedPledge[] = [];
  for (const member of WORLD.members) {
    const partial = pledges.length % PARTIAL_DELIVERY.every === PARTIAL_DELIVERY.first;
    const pledge = plan(member, material, partial ? 1 : INSTALMENT_DATES.length);
    if (pledge !== undefined) pledges.push(pledge);
  }
  return pledges;
}
