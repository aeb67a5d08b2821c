import { kg, SmallWorld } from '../support/small-world';
import { Ledger } from '../support/ledger';

interface Balance {
  readonly account: string;
  readonly posted: { readonly value: string };
  readonly pendingOut: { readonly value: string };
  readonly available: { readonly value: string };
  readonly version: string;
}

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

it('answers what moves something with the balances it left, also when replayed', async () => {
  const offer = await world.operators.DEU.done('/v1/pledges', {
    material: 'cobalt',
    instalments: [{ dueDate: '2024-06-30', quantity: kg(12) }],
  });
  const path = `/v1/pledges/${offer.id}/accept`;
  const first = await world.first.post<{ balances: Balance[] }>(path, {}, 'one-key');
  const again = await world.first.post<{ balances: Balance[] }>(path, {}, 'one-key');
  expect(again.body).toEqual(first.body);
  expect(first.body.balances.map(({ account }) => account)).toEqual([
    'cobalt/pledged/DEU/-',
    'cobalt/undertaken/-/-',
  ]);
  expect(first.body.balances[0]).toEqual({
    account: 'cobalt/pledged/DEU/-',
    posted: kg(12),
    pendingOut: kg(0),
    available: kg(12),
    version: '1',
  });
});

it('says nothing of balances where nothing moved', async () => {
  const body = await world.operators.DEU.done('/v1/pledges', {
    material: 'cobalt',
    instalments: [{ dueDate: '2024-07-31', quantity: kg(3) }],
  });
  expect(body).not.toHaveProperty('balances');
});
