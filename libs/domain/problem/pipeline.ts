import { runPipeline } from '../allocation/pipeline';
import type { PipelineInput, PipelineMember, PipelineResult } from '../allocation/pipeline-values';
import * as rational from '../quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from '../release/parameters';
import type { Answer } from './answer';
import type { Place } from './place';

const FIELDS = ['kind', 'schedule', 'horizon_days', 'lot_kg', 'members', 'depots'] as const;

/** `{"kind":"pipeline", ...}` in the form of the published cases: the whole pipeline. */
export function answerPipeline(problem: Place): Answer {
  problem.allow(...FIELDS);
  const lot = problem.optional('lot_kg')?.count() ?? null;
  const result = runPipeline(inputOf(problem, lot ?? 1n));
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
  const horizonDays = problem.field('horizon_days').count();
  return {
    parameters: parseParameters({
      ...DEFAULT_PARAMETERS,
      schedule: problem.optional('schedule')?.word(['ramp', 'step']) ?? 'ramp',
      horizonDays: `${horizonDays}`,
      humanitarianBuffer: '0',
      awardUnitGrams: `${unit}`,
    }),
    members: ascending(problem.field('members').list(memberOf), problem.field('members')),
    stocks: ascending(problem.field('depots').list(depotOf), problem.field('depots')),
  };
}

function memberOf(member: Place): PipelineMember {
  const figure = (name: string) => member.field(name).amount();
  return {
    id: member.field('id').id(),
    baseline: figure('baseline_kg_per_day'),
    baseSupply: figure('base_supply_kg_per_day'),
    ownSupply: figure('own_supply_kg_per_day'),
    need: member.optional('declared_need_kg')?.count() ?? null,
    essential: member.field('essential_kg').count(),
    standing: figure('pledge_ratio'),
    equityMultiplier: figure('equity_multiplier'),
    forms: member.field('forms').list((form) => form.id()),
  };
}

function depotOf(depot: Place): PipelineInput['stocks'][number] {
  return {
    id: depot.field('id').id(),
    form: depot.field('form').id(),
    free: depot.field('unencumbered_kg').count(),
  };
}

function ascending<T extends { readonly id: string }>(list: readonly T[], place: Place): T[] {
  const sorted = [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = sorted.find(({ id }, index) => sorted[index + 1]?.id === id);
  return twice === undefined ? sorted : place.refuse(`without ${twice.id} twice`);
}
