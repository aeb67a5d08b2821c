import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import * as Q from '#domain/quantity/rational';
import { ENGINE_VERSION } from '#domain/allocation/replay';
import { baselineYear, daysBefore, daysOfYear } from '#domain/release/calendar';
import type { Snapshot, SnapshotMember, SnapshotStock } from '#domain/release/snapshot';
import type { Tx } from '#platform/database/tx';
import { BaselinesService, type BaselineInForce } from '#features/baselines/baselines.service';
import type { DisruptionsService } from '#features/disruptions/disruptions.service';
import type { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { areOpened, NeedsService, type StatedNeed } from '#features/needs/needs.service';
import { StandingService } from '#features/pledges/standing.service';
import { ReservesService } from '#features/reserves/reserves.service';

type Disruption = Awaited<ReturnType<DisruptionsService['get']>>;
type ReleaseRule = Awaited<ReturnType<ReleaseRulesService['byId']>>;

/** What a member needs that stated nothing, by a rule that takes that for none. */
const NO_NEED = { grams: 0n, essential: 0n };

interface MemberFacts {
  readonly code: string;
  readonly equity_multiplier: string;
  readonly forms: readonly string[];
}

/** Each member's multiplier and usable forms of the material. */
const MEMBER_FACTS = `
  select m.code, m.equity_multiplier,
    coalesce((
      select array_agg(f.code order by f.code collate "C")
      from (select forms from usable_forms u where u.member = m.code
            order by verified_at desc, id desc limit 1) newest
      join form f on f.code = any (newest.forms) and f.material = $1), '{}') as forms
  from member m`;

/** Reads the frozen input of a run, or of a simulation, from one transaction. */
@Injectable()
export class SnapshotsService {
  constructor(
    private readonly baselines: BaselinesService,
    private readonly needs: NeedsService,
    private readonly reserves: ReservesService,
    private readonly standings: StandingService,
  ) {}

  async read(tx: Tx, disruption: Disruption, rule: ReleaseRule): Promise<Snapshot> {
    const { material } = disruption;
    const { declaredOn, declaredAt } = disruption;
    assert(declaredOn && declaredAt, 'a run belongs to a declared disruption');
    const { parameters } = rule;
    const baselines = await this.baselines.inForce(tx, {
      material,
      yearMax: baselineYear(declaredOn, Number(parameters.baselineLagQuarters)),
      effectiveBy: declaredOn,
      recordedBy: declaredAt,
    });
    const standings = await this.standings.ofMembers(tx.manager, {
      material,
      vestedBy: daysBefore(declaredOn, Number(parameters.vestingDays)),
      recordedBy: declaredAt,
    });
    const facts = await tx.query<MemberFacts>(MEMBER_FACTS, [material]);
    const factsOf = new Map(facts.map((row) => [row.code, row]));
    const needs = await this.needs.stated(tx, disruption);
    // A need of null is the verified gap to a run, see `claimOf`; so is one that is still sealed.
    const countsNone = rule.clock.missingNeeds === 'none' && areOpened(disruption.state);
    const unstated = countsNone ? NO_NEED : undefined;
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
        if (!row) return [];
        const standing = standings.get(row.code)?.ratio ?? Q.ZERO;
        const need = needs.get(row.code) ?? unstated;
        return [memberOf({ ...row, standing }, baseline, need, disruption)];
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
  facts: MemberFacts & { readonly standing: Q.Rational },
  baseline: BaselineInForce,
  need: Pick<StatedNeed, 'grams' | 'essential'> | undefined,
  disruption: Disruption,
): SnapshotMember {
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
    standing: Q.format(facts.standing),
    equityMultiplier: facts.equity_multiplier,
    forms: facts.forms,
  };
}
