import { gzipSync } from 'node:zlib';
import { canonicalJson } from '#domain/log/canonical-json';
import { scenarioOf } from '#infra/seeds/scenarios';
import { frozenWorld } from '../../apps/standalone/src/demo/testing/frozen-world';
import { DEFAULT_SCENARIO } from '../../apps/standalone/src/demo/options';
import { bundleEngine } from '../support/browser/engine-bundle';
import { EnginePage } from '../support/browser/engine-page';
import { ENGINE_TASKS, type EngineTask } from '../support/browser/engine-tasks';
import { launchBrowser } from '../support/browser/launch';
import { barOf, type Bar } from './bars';
import { percentile, spreadOf, type Spread } from './statistics';
import { figure, textTable } from './table';

/** How often the run is computed in a worker that is warm, and in a page that is new. */
export interface BrowserPlan {
  readonly warm: number;
  readonly cold: number;
}

export interface BrowserFigures {
  readonly what: string;
  /** Milliseconds from the page's question to its answer. */
  readonly warm: Spread;
  readonly p95: number;
  /** The first answer of a new page: the worker is started, the engine fetched and compiled. */
  readonly cold: Spread;
}

export interface BrowserResults {
  readonly browser: string;
  readonly scriptKilobytes: { readonly plain: number; readonly gzip: number };
  readonly figures: readonly BrowserFigures[];
}

const MILLISECONDS_MAX = 100;

const MEASURED: readonly (readonly [EngineTask, string])[] = [
  ['replay', 'recompute'],
  ['prove', 'recompute and check the certificate'],
];

/** The default run of the demo, in a Web Worker of a headless Chromium. */
export async function measureBrowser(
  plan: BrowserPlan,
  say: (text: string) => void,
): Promise<BrowserResults> {
  const scenario = scenarioOf(DEFAULT_SCENARIO);
  if (scenario === undefined) throw new Error(`There is no scenario ${DEFAULT_SCENARIO}.`);
  const snapshot = canonicalJson(frozenWorld(scenario));
  const { script } = await bundleEngine();
  const browser = await launchBrowser();
  try {
    const figures: BrowserFigures[] = [];
    for (const [task, what] of MEASURED) {
      say(`in the browser: ${what}`);
      const open = () => EnginePage.open(browser, script);
      figures.push({ what, ...(await timesOf(open, task, snapshot, plan)) });
    }
    const plain = Buffer.byteLength(script) / 1024;
    return {
      browser: `Chromium ${browser.version()}`,
      scriptKilobytes: { plain, gzip: gzipSync(script).length / 1024 },
      figures,
    };
  } finally {
    await browser.close();
  }
}

async function timesOf(
  open: () => Promise<EnginePage>,
  task: EngineTask,
  text: string,
  { warm, cold }: BrowserPlan,
): Promise<Omit<BrowserFigures, 'what'>> {
  const expected = ENGINE_TASKS[task](text);
  const run = async (times: number): Promise<readonly number[]> => {
    const page = await open();
    try {
      const all = await page.run(task, new Array<string>(times).fill(text));
      if (all.some((one) => one.text !== expected)) throw new Error('Node answers otherwise.');
      return all.map(({ milliseconds }) => milliseconds);
    } finally {
      await page.close();
    }
  };
  const firsts: number[] = [];
  for (let round = 0; round < cold; round += 1) firsts.push(...(await run(1)));
  const [, ...rest] = await run(warm + 1);
  return { warm: spreadOf(rest), p95: percentile(rest, 0.95), cold: spreadOf(firsts) };
}

/** What is promised is the recomputing; what more a page may ask is shown only. */
export function browserBars({ figures }: BrowserResults): Bar[] {
  const promised = { sense: 'at most', limit: MILLISECONDS_MAX } as const;
  return figures
    .slice(0, 1)
    .flatMap(({ what, p95, cold }) => [
      barOf({ ...promised, what: `ms in the browser, p95, ${what}` }, spreadOf([p95])),
      barOf({ ...promised, what: `ms in the browser, a new page's first, ${what}` }, cold),
    ]);
}

export function browserTable({ browser, scriptKilobytes, figures }: BrowserResults): string {
  const { plain, gzip } = scriptKilobytes;
  const rows = figures.map(({ what, warm, p95, cold }) => [
    what,
    ...[warm.low, warm.median, p95, warm.high, cold.median, cold.high].map(figure),
  ]);
  const size = `engine of ${figure(plain)} KiB, ${figure(gzip)} gzipped`;
  return textTable([
    [`${browser}, ms; ${size}`, 'lowest', 'median', 'p95', 'highest', 'first', 'worst first'],
    ...rows,
  ]);
}
