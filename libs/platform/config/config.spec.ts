import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ConfigError, loadConfig } from './config';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-config-'));
const key = path.join(folder, 'key.pem');
fs.writeFileSync(key, 'a key');
afterAll(() => fs.rmSync(folder, { recursive: true }));

const good = {
  DATABASE_URL: 'postgresql://user@127.0.0.1:5432/gmt',
  JWT_PRIVATE_KEY_FILE: key,
  JWT_PUBLIC_KEY_FILE: key,
};

function faultsOf(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
}

it('fills in the defaults and reads the keys', () => {
  expect(loadConfig(good)).toMatchObject({
    PORT: 3000,
    LOG_INTEGRATION_MS: 200,
    NOTICE: 'recorded',
    jwtPrivateKey: 'a key',
  });
});

it('reads numbers as numbers and an empty setting as none', () => {
  expect(loadConfig({ ...good, PORT: '8080', REDIS_URL: '' })).toMatchObject({ PORT: 8080 });
});

it('lists all faults at once, by name', () => {
  const faults = faultsOf({ PORT: '70000', REDIS_URL: 'http://x', NOTICE: 'loud' });
  for (const name of ['DATABASE_URL', 'PORT', 'REDIS_URL', 'NOTICE', 'JWT_PRIVATE_KEY_FILE']) {
    expect(faults).toContain(`- ${name}: `);
  }
});

it.each([
  ['PORT', 'eighty'],
  ['PORT', '1.5'],
  ['LOG_ORIGIN', 'two words'],
  ['LOG_ORIGIN', 'a+b'],
  ['FIXED_CLOCK', 'yesterday'],
])('refuses %s=%s', (name, value) => {
  expect(faultsOf({ ...good, FIXED_SEED: 'x', [name]: value })).toContain(`- ${name}`);
});

it('refuses a fixed clock without a fixed seed', () => {
  expect(faultsOf({ ...good, FIXED_CLOCK: '2025-02-22T00:00:00Z' })).toContain('set both');
});

it('names a key file that cannot be read', () => {
  const missing = path.join(folder, 'none.pem');
  expect(faultsOf({ ...good, JWT_PUBLIC_KEY_FILE: missing })).toContain(missing);
});
