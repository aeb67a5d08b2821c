import { at } from '../at';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { coverageOf } from './fairness';
import type { MessageId } from './explanation-messages';
import { holdsOf } from './holds';
import type { Holds } from './holds';
import { mass, named, numeral, part, perDay } from './message';
import type { Figure, Message } from './message';
import type {
  MemberOutcome,
  PipelineInput,
  PipelineMember,
  PipelineResult,
} from './pipeline-values';

/** What the steps of one member are read from. */
interface Subject {
  readonly input: PipelineInput;
  readonly result: PipelineResult;
  readonly index: number;
  readonly member: PipelineMember;
  readonly outcome: MemberOutcome;
  /** Units as mass. */
  readonly inMass: (units: Rational) => Figure;
}

/** The chain of figures of one member, from its baseline to what is sent to it. */
export function explainMember(
  input: PipelineInput,
  result: PipelineResult,
  index: number,
): readonly Message<MessageId>[] {
  const subject: Subject = {
    input,
    result,
    index,
    member: at(input.members, index),
    outcome: at(result.members, index),
    inMass: (units) => mass(rational.mul(units, rational.of(result.unit))),
  };
  const steps = result.tier === 'none' ? NOTHING_RELEASED : ALL_STEPS;
  return steps.flatMap((step) => step(subject));
}

type Step = (subject: Subject) => readonly Message<MessageId>[];

function message(id: MessageId, figures: Readonly<Record<string, Figure>> = {}) {
  return [{ id, figures }];
}

const supply: Step = ({ member, outcome }) =>
  message('supply', {
    baseline: perDay(member.baseline),
    supply: perDay(member.ownSupply),
    loss: part(outcome.lossRatio),
  });

const permissible: Step = ({ input, result, outcome }) =>
  message('permissible', {
    restraint: part(result.restraint),
    permissible: mass(outcome.permissible),
    days: numeral(rational.of(input.parameters.horizonDays)),
  });

const gap: Step = ({ input, member, outcome }) => {
  const days = rational.of(input.parameters.horizonDays);
  const supplied = mass(rational.mul(member.ownSupply, days));
  if (outcome.gap.p === 0n) return message('gap.none', { supplied });
  return message('gap.some', { supplied, gap: mass(outcome.gap) });
};

const claim: Step = ({ member, outcome, inMass }) => {
  if (!outcome.eligible) return message('claim.not-eligible');
  if (outcome.gap.p === 0n) return message('claim.no-gap');
  const figures = { claim: inMass(rational.of(outcome.claim)) };
  if (member.need === null) return message('claim.unstated', figures);
  const need = rational.of(member.need);
  const isBelow = rational.compare(need, outcome.gap) < 0;
  return message(isBelow ? 'claim.need' : 'claim.gap', { ...figures, need: mass(need) });
};

const floor: Step = ({ member, outcome, result, inMass }) => {
  if (outcome.claim === 0n) return [];
  if (outcome.floor === 0n) return message('floor.none');
  const isCut = member.essential > outcome.claim * result.unit;
  return message(isCut ? 'floor.claim' : 'floor.essential', {
    essential: mass(rational.of(member.essential)),
    floor: inMass(rational.of(outcome.floor)),
  });
};

const weight: Step = ({ input, member, outcome }) => {
  if (outcome.claim === 0n) return [];
  const weighed = { weight: perDay(outcome.weight) };
  if (member.baseline.p === 0n) return message('weight.smallest', weighed);
  const { standingMin, equityMin, equityMax } = input.parameters;
  const standing = rational.clamp(member.standing, standingMin, rational.ONE);
  const figures = {
    ...weighed,
    baseline: perDay(member.baseline),
    equity: numeral(rational.clamp(member.equityMultiplier, equityMin, equityMax)),
    standing: part(standing),
  };
  if (rational.equal(standing, member.standing)) return message('weight', figures);
  return message('weight.standing-bounded', { ...figures, stated: part(member.standing) });
};

const floorsPassed: Step = ({ result, outcome, inMass }) => {
  if (outcome.floor === 0n) return [];
  return message(result.floorDivision === null ? 'floors.met' : 'floors.scaled', {
    floorAward: inMass(outcome.floorAward),
    floor: inMass(rational.of(outcome.floor)),
  });
};

const levelReached: Step = (subject) => {
  const { result, index, outcome, inMass } = subject;
  const block = result.division.blocks.find(({ members }) => members.includes(index));
  const level = block?.level ?? rational.ZERO;
  // A level is mass per weight, and a weight is mass per day: days.
  const days = rational.mul(level, rational.of(result.unit));
  const figures = {
    level: numeral(days),
    weight: perDay(outcome.weight),
    exact: inMass(outcome.exactAward),
  };
  const holds = holdsOf(result.network, result.division, index);
  const isCutOff = holds.stocks.length + holds.fullRoutes.length === 0;
  if (outcome.bound === 'network' || (outcome.bound === 'level' && isCutOff)) {
    return heldByNetwork(subject, holds, figures);
  }
  return message(`level.${outcome.bound}`, figures);
};

/** Which stocks are used up and which routes are full, by name. */
function heldByNetwork(
  { input }: Subject,
  holds: Holds,
  figures: Readonly<Record<string, Figure>>,
): readonly Message<MessageId>[] {
  // Beyond the stocks of the input lies what members have in hand: nothing of it can run out.
  const names = (stocks: readonly number[]) =>
    stocks.flatMap((stock) => input.stocks[stock]?.id ?? []);
  const [stocks, routes] = [names(holds.stocks), names(holds.fullRoutes)];
  if (stocks.length + routes.length === 0) return message('level.no-stock', figures);
  const held = { stocks: named(stocks.join(', ')), routes: named(routes.join(', ')) };
  if (routes.length === 0) return message('level.network', { ...figures, stocks: held.stocks });
  if (stocks.length === 0) return message('level.routes', { ...figures, routes: held.routes });
  return message('level.stocks-and-routes', { ...figures, ...held });
}

const rounding: Step = ({ result, index, outcome }) => {
  if (outcome.claim === 0n) return [];
  const { steps } = result.rounding;
  const place = steps.findIndex((step) => step.index === index);
  if (place === -1) return message('rounding.whole', { unit: mass(rational.of(result.unit)) });
  const { fraction, granted } = at(steps, place);
  return message(granted ? 'rounding.up' : 'rounding.down', {
    fraction: numeral(fraction),
    place: numeral(rational.of(BigInt(place + 1))),
    count: numeral(rational.of(BigInt(steps.length))),
  });
};

const award: Step = ({ input, result, member, outcome }) => {
  const given = rational.of(outcome.award * result.unit);
  const figures = { award: mass(given) };
  if (member.baseline.p === 0n) return message('award', figures);
  const days = rational.of(input.parameters.horizonDays);
  const need = rational.mul(member.baseline, days);
  const before = rational.mul(member.ownSupply, days);
  const after = rational.add(before, given);
  return message('award.covers', {
    ...figures,
    before: part(coverageOf(before, need)),
    after: part(coverageOf(after, need)),
    days: numeral(rational.div(after, member.baseline)),
  });
};

const routes: Step = ({ input, result, member, inMass }) => {
  const before = (input.delivered ?? [])
    .filter((delivery) => delivery.member === member.id)
    .reduce((sum, delivery) => sum + delivery.mass, 0n);
  const sent = result.routing
    .filter((route) => route.member === member.id)
    .flatMap(({ stock, amount }) =>
      message('route', { stock: named(stock), amount: inMass(rational.of(amount)) }),
    );
  if (sent.length === 0 && before === 0n) return message('route.none');
  if (before === 0n) return sent;
  return [...message('route.before', { amount: mass(rational.of(before)) }), ...sent];
};

const NOTHING_RELEASED: readonly Step[] = [supply];

const ALL_STEPS: readonly Step[] = [
  ...[supply, permissible, gap, claim, floor, weight],
  ...[floorsPassed, levelReached, rounding, award, routes],
];
