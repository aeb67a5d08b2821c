import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { root } from './repository';

const SHARED = ['package.json', 'tsconfig.json', 'eslint.config.mjs', '.dependency-cruiser.cjs'];

/** A small repository with our configuration and other people's mistakes; its path. */
export function plant(files: Readonly<Record<string, string>>): string {
  const place = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'gmt-planted-'));
  for (const name of SHARED) fs.copyFileSync(path.join(root, name), path.join(place, name));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(place, 'node_modules'));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    fs.writeFileSync(path.join(place, name), text);
  }
  return place;
}

/** Runs a program of node_modules there and returns what it prints. */
export function runThere(place: string, program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules', program), ...args],
    { cwd: place, encoding: 'utf8', maxBuffer: 50_000_000 },
  );
  if (stdout === '') throw new Error(stderr);
  return stdout;
}
