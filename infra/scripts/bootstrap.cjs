'use strict';

// Makes the checkout runnable: dependencies installed, sources compiled. Uses Node alone, as it
// runs before any dependency exists, and no network when everything is in place.
require('./node-version.cjs');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { runStep } = require('./progress.cjs');

const root = path.resolve(__dirname, '..', '..');
const at = (...parts) => path.join(root, ...parts);
const SOURCE_FOLDERS = ['apps', 'libs', 'infra'];
const BUILD_FILES = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];

async function bootstrap() {
  await install();
  await build();
}

async function install() {
  const stamp = at('node_modules', '.gmt-lock');
  const wanted = hashOf([at('package-lock.json')]);
  if (readIfThere(stamp) === wanted) return;
  if (!holdsTheLock()) {
    const npm = ['ci', '--include=dev', '--include=optional', '--loglevel=error'];
    await runStep('Installing the dependencies', process.execPath, [npmProgram(), ...npm], {
      cwd: root,
      env: environment(),
    });
  }
  writeIfAllowed(stamp, wanted);
}

/** True when another npm command has already installed what the lock file says. */
function holdsTheLock() {
  const hidden = readIfThere(at('node_modules', '.package-lock.json'));
  if (hidden === undefined) return false;
  const installed = JSON.parse(hidden).packages;
  const wanted = JSON.parse(fs.readFileSync(at('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    if (!installed[name]) return Boolean(entry.optional || entry.peer);
    return installed[name].version === entry.version && fs.existsSync(at(name));
  });
}

/** npm tells its scripts where it is; started without npm, it is looked for beside Node. */
function npmProgram() {
  const beside = path.dirname(fs.realpathSync(process.execPath));
  const places = [
    process.env.npm_execpath ?? '',
    path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const found = places.find((place) => /npm-cli\.js$/.test(place) && fs.existsSync(place));
  if (found) return found;
  throw new Error('npm was not found: it comes with Node; please run `npm ci` once yourself.');
}

/** Install scripts need a shell and node itself, also when the PATH names neither. */
function environment() {
  const folders = [path.dirname(process.execPath), process.env.PATH, '/usr/bin:/bin'];
  return { ...process.env, PATH: folders.filter(Boolean).join(path.delimiter) };
}

async function build() {
  const stamp = at('dist', '.gmt-build');
  const sources = SOURCE_FOLDERS.flatMap((folder) => listSources(at(folder)));
  const wanted = hashOf([...BUILD_FILES.map((name) => at(name)), ...sources]);
  if (readIfThere(stamp) === wanted) return;
  fs.rmSync(stamp, { force: true });
  removeOrphans(sources);
  const compiler = at('node_modules', 'typescript', 'bin', 'tsc');
  await runStep('Compiling', process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
  });
  fs.writeFileSync(stamp, wanted);
}

function listSources(folder) {
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [];
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listSources(name);
      return /\.(ts|json)$/.test(entry.name) && !/\.spec\.ts$/.test(entry.name) ? [name] : [];
    });
}

/** Compiled files whose source is gone could still be loaded, so they go too. */
function removeOrphans(sources) {
  const kept = new Set(sources.map((name) => outputOf(name)));
  const visit = (folder) => {
    if (!fs.existsSync(folder)) return;
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(name);
      else if (/\.(js|json)$/.test(name) && !kept.has(name)) {
        fs.rmSync(name);
        fs.rmSync(`${name}.map`, { force: true });
      }
    }
  };
  for (const folder of SOURCE_FOLDERS) visit(at('dist', folder));
}

function outputOf(source) {
  return at('dist', path.relative(root, source)).replace(/\.ts$/, '.js');
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const name of files) {
    const bytes = fs.readFileSync(name);
    hash.update(`${path.relative(root, name)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

/** In a read-only checkout the check is simply made again at the next start. */
function writeIfAllowed(file, text) {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
  }
}

/** Reports a failure in plain words and ends the process with status 1. */
function giveUp(error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

module.exports = { bootstrap, giveUp, root };
