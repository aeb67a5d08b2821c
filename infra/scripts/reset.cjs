'use strict';

// Removes the embedded server's data: the books, the log, the keys. There is no way back.
require('./node-version.cjs');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const data = path.resolve(process.env.GMT_DATA_DIR || path.join(root, '.data'));
const STOP_MS_MAX = 30_000;

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

/** Where the cluster is: in the data folder, or where `location` says. */
function placeOfPostgres() {
  const home = path.join(data, 'postgres');
  return readIfThere(path.join(home, 'location')).trim() || home;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return !/\) Z/.test(readIfThere(`/proc/${pid}/stat`));
}

/** A process number can be given out again, so the command line decides whether it is ours. */
function isServerOf(pid, cluster) {
  if (!isAlive(pid)) return false;
  if (!fs.existsSync('/proc/self/cmdline')) return true;
  return readIfThere(`/proc/${pid}/cmdline`).split('\0').includes(cluster);
}

async function stopPostgres(cluster) {
  const pid = Number(readIfThere(path.join(cluster, 'postmaster.pid')).split('\n')[0]);
  if (!pid || !isServerOf(pid, cluster)) return;
  process.stdout.write(`Stopping the PostgreSQL that is still running (process ${pid}).\n`);
  process.kill(pid, 'SIGINT');
  for (const end = Date.now() + STOP_MS_MAX; isServerOf(pid, cluster);) {
    if (Date.now() > end) throw new Error(`PostgreSQL ${pid} does not stop; nothing was removed.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function reset() {
  if (!fs.existsSync(data)) return `Nothing to remove: ${data} does not exist.`;
  if (!fs.existsSync(path.join(data, 'postgres')) && !fs.existsSync(path.join(data, 'secrets'))) {
    if (fs.readdirSync(data).length > 0) throw new Error(`${data} is not a data folder of ours.`);
  }
  const { pid, started } = JSON.parse(readIfThere(path.join(data, 'lock')) || '{}');
  if (pid && isAlive(pid) && (!started || startOf(pid) === started)) {
    throw new Error(`It is running (process ${pid}). Stop it with Ctrl-C first.`);
  }
  const place = placeOfPostgres();
  await stopPostgres(fs.realpathSync(place) + path.sep + 'cluster');
  if (path.dirname(place) === '/var/lib/global-minerals-trust') {
    fs.rmSync(place, { recursive: true, force: true });
  }
  fs.rmSync(data, { recursive: true, force: true });
  return `Removed ${data}.`;
}

/** The kernel's start time of a process, which together with its number names it for good. */
function startOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

reset().then(
  (done) => process.stdout.write(`${done}\n`),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
