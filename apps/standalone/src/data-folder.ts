import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, startTimeOf } from './process-facts';
import { StartError } from './start-error';

/** The folder that holds everything of an embedded server, held by one process at a time. */
export interface DataFolder {
  readonly path: string;
  /** True when the previous holder did not give it back: it was killed. */
  readonly leftBehind: boolean;
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** Long enough for two that found the same dead holder to see which of them came last. */
const SETTLE_MS = 100;

/** Makes the folder, private to its owner, and locks it; refuses while another holder is alive. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  makePrivate(folder);
  const lock = path.join(folder, 'lock');
  const own = JSON.stringify({ pid: process.pid, started: startTimeOf(process.pid) });
  const draft = `${lock}.${process.pid}`;
  fs.writeFileSync(draft, own, { mode: 0o600 });
  const leftBehind = !tryLink(draft, lock);
  if (leftBehind) {
    refuseIfHeld(lock, folder);
    fs.renameSync(draft, lock);
    await pause(SETTLE_MS);
    if (fs.readFileSync(lock, 'utf8') !== own) refuseIfHeld(lock, folder);
  }
  fs.rmSync(draft, { force: true });
  return { path: folder, leftBehind, release: () => fs.rmSync(lock, { force: true }) };
}

function makePrivate(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.chmodSync(folder, 0o700);
    fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    const why = (error as Error).message;
    throw new StartError(
      `The data folder ${folder} cannot be used: ${why}. Run as its owner, or name another ` +
        'folder with GMT_DATA_DIR.',
    );
  }
}

/** A link appears with its content or not at all, and only one of two can make it. */
function tryLink(draft: string, lock: string): boolean {
  try {
    fs.linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function refuseIfHeld(lock: string, folder: string): void {
  const { pid, started } = JSON.parse(fs.readFileSync(lock, 'utf8')) as Holder;
  if (pid === process.pid || !isAlive(pid) || startTimeOf(pid) !== started) return;
  fs.rmSync(`${lock}.${process.pid}`, { force: true });
  throw new StartError(
    `It is already running here (process ${pid}, data folder ${folder}). ` +
      'Stop that one with Ctrl-C, or name another folder with GMT_DATA_DIR.',
  );
}
