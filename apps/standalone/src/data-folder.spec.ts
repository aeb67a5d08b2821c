import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { openDataFolder } from './data-folder';
import { startTimeOf } from './process-facts';

let folder: string;

beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-folder-')), 'data');
});

afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));

function leaveLockOf(pid: number, started: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'lock'), JSON.stringify({ pid, started }));
}

it('is private to its owner and says whether its last holder gave it back', async () => {
  const first = await openDataFolder(folder);
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  expect(first.leftBehind).toBe(false);
  first.release();
  expect((await openDataFolder(folder)).leftBehind).toBe(false);
  expect((await openDataFolder(folder)).leftBehind).toBe(true);
});

it('refuses while its holder lives, and names it', async () => {
  const holder = spawn('sleep', ['60'], { stdio: 'ignore' });
  const pid = holder.pid ?? 0;
  leaveLockOf(pid, startTimeOf(pid));
  await expect(openDataFolder(folder)).rejects.toThrow(`already running here (process ${pid}`);
  expect(fs.readdirSync(folder)).toEqual(['lock']);
  holder.kill();
});

it('is taken over when the number of a dead holder was given to another program', async () => {
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  leaveLockOf(other.pid ?? 0, '1');
  expect((await openDataFolder(folder)).leftBehind).toBe(true);
  other.kill();
});

it('says what to do when the folder cannot be made', async () => {
  fs.writeFileSync(folder, 'a file is in the way');
  await expect(openDataFolder(folder)).rejects.toThrow(/GMT_DATA_DIR/);
});
