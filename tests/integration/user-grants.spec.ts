import { Caller } from '../support/caller';
import { Ledger, PASSWORD } from '../support/ledger';

let ledger: Ledger;
let first: Caller;
let second: Caller;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  first = await ledger.as('administrator.1');
  second = await ledger.as('administrator.2');
});
afterAll(() => ledger.stop());

function signIn(username: string): Promise<{ status: number; body: object }> {
  const body = JSON.stringify({ username, password: PASSWORD });
  return ledger.anonymous().send('POST', '/v1/auth/login', body);
}

const puppet = { username: 'a.second.self', password: PASSWORD, role: 'administrator' };

it('lets nobody sign in on the word of one administrator', async () => {
  const given = await first.done<{ id: string; confirmed: boolean }>('/v1/users', puppet);
  expect(given.confirmed).toBe(false);
  const early = await signIn(puppet.username);
  expect([early.status, early.body]).toEqual([
    403,
    expect.objectContaining({ title: 'Access not confirmed' }),
  ]);
  const own = await first.post(`/v1/users/${given.id}/confirm`);
  expect([own.status, own.body]).toEqual([
    403,
    expect.objectContaining({ title: 'Four eyes required' }),
  ]);
  await second.done(`/v1/users/${given.id}/confirm`);
  expect((await signIn(puppet.username)).status).toBe(200);
  expect((await second.post(`/v1/users/${given.id}/confirm`)).status).toBe(409);
});

it('keeps the rule in the database too', async () => {
  const { id } = await first.done('/v1/users', { ...puppet, username: 'another.self' });
  const forge = 'update principal set confirmed_by = granted_by where id = $1';
  await expect(ledger.rows(forge, [id])).rejects.toThrow('violates check constraint');
});
