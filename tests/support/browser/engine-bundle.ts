import * as path from 'node:path';
import { build } from 'esbuild';

const ROOT = path.resolve(__dirname, '..', '..', '..');

/** The engine as one script for a worker, and the sources that went into it. */
export interface EngineBundle {
  readonly script: string;
  readonly sources: readonly string[];
}

/** Bundles the worker for browsers: fails where the domain needs anything that they lack. */
export async function bundleEngine(): Promise<EngineBundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [path.join('tests', 'support', 'browser', 'engine-worker.ts')],
    ...{ bundle: true, minify: true, write: false, metafile: true, logLevel: 'silent' },
    ...{ format: 'iife', platform: 'browser', target: 'es2022' },
  });
  return { script: outputFiles[0]?.text ?? '', sources: Object.keys(metafile.inputs) };
}
