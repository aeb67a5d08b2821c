import { runPipeline } from '../allocation/pipeline';
import type {
  ClassClaimant,
  PipelineInput,
  PipelineMember,
  PipelineResult,
  PipelineStock,
} from '../allocation/pipeline-values';
import * as rational from '../quantity/rational';
import {
  AWARD_UNIT_GRAMS_MAX,
  DEFAULT_PARAMETERS,
  parseParameters,
  RULE_DAYS_MAX,
} from '../release/parameters';
import type { Rational } from '../quantity/rational';
import type { Answer } from './answer';
import { ROUTE_FIELDS, routesOf } from './pipeline-routes';
import type { Place } from './place';
import { refusedUnder } from './refused-under';

const FIELDS = [
  ...['kind', 'schedule', 'horizon_days', 'lot_kg', 'members', 'depots', 'humanitarian'],
  ...ROUTE_FIELDS,
] as const;

/** `{"kind":"pipeline", ...}` in the form of the published cases: the whole pipeline. */
export function answerPipeline(problem: Place): Answer {
  return answerOfRun(runOf(problem));
}

/** The same of a run that is at hand. */
export function answerOfRun({
  result,
  lot,
}: Pick<ReturnType<typeof runOf>, 'result' | 'lot'>): Answer {
  const byMember = (figure: (member: PipelineResult['members'][number]) => string) =>
    Object.fromEntries(result.members.map((member) => [member.id, figure(member)]));
  const awardsKg = byMember(({ award }) => `${award * result.unit}`);
  const trigger = { group_reduction_ratio: rational.format(result.lossRatio), tier: result.tier };
  if (result.tier === 'none') return { ...trigger, awards_kg: awardsKg };
  return {
    ...trigger,
    demand_restraint: rational.format(result.restraint),
    release_fraction: rational.format(result.releaseFraction),
    claims: byMember(({ claim }) => `${claim}`),
    floors: byMember(({ floor }) => `${floor}`),
    weights: byMember(({ weight }) => rational.format(weight)),
    release_cap: Object.fromEntries(
      result.stocks.map(({ id, opened }) => [id, `${opened / result.unit}`]),
    ),
    unit: lot === null ? 'kg' : `lots of ${lot} kg`,
    ...floorPass(result),
    levels: result.division.blocks.map(({ level, members }) => ({
      level: rational.format(level),
      members: members.map((index) => result.members[index]?.id ?? ''),
    })),
    exact_awards: byMember(({ exactAward }) => rational.format(exactAward)),
    awards: byMember(({ award }) => `${award}`),
    total: `${result.total}`,
    routing: result.routing.map(({ stock, member, amount }) => ({
      depot: stock,
      member,
      amount: `${amount}`,
    })),
    ...(lot === null ? {} : { awards_kg: awardsKg }),
    ...humanitarianOf(result),
  };
}

/** The run that a problem asks for, its input with it; masses in kilograms. */
export function runOf(problem: Place): {
  readonly input: PipelineInput;
  readonly result: PipelineResult;
  /** Kilograms of a lot; null when awards are single kilograms. */
  readonly lot: bigint | null;
} {
  problem.allow(...FIELDS);
  const place = problem.optional('lot_kg');
  const lot = place && countTo(place, AWARD_UNIT_GRAMS_MAX);
  const input = inputOf(problem, lot ?? 1n);
  return { input, result: refusedUnder(problem, () => runPipeline(input)), lot };
}

/** The class stands in the answer only where somebody claims for it. */
function humanitarianOf({ humanitarian }: PipelineResult): { [name: string]: Answer } {
  if (humanitarian === null) return {};
  return {
    humanitarian_awards: Object.fromEntries(
      humanitarian.claimants.map(({ id, award }) => [id, `${award}`]),
    ),
    humanitarian_routing: humanitarian.routing.map(({ stock, member, amount }) => ({
      depot: stock,
      claimant: member,
      amount: `${amount}`,
    })),
  };
}

function floorPass({ floorDivision, members }: PipelineResult): { [name: string]: Answer } {
  if (floorDivision === null) return { floor_pass: 'all floors met' };
  return {
    floor_pass: 'floors scaled',
    floor_fill: Object.fromEntries(
      members.map(({ id, floor, floorAward }) => [
        id,
        floor === 0n ? '1' : rational.format(rational.div(floorAward, rational.of(floor))),
      ]),
    ),
  };
}

function inputOf(problem: Place, unit: bigint): PipelineInput {
  const horizonDays = countTo(problem.field('horizon_days'), RULE_DAYS_MAX);
  const members = ascending(problem.field('members').list(memberOf), problem.field('members'));
  const stocks = ascending(problem.field('depots').list(depotOf), problem.field('depots'));
  const humanitarian = problem.optional('humanitarian');
  const claimants = humanitarian?.list(claimantOf);
  return {
    parameters: parseParameters({
      ...DEFAULT_PARAMETERS,
      schedule: scheduleOf(problem),
      horizonDays: `${horizonDays}`,
      humanitarianBuffer: claimants === undefined ? '0' : DEFAULT_PARAMETERS.humanitarianBuffer,
      awardUnitGrams: `${unit}`,
    }),
    members,
    stocks,
    ...routesOf(problem, { members, stocks }),
    ...(humanitarian && claimants ? { humanitarian: ascending(claimants, humanitarian) } : {}),
  };
}

function countTo(place: Place, most: bigint): bigint {
  const count = place.count();
  return count >= 1n && count <= most ? count : place.refuse(`from 1 to ${most}`);
}

function scheduleOf(problem: Place): 'ramp' | 'step' {
  const words = ['ramp', 'step', 'stepped'] as const;
  return problem.optional('schedule')?.word(words).startsWith('step') ? 'step' : 'ramp';
}

const MEMBER_FIELDS = [
  ...['id', 'baseline_kg_per_day', 'base_supply_kg_per_day', 'own_supply_kg_per_day'],
  ...['declared_need_kg', 'essential_kg', 'pledge_ratio', 'equity_multiplier', 'forms'],
  'rounding_credit',
] as const;

function memberOf(member: Place): PipelineMember {
  member.allow(...MEMBER_FIELDS);
  const baseline = member.field('baseline_kg_per_day').amount();
  const need = member.optional('declared_need_kg')?.amount() ?? null;
  return {
    id: member.field('id').id(),
    baseline,
    baseSupply: member.optional('base_supply_kg_per_day')?.amount() ?? baseline,
    ownSupply: member.field('own_supply_kg_per_day').amount(),
    // A claim is rounded down in any case, so a part of a kilogram changes nothing.
    need: need === null ? null : rational.floor(need),
    essential: member.field('essential_kg').count(),
    standing: member.optional('pledge_ratio')?.amount() ?? rational.ONE,
    equityMultiplier: equityOf(member),
    forms: member.field('forms').list((form) => form.id()),
    roundingCredit: member.optional('rounding_credit')?.quantity() ?? rational.ZERO,
  };
}

function equityOf(member: Place): Rational {
  const place = member.optional('equity_multiplier');
  const equity = place?.amount() ?? rational.ONE;
  const { equityMin, equityMax } = DEFAULT_PARAMETERS;
  const within = rational.clamp(equity, rational.parse(equityMin), rational.parse(equityMax));
  return rational.equal(equity, within)
    ? equity
    : (place?.refuse(`from ${equityMin} to ${equityMax}`) ?? equity);
}

const DATE = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

function depotOf(depot: Place): PipelineStock {
  depot.allow('id', 'form', 'unencumbered_kg', 'best_before');
  const place = depot.optional('best_before');
  const bestBefore = place?.id();
  if (bestBefore !== undefined && !DATE.test(bestBefore)) {
    place?.refuse('a date such as 2025-02-22');
  }
  return {
    id: depot.field('id').id(),
    form: depot.field('form').id(),
    free: depot.field('unencumbered_kg').count(),
    ...(bestBefore === undefined ? {} : { bestBefore }),
  };
}

function claimantOf(claimant: Place): ClassClaimant {
  claimant.allow('id', 'claim_kg', 'weight', 'forms');
  const weight = claimant.optional('weight')?.amount() ?? rational.ONE;
  if (weight.p === 0n) claimant.field('weight').refuse('above 0');
  return {
    id: claimant.field('id').id(),
    claim: rational.floor(claimant.field('claim_kg').amount()),
    weight,
    forms: claimant.field('forms').list((form) => form.id()),
  };
}

function ascending<T extends { readonly id: string }>(list: readonly T[], place: Place): T[] {
  const sorted = [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = sorted.find(({ id }, index) => sorted[index + 1]?.id === id);
  return twice === undefined ? sorted : place.refuse(`without ${twice.id} twice`);
}
