import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { secretsIn } from './secrets';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-secrets-'));
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

const read = (file: string): string => fs.readFileSync(file, 'utf8');

it('makes an ES256 pair and an Ed25519 key that only the owner can read', () => {
  const files = secretsIn(folder, false);
  const data = Buffer.from('message');
  const signature = sign('sha256', data, createPrivateKey(read(files.jwtPrivateKey)));
  expect(verify('sha256', data, createPublicKey(read(files.jwtPublicKey)), signature)).toBe(true);
  expect(createPrivateKey(read(files.logSigningKey)).asymmetricKeyType).toBe('ed25519');
  const modes = Object.values(files).map((file: string) => fs.statSync(file).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
});

it('keeps the keys it made', () => {
  const first = Object.values(secretsIn(folder, false)).map(read);
  expect(Object.values(secretsIn(folder, true)).map(read)).toEqual(first);
});

it('never replaces a lost key', () => {
  const files = secretsIn(folder, false);
  fs.rmSync(files.logSigningKey);
  expect(() => secretsIn(folder, false)).toThrow(/lacks log-signing.pem/);
  fs.rmSync(path.join(folder, 'secrets'), { recursive: true });
  expect(() => secretsIn(folder, true)).toThrow(/npm run reset/);
});
