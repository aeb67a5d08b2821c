import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { StartError } from './start-error';

/** Files of the keys that the api and the worker read. */
export interface SecretFiles {
  readonly jwtPrivateKey: string;
  readonly jwtPublicKey: string;
  readonly logSigningKey: string;
  /** JSON list of the two logins that an empty ledger starts with. */
  readonly firstAdministrators: string;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

const FILES = [
  'jwt-private.pem',
  'jwt-public.pem',
  'log-signing.pem',
  'first-administrators.json',
] as const;

/**
 * The keys of this data folder, made at its first start: ES256 for access tokens, Ed25519 for
 * checkpoints. Made as a whole folder and renamed, so there are all of them or none. A log with
 * entries must keep its key, so keys that are lost later are never replaced silently.
 */
export function secretsIn(dataFolder: string, booksExist: boolean): SecretFiles {
  const folder = path.join(dataFolder, 'secrets');
  const missing = FILES.filter((name) => !fs.existsSync(path.join(folder, name)));
  if (missing.length > 0) {
    if (booksExist || fs.existsSync(folder)) {
      throw new StartError(
        `${folder} lacks ${missing.join(', ')}, and the books there were signed with them. ` +
          'Restore the files, or give the books up with `npm run reset`.',
      );
    }
    makeSecrets(folder);
  }
  const [jwtPrivateKey, jwtPublicKey, logSigningKey, firstAdministrators] = FILES.map((name) =>
    path.join(folder, name),
  );
  return { jwtPrivateKey, jwtPublicKey, logSigningKey, firstAdministrators } as SecretFiles;
}

/** The two administrators of this data folder, whose one-time secrets were made at first start. */
export function firstAdministratorsIn(dataFolder: string): readonly [Login, Login] {
  const text = fs.readFileSync(firstAdministratorsFile(dataFolder), 'utf8');
  return JSON.parse(text) as [Login, Login];
}

export function firstAdministratorsFile(dataFolder: string): string {
  return path.join(dataFolder, 'secrets', 'first-administrators.json');
}

function makeSecrets(folder: string): void {
  const token = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const log = generateKeyPairSync('ed25519');
  const texts = [
    token.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token.publicKey.export({ type: 'spki', format: 'pem' }),
    log.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    JSON.stringify(['administrator.1', 'administrator.2'].map(newLogin)),
  ];
  const unfinished = `${folder}.new`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  FILES.forEach((name, index) => {
    const file = path.join(unfinished, name);
    fs.writeFileSync(file, texts[index] ?? '', { mode: 0o600, flush: true });
  });
  fs.renameSync(unfinished, folder);
}

function newLogin(username: string): Login {
  return { username, password: randomBytes(18).toString('base64url') };
}
