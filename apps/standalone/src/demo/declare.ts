import { formatMass } from '#domain/quantity/mass';
import { RULE_PARAMETERS } from '#infra/seeds/assumptions';
import { statedNeed } from '#infra/seeds/needs';
import type { ScenarioRow } from '#infra/seeds/rows';
import { supplierLosses } from '#infra/seeds/scenarios';
import { baselinesOf } from '#infra/seeds/world';
import type { DisruptionAnswer } from './answers';
import { Progress, type Output } from './progress';
import type { Sessions } from './sessions';

/** The states of a disruption on its way, in order. */
const WAY = ['draft', 'proposed', 'declared', 'needs-open', 'needs-closed', 'allocating', 'closed'];

function isBefore(disruption: DisruptionAnswer, state: string): boolean {
  return WAY.indexOf(disruption.state) < WAY.indexOf(state);
}

/** The scenario's disruption, declared: found by its reference where an earlier start left it. */
export async function declareDisruption(
  sessions: Sessions,
  scenario: ScenarioRow,
): Promise<DisruptionAnswer> {
  const { disruptions } = await sessions
    .anyone()
    .get<{ disruptions: DisruptionAnswer[] }>('/v1/disruptions');
  const found = disruptions.find((one) => one.reference === scenario.id);
  const disruption = found ?? (await draftDisruption(sessions, scenario));
  const key = `scenario/${scenario.id}`;
  const path = `/v1/disruptions/${disruption.id}`;
  if (isBefore(disruption, 'proposed')) {
    await (await sessions.first()).post(`${path}/propose`, `${key}/propose`);
  }
  if (isBefore(disruption, 'declared')) {
    const { declaredOn } = scenario;
    await (await sessions.second()).post(`${path}/declare`, `${key}/declare`, { declaredOn });
  }
  return disruption;
}

async function draftDisruption(
  sessions: Sessions,
  scenario: ScenarioRow,
): Promise<DisruptionAnswer> {
  const first = await sessions.first();
  return first.post<DisruptionAnswer>('/v1/disruptions', `scenario/${scenario.id}/draft`, {
    reference: scenario.id,
    title: scenario.title,
    material: scenario.material,
    cause: scenario.cause,
    startsOn: scenario.startsOn,
    endsOn: scenario.endsOn,
    suppliers: supplierLosses(scenario),
    evidence: scenario.evidence,
  });
}

/** Opens the window, has each consuming member's operator state its need, and closes it. */
export async function stateNeeds(
  sessions: Sessions,
  scenario: ScenarioRow,
  disruption: DisruptionAnswer,
  output: Output,
): Promise<void> {
  if (!isBefore(disruption, 'needs-closed')) return;
  const key = `scenario/${scenario.id}`;
  const path = `/v1/disruptions/${disruption.id}`;
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
