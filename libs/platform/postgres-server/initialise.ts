import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { SERVER_ENV, type Placement } from './placement';

const FLAGS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
];

/**
 * Makes an empty cluster and its password file, unless they are there. The cluster is built under
 * another name and renamed, so that a kill in the middle never leaves half of one.
 */
export async function initialise(home: string, placement: Placement): Promise<void> {
  const { cluster } = placement;
  if (fs.existsSync(path.join(cluster, 'PG_VERSION'))) return;
  const unfinished = `${cluster}.new`;
  const passwordCopy = `${cluster}.password`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.rmSync(passwordCopy, { force: true });
  try {
    writePrivate(passwordCopy, newPassword(home));
    const { account } = placement;
    if (account) fs.chownSync(passwordCopy, account.uid, account.gid);
    await runInitdb(placement, ['-D', unfinished, `--pwfile=${passwordCopy}`, ...FLAGS]);
  } finally {
    fs.rmSync(passwordCopy, { force: true });
  }
  fs.renameSync(unfinished, cluster);
  flushFolder(path.dirname(cluster));
}

/** The superuser's password, as `initialise` stored it. */
export function readPassword(home: string): string {
  return fs.readFileSync(path.join(home, 'password'), 'utf8').trim();
}

function newPassword(home: string): string {
  const password = randomBytes(24).toString('hex');
  const file = path.join(home, 'password');
  fs.rmSync(file, { force: true });
  writePrivate(file, password);
  return password;
}

function writePrivate(file: string, text: string): void {
  fs.writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

/** A rename survives a power cut only once its folder is on the disk too. */
function flushFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

function runInitdb(placement: Placement, flags: readonly string[]): Promise<void> {
  const words = [...placement.prefix, placement.binaries.initdb, ...flags];
  return new Promise((resolve, reject) => {
    const child = spawn(words[0] as string, words.slice(1), {
      env: SERVER_ENV,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      ...placement.account,
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb failed (${code}): ${complaint.trim()}`));
    });
  });
}
