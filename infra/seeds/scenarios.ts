import type { ScenarioRow } from './rows';
import scenarios from './scenarios.json';
import { originShares, worldShare } from './shares';

/** One failing supplier as a disruption records it. */
export interface SupplierLoss {
  readonly member: string;
  readonly lossFraction: string;
  readonly worldShare: string;
  readonly origins: readonly { readonly member: string; readonly share: string }[];
}

export const SCENARIOS: readonly ScenarioRow[] = scenarios;

/** The scenario of that id, or undefined. */
export function scenarioOf(id: string): ScenarioRow | undefined {
  return SCENARIOS.find((scenario) => scenario.id === id);
}

/** The suppliers of a scenario with their shares looked up in the data set. */
export function supplierLosses(scenario: ScenarioRow): readonly SupplierLoss[] {
  return scenario.suppliers.map(({ member, lossFraction, worldShare: basis }) => ({
    member,
    lossFraction,
    worldShare: basis.share ?? worldShare(member, scenario.material, basis.stage, basis.year),
    origins: originShares(member, scenario.material, basis.stage),
  }));
}
