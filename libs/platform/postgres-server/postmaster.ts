import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What `postmaster.pid` says: the server's process, its port and its own word for its state. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

/** `unreaped` is dead but not collected by its parent; `foreign` has nothing to do with us. */
export type Standing = 'ours' | 'dead' | 'unreaped' | 'foreign';

/** No system hands out this process number, so nothing can be alive under it. */
const IMPOSSIBLE_PID = 2_147_483_646;

/** Reads the lock file of a cluster; undefined when there is none or it is half written. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  const file = lockFile(cluster);
  if (!fs.existsSync(file)) return undefined;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
}

/** Judges whether process `pid` is the live server of this cluster. */
export function standing(pid: number, cluster: string): Standing {
  const facts = processFacts(pid);
  if (!facts) return 'dead';
  if (facts.state.startsWith('Z')) return 'unreaped';
  return facts.words.includes(cluster) ? 'ours' : 'foreign';
}

/**
 * Makes a lock file left by a dead server harmless. PostgreSQL refuses to start while the named
 * process exists, also when it is a zombie or the number was given to another program. Removing
 * the file would switch off its check for surviving children, so only the number is replaced.
 */
export function disownLock(cluster: string): void {
  const lines = fs.readFileSync(lockFile(cluster), 'utf8').split('\n');
  fs.writeFileSync(lockFile(cluster), [IMPOSSIBLE_PID, ...lines.slice(1)].join('\n'));
}

/** Waits until `pid` is no longer the server of this cluster; false if it outlives the limit. */
export async function waitForEnd(pid: number, cluster: string, msMax: number): Promise<boolean> {
  for (const end = Date.now() + msMax; Date.now() < end; await pause(20)) {
    if (standing(pid, cluster) !== 'ours') return true;
  }
  return false;
}

function lockFile(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}

function processFacts(pid: number): { state: string; words: string[] } | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return fs.existsSync('/proc/self/stat') ? factsFromProc(pid) : factsFromPs(pid);
}

function factsFromProc(pid: number): { state: string; words: string[] } | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return { state: stat.slice(stat.lastIndexOf(')') + 2), words };
  } catch {
    return undefined;
  }
}

function factsFromPs(pid: number): { state: string; words: string[] } | undefined {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'state=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  const found = /^(\S+)\s+(.*)$/s.exec(stdout.trim());
  if (!found) return undefined;
  const command = found[2] ?? '';
  const data = /-D (.*?) -c /s.exec(command)?.[1];
  return { state: found[1] ?? '', words: data === undefined ? [command] : [command, data] };
}
