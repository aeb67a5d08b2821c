import * as fs from 'node:fs';

/** True when a process runs under this number; a dead one nobody collected does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return !statOf(pid).startsWith('Z');
}

/**
 * The kernel's start time of a process, in clock ticks since boot, which together with its number
 * names it for good. Empty where there is no /proc.
 */
export function startTimeOf(pid: number): string {
  return statOf(pid).split(' ')[19] ?? '';
}

/** The fields of /proc/<pid>/stat from the state on, behind the program's name. */
function statOf(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2);
  } catch {
    return '';
  }
}
