import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Fold } from '#domain/books/fold';
import { reversalOf } from '#domain/books/precedent';
import { moves, type Transfer } from '#domain/books/transfer';
import { DomainError } from '#domain/errors';
import { parseMass } from '#domain/quantity/mass';
import type { BalanceResponse, StatementResponse } from '#features/reserves/accounts.dto';
import { GroupCommit } from '#features/reserves/group-commit';
import { commandOf, faultsOf, FREE, furnish, HOLD, moved, OUTSIDE } from '../support/books-world';
import type { Caller } from '../support/caller';
import { Ledger } from '../support/ledger';

const DEU = 'cobalt/reserve-earmarked/DEU/NLRTM';
const ACCOUNTS = [OUTSIDE, FREE, HOLD, DEU];
const LOTS = [randomUUID(), randomUUID()] as const;
const DAYS = ['2024-12-30', '2024-12-31', '2025-01-01', '2025-02-22', '2025-06-30'] as const;

let ledger: Ledger;
let trust: Caller;
/** Everything that the books took, by entry. */
const booked = new Map<string, Transfer>();

beforeAll(async () => {
  ledger = await Ledger.start();
  await furnish(ledger);
  await ledger.rows(
    `begin; set local session_replication_role = replica;
     insert into member values ('DEU', 'Germany', 'Europe', false, '1', now());
     insert into lot (id, material, form, depot, gross_grams, assay, contained_grams, received_on,
       entry_id)
     select id, 'cobalt', 'co', 'NLRTM', 1000000, '1', 1000000, '2024-01-01', id
     from unnest('{${LOTS.join()}}'::uuid[]) as l (id);
     commit`,
  );
  trust = await ledger.as('administrator.1');
});

afterAll(() => ledger.stop());

interface Step {
  readonly act: 'deliver' | 'move' | 'promise' | 'end' | 'reverse' | 'split';
  readonly grams: bigint;
  readonly day: (typeof DAYS)[number];
  readonly lot: 0 | 1;
  readonly pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('deliver', 'deliver', 'move', 'promise', 'end', 'reverse', 'split'),
  grams: fc.bigInt({ min: 1n, max: 60n }),
  day: fc.constantFrom(...DAYS),
  lot: fc.constantFrom(0, 1),
  pick: fc.nat(),
});

function transferOf({ act, grams, day, lot, pick }: Step): Transfer | undefined {
  const change = { lot: LOTS[lot], effectiveDate: day };
  const earlier = [...booked.values()];
  const chosen = (among: readonly Transfer[]): Transfer | undefined => among[pick % among.length];
  if (act === 'deliver') return moved(grams, { ...change, from: OUTSIDE, to: FREE });
  if (act === 'move') return moved(grams, { ...change, to: pick % 2 === 0 ? HOLD : DEU });
  if (act === 'promise') return moved(grams, { ...change, kind: 'pending', to: DEU });
  if (act === 'split') return moved(grams, { ...change, to: FREE, toLot: LOTS[1 - lot] ?? '' });
  if (act === 'reverse') {
    const original = chosen(earlier.filter(({ kind }) => moves(kind)));
    return original && reversalOf(original, randomUUID(), day);
  }
  const pending = chosen(earlier.filter(({ kind }) => kind === 'pending'));
  return pending && endOf(pending, day, pick);
}

/** A whole post, a post of all but a gram, or a void. */
function endOf(pending: Transfer, day: string, pick: number): Transfer {
  const end = { ...pending, id: randomUUID(), pending: pending.id, effectiveDate: day };
  if (pick % 3 === 0) return { ...end, kind: 'void' };
  if (pick % 3 === 1 || pending.grams === 1n) return { ...end, kind: 'post' };
  return { ...end, kind: 'post', grams: pending.grams - 1n, pendingGrams: pending.grams };
}

/** Hands a step to the books; what they take is remembered under its entry. */
async function attempt(one: Step): Promise<void> {
  const transfer = transferOf(one);
  if (!transfer) return;
  const command = { ...commandOf(transfer), effectiveDate: transfer.effectiveDate };
  try {
    const { entry } = await ledger.service(GroupCommit).submit(command);
    booked.set(entry, transfer);
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
  }
}

/** The ids of all entries in the order of the log, once all are in it. */
async function log(): Promise<string[]> {
  const waiting = 'select 1 from log_unsequenced limit 1';
  while ((await ledger.rows(waiting)).length > 0);
  const leaves = await ledger.rows<{ id: string }>(
    'select entry_id as id from log_leaf order by index',
  );
  return leaves.map(({ id }) => id);
}

const gramsOf = (mass: { value: string; unit: string } | null): bigint => {
  if (mass === null) throw new Error('no mass');
  const negative = mass.value.startsWith('-');
  const grams = parseMass({ ...mass, value: mass.value.replace('-', '') });
  return negative ? -grams : grams;
};

async function read<Body>(path: string): Promise<Body> {
  const { status, body } = await trust.get<Body>(path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

const balance = (account: string, query = ''): Promise<BalanceResponse> =>
  read(`/v1/accounts/${account}/balance?${query}`);

/** Transfers of the first `size` entries of the log. */
function before(entries: readonly string[], size: number): Transfer[] {
  return entries.slice(0, size).flatMap((id) => booked.get(id) ?? []);
}

/** What transfers make of an account: all of them, and those up to each day. */
function replayed(transfers: readonly Transfer[], account: string): { [day: string]: bigint } {
  const sum = (until: string): bigint =>
    transfers
      .filter(({ kind, effectiveDate }) => moves(kind) && effectiveDate <= until)
      .reduce((grams, one) => {
        if (one.from === one.to) return grams;
        return grams + (one.to === account ? one.grams : one.from === account ? -one.grams : 0n);
      }, 0n);
  return Object.fromEntries([...DAYS, '2024-01-01'].map((day) => [day, sum(day)]));
}

async function expectPastToBeReplayed(entries: readonly string[], size: number): Promise<void> {
  const transfers = before(entries, size);
  const fold = new Fold('complete');
  for (const transfer of transfers) fold.add(transfer);
  const point = `asOfEntry=${size - 1}`;
  for (const account of ACCOUNTS) {
    const then = await balance(account, point);
    expect({ posted: gramsOf(then.posted), pendingOut: gramsOf(then.pendingOut) }).toEqual(
      fold.balance(account),
    );
    for (const [day, grams] of Object.entries(replayed(transfers, account))) {
      const both = await balance(account, `${point}&asOfDate=${day}`);
      expect([account, size, day, gramsOf(both.posted)]).toEqual([account, size, day, grams]);
    }
  }
  const list = await read<{ accounts: BalanceResponse[] }>(`/v1/accounts?${point}`);
  const sum = list.accounts.reduce((grams, one) => grams + gramsOf(one.posted), 0n);
  expect(sum).toBe(0n);
}

/** All pages of a statement as one. */
async function statement(account: string, query: string, limit = 37): Promise<StatementResponse> {
  const pages: StatementResponse[] = [];
  let next: string | null = '';
  while (next !== null) {
    const after: string = next === '' ? '' : `&after=${next}`;
    const path = `/v1/accounts/${account}/statement?limit=${limit}&${query}${after}`;
    const page: StatementResponse = await read(path);
    pages.push(page);
    next = page.next;
  }
  const [first] = pages;
  if (!first) throw new Error('no page');
  return { ...first, lines: pages.flatMap(({ lines }) => lines) };
}

function expectToClose({ opening, closing, lines }: StatementResponse): void {
  let grams = gramsOf(opening);
  for (const line of lines) {
    grams += gramsOf(line.change);
    expect(gramsOf(line.balance)).toBe(grams);
  }
  expect(gramsOf(closing)).toBe(grams);
}

it('tells every point of any past, on both clocks, as a replay of the log does', async () => {
  const history = fc.array(fc.array(step, { minLength: 1, maxLength: 9 }), {
    ...{ minLength: 30, maxLength: 40 },
  });
  const check = fc.asyncProperty(history, fc.array(fc.nat(), { minLength: 4 }), async (...all) => {
    const [groups, points] = all;
    for (const group of groups) await Promise.all(group.map(attempt));
    expect(await faultsOf(ledger)).toEqual([]);
    const entries = await log();
    const sizes = [...points.slice(0, 3).map((point) => 1 + (point % entries.length))];
    for (const size of [...sizes, entries.length]) await expectPastToBeReplayed(entries, size);
  });
  await fc.assert(check, { numRuns: 6, endOnFailure: true });
  const [free] = await ledger.rows<{ version: number }>(
    'select version from account where key = $1',
    [FREE],
  );
  // Sums by day come in after each 256 postings: they must have been put to the test.
  expect(free?.version).toBeGreaterThan(512);
}, 600_000);

it('closes every statement, by entry and by day, whatever the pages', async () => {
  const entries = await log();
  const half = Math.floor(entries.length / 2);
  for (const account of ACCOUNTS) {
    const whole = await statement(account, '', 1_000);
    expectToClose(whole);
    expect(gramsOf(whole.opening)).toBe(0n);
    expect(gramsOf(whole.closing)).toBe(gramsOf((await balance(account)).posted));
    const first = await statement(account, `toEntry=${half}`);
    const second = await statement(account, `fromEntry=${entries[half + 1]}`);
    expectToClose(first);
    expectToClose(second);
    expect([...first.lines, ...second.lines]).toEqual(whole.lines);
    expect(second.opening).toEqual(first.closing);

    const byDay = await statement(account, `fromDate=${DAYS[0]}`);
    expectToClose(byDay);
    expect(byDay.closing).toEqual(whole.closing);
    const moving = whole.lines.filter(({ change }) => change.value !== '0');
    const ordered = [...moving].sort((a, b) =>
      a.effectiveDate === b.effectiveDate
        ? Number(a.version) - Number(b.version)
        : a.effectiveDate.localeCompare(b.effectiveDate),
    );
    expect(byDay.lines.map(({ transfer }) => transfer)).toEqual(
      ordered.map(({ transfer }) => transfer),
    );
    const year = await statement(account, 'fromDate=2025-01-01&toDate=2025-02-22', 5);
    expectToClose(year);
    const opening = (await balance(account, 'asOfDate=2024-12-31')).posted;
    expect([year.opening, year.closing]).toEqual([
      opening,
      (await balance(account, 'asOfDate=2025-02-22')).posted,
    ]);
  }
}, 120_000);

it('keeps a statement closed while the books go on', async () => {
  const path = `/v1/accounts/${FREE}/statement`;
  for (const period of ['', 'fromDate=2024-12-30&']) {
    const first = await read<StatementResponse>(`${path}?${period}limit=10`);
    await attempt({ act: 'deliver', grams: 5n, day: '2024-12-30', lot: 0, pick: 0 });
    const rest = await read<StatementResponse>(`${path}?${period}limit=1000&after=${first.next}`);
    const lines = [...first.lines, ...rest.lines];
    if (rest.next === null) expectToClose({ ...first, lines });
    expect(rest.closing).toEqual(first.closing);
  }
});

it.each([
  ['cobalt/stock/-/NLRTM/balance', 400, 'account-key-malformed'],
  ['cobalt/loss/-/NLRTM/balance', 404, 'account-not-opened'],
  ['cobalt/reserve-free/-/NLRTM/balance?asOfEntry=99999999', 404, 'entry-not-in-log'],
  [`cobalt/reserve-free/-/NLRTM/balance?asOfEntry=${randomUUID()}`, 404, 'entry-not-in-log'],
  ['cobalt/reserve-free/-/NLRTM/statement?fromEntry=1&toDate=2025-01-01', 400, 'period-mixed'],
  ['cobalt/reserve-free/-/NLRTM/statement?fromEntry=3&toEntry=2', 400, 'period-reversed'],
  [
    'cobalt/reserve-free/-/NLRTM/statement?fromDate=2025-01-02&toDate=2025-01-01',
    ...[400, 'period-reversed'],
  ],
  ['cobalt/reserve-free/-/NLRTM/statement?after=x', 400, 'request-invalid'],
])('refuses GET /v1/accounts/%s', async (path, status, code) => {
  const answer = await trust.get<{ type: string }>(`/v1/accounts/${path}`);
  expect([answer.status, answer.body.type.split('/').at(-1)]).toEqual([status, code]);
});

it('serves the stored balance in a bundle, so that an altered one is found out', async () => {
  await log();
  const served = async (): Promise<string | undefined> => {
    const { body } = await trust.get<string>('/log/bundle');
    const line = body.split('\n').find((text) => text.includes(`"account":"${HOLD}"`));
    return /"posted":"(-?\d+)"/.exec(line ?? '')?.[1];
  };
  const right = await served();
  await ledger.rows('update account set posted = posted + 1 where key = $1', [HOLD]);
  const wrong = await served();
  await ledger.rows('update account set posted = posted - 1 where key = $1', [HOLD]);
  expect(right).toBe(gramsOf((await balance(HOLD)).posted).toString());
  expect(wrong).toBe((BigInt(right ?? '') + 1n).toString());
});
