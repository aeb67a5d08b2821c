import { Ledger } from '../support/ledger';
import { lotsAgainstAccounts, placesOf } from '../support/lot-world';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

/** A lot that came on a day and keeps until another. */
async function bring(kilograms: number, receivedOn: string, bestBefore?: string): Promise<string> {
  const pledge = await world.pledge('DEU', kilograms);
  const path = `/v1/pledges/${pledge}/contributions`;
  const { id } = await world.operators.DEU.done(path, world.contribution(kilograms));
  const receipt = { ...world.receipt(kilograms), receivedOn, bestBefore };
  await world.first.done(`/v1/contributions/${id}/receive`, receipt);
  const accept = `/v1/contributions/${id}/accept`;
  return (await world.second.done<{ lot: { id: string } }>(accept)).lot.id;
}

it('gives a run what is free only, the shortest shelf life first, then the oldest', async () => {
  const held = await bring(40_000, '2023-01-01', '2026-01-31');
  const old = await bring(40_000, '2023-06-30');
  const perishable = await bring(1_000, '2024-06-30', '2027-01-31');
  const young = await bring(40_000, '2024-06-30');
  const statement = 'The seal is broken.';
  const objection = await world.auditor.done(`/v1/lots/${held}/objections`, { statement });
  await world.first.done(`/v1/objections/${objection.id}/hold`);
  const run = await world.allocate(await world.disrupt());
  const { body } = await world.auditor.get<{ stocks: { free: string }[] }>(
    `/v1/allocation-runs/${run}/snapshot`,
  );
  expect(body.stocks.map(({ free }) => free)).toEqual(['81000000']);
  expect(await placesOf(ledger, perishable)).toEqual({ 'reserve-earmarked': expect.any(String) });
  expect(await placesOf(ledger, old)).toMatchObject({ 'reserve-earmarked': expect.any(String) });
  expect(await placesOf(ledger, young)).toEqual({ 'reserve-free': '40000' });
  expect(await placesOf(ledger, held)).toEqual({ 'reserve-hold': '40000' });
  expect(await lotsAgainstAccounts(ledger)).toEqual([]);
  const verdict = await world.first.post(`/v1/lots/${old}/dispatch`, {
    ...{ toDepot: 'JPYOK', dispatchedOn: '2025-03-01' },
  });
  expect(verdict.body).toMatchObject({ type: expect.stringMatching(/lot-not-free$/) });
});
