import * as fs from 'node:fs';
import * as path from 'node:path';
import { ExportedBundle, PLACES, verifyBytes } from '../support/exported-bundle';
import { seeded } from '../support/seeded';
import { buildWhatChanged, gmt, Standalone, TestDataFolder } from '../support/standalone';

/** Single bytes changed in each kind of place of the bundle. */
const FLIPS_PER_PLACE = 40;

const folder = new TestDataFolder();
const passwordFile = path.join(folder.path, 'password-of-a-test');
const bundleFile = path.join(folder.path, 'bundle.jsonl');
let server: Standalone;
let url: string;
let asAdministrator: string[];

/** Size and root of the log, as the demo prints them at its end. */
function headIn(text: string): unknown {
  const [, size, root] = /checkpoint: \S+, (\d+) entries\n +root: (\S+)\n/.exec(text) ?? [];
  return { size: Number(size), root };
}

let firstText: string;
let firstStatus: number | null;

beforeAll(async () => {
  buildWhatChanged();
  const first = Standalone.start(folder, 'demo', '--once');
  firstStatus = await first.end();
  firstText = first.text;
  server = Standalone.start(folder, 'demo');
  url = await server.url();
  await server.shows(/It stays up until Ctrl-C/);
  const [login] = folder.administrators();
  fs.writeFileSync(passwordFile, login?.password ?? '', { mode: 0o600 });
  asAdministrator = ['--user', login?.username ?? '', '--password-file', passwordFile];
}, 600_000);

afterAll(async () => {
  await server.interrupt();
  await folder.remove();
});

it('does the whole main job and proves its log', () => {
  expect(firstText).toMatch(/as the public +GOOD/);
  expect(firstText).toMatch(/as an auditor +GOOD/);
  expect(firstStatus).toBe(0);
});

it('adds nothing to the log when it is run again on the same data', () => {
  expect(headIn(server.text)).toEqual(headIn(firstText));
  expect(headIn(firstText)).toMatchObject({ size: expect.any(Number) });
  expect(server.text).not.toContain('Loading the reference world');
});

it('exports a bundle that is good for the public and for an auditor', async () => {
  const exported = await gmt('export', url, ...asAdministrator, '--out', bundleFile);
  expect(exported.status).toBe(0);
  for (const args of [[url], [url, ...asAdministrator], [bundleFile]]) {
    const { status, text } = await gmt('verify', ...args);
    expect({ status, text }).toMatchObject({ status: 0 });
  }
});

it('decides nothing about what it cannot read', async () => {
  const noBundle = path.join(folder.path, 'no-bundle');
  fs.writeFileSync(noBundle, 'Nothing of the kind.\n');
  for (const source of ['http://127.0.0.1:1', noBundle, `${noBundle}-missing`]) {
    expect(await gmt('verify', source)).toMatchObject({ status: 2 });
  }
});

it('names the first wrong entry after any byte of the exported bundle is changed', async () => {
  const bundle = new ExportedBundle(fs.readFileSync(bundleFile));
  expect(headIn(firstText)).toMatchObject({ size: bundle.entries.length });
  const random = seeded(2_025_0222);
  for (const place of PLACES) {
    for (let tried = 0; tried < FLIPS_PER_PLACE; tried += 1) {
      const { bytes, at, entry } = bundle.flip(place, random);
      const { status, report } = await verifyBytes(bytes);
      const first = entry === null ? expect.anything() : expect.objectContaining({ entry });
      expect({ place, at, status, first: report.first }).toEqual({ place, at, status: 1, first });
    }
  }
}, 600_000);

/** A change that the database would refuse, made by somebody who owns it, and what undoes it. */
interface Intrusion {
  readonly what: string;
  readonly table: 'log_entry' | 'log_leaf' | 'award' | 'account';
  readonly change: string;
  readonly undo: string;
  /** The row that is changed, and what the verifier calls its place. */
  readonly row: string;
}

const INTRUSIONS: readonly Intrusion[] = [
  {
    what: "a byte of an entry's body",
    table: 'log_entry',
    change: 'body = set_byte(body, length(body) / 2, get_byte(body, length(body) / 2) # 1)',
    undo: 'body = set_byte(body, length(body) / 2, get_byte(body, length(body) / 2) # 1)',
    row: `select l.entry_id as key, 'entry ' || l.index as place from log_leaf l where index = 700`,
  },
  {
    what: 'a leaf hash',
    table: 'log_leaf',
    change: 'hash = set_byte(hash, 7, get_byte(hash, 7) # 1)',
    undo: 'hash = set_byte(hash, 7, get_byte(hash, 7) # 1)',
    row: `select entry_id as key, 'entry ' || index as place from log_leaf where index = 400`,
  },
  {
    what: "an award's grams",
    table: 'award',
    change: 'grams = grams + 1',
    undo: 'grams = grams - 1',
    row: 'select id as key, id::text as place from award order by id limit 1',
  },
  {
    what: "an account's posted balance",
    table: 'account',
    change: 'posted = posted + 1',
    undo: 'posted = posted - 1',
    row: `select key, key as place from account where kind = 'reserve-free' order by key limit 1`,
  },
];

const KEYS = { log_entry: 'id', log_leaf: 'entry_id', award: 'id', account: 'key' } as const;

it.each(INTRUSIONS)('finds $what changed in the database', async (intrusion) => {
  const { table, change, undo, row } = intrusion;
  const [target] = await folder.rows<{ key: string; place: string }>(row);
  const { key, place } = target ?? { key: '', place: 'no such row' };
  const alter = async (assignment: string): Promise<void> => {
    await folder.rows(`alter table ${table} disable trigger all`);
    await folder.rows(`update ${table} set ${assignment} where ${KEYS[table]} = $1`, [key]);
    await folder.rows(`alter table ${table} enable trigger all`);
  };
  await alter(change);
  const found = await gmt('verify', url);
  await alter(undo);
  const mended = await gmt('verify', url);
  expect(found).toMatchObject({ status: 1, text: expect.stringMatching(new RegExp(place, 'i')) });
  expect(mended).toMatchObject({ status: 0 });
});

it('stops everything at Ctrl-C', async () => {
  expect(await server.interrupt()).toBe(0);
  expect(folder.processes()).toEqual([]);
});
