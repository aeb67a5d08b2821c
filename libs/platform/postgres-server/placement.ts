import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { chownTree, readyBinaries, stagedBinaries, type Account, type Binaries } from './binaries';

/** Which programs run, on which cluster folder, and as whom. */
export interface Placement {
  readonly binaries: Binaries;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** Words put before the program, to run it inside a user namespace. */
  readonly prefix: readonly string[];
  /** The account to change to; absent means our own. */
  readonly account?: Account;
}

/** The few variables the server gets: ours could change its port, its dates or its locale. */
export const SERVER_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Where servers of root live when no user namespace may be made: any account can reach it. */
const SHARED_PLACE = '/var/lib/global-minerals-trust';

/**
 * Decides how PostgreSQL can run for the data folder `home`. It refuses to run as root, so for
 * root, in this order: as the owner of existing data; in a user namespace, where root looks like
 * an ordinary account and everything stays where it is; or copied to a place that an
 * unprivileged account can reach, which `home/location` then names.
 */
export function placeFor(home: string): Placement {
  const cluster = path.join(home, 'cluster');
  const staging = path.join(home, 'native');
  if (process.getuid?.() !== 0) return { binaries: readyBinaries(staging), cluster, prefix: [] };
  const owner = ownerOf(cluster);
  if (owner && owner.uid !== 0) {
    return { binaries: readyBinaries(staging), cluster, prefix: [], account: owner };
  }
  const account = unprivilegedAccount();
  const location = path.join(home, 'location');
  if (!fs.existsSync(location)) {
    const binaries = readyBinaries(staging);
    const prefix = namespaceFor(account, binaries);
    if (prefix) return { binaries, cluster, prefix };
  }
  return placeElsewhere(home, location, account);
}

/** Removes everything a stopped server kept for `home`, wherever it was placed. */
export function removeServerFiles(home: string): void {
  const location = path.join(home, 'location');
  if (fs.existsSync(location)) {
    const place = fs.readFileSync(location, 'utf8').trim();
    if (path.dirname(place) === SHARED_PLACE) fs.rmSync(place, { recursive: true, force: true });
  }
  fs.rmSync(home, { recursive: true, force: true });
}

function ownerOf(folder: string): Account | undefined {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid };
}

/** initdb looks its user up by number, so the account must be one that the machine knows. */
function unprivilegedAccount(): Account {
  const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  const accounts = lines.map((line) => line.split(':')).filter((part) => Number(part[2]) > 0);
  const named = (name: string): string[] | undefined => accounts.find((part) => part[0] === name);
  const found = named('postgres') ?? named('nobody') ?? accounts[0];
  if (!found) throw new Error('PostgreSQL does not run as root and /etc/passwd has no other user.');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

function namespaceFor(account: Account, binaries: Binaries): string[] | undefined {
  const prefix = ['unshare', '-U', `--map-user=${account.uid}`, `--map-group=${account.gid}`];
  const probe = spawnSync(prefix[0] as string, [...prefix.slice(1), binaries.postgres, '-V'], {
    env: SERVER_ENV,
    stdio: 'ignore',
  });
  return probe.status === 0 ? prefix : undefined;
}

function placeElsewhere(home: string, location: string, account: Account): Placement {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  const place = path.join(SHARED_PLACE, name);
  fs.mkdirSync(SHARED_PLACE, { recursive: true, mode: 0o755 });
  fs.mkdirSync(place, { recursive: true, mode: 0o700 });
  fs.chownSync(place, account.uid, account.gid);
  fs.writeFileSync(location, `${place}\n`);
  const binaries = stagedBinaries(path.join(place, 'native'), account);
  const cluster = path.join(place, 'cluster');
  moveCluster(path.join(home, 'cluster'), cluster, account);
  return { binaries, cluster, prefix: [], account };
}

/** Takes along data from a time when it could stay where it was; the original is kept. */
function moveCluster(from: string, to: string, account: Account): void {
  if (fs.existsSync(to) || !fs.existsSync(from)) return;
  const unfinished = `${to}.new`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  chownTree(unfinished, account);
  fs.renameSync(unfinished, to);
  fs.renameSync(from, `${from}.moved`);
}
