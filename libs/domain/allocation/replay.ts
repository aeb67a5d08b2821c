import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Assumptions } from '../release/assumptions';
import { cappedEssential } from '../release/claims';
import { parseParameters } from '../release/parameters';
import type { Snapshot } from '../release/snapshot';
import { supplyPosition } from '../release/supply-model';
import { coveragesOf } from './coverages';
import { coverageOf, fairnessOf } from './fairness';
import type { Fairness, Spread } from './fairness';
import { at } from '../at';
import { runPipeline } from './pipeline';
import type {
  MemberOutcome,
  PipelineInput,
  PipelineMember,
  PipelineResult,
} from './pipeline-values';
import type {
  FairnessRecord,
  MemberRecord,
  PassRecord,
  RunRecord,
  SpreadRecord,
} from './run-record';
import type { Division } from './supply-network';

/** Changes whenever the same snapshot could give another record. */
export const ENGINE_VERSION = '2';

/**
 * Computes a run from its snapshot alone: the same snapshot always gives the same record, and so
 * the same canonical bytes. Expects a snapshot that `parseSnapshot` accepts; refuses as
 * `engine-version-unknown` one that was frozen for another engine.
 */
export function replay(snapshot: Snapshot): RunRecord {
  return computeRun(snapshot).record;
}

/** A run as it was computed: its record, and the values behind the record. */
export interface ComputedRun {
  readonly input: PipelineInput;
  readonly result: PipelineResult;
  readonly record: RunRecord;
}

/** As `replay`; a simulation may assume what a run would find. */
export function computeRun(snapshot: Snapshot, assumed?: Assumptions): ComputedRun {
  requireEngine(snapshot);
  const found = pipelineInput(snapshot);
  const input = assumed === undefined ? found : { ...found, assumed };
  const result = runPipeline(input);
  return { input, result, record: recordOf(snapshot, input, result) };
}

/** Refuses as `engine-version-unknown` what was frozen for another engine. */
export function requireEngine({ engine }: Snapshot): void {
  if (engine === ENGINE_VERSION) return;
  throw new DomainError(
    'rule',
    'engine-version-unknown',
    `The snapshot asks for engine ${engine}; this is engine ${ENGINE_VERSION}.`,
    { asked: engine, present: ENGINE_VERSION },
  );
}

/** The pipeline's input in grams: supply positions by the supply model, essential use capped. */
export function pipelineInput(snapshot: Snapshot): PipelineInput {
  const parameters = parseParameters(snapshot.rule.parameters);
  const members = snapshot.members.map((member): PipelineMember => {
    const position = supplyPosition(member, snapshot.disruption, parameters);
    return {
      id: member.member,
      ...position,
      need: member.need === null ? null : BigInt(member.need),
      essential: cappedEssential(BigInt(member.essential), position.baseline, parameters),
      standing: rational.parse(member.standing),
      equityMultiplier: rational.parse(member.equityMultiplier),
      forms: member.forms,
    };
  });
  const stocks = snapshot.stocks.map(({ id, form, free }) => ({ id, form, free: BigInt(free) }));
  return { parameters, members, stocks };
}

function recordOf(snapshot: Snapshot, input: PipelineInput, result: PipelineResult): RunRecord {
  const { disruption, rule } = snapshot;
  const names = { stocks: input.stocks, members: input.members };
  const { floorDivision, division, network } = result;
  const buffer = result.stocks.reduce((sum, stock) => sum + stock.buffer, 0n);
  return {
    v: '1',
    engine: ENGINE_VERSION,
    disruption: {
      id: disruption.id,
      material: disruption.material,
      declaredOn: disruption.declaredOn,
    },
    rule: { id: rule.id, version: rule.version },
    unitGrams: `${result.unit}`,
    horizonDays: `${input.parameters.horizonDays}`,
    release: {
      lossRatio: rational.format(result.lossRatio),
      tier: result.tier,
      restraint: rational.format(result.restraint),
      releaseFraction: rational.format(result.releaseFraction),
    },
    members: result.members.map((outcome, index) =>
      memberRecord(at(input.members, index), outcome, input, result.unit),
    ),
    stocks: result.stocks.map(({ opened, buffer: held, retained }, index) => {
      const { id, depot, form, free } = at(snapshot.stocks, index);
      const split = { opened: `${opened}`, buffer: `${held}`, retained: `${retained}` };
      return { stock: id, depot, form, free, ...split };
    }),
    floorPass: floorDivision && passRecord(floorDivision, network.routes, names, result.unit),
    awardPass: passRecord(division, network.routes, names, result.unit),
    rounding: result.rounding.steps.map(({ index, fraction, granted }) => ({
      member: at(input.members, index).id,
      fraction: rational.format(fraction),
      outcome: granted ? 'up' : 'down',
    })),
    routing: result.routing.map(({ stock, member, amount }) => ({
      stock,
      member,
      grams: `${amount * result.unit}`,
    })),
    totals: {
      opened: `${(result.total + result.undistributed) * result.unit}`,
      awarded: `${result.total * result.unit}`,
      undistributed: `${result.undistributed * result.unit}`,
      buffer: `${buffer}`,
    },
    fairness: fairnessRecord(fairnessOf(coveragesOf(input, result))),
  };
}

function memberRecord(
  member: PipelineMember,
  outcome: MemberOutcome,
  input: PipelineInput,
  unit: bigint,
): MemberRecord {
  const horizon = rational.of(input.parameters.horizonDays);
  const inGrams = (units: Rational) => rational.format(rational.mul(units, rational.of(unit)));
  const before = rational.mul(member.ownSupply, horizon);
  const after = rational.add(before, rational.of(outcome.award * unit));
  const need = rational.mul(member.baseline, horizon);
  const coverage = (supply: Rational) =>
    need.p === 0n ? null : rational.format(coverageOf(supply, need));
  const days = (supply: Rational) =>
    need.p === 0n ? null : rational.format(rational.div(supply, member.baseline));
  return {
    member: member.id,
    forms: member.forms,
    baselinePerDay: rational.format(member.baseline),
    ownSupplyPerDay: rational.format(member.ownSupply),
    lossRatio: rational.format(outcome.lossRatio),
    eligible: outcome.eligible ? 'yes' : 'no',
    permissible: rational.format(outcome.permissible),
    gap: rational.format(outcome.gap),
    need: member.need === null ? null : `${member.need}`,
    essential: `${member.essential}`,
    claim: `${outcome.claim * unit}`,
    floor: `${outcome.floor * unit}`,
    weight: rational.format(outcome.weight),
    floorAward: inGrams(outcome.floorAward),
    exactAward: inGrams(outcome.exactAward),
    award: `${outcome.award * unit}`,
    bound: outcome.bound,
    coverageBefore: coverage(before),
    coverageAfter: coverage(after),
    daysBefore: days(before),
    daysAfter: days(after),
  };
}

/** A pass with names for positions and grams for units. */
function passRecord(
  { blocks, flow }: Division,
  routes: PipelineResult['network']['routes'],
  names: Pick<PipelineInput, 'stocks' | 'members'>,
  unit: bigint,
): PassRecord {
  const inGrams = (units: Rational) => rational.format(rational.mul(units, rational.of(unit)));
  const stockId = (index: number) => at(names.stocks, index).id;
  const memberId = (index: number) => at(names.members, index).id;
  return {
    blocks: blocks.map(({ level, members, cut }) => ({
      level: inGrams(level),
      members: members.map(memberId),
      cut: { stocks: cut.stocks.map(stockId), members: cut.members.map(memberId) },
    })),
    flow: routes.flatMap(({ stock, member }, index) => {
      const amount = at(flow, index);
      if (amount.p === 0n) return [];
      return [{ stock: stockId(stock), member: memberId(member), exactGrams: inGrams(amount) }];
    }),
  };
}

function fairnessRecord({ membersCounted, before, after }: Fairness): FairnessRecord {
  return {
    membersCounted: `${membersCounted}`,
    before: spreadRecord(before),
    after: spreadRecord(after),
  };
}

export function spreadRecord({ worstOff, gini, jain }: Spread): SpreadRecord {
  return {
    worstOff: worstOff && {
      member: worstOff.member,
      coverage: rational.format(worstOff.coverage),
    },
    gini: rational.format(gini),
    jain: rational.format(jain),
  };
}
