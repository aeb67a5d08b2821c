import { connect } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { Client as Database } from 'pg';
import { parseCheckpoint } from '#domain/log/checkpoint';
import { leafHash, rootOf } from '#domain/log/merkle';
import { openNote, parseVerifierKey } from '#domain/log/signed-note';
import { verifyBundle } from '#domain/verify/verifier';
import { createWorker } from '../../apps/worker/src/create-worker';
import type { Caller } from '../support/caller';
import { sha256, verifyEd25519 } from '../support/ed25519';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;
/** A second worker, so that two sequencers contend throughout. */
let rival: INestApplicationContext;

jest.setTimeout(180_000);

beforeAll(async () => {
  ledger = await Ledger.start();
  rival = await createWorker();
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 9_000);
  await world.stock('JPN', 3_000);
});
afterAll(async () => {
  await rival.close();
  await ledger.stop();
});

describe('what is written stays as it is, also for the owner', () => {
  const TABLES = ['log_entry', 'log_leaf', 'log_checkpoint', 'transfer'];
  const COLUMN: Record<string, string> = {
    log_entry: 'confidential',
    log_leaf: 'hash',
    log_checkpoint: 'note',
    transfer: 'grams',
  };
  const ATTACKS = TABLES.flatMap((table) => [
    `update ${table} set ${COLUMN[table]} = ${COLUMN[table]}`,
    `delete from ${table}`,
    `delete from ${table} where false or true`,
    `truncate ${table} cascade`,
    `with gone as (delete from ${table} returning *) select * from gone`,
    `merge into ${table} t using (select 1) s on true when matched then delete`,
  ]);

  async function attack(sql: string, before: string): Promise<string> {
    const client = new Database({ connectionString: ledger.databaseUrl });
    await client.connect();
    try {
      await client.query(before);
      await client.query(sql);
      return 'it went through';
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await client.end();
    }
  }

  it.each(ATTACKS)('%s', async (sql) => {
    const table = /(log_\w+|transfer)/.exec(sql)?.[0] ?? '';
    const count = `select count(*)::int as n from ${table}`;
    const [before] = await ledger.rows<{ n: number }>(count);
    expect(before?.n).toBeGreaterThan(0);
    // The second is how a replica applies changes; ordinary triggers would not fire then.
    for (const setting of ['select 1', 'set session_replication_role = replica']) {
      expect(await attack(sql, setting)).toBe('23001');
    }
    const [after] = await ledger.rows<{ n: number }>(count);
    expect(after?.n).toBeGreaterThanOrEqual(before?.n ?? Infinity);
  });
});

const pledgeOf = (kilograms: number): object => ({
  material: 'cobalt',
  instalments: [{ dueDate: '2025-01-31', quantity: kg(kilograms) }],
});

interface Leaf {
  index: string;
  id: string;
  kind: string;
  envelope: Buffer;
  hash: Buffer;
}

const leaves = (): Promise<Leaf[]> =>
  ledger.rows<Leaf>(
    `select l.index, e.id, entry_kind(e.envelope) as kind, e.envelope, l.hash
     from log_leaf l join log_entry e on e.id = l.entry_id order by l.index`,
  );

/** Waits until the sequencer's inbox is empty. */
async function integrated(): Promise<void> {
  const inbox = 'select 1 from log_unsequenced limit 1';
  while ((await ledger.rows(inbox)).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

describe('the sequencer', () => {
  it('gives every entry of thirty writers at once one index, and misses none', async () => {
    const { operators, first, second } = world;
    const writers: Caller[] = Array.from({ length: 10 }, () => [
      operators.DEU,
      first,
      second,
    ]).flat();
    const entries = await Promise.all(
      writers.map(async (writer, w) => {
        const written: string[] = [];
        for (let i = 0; i < 8; i += 1) {
          const place = `AA${LETTERS[Math.floor(w / 10)]}${LETTERS[w % 10]}${LETTERS[i]}`;
          const answer =
            writer === operators.DEU
              ? await writer.done('/v1/pledges', pledgeOf(1))
              : await writer.done('/v1/depots', {
                  ...{ unlocode: place, name: place, country: 'DEU' },
                  ...{ latitude: '1', longitude: '1' },
                });
          written.push(answer.entry);
        }
        return written;
      }),
    );
    await integrated();
    const log = await leaves();
    expect(log.map(({ index }) => index)).toEqual(log.map((_leaf, index) => `${index}`));
    const ids = log.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(await ledger.count('log_entry'));
    expect(ids).toEqual(expect.arrayContaining(entries.flat()));
    expect(entries.flat()).toHaveLength(240);
    for (const { envelope, hash } of log) {
      expect(hash.equals(leafHash(envelope, sha256))).toBe(true);
    }
  });

  it('keeps each writer in its own order', async () => {
    const written: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      written.push((await world.operators.KEN.done('/v1/pledges', pledgeOf(1))).entry);
    }
    await integrated();
    const ids = (await leaves()).map(({ id }) => id);
    const places = written.map((entry) => ids.indexOf(entry));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('puts no entry before its cause', async () => {
    const disruption = await world.disrupt();
    const run = await world.allocate(disruption);
    const { body } = await world.first.get<{ awards: { id: string; member: string }[] }>(
      `/v1/awards?run=${run}`,
    );
    const award = body.awards.find(({ member }) => member === 'JPN')?.id ?? '';
    await world.operators.JPN.done(`/v1/awards/${award}/accept`);
    const drawdown = await world.first.done(`/v1/awards/${award}/drawdowns`);
    await world.second.done(`/v1/drawdowns/${drawdown.id}/release`);
    await world.operators.JPN.done(`/v1/drawdowns/${drawdown.id}/collect`);
    await world.first.done(`/v1/disruptions/${disruption}/close`);
    await integrated();
    const told = (await leaves()).map(({ kind }) => kind);
    expect(told.slice(told.indexOf('disruption-drafted'))).toEqual([
      ...['disruption-drafted', 'disruption-proposed', 'disruption-declared', 'needs-opened'],
      ...['need-stated', 'need-stated', 'need-stated', 'needs-closed', 'allocation-queued'],
      ...['allocation-frozen', 'allocation-proposed', 'allocation-approved'],
      ...['allocation-published', 'award-accepted', 'drawdown-ordered', 'drawdown-released'],
      ...['drawdown-collected', 'disruption-closed'],
    ]);
  });

  it('signs a head over all of it with the key that it shows', async () => {
    await integrated();
    const anonymous = ledger.anonymous();
    const key = parseVerifierKey((await anonymous.get<string>('/log/key')).body.trim(), sha256);
    const note = (await anonymous.get<string>('/log/checkpoint')).body;
    const head = parseCheckpoint(openNote(note, [key], verifyEd25519).text);
    const log = await leaves();
    expect(head.origin).toBe('test.globalmineralstrust.example/log');
    expect(head.size).toBe(BigInt(log.length));
    const root = rootOf(
      log.map(({ hash }) => hash),
      sha256,
    );
    expect(Buffer.from(head.root).equals(Buffer.from(root))).toBe(true);
  });

  it('never signs two roots for one size, nor goes back', async () => {
    const heads = await ledger.rows<{ size: string; root: Buffer; note: string }>(
      'select size, root, note from log_checkpoint order by signed_at, size',
    );
    const sizes = heads.map(({ size }) => Number(size));
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBe(sizes.length);
    const hashes = (await leaves()).map(({ hash }) => hash);
    for (const { size, root } of heads) {
      const expected = rootOf(hashes.slice(0, Number(size)), sha256);
      expect(root.equals(Buffer.from(expected))).toBe(true);
    }
  });
});

describe('a bundle', () => {
  it('fetched while writes go on is proven good, in both its forms', async () => {
    const pinnedKey = (await ledger.anonymous().get<string>('/log/key')).body.trim();
    let busy = true;
    const writing = Promise.all(
      (['DEU', 'JPN', 'KEN'] as const).map(async (member) => {
        let turns = 0;
        for (; busy; turns += 1) await world.stock(member, 7);
        return turns;
      }),
    );
    const sizes = new Set<number>();
    try {
      for (let i = 0; i < 12; i += 1) {
        for (const reader of [ledger.anonymous(), world.auditor, world.operators.DEU]) {
          const { body } = await reader.get<string>('/log/bundle');
          const lines = body.split('\n').slice(0, -1);
          const report = verifyBundle(
            lines.map((line) => Buffer.from(line)),
            { sha256, verifySignature: verifyEd25519, pinnedKey },
          );
          expect([report.summary, report.verdict]).toEqual([report.summary, 'good']);
          expect(report.bundle?.audience).toBe(reader === world.auditor ? 'auditor' : 'public');
          sizes.add(lines.length);
        }
      }
    } finally {
      busy = false;
    }
    for (const turns of await writing) expect(turns).toBeGreaterThan(1);
    expect(sizes.size).toBeGreaterThan(5);
  });

  it('whose reader goes away keeps no connection of the pool', async () => {
    const busy = async (): Promise<number> => {
      const [row] = await ledger.rows<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and state like 'idle in transaction%'`,
      );
      return row?.n ?? -1;
    };
    for (let i = 0; i < 30; i += 1) {
      const going = new AbortController();
      const answer = await fetch(`${ledger.url}/log/bundle`, { signal: going.signal });
      expect([200, 503]).toContain(answer.status);
      going.abort();
    }
    for (let i = 0; i < 10; i += 1) {
      const { status } = await ledger.anonymous().send('HEAD', '/log/bundle', undefined);
      expect([200, 503]).toContain(status);
    }
    // Others are in a transaction now and then; one that was left behind stays for 30 s.
    const deadline = Date.now() + 15_000;
    let left = await busy();
    while (left > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      left = await busy();
    }
    expect(left).toBe(0);
    expect((await ledger.anonymous().get('/log/bundle')).status).toBe(200);
  });

  it('leaves room for everybody else, however many ask for one and do not read', async () => {
    await growLog();
    const sockets = Array.from({ length: 40 }, () => {
      const socket = connect(Number(new URL(ledger.url).port), '127.0.0.1');
      socket.pause();
      socket.on('error', () => undefined);
      socket.write('GET /log/bundle HTTP/1.1\r\nHost: test\r\n\r\n');
      return socket;
    });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect((await ledger.anonymous().get('/v1/members')).status).toBe(200);
      expect((await world.operators.DEU.post('/v1/pledges', pledgeOf(1))).status).toBe(201);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  /** Thirty leaves of a megabyte, more than the buffers between server and client can hold. */
  async function growLog(): Promise<void> {
    await ledger.rows(
      `with entry as (
         insert into log_entry (id, confidential, envelope, body, salt)
         select gen_random_uuid(), false, '{}',
                convert_to(repeat('x', 1000000), 'UTF8'), substring(sha256('') for 16)
         from generate_series(1, 30) returning id)
       insert into log_leaf (index, entry_id, hash)
       select 1000000 + row_number() over (), id, sha256('') from entry`,
    );
  }
});
