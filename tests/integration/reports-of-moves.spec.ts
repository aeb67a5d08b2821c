import type { MonthlyReportResponse, StockReportResponse } from '#features/reports/reports.dto';
import { Ledger } from '../support/ledger';
import { kg } from '../support/small-world';
import { integrated, stockedWorld } from '../support/stocked-world';

let ledger: Ledger;

jest.setTimeout(600_000);

/** A lot moves from the Netherlands to Japan; some is lost on the way, and some there. */
beforeAll(async () => {
  ledger = await Ledger.start();
  const world = await stockedWorld(ledger);
  const pledge = await world.pledge('KEN', 50);
  const contribution = await world.bring('KEN', pledge, 50);
  await world.second.done(`/v1/contributions/${contribution}/accept`);
  const { body } = await world.first.get<{ lot: { id: string } }>(
    `/v1/contributions/${contribution}`,
  );
  const lot = `/v1/lots/${body.lot.id}`;
  const sent = { toDepot: 'JPYOK', dispatchedOn: '2024-09-10' };
  const move = await world.first.done(`${lot}/dispatch`, sent);
  const arrived = { containedMass: kg(49), receivedOn: '2024-10-05', reason: 'A drum leaked.' };
  await world.second.done(`/v1/lot-moves/${move.id}/receive`, arrived);
  const lost = { containedMass: kg(2), reason: 'Water.', effectiveDate: '2024-11-02' };
  const loss = await world.first.done(`${lot}/losses`, lost);
  await world.second.done(`/v1/losses/${loss.id}/confirm`);
  await integrated(ledger);
});
afterAll(() => ledger.stop());

async function read<Body>(path: string): Promise<Body> {
  const { status, body } = await ledger.anonymous().get<Body>(`/v1/reports/${path}`);
  expect([path, status]).toEqual([path, 200]);
  return body;
}

const monthly = (query: string): Promise<MonthlyReportResponse> => read(`monthly?${query}`);

it('areas tell the move, and the whole only what was lost', async () => {
  const { rows } = await monthly('from=2024-09&to=2024-11');
  const told = rows
    .filter(({ flow, value }) => /transfers|losses|releases/.test(flow) && value !== '0')
    .map(({ area, period, flow, value }) => `${area} ${period} ${flow} ${value}`);
  expect(told).toEqual([
    'GMT 2024-10 losses 0.001',
    'GMT 2024-11 losses 0.002',
    'JPN 2024-10 transfers-in 0.049',
    'JPN 2024-11 losses 0.002',
    'NLD 2024-09 transfers-out 0.05',
  ]);
});

it('a report that begins on the way opens at what the one before closed at', async () => {
  const levels = async (query: string, flow: string, period: string): Promise<unknown[]> =>
    (await monthly(query)).rows
      .filter((row) => row.flow === flow && row.period === period)
      .map(({ area, value }) => [area, value]);
  const closed = await levels('from=2024-08&to=2024-09', 'closing-level', '2024-09');
  const opened = await levels('from=2024-10&to=2024-11', 'opening-level', '2024-10');
  expect(opened).toEqual(closed);
  expect(closed).toEqual([
    ['GMT', '4.65'],
    ['JPN', '0.6'],
    ['NLD', '4'],
  ]);
});

it.each([
  ['2024-09-30', '4650', '4050'],
  ['2024-10-31', '4649', '4049'],
  ['2024-11-30', '4647', '4047'],
])('the Trust holds on %s %s kg, and of them %s kg as metal', async (day, whole, metal) => {
  const path = `stocks?on=${day}`;
  const { materials } = await read<StockReportResponse>(path);
  expect(materials[0]?.levels.at(-1)?.stock).toEqual(kg(whole));
  const form = materials[0]?.forms.find((one) => one.form === 'co_metal');
  expect(form?.inTrust).toEqual(kg(metal));
});
