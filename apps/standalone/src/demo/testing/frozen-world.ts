import { ENGINE_VERSION } from '#domain/allocation/replay';
import * as rational from '#domain/quantity/rational';
import type { Snapshot, SnapshotMember, SnapshotStock } from '#domain/release/snapshot';
import {
  equityMultiplier,
  ownStocks,
  RULE_PARAMETERS,
  usableForms,
  YEAR_DAYS,
} from '#infra/seeds/assumptions';
import { statedNeed } from '#infra/seeds/needs';
import { plannedPledges, type PlannedPledge } from '#infra/seeds/pledges';
import type { BaselineRow, ScenarioRow } from '#infra/seeds/rows';
import { supplierLosses } from '#infra/seeds/scenarios';
import { baselinesOf, formsOf, gramsOfTonnes, memberOf } from '#infra/seeds/world';

/** What a run would freeze for a scenario in the freshly loaded reference world. */
export function frozenWorld(scenario: ScenarioRow): Snapshot {
  const pledges = plannedPledges(scenario.material);
  return {
    v: '1',
    engine: ENGINE_VERSION,
    disruption: {
      id: scenario.id,
      material: scenario.material,
      declaredOn: scenario.declaredOn,
      suppliers: scenario.suppliers.map(({ member, lossFraction }) => ({ member, lossFraction })),
    },
    rule: { id: 'rule', version: '1', parameters: RULE_PARAMETERS },
    members: baselinesOf(scenario.material, scenario.figuresOf).map((row) =>
      frozenMember(row, scenario, pledges),
    ),
    stocks: frozenStocks(pledges),
  };
}

function frozenMember(
  row: BaselineRow,
  scenario: ScenarioRow,
  pledges: readonly PlannedPledge[],
): SnapshotMember {
  const suppliers = supplierLosses(scenario);
  const pledge = pledges.find((one) => one.member === row.member);
  const { need, essential } = statedNeed(row, suppliers, BigInt(RULE_PARAMETERS.horizonDays));
  const grams = (text: string): string => `${gramsOfTonnes(text)}`;
  const forms = formsOf(row.material).map((form) => form.code);
  return {
    member: row.member,
    baseline: {
      period: row.period,
      days: `${YEAR_DAYS}`,
      quality: row.quality,
      consumption: grams(row.consumption),
      production: grams(row.production),
      ownOre: grams(row.ownOre),
      imports: grams(row.imports),
      exports: grams(row.exports),
      ownStocks: `${ownStocks(row)}`,
    },
    supplierShares: suppliers.map((supplier) => {
      const origin = supplier.origins.find((one) => one.member === row.member);
      return origin === undefined
        ? { share: supplier.worldShare, basis: 'world' }
        : { share: origin.share, basis: 'origin' };
    }),
    need: `${need}`,
    essential: `${essential}`,
    standing: rational.format(rational.ratio(delivered(pledge), pledge?.grams ?? 1n)),
    equityMultiplier: equityMultiplier(memberOf(row.member)),
    forms: usableForms(row.member).filter((form) => forms.includes(form)),
  };
}

function delivered(pledge: PlannedPledge | undefined): bigint {
  const lots = pledge?.instalments.filter((one) => one.delivered) ?? [];
  return lots.reduce((sum, one) => sum + one.containedGrams, 0n);
}

function frozenStocks(pledges: readonly PlannedPledge[]): readonly SnapshotStock[] {
  const stocks = new Map<string, SnapshotStock>();
  for (const one of pledges.flatMap((pledge) => pledge.instalments)) {
    if (!one.delivered) continue;
    const id = `${one.depot}/${one.form}`;
    const free = BigInt(stocks.get(id)?.free ?? '0') + one.containedGrams;
    stocks.set(id, { id, depot: one.depot, form: one.form, free: `${free}` });
  }
  return [...stocks.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
