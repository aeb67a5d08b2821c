import { createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

type Claims = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = ''): Claims =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;

function partsOf(caller: Caller): { header: Claims; payload: Claims; token: string } {
  const token = caller.token ?? '';
  const [header, payload] = token.split('.');
  return { header: decode(header), payload: decode(payload), token };
}

const keyFile = (name: string): string => readFileSync(ledger.env[name] ?? '', 'utf8');

/** A token signed with the ledger's own key, so that only what it says can be wrong. */
function signed(header: Claims, payload: Claims, key = keyFile('JWT_PRIVATE_KEY_FILE')): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** Status of a read that needs an administrator, under an Authorization header as it stands. */
async function statusWith(authorization: string): Promise<number> {
  const path = '/v1/accounts';
  const headers = { Authorization: authorization };
  const answer = await ledger.anonymous().send<Claims>('GET', path, undefined, headers);
  if (answer.status === 401) {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  }
  return answer.status;
}

it('takes a token that it would have issued itself', async () => {
  const { header, payload } = partsOf(world.first);
  expect(await statusWith(`Bearer ${signed(header, payload)}`)).toBe(200);
});

const now = (): number => Math.floor(Date.now() / 1000);

describe('a token signed with the right key is refused', () => {
  const wrongClaims: [string, (claims: Claims) => Claims][] = [
    ['expired', (claims) => ({ ...claims, iat: now() - 7_200, exp: now() - 60 })],
    ['without expiry', ({ exp: _, ...claims }) => claims],
    ['with an expiry in text', (claims) => ({ ...claims, exp: `${now() + 60}` })],
    ['without jti', ({ jti: _, ...claims }) => claims],
    ['without subject', ({ sub: _, ...claims }) => claims],
    ['without time of issue', ({ iat: _, ...claims }) => claims],
    ['of another audience', (claims) => ({ ...claims, aud: 'another-api' })],
    ['without audience', ({ aud: _, ...claims }) => claims],
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://issuer.example' })],
    ['without issuer', ({ iss: _, ...claims }) => claims],
    ['not valid yet', (claims) => ({ ...claims, nbf: now() + 600 })],
    ['without role', ({ role: _, ...claims }) => claims],
    ['of an unknown role', (claims) => ({ ...claims, role: 'root' })],
    ["of the worker's role", (claims) => ({ ...claims, role: 'system' })],
    ['of two roles', (claims) => ({ ...claims, role: ['administrator'] })],
    ['of an administrator with a member', (claims) => ({ ...claims, member: 'DEU' })],
    ['of an operator without a member', (claims) => ({ ...claims, role: 'operator' })],
  ];
  it.each(wrongClaims)('when %s', async (_what, change) => {
    const { header, payload } = partsOf(world.first);
    expect(await statusWith(`Bearer ${signed(header, change(payload))}`)).toBe(401);
  });

  const wrongHeaders: [string, Claims][] = [
    ['typ is JWT', { typ: 'JWT' }],
    ['typ is missing', { typ: undefined }],
    ['kid is unknown', { kid: '0000000000000000' }],
    ['kid is a path', { kid: '../../../dev/null' }],
    ['kid is missing', { kid: undefined }],
    ['alg says HS256', { alg: 'HS256' }],
    ['alg says none', { alg: 'none' }],
    ['alg says ES384', { alg: 'ES384' }],
    ['a critical extension is unknown', { crit: ['exp-policy'], 'exp-policy': 'x' }],
  ];
  it.each(wrongHeaders)('when %s', async (_what, change) => {
    const { header, payload } = partsOf(world.first);
    expect(await statusWith(`Bearer ${signed({ ...header, ...change }, payload)}`)).toBe(401);
  });
});

describe('a token that proves nothing is refused', () => {
  it('when it is not signed', async () => {
    const { header, payload } = partsOf(world.first);
    for (const alg of ['none', 'None', 'NONE', 'ES256']) {
      const input = `${encode({ ...header, alg })}.${encode(payload)}`;
      expect(await statusWith(`Bearer ${input}.`)).toBe(401);
      expect(await statusWith(`Bearer ${input}`)).toBe(401);
    }
  });

  it('when the public key was taken for a shared secret', async () => {
    const { header, payload } = partsOf(world.first);
    const pem = keyFile('JWT_PUBLIC_KEY_FILE');
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    for (const secret of [pem, pem.trim(), der, '']) {
      const input = `${encode({ ...header, alg: 'HS256' })}.${encode(payload)}`;
      const signature = createHmac('sha256', secret).update(input).digest('base64url');
      expect(await statusWith(`Bearer ${input}.${signature}`)).toBe(401);
    }
  });

  it('when it brings its own key', async () => {
    const { header, payload } = partsOf(world.first);
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = own.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const jwk = own.publicKey.export({ format: 'jwk' });
    for (const extra of [{}, { jwk }, { jku: 'https://keys.example/jwks' }, { x5c: ['MIIB'] }]) {
      expect(await statusWith(`Bearer ${signed({ ...header, ...extra }, payload, pem)}`)).toBe(401);
    }
  });

  it('when any part of it is changed', async () => {
    const { payload, token } = partsOf(world.auditor);
    const [header = '', , signature = ''] = token.split('.');
    const raised = encode({ ...payload, role: 'administrator', jti: randomUUID() });
    const zero = Buffer.alloc(64).toString('base64url');
    for (const forged of [
      `${header}.${raised}.${signature}`,
      `${header}.${encode(payload)}.${zero}`,
      `${header}.${encode(payload)}.${signature.slice(0, -4)}`,
      `${header}.${encode(payload)}.`,
      `${header}..${signature}`,
      `.${encode(payload)}.${signature}`,
    ]) {
      expect(await statusWith(`Bearer ${forged}`)).toBe(401);
    }
  });

  it('when it is garbage, or another scheme', async () => {
    const { token } = partsOf(world.first);
    for (const header of [
      ...['Bearer', 'Bearer ', 'Bearer x', 'Bearer a.b.c', 'Bearer ...', 'Bearer null', token],
      ...[`Bearer ${'x'.repeat(8_000)}`, `Basic ${token}`, `Bearer ${token} x`, `Token ${token}`],
      ...[`Bearer  ${token}`, `Bearer\t${token}`, `Bearer ${token},Bearer ${token}`, `"${token}"`],
      ...[`Bearer ${token}%00`, `Bearer=${token}`, 'Basic YWRtaW46YWRtaW4='],
    ]) {
      expect([header.slice(0, 40), await statusWith(header)]).toEqual([header.slice(0, 40), 401]);
    }
  });

  it('also on a route that is open to anybody', async () => {
    const answer = await ledger
      .anonymous()
      .send('GET', '/v1/members', undefined, { Authorization: 'Bearer a.b.c' });
    expect(answer.status).toBe(401);
  });
});

it('takes the scheme in any case, as RFC 9110 says', async () => {
  const { token } = partsOf(world.first);
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    expect(await statusWith(`${scheme} ${token}`)).toBe(200);
  }
});
