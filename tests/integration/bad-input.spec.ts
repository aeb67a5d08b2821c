import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { fingerprint } from '../support/fingerprint';
import { brokenTexts, oneFault } from '../support/hostile-bodies';
import { Ledger } from '../support/ledger';
import { RawClient, type RawAnswer, type RawRequest } from '../support/raw-client';
import { SmallWorld } from '../support/small-world';
import type { Write } from '../support/write';
import { allWrites } from '../support/write-routes';

let ledger: Ledger;
let client: RawClient;
let writes: Write[];
let before: Readonly<Record<string, string>>;

jest.setTimeout(600_000);

beforeAll(async () => {
  ledger = await Ledger.start();
  writes = await allWrites(await SmallWorld.load(ledger));
  // From here on nothing works in the background, so that any change is the requests' doing.
  await new Promise((resolve) => setTimeout(resolve, 200));
  await ledger.stopWorker();
  client = new RawClient(ledger.url);
  before = await fingerprint(ledger);
});

afterEach(async () => {
  expect(await fingerprint(ledger)).toEqual(before);
});

afterAll(async () => {
  client.close();
  await ledger.stop();
});

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** What is wrong with an answer that should be a refusal, or null. */
function faultOf({ status, type, text }: RawAnswer): string | null {
  const shown = `${status} ${type} ${text.slice(0, 300)}`;
  if (status < 400 || status > 499) return shown;
  if (!type.startsWith('application/problem+json')) return shown;
  const problem = JSON.parse(text) as Record<string, unknown>;
  const named = ['type', 'title', 'detail', 'instance'].every(
    (name) => typeof problem[name] === 'string' && problem[name] !== '',
  );
  if (!named || problem['status'] !== status) return shown;
  if (!PRINTABLE_ASCII.test(text) || /[<>]/.test(text)) return `echoes hostile input: ${shown}`;
  if (status !== 400) return null;
  const errors = problem['errors'] as { pointer: string; code: string; detail: string }[];
  const placed =
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every(({ pointer, code, detail }) => /^(\/|$)/.test(pointer) && code && detail);
  return placed ? null : `names no place: ${shown}`;
}

interface Attempt extends RawRequest {
  readonly what: string;
}

/** Sends all, eight at a time, and gives those that were not refused as they should be. */
async function unrefused(attempts: readonly Attempt[]): Promise<string[]> {
  const faults: string[] = [];
  const queue = [...attempts];
  const sender = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const fault = faultOf(await client.send(next));
      if (fault !== null) faults.push(`${next.method} ${next.path} [${next.what}]: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  return faults;
}

function headersOf({ as, file }: Write): Record<string, string> {
  return {
    'Content-Type': file?.type ?? 'application/json',
    'Idempotency-Key': randomUUID(),
    ...(as.token === undefined ? {} : { Authorization: `Bearer ${as.token}` }),
  };
}

const methodOf = ({ route }: Write): string => route.split(' ')[0] ?? '';

const attempt = (write: Write, what: string, more: Partial<RawRequest>): Attempt => {
  const text = write.body === null ? write.file?.bytes : JSON.stringify(write.body);
  const body = text === undefined ? {} : { body: text };
  const headers = { ...headersOf(write), ...more.headers };
  return { method: methodOf(write), path: write.path, ...body, ...more, headers, what };
};

it('covers every write route of the API', async () => {
  const { body } = await ledger.anonymous().get<{ paths: Record<string, object> }>('/openapi.json');
  const documented = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(writes.map(({ route }) => route).sort()).toEqual(documented.sort());
});

it('refuses a body with one fault', async () => {
  const attempts = writes.flatMap((write) =>
    [...oneFault(write.body ?? {})].map(({ what, text }) => attempt(write, what, { body: text })),
  );
  expect(attempts.length).toBeGreaterThan(2_000);
  expect(await unrefused(attempts)).toEqual([]);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

it('refuses what is not one JSON object in plain UTF-8', async () => {
  const attempts = writes.flatMap((write) => {
    const body = JSON.stringify(write.body ?? {});
    const typed = (type: string, text: string | Buffer = body): Attempt =>
      attempt(write, type, { body: text, headers: { 'Content-Type': type } });
    const needsFields = write.body !== null && !/\/(drawdowns|release)$/.test(write.path);
    return [
      ...brokenTexts(write.body ?? {}).map(({ what, text }) =>
        attempt(write, what, { body: text }),
      ),
      ...(needsFields ? ['', '{}'] : []).map((text) => attempt(write, 'empty', { body: text })),
      attempt(write, 'invalid UTF-8', { body: Buffer.from('{"a":"\xff\xfe\xc0\x80"}', 'latin1') }),
      attempt(write, 'overlong UTF-8', { body: Buffer.from('{"\xc0\xaf":1}', 'latin1') }),
      attempt(write, 'CESU-8 surrogate', { body: Buffer.from('{"\xed\xa0\x80":1}', 'latin1') }),
      attempt(write, 'gzip', { body: gzipSync(body), headers: { 'Content-Encoding': 'gzip' } }),
      attempt(write, 'br', { body, headers: { 'Content-Encoding': 'br' } }),
      typed('text/plain'),
      typed('text/json'),
      typed('application/x-www-form-urlencoded'),
      typed('multipart/form-data; boundary=x'),
      typed('application/vnd.api+json'),
      typed('application/json; charset=latin1'),
      typed('application/json; charset=utf-7'),
      typed('application/json; charset=utf-16le', Buffer.from(body, 'utf16le')),
      typed('application/json; charset=utf-32', '\u0000'),
      typed('garbage'),
      typed(''),
    ];
  });
  expect(await unrefused(attempts)).toEqual([]);
});

it('refuses a missing or malformed Idempotency-Key', async () => {
  const keys = ['', ' ', 'a b', 'x'.repeat(201), 'clé', 'a\tb', ['a', 'b']];
  const attempts = writes
    .filter(({ path }) => !path.endsWith('/login'))
    .flatMap((write) => [
      ...keys.map((key) =>
        attempt(write, `key ${String(key)}`, { headers: { 'Idempotency-Key': key } }),
      ),
      attempt(write, 'no key', { headers: { 'Idempotency-Key': undefined } }),
    ]);
  expect(await unrefused(attempts)).toEqual([]);
});

it('refuses unknown and repeated query parameters', async () => {
  const queries = ['a=1&a=2', 'unexpected=1', 'id=1', '__proto__=1', 'a[]=1', '%00=1', '%=1', '=1'];
  const attempts = writes.flatMap((write) =>
    queries.map((query) => attempt(write, query, { path: `${write.path}?${query}` })),
  );
  expect(await unrefused(attempts)).toEqual([]);
});

const IDENTIFIERS = [
  ...['x', '1', 'null', '__proto__', 'constructor', '%00', 'a%00b', '%', '%E0%A4%A', '%ff', '%2e'],
  ...[
    '..%2f..%2fetc',
    'a%2fb',
    "'%20or%201=1%20--",
    '%22',
    '<script>',
    '%3Cscript%3E',
    '%E2%80%AE',
  ],
  ...['x'.repeat(2_000), '00000000-0000-0000-0000-000000000000', '%EF%BC%A4EU', 'deu', 'DEUX'],
  '0195f3a0-0000-7000-8000-000000000000',
  '0195f3a0-0000-7000-8000-000000000000%0a',
  '{0195f3a0-0000-7000-8000-000000000000}',
  '0195F3A0-ABCD-7000-8000-000000000000',
];

it('refuses identifiers that name nothing, whatever they hold', async () => {
  const attempts = writes
    .filter(({ route }) => route.includes('{'))
    .flatMap((write) => {
      const [head = '', tail = ''] = write.route.replace(/^\w+ /, '').split(/\{\w+\}/);
      const own = write.path.slice(head.length, write.path.length - tail.length);
      const upper = own.toUpperCase() === own ? own.toLowerCase() : own.toUpperCase();
      return [...IDENTIFIERS, upper].map((id) =>
        attempt(write, 'identifier', { path: `${head}${id}${tail}` }),
      );
    });
  expect(await unrefused(attempts)).toEqual([]);
});

it('refuses reads with hostile identifiers and queries', async () => {
  const reads = [
    ...['members', 'pledges', 'contributions', 'disruptions', 'allocation-runs'].flatMap((list) =>
      IDENTIFIERS.filter((id) => !/^\.|%2e$/.test(id)).map((id) => `/v1/${list}/${id}`),
    ),
    ...[
      'from=-1',
      'from=1e3',
      'from=9'.padEnd(40, '9'),
      'count=0',
      'count=501',
      'from=1&from=2',
    ].map((query) => `/log/entries?${query}`),
    ...['from=%D9%A1', 'from=', 'count=NaN', 'unexpected=1', 'from[a]=1'].map(
      (query) => `/log/entries?${query}`,
    ),
    ...['run=x', 'run=%00', 'run=0195F3A0-ABCD-7000-8000-000000000000', 'run=a&run=b'].map(
      (query) => `/v1/awards?${query}`,
    ),
    ...[
      '/v1',
      '/v1/nothing',
      '/',
      '/v1/pledges/x/y/z',
      '/%00',
      '/%',
      '/log/%ff',
      '/<b>',
      '/favicon.ico',
    ],
    '/v1/members/DEU/baselines?material=%00',
  ];
  const attempts = reads.map((path) => ({ method: 'GET', path, what: 'read' }));
  expect(await unrefused(attempts)).toEqual([]);
});

it('changes nothing through any other method', async () => {
  const attempts = writes.flatMap((write) =>
    ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY']
      .filter((method) => method !== methodOf(write))
      .map((method) => attempt(write, 'method', { method })),
  );
  expect(await unrefused(attempts)).toEqual([]);
  for (const write of writes) {
    for (const method of ['HEAD', 'OPTIONS', 'GET']) {
      const { status } = await client.send(attempt(write, 'method', { method }));
      expect(status).toBeLessThan(500);
    }
  }
});

describe('the writes themselves', () => {
  it('all pass when they are sent as they are', async () => {
    const answers: string[] = [];
    for (const write of writes) {
      const { status, text } = await client.send(attempt(write, 'good', {}));
      if (status >= 300) answers.push(`${write.path}: ${status} ${text}`);
    }
    expect(answers).toEqual([]);
    before = await fingerprint(ledger);
  });
});
