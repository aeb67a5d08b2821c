'use strict';

// Finds a Redis for the queue tests: from PATH, else unpacked from Debian's packages, without
// installing anything and without root.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { runStep } = require('./progress.cjs');

const PACKAGES = [
  'redis-server',
  'redis-tools',
  'libjemalloc2',
  'liblua5.1-0',
  'liblzf1',
  'libatomic1',
  'lua-cjson',
  'lua-bitop',
  'libssl3',
];

/** Sets GMT_TEST_REDIS_BIN and GMT_TEST_REDIS_LIBRARY_PATH; answers why not when it cannot. */
async function prepareRedis(root) {
  const cache = path.join(root, '.cache', 'redis');
  const found = fromPath() ?? fromCache(cache) ?? (await fromDebian(cache));
  if (typeof found === 'string') return found;
  process.env.GMT_TEST_REDIS_BIN = found.bin;
  process.env.GMT_TEST_REDIS_LIBRARY_PATH = found.libraries;
  return undefined;
}

function runs(bin, libraries) {
  const env = libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env;
  return spawnSync(bin, ['--version'], { env }).status === 0;
}

function fromPath() {
  const bin = ['redis-server', 'valkey-server'].find((name) => runs(name, ''));
  return bin && { bin, libraries: '' };
}

function fromCache(cache) {
  const bin = path.join(cache, 'root', 'usr', 'bin', 'redis-server');
  const libraries = libraryFolders(path.join(cache, 'root')).join(':');
  return fs.existsSync(bin) && runs(bin, libraries) ? { bin, libraries } : undefined;
}

function libraryFolders(folder) {
  const bases = ['usr/lib', 'lib'].map((name) => path.join(folder, name));
  return bases.flatMap((base) => {
    const entries = fs.existsSync(base) ? fs.readdirSync(base, { withFileTypes: true }) : [];
    const below = entries.filter((entry) => entry.isDirectory() && /-linux-/.test(entry.name));
    return [...below.map((entry) => path.join(base, entry.name)), base];
  });
}

async function fromDebian(cache) {
  const debs = path.join(cache, 'debs');
  const target = path.join(cache, 'root');
  try {
    fs.rmSync(debs, { recursive: true, force: true });
    fs.rmSync(target, { recursive: true, force: true });
    fs.mkdirSync(debs, { recursive: true });
    await download(cache, debs);
    for (const name of fs.readdirSync(debs)) {
      const unpacked = spawnSync('dpkg', ['-x', path.join(debs, name), target]);
      if (unpacked.status !== 0) throw new Error(`${name}: ${unpacked.stderr}`);
    }
  } catch (error) {
    return error.message;
  }
  return fromCache(cache) ?? 'the unpacked redis-server does not run on this machine';
}

/** Lists of the machine first; where there are none, lists of our own, which need no root. */
async function download(cache, debs) {
  const args = ['download', ...PACKAGES];
  const quick = spawnSync('apt-get', args, { cwd: debs });
  if (quick.error) throw new Error('there is neither redis-server nor apt-get');
  if (quick.status === 0) return;
  const state = path.join(cache, 'apt');
  fs.mkdirSync(path.join(state, 'lists', 'partial'), { recursive: true });
  fs.mkdirSync(path.join(state, 'cache', 'archives', 'partial'), { recursive: true });
  const own = [
    `Dir::State::lists=${path.join(state, 'lists')}`,
    `Dir::Cache=${path.join(state, 'cache')}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
    'Acquire::Retries=2',
  ].flatMap((option) => ['-o', option]);
  await runStep('Reading the package lists', 'apt-get', [...own, 'update'], { cwd: debs });
  await runStep('Fetching Redis', 'apt-get', [...own, ...args], { cwd: debs });
}

module.exports = { prepareRedis };
