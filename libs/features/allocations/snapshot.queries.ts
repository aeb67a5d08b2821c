import { Injectable } from '@nestjs/common';
import * as Q from '#domain/quantity/rational';
import { ENGINE_VERSION } from '#domain/allocation/replay';
import { baselineYear, daysBefore, daysOfYear } from '#domain/release/calendar';
import type { Snapshot, SnapshotMember, SnapshotStock } from '#domain/release/snapshot';
import type { Tx } from '#platform/database/tx';
import { BaselinesService } from '#features/baselines/baselines.service';
import type { DisruptionsService } from '#features/disruptions/disruptions.service';
import type { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { NeedsService, type StatedNeed } from '#features/needs/needs.service';
import { ReservesService } from '#features/reserves/reserves.service';

type Disruption = Awaited<ReturnType<DisruptionsService['get']>>;
type ReleaseRule = Awaited<ReturnType<ReleaseRulesService['byId']>>;
type Baseline = Awaited<ReturnType<BaselinesService['inForce']>>[number];

interface MemberFacts {
  readonly code: string;
  readonly equity_multiplier: string;
  readonly forms: readonly string[];
  /** Grams vested by the cut-off day. */
  readonly pledged: string;
  readonly delivered: string;
}

/**
 * Each member's multiplier, usable forms of the material, and what was pledged and delivered by
 * the day on which pledges count as vested.
 */
const MEMBER_FACTS = `
  select m.code, m.equity_multiplier,
    coalesce((
      select array_agg(f.code order by f.code collate "C")
      from (select forms from usable_forms u where u.member = m.code
            order by verified_at desc, id desc limit 1) newest
      join form f on f.code = any (newest.forms) and f.material = $1), '{}') as forms,
    coalesce((
      select sum(i.grams) from instalment i join pledge p on p.id = i.pledge_id
      where p.member = m.code and p.material = $1 and p.state <> 'offered'
        and i.due_date <= $2), 0) as pledged,
    coalesce((
      select sum(l.contained_grams) from contribution c join lot l on l.contribution_id = c.id
      where c.member = m.code and c.material = $1 and c.state = 'accepted'
        and c.effective_date <= $2), 0) as delivered
  from member m`;

/** Reads the frozen input of a run from one transaction. */
@Injectable()
export class SnapshotQueries {
  constructor(
    private readonly baselines: BaselinesService,
    private readonly needs: NeedsService,
    private readonly reserves: ReservesService,
  ) {}

  async read(tx: Tx, disruption: Disruption, rule: ReleaseRule): Promise<Snapshot> {
    const { material } = disruption;
    const declaredOn = disruption.declaredOn ?? tx.today();
    const { parameters } = rule;
    const yearMax = baselineYear(declaredOn, Number(parameters.baselineLagQuarters));
    const baselines = await this.baselines.inForce(tx, material, yearMax);
    const vestedBy = daysBefore(declaredOn, Number(parameters.vestingDays));
    const facts = await tx.query<MemberFacts>(MEMBER_FACTS, [material, vestedBy]);
    const factsOf = new Map(facts.map((row) => [row.code, row]));
    const needs = await this.needs.stated(tx, disruption.id);
    return {
      v: '1',
      engine: ENGINE_VERSION,
      disruption: {
        id: disruption.id,
        material,
        declaredOn,
        suppliers: disruption.suppliers.map(({ member, lossFraction }) => ({
          member,
          lossFraction,
        })),
      },
      rule: { id: rule.id, version: rule.version, parameters },
      members: baselines.flatMap((baseline) => {
        const row = factsOf.get(baseline.member);
        return row ? [memberOf(row, baseline, needs.get(row.code), disruption)] : [];
      }),
      stocks: await this.stocks(tx, material),
    };
  }

  private async stocks(tx: Tx, material: string): Promise<SnapshotStock[]> {
    const free = new Map<string, SnapshotStock & { grams: bigint }>();
    for (const { depot, form, grams } of await this.reserves.freeLots(tx, material)) {
      const id = stockId(depot, form);
      const sum = (free.get(id)?.grams ?? 0n) + grams;
      free.set(id, { id, depot, form, grams: sum, free: sum.toString() });
    }
    return [...free.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, depot, form, free: grams }) => ({ id, depot, form, free: grams }));
  }
}

/** Id of a stock in the network: what lies in one depot in one form. */
export function stockId(depot: string, form: string): string {
  return `${depot}/${form}`;
}

function memberOf(
  facts: MemberFacts,
  baseline: Baseline,
  need: StatedNeed | undefined,
  disruption: Disruption,
): SnapshotMember {
  const pledged = BigInt(facts.pledged);
  const standing = pledged === 0n ? Q.ZERO : Q.ratio(BigInt(facts.delivered), pledged);
  return {
    member: facts.code,
    baseline: {
      period: baseline.period,
      days: daysOfYear(baseline.period),
      quality: baseline.quality,
      consumption: baseline.consumption.toString(),
      production: baseline.production.toString(),
      ownOre: baseline.ownOre.toString(),
      imports: baseline.imports.toString(),
      exports: baseline.exports.toString(),
      ownStocks: baseline.ownStocks.toString(),
    },
    supplierShares: disruption.suppliers.map(({ worldShare, origins }) => {
      const origin = origins.find(({ member }) => member === facts.code);
      return origin
        ? { share: origin.share, basis: 'origin' }
        : { share: worldShare, basis: 'world' };
    }),
    need: need === undefined ? null : need.grams.toString(),
    essential: (need?.essential ?? 0n).toString(),
    standing: Q.format(Q.min(standing, Q.ONE)),
    equityMultiplier: facts.equity_multiplier,
    forms: facts.forms,
  };
}
