import { DomainError } from '#domain/errors';
import { ExpiryService } from '#features/reserves/expiry.service';
import { GroupCommit } from '#features/reserves/group-commit';
import { commandOf, deliver, faultsOf, FREE, furnish, moved } from '../support/books-world';
import { Ledger } from '../support/ledger';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  await furnish(ledger);
  await deliver(ledger, 1_000n);
});

afterAll(() => ledger.stop());

const promised = (): Promise<{ grams: string }[]> =>
  ledger.rows(`select pending_out::text as grams from account where key = '${FREE}'`);

it('ends what has expired, once, however many workers look, and nothing else', async () => {
  const commits = ledger.service(GroupCommit);
  const past = moved(10n, { kind: 'pending', expiresAt: '2025-01-01T00:00:00.000Z' });
  const soon = moved(20n, {
    kind: 'pending',
    expiresAt: new Date(Date.now() + 1_000).toISOString(),
  });
  const others = [
    moved(30n, { kind: 'pending', expiresAt: '2999-01-01T00:00:00.000Z' }),
    moved(40n, { kind: 'pending' }),
  ];
  for (const one of [past, soon, ...others]) await commits.submit(commandOf(one));
  const late = { ...past, id: moved(1n).id, kind: 'post', pending: past.id } as const;
  const { expiresAt, ...post } = late;
  expect(expiresAt).toBeDefined();
  await expect(commits.submit(commandOf(post))).rejects.toThrow('comes after the expiry');
  const expiry = ledger.service(ExpiryService);
  let ended = 0;
  while (ended < 2) {
    const found = await Promise.all([1, 2, 3].map(() => expiry.endExpired()));
    ended += found.reduce((sum, one) => sum + one, 0);
  }
  expect(ended).toBe(2);
  expect(await promised()).toEqual([{ grams: '70' }]);
  expect(await expiry.endExpired()).toBe(0);
  const { expiresAt: _then, ...end } = { ...soon, id: moved(1n).id, pending: soon.id };
  const refusal = await commits
    .submit(commandOf({ ...end, kind: 'void' }))
    .catch((error: unknown) => error as DomainError);
  expect(refusal).toMatchObject({ code: 'transfer-refused' });
  const entries = await ledger.rows<{ transfers: string }>(
    `select convert_from(body, 'UTF8')::jsonb ->> 'transfers' as transfers
     from log_entry where entry_kind(envelope) = 'transfers-expired'`,
  );
  const logged = entries.flatMap(({ transfers }) => JSON.parse(transfers) as object[]);
  expect(logged).toHaveLength(2);
  expect(logged).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'expire', pending: past.id, grams: '10' }),
      expect.objectContaining({ kind: 'expire', pending: soon.id, grams: '20' }),
    ]),
  );
  expect(await faultsOf(ledger)).toEqual([]);
});
