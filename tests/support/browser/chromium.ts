import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliDecompress } from 'node:zlib';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const PACKAGE = path.join(ROOT, 'node_modules', '@sparticuz', 'chromium');

/** A Chromium that runs here, and what its environment needs besides. */
export interface Chromium {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The Chromium that GMT_TEST_CHROMIUM names, else the one that npm brought, unpacked at its first
 * use, else one from PATH. Says what to do where there is none: a test in a browser is never
 * skipped.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['GMT_TEST_CHROMIUM'];
  if (named !== undefined) return running({ executable: named, env: {} });
  if (process.platform === 'linux' && process.arch === 'x64') return running(await unpacked());
  const installed = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']
    .map((executable) => ({ executable, env: {} }))
    .find((one) => faultOf(one) === null);
  if (installed !== undefined) return installed;
  throw new Error(
    `No Chromium for ${process.platform} ${process.arch} comes from npm, and none is in PATH: ` +
      'install one, or set GMT_TEST_CHROMIUM to the path of its program.',
  );
}

function running(chromium: Chromium): Chromium {
  const fault = faultOf(chromium);
  if (fault === null) return chromium;
  throw new Error(
    `Chromium does not run (${chromium.executable}): ${fault}\n` +
      'Set GMT_TEST_CHROMIUM to the path of one that does.',
  );
}

function faultOf({ executable, env }: Chromium): string | null {
  const { status, error, stderr } = spawnSync(executable, ['--version'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return status === 0 ? null : (error?.message ?? stderr);
}

/**
 * The package holds a headless Chromium with the libraries and one font that a bare machine lacks.
 * It is unpacked into the checkout, beside what else is cached there; its own code would take
 * whatever program lies under a fixed name in the folder for temporary files.
 */
async function unpacked(): Promise<Chromium> {
  const { version } = JSON.parse(fs.readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = path.join(ROOT, '.cache', 'chromium', version);
  if (!fs.existsSync(folder)) await unpackInto(folder);
  return {
    executable: path.join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: path.join(folder, 'lib'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

/** In one step as others see it: two processes may do this at once. */
async function unpackInto(folder: string): Promise<void> {
  const own = `${folder}.${process.pid}`;
  fs.mkdirSync(own, { recursive: true });
  await decompress('chromium.br', path.join(own, 'chromium'));
  for (const name of ['al2023.tar', 'fonts.tar']) {
    const file = path.join(own, name);
    await decompress(`${name}.br`, file);
    const { status, stderr, error } = spawnSync('tar', ['-xf', file, '-C', own]);
    if (status !== 0) throw new Error(`${name}: ${error?.message ?? stderr.toString()}`);
    fs.rmSync(file);
  }
  fs.writeFileSync(path.join(own, 'fonts.conf'), fontsConf(folder));
  try {
    fs.renameSync(own, folder);
  } catch (error) {
    fs.rmSync(own, { recursive: true });
    if (!fs.existsSync(folder)) throw error;
  }
}

async function decompress(name: string, file: string): Promise<void> {
  const megabytes = { highWaterMark: 2 ** 22 };
  await pipeline(
    fs.createReadStream(path.join(PACKAGE, 'bin', name), megabytes),
    createBrotliDecompress({ chunkSize: 2 ** 21, flush: constants.BROTLI_OPERATION_PROCESS }),
    fs.createWriteStream(file, { ...megabytes, mode: 0o755 }),
  );
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
