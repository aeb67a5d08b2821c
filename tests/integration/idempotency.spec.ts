import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

it('makes one contribution of 50 identical requests at once under one key', async () => {
  const pledge = await world.pledge('DEU', 1_000);
  const path = `/v1/pledges/${pledge}/contributions`;
  const before = await ledger.count('contribution');
  const entries = await ledger.count('log_entry');
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      world.operators.DEU.post<{ id: string }>(path, world.contribution(100), 'one-key'),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('Idempotency-Replayed'))).toHaveLength(49);
  expect(await ledger.count('contribution')).toBe(before + 1);
  expect(await ledger.count('log_entry')).toBe(entries + 1);
});

it('refuses a key that was used for another request', async () => {
  const pledge = await world.pledge('DEU', 1_000);
  const path = `/v1/pledges/${pledge}/contributions`;
  await world.operators.DEU.post(path, world.contribution(100), 'used');
  const other = await world.operators.DEU.post(path, world.contribution(200), 'used');
  expect(other.status).toBe(422);
  expect(other.body).toMatchObject({ title: 'Idempotency key reused' });
});

it('replays a refusal, even when the request would pass by now', async () => {
  const pledge = await world.pledge('KEN', 100);
  const path = `/v1/pledges/${pledge}/contributions`;
  const too = await world.operators.KEN.post(path, world.contribution(101), 'too-much');
  expect(too.status).toBe(422);
  expect(too.body).toMatchObject({ type: expect.stringMatching(/contribution-exceeds-pledge$/) });
  const again = await world.operators.KEN.post(path, world.contribution(101), 'too-much');
  expect(again.body).toEqual(too.body);
  expect(again.headers.get('Idempotency-Replayed')).toBe('true');
});

it('keeps the keys of two people apart', async () => {
  const body = { material: 'cobalt', instalments: [] as object[] };
  body.instalments = [{ dueDate: '2025-01-01', quantity: { value: '5', unit: 'KGM' } }];
  const mine = await world.operators.DEU.post<{ id: string }>('/v1/pledges', body, 'shared');
  const theirs = await world.operators.JPN.post<{ id: string }>('/v1/pledges', body, 'shared');
  expect([mine.status, theirs.status]).toEqual([201, 201]);
  expect(theirs.body.id).not.toBe(mine.body.id);
});

it('never takes more than was pledged, however many deliver at once', async () => {
  const pledge = await world.pledge('JPN', 100);
  const path = `/v1/pledges/${pledge}/contributions`;
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => world.operators.JPN.post(path, world.contribution(30))),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(9);
});
