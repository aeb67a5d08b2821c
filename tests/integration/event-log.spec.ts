import { randomUUID } from 'node:crypto';
import { parseEnvelope } from '#domain/log/entry';
import { CommandContext } from '#platform/database/command-context';
import { requestDigest, UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog, type NewEntry } from '#features/event-log/event-log';
import { Ledger } from '../support/ledger';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.start();
});

afterAll(() => ledger.stop());

const context = (): CommandContext =>
  new CommandContext(
    { id: randomUUID(), role: 'operator', member: 'DEU' },
    randomUUID(),
    'POST /a-test',
    requestDigest(''),
  );

const append = (entries: readonly NewEntry[]): Promise<string[]> => {
  const ctx = context();
  const log = ledger.service(EventLog);
  return ledger.service(UnitOfWork).run(ctx, (tx) => log.appendMany(tx, ctx, entries));
};

it('appends many entries of one command in their order, each with its own salt', async () => {
  const before = await ledger.count('log_entry');
  const entries = Array.from({ length: 1_000 }, (_, index): NewEntry => ({
    kind: index % 2 === 0 ? 'member-admitted' : 'baseline-recorded',
    body: { number: `${index}`, text: 'a "quoted" \\ line\nand \u2028 another' },
    effectiveDate: '2024-06-30',
  }));
  const ids = await append(entries);
  expect(new Set(ids).size).toBe(1_000);
  const rows = await integrated(before, 1_000);
  expect(rows.map(({ body }) => JSON.parse(body) as object)).toEqual(entries.map((e) => e.body));
  const envelopes = rows.map(({ envelope }) => parseEnvelope(envelope));
  expect(envelopes.map(({ id }) => id)).toEqual(ids);
  expect(new Set(envelopes.map(({ command }) => command)).size).toBe(1);
  expect(new Set(rows.map(({ salt }) => salt)).size).toBe(1_000);
  expect(envelopes[1]).toMatchObject({ kind: 'baseline-recorded', effectiveDate: '2024-06-30' });
});

it('keeps a sealed entry among open ones to the member it names', async () => {
  const before = await ledger.count('log_entry');
  const kind = 'need-stated';
  await append([
    { kind, body: { need: '1' }, member: 'DEU', sealedFor: randomUUID() },
    { kind, body: { need: '2' }, member: 'DEU' },
  ]);
  await integrated(before, 2);
  const reader = await ledger.as('administrator.1');
  const { body } = await reader.get<{ entries: { body: string | null }[] }>(
    `/log/entries?from=${before}&count=2`,
  );
  expect(body.entries.map((entry) => entry.body)).toEqual([null, '{"need":"2"}']);
});

interface Row {
  readonly envelope: string;
  readonly body: string;
  readonly salt: string;
}

/** The entries from an index on, once the worker has integrated them. */
async function integrated(from: number, count: number): Promise<Row[]> {
  const auditor = await ledger.as('administrator.1');
  const rows: Row[] = [];
  while (rows.length < count) {
    const path = `/log/entries?from=${from + rows.length}&count=500`;
    const { body } = await auditor.get<{ entries: Row[] }>(path);
    rows.push(...body.entries);
    if (body.entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return rows;
}
