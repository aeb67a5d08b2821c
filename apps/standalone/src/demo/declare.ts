import { formatMass } from '#domain/quantity/mass';
import { RULE_PARAMETERS } from '#infra/seeds/assumptions';
import { statedNeed } from '#infra/seeds/needs';
import type { ScenarioRow } from '#infra/seeds/rows';
import { supplierLosses } from '#infra/seeds/scenarios';
import { baselinesOf } from '#infra/seeds/world';
import type { DisruptionAnswer } from './answers';
import { Progress, type Output } from './progress';
import type { Sessions } from './sessions';

/** Drafts and proposes the disruption as one administrator and declares it as another. */
export async function declareDisruption(
  sessions: Sessions,
  scenario: ScenarioRow,
): Promise<DisruptionAnswer> {
  const key = `scenario/${scenario.id}`;
  const first = await sessions.first();
  const disruption = await first.post<DisruptionAnswer>('/v1/disruptions', `${key}/draft`, {
    reference: scenario.id,
    title: scenario.title,
    material: scenario.material,
    cause: scenario.cause,
    startsOn: scenario.startsOn,
    endsOn: scenario.endsOn,
    suppliers: supplierLosses(scenario),
    evidence: scenario.evidence,
  });
  const path = `/v1/disruptions/${disruption.id}`;
  await first.post(`${path}/propose`, `${key}/propose`);
  const { declaredOn } = scenario;
  await (await sessions.second()).post(`${path}/declare`, `${key}/declare`, { declaredOn });
  return disruption;
}

/** Opens the window, has each consuming member's operator state its need, and closes it. */
export async function stateNeeds(
  sessions: Sessions,
  scenario: ScenarioRow,
  disruption: string,
  output: Output,
): Promise<void> {
  const key = `scenario/${scenario.id}`;
  const path = `/v1/disruptions/${disruption}`;
  const first = await sessions.first();
  await first.post(`${path}/open-needs`, `${key}/open-needs`);
  const suppliers = supplierLosses(scenario);
  const horizon = BigInt(RULE_PARAMETERS.horizonDays);
  const baselines = baselinesOf(scenario.material, scenario.figuresOf);
  const progress = new Progress(output, 'Stating needs', baselines.length);
  for (const baseline of baselines) {
    const { need, essential } = statedNeed(baseline, suppliers, horizon);
    const operator = await sessions.operator(baseline.member);
    await operator.post(`${path}/needs`, `${key}/need/${baseline.member}`, {
      need: formatMass(need),
      essential: formatMass(essential),
    });
    progress.step(baseline.member);
  }
  progress.finish();
  await first.post(`${path}/close-needs`, `${key}/close-needs`);
}
