import type { Ledger } from './ledger';
import { kg, SmallWorld } from './small-world';

/**
 * Germany has brought 3,000 kg of metal and Japan 1,000 kg, in June 2024 to the Netherlands; Japan
 * in August 600 kg inside hydroxide of 60 %, to Japan.
 */
export async function stockedWorld(ledger: Ledger): Promise<SmallWorld> {
  const world = await SmallWorld.load(ledger);
  await world.stock('DEU', 3_000);
  await world.stock('JPN', 1_000);
  const pledge = await world.pledge('JPN', 600);
  const hydroxide = { form: 'co_hydroxide', depot: 'JPYOK', grossMass: kg(1_000), assay: '0.6' };
  const notice = { ...hydroxide, expectedOn: '2024-08-01' };
  const path = `/v1/pledges/${pledge}/contributions`;
  const { id } = await world.operators.JPN.done(path, notice);
  const receipt = { grossMass: kg(1_000), assay: '0.6', receivedOn: '2024-08-01' };
  await world.first.done(`/v1/contributions/${id}/receive`, receipt);
  await world.second.done(`/v1/contributions/${id}/accept`);
  await integrated(ledger);
  return world;
}

/** Waits until every entry that was written is in the signed log. */
export async function integrated(ledger: Ledger): Promise<void> {
  const waiting = 'select count(*)::int as n from log_unsequenced';
  while ((await ledger.rows<{ n: number }>(waiting))[0]?.n !== 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
