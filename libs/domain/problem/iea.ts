import { collectiveShares } from '../iea/collective-action';
import { generalSharing } from '../iea/general-sharing';
import type { Sharing, SharingMember, SharingProblem, SharingResult } from '../iea/general-sharing';
import { reserveCommitment, reserveCover, reviewDay } from '../iea/reserves';
import { selectiveSharing } from '../iea/selective-sharing';
import type { SelectiveMember } from '../iea/selective-sharing';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Answer } from './answer';
import type { Place } from './place';
import { refusedUnder } from './refused-under';

const MODES: Readonly<Record<string, (inputs: Place) => Answer>> = {
  general: answerGeneral,
  selective: answerSelective,
  collective: answerCollective,
  collective_action: answerCollective,
  review: answerReview,
  reserve_cover: answerReserveCover,
};

/**
 * `{"kind":"iea","mode":"general|selective|collective|review|reserve_cover", ...}`: the emergency
 * sharing of the International Energy Agency. The figures stand beside the mode, or in `inputs`.
 */
export function answerIea(problem: Place): Answer {
  const mode = problem.field('mode').word(Object.keys(MODES));
  const answer = MODES[mode] ?? problem.field('mode').refuse('a mode of the IEA');
  const inputs = problem.optional('inputs');
  if (inputs === null) return answer(problem);
  problem.allow('kind', 'mode', 'inputs');
  return answer(inputs);
}

const COMMON = ['kind', 'mode'] as const;
const show = rational.format;

function answerGeneral(inputs: Place): Answer {
  const problem = sharingProblem(inputs);
  const result = refusedUnder(inputs, () => generalSharing(problem));
  const { sharing } = result;
  return { ...loss(result), ...(sharing === null ? {} : shared(sharing)) };
}

export function sharingProblem(inputs: Place): SharingProblem {
  inputs.allow(...COMMON, 'base_period_supply', 'members', 'clamp_shortfall_at_zero', 'schedule');
  return {
    baseSupply: inputs.field('base_period_supply').amount(),
    members: membersOf(inputs.field('members')),
    schedule: inputs.optional('schedule')?.word(['step', 'ramp']) ?? 'step',
    clampsShortfall: inputs.optional('clamp_shortfall_at_zero')?.flag() ?? true,
  };
}

const loss = (result: SharingResult) => ({
  group_base_final_consumption: show(result.consumption),
  group_supply_available: show(result.supply),
  reduction: show(result.reduction),
  reduction_ratio: show(result.lossRatio),
  general_trigger: result.sharing !== null,
});

const shared = (sharing: Sharing) => ({
  demand_restraint: show(sharing.restraint),
  group_supply_shortfall: show(sharing.shortfall),
  shortfall_before_clamp: show(sharing.shortfallBeforeClamp),
  members: sharing.members.map((member) => ({
    id: member.id,
    permissible_consumption: show(member.permissibleConsumption),
    drawdown_obligation: show(member.drawdownObligation),
    supply_right: show(member.supplyRight),
    available: show(member.available),
    allocation_right: show(member.allocationRight),
    allocation_obligation: show(member.allocationObligation),
  })),
  sum_rights: show(rational.sum(sharing.members.map((member) => member.allocationRight))),
  sum_obligations: show(rational.sum(sharing.members.map((member) => member.allocationObligation))),
});

function membersOf(list: Place): readonly SharingMember[] {
  const ids = new Set<string>();
  return list.list((member) => {
    const id = member.field('id').id();
    if (ids.has(id)) member.field('id').refuse('another than those before it');
    ids.add(id);
    return sharingMember(member, id);
  });
}

function sharingMember(member: Place, id: string): SharingMember {
  member.allow(
    ...['base_final_consumption', 'normal_production', 'net_imports_available'],
    ...['previous_year_net_imports', 'reserve_commitment'],
  );
  const imports = member.optional('previous_year_net_imports')?.quantity();
  const commitment = member.optional('reserve_commitment')?.amount();
  if (commitment === undefined && imports === undefined) member.field('reserve_commitment');
  return {
    id,
    baseFinalConsumption: member.field('base_final_consumption').amount(),
    normalProduction: member.field('normal_production').amount(),
    netImportsAvailable: member.field('net_imports_available').quantity(),
    reserveCommitment: commitment ?? reserveCommitment(imports ?? rational.ZERO),
  };
}

function answerSelective(inputs: Place): Answer {
  inputs.allow(...COMMON, 'base_final_consumption', 'reduction_of_final_consumption');
  const members = selectiveMembers(inputs);
  const shares = refusedUnder(inputs, () => selectiveSharing(members));
  const hit = shares.flatMap(({ id, borne }) => (borne === null ? [] : [{ id, ...borne }]));
  const named = <T extends { readonly id: string }>(list: readonly T[], of: (one: T) => Rational) =>
    Object.fromEntries(list.map((one) => [one.id, show(of(one))]));
  return {
    triggered: shares.flatMap(({ id, isTriggered }) => (isTriggered ? [id] : [])),
    self_absorbed: named(hit, ({ selfAbsorbed }) => selfAbsorbed),
    allocation_right: named(hit, ({ allocationRight }) => allocationRight),
    gross_obligation: named(shares, ({ grossObligation }) => grossObligation),
    net_position: named(shares, ({ netPosition }) => netPosition),
  };
}

export function selectiveMembers(inputs: Place): readonly SelectiveMember[] {
  const reductions = new Map(inputs.field('reduction_of_final_consumption').byId());
  const members = inputs
    .field('base_final_consumption')
    .byId()
    .map(([id, place]) => {
      const baseFinalConsumption = place.amount();
      const stated = reductions.get(id);
      const reduction = stated?.amount() ?? null;
      if (reduction !== null && rational.compare(reduction, baseFinalConsumption) > 0) {
        stated?.refuse('at most the consumption');
      }
      reductions.delete(id);
      return { id, baseFinalConsumption, reduction };
    });
  for (const stranger of reductions.values()) stranger.refuse('absent: no such member consumes');
  return members;
}

function answerCollective(inputs: Place): Answer {
  inputs.allow(...COMMON, 'total', 'consumption');
  const members = inputs.field('consumption').byId();
  const consumption = members.map(([, place]) => place.amount());
  const total = inputs.field('total').amount();
  const { exact, whole } = refusedUnder(inputs, () => collectiveShares(total, consumption));
  const named = (shares: readonly string[]) =>
    Object.fromEntries(members.map(([id], index) => [id, shares[index] ?? '0']));
  return {
    exact: named(exact.map(show)),
    ...(whole === null ? {} : { integer_largest_remainder: named(whole.map(String)) }),
  };
}

function answerReview(inputs: Place): Answer {
  inputs.allow(...COMMON, 'reserve_commitments', 'daily_group_shortfall', 'already_drawn');
  const review = reviewDay(
    inputs.field('reserve_commitments').list((item) => item.amount()),
    inputs.field('daily_group_shortfall').amount(),
    inputs.optional('already_drawn')?.amount() ?? rational.ZERO,
  );
  return {
    half_of_commitments: show(review.halfOfCommitments),
    exact_days: review.exactDays === null ? null : show(review.exactDays),
    first_whole_day: review.firstWholeDay,
  };
}

const COVER_FIELDS = [
  ...['net_imports_primary', 'net_imports_products', 'days'],
  ...['stocks_primary', 'stocks_products', 'stocks_main_products'],
];

function answerReserveCover(inputs: Place): Answer {
  inputs.allow(...COMMON, ...COVER_FIELDS);
  const days = inputs.field('days').count();
  if (days === 0n) inputs.field('days').refuse('above 0');
  const cover = reserveCover({
    netImportsPrimary: inputs.field('net_imports_primary').quantity(),
    netImportsProducts: inputs.field('net_imports_products').quantity(),
    days: rational.of(days),
    stocksPrimary: inputs.field('stocks_primary').amount(),
    stocksProducts: inputs.field('stocks_products').amount(),
    stocksMainProducts: inputs.field('stocks_main_products').amount(),
  });
  const orNull = (value: Rational | null) => (value === null ? null : show(value));
  return {
    daily_net_imports: show(cover.dailyNetImports),
    commitment_90_days: show(cover.commitment),
    reserves_all_products: show(cover.byAllProducts.reserves),
    reserves_main_products: show(cover.byMainProducts.reserves),
    days_cover_all_products: orNull(cover.byAllProducts.daysOfCover),
    days_cover_main_products: orNull(cover.byMainProducts.daysOfCover),
    compliant_if_better_method_used: cover.isCompliant,
  };
}
