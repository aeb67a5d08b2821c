import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { canonicalJson } from '#domain/log/canonical-json';
import { SCENARIOS } from '#infra/seeds/scenarios';
import { frozenWorld } from '../../apps/standalone/src/demo/testing/frozen-world';
import { bundleEngine, type EngineBundle } from '../support/browser/engine-bundle';
import { EnginePage } from '../support/browser/engine-page';
import { ENGINE_TASKS, type EngineTask } from '../support/browser/engine-tasks';
import { launchBrowser } from '../support/browser/launch';

/** The same engine, snapshot and problems in a real browser and in Node: the same bytes. */
let bundle: EngineBundle;
let browser: Browser;
let page: EnginePage;

beforeAll(async () => {
  bundle = await bundleEngine();
  browser = await launchBrowser();
  page = await EnginePage.open(browser, bundle.script);
});

afterAll(async () => {
  await page?.close();
  await browser?.close();
});

async function expectSame(task: EngineTask, texts: readonly string[]): Promise<void> {
  const answers = await page.run(task, texts);
  expect(answers.map(({ text }) => text)).toEqual(texts.map((text) => ENGINE_TASKS[task](text)));
}

type Case = Readonly<Record<string, unknown>>;

function casesOf(name: string, section: string): readonly Case[] {
  const file = join(__dirname, '..', 'vectors', `${name}.json`);
  const cases = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Case[]>)[section] ?? [];
  expect(cases.length).toBeGreaterThan(0);
  return cases;
}

it('is the whole engine and nothing but the domain', () => {
  const outside = bundle.sources.filter((source) => !source.startsWith('libs/domain/'));
  expect(outside.sort()).toEqual([
    'tests/support/browser/engine-tasks.ts',
    'tests/support/browser/engine-worker.ts',
  ]);
  expect(bundle.sources).toContain('libs/domain/allocation/leximin.ts');
});

it.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
  'recomputes and proves the run of %s',
  async (_id, scenario) => {
    const snapshot = canonicalJson(frozenWorld(scenario));
    await expectSame('prove', [snapshot]);
    expect(JSON.parse(ENGINE_TASKS.prove(snapshot))).toMatchObject({ faults: [] });
  },
);

it('answers the published problems', async () => {
  const claims = casesOf('claims', 'reference_inputs').flatMap((one) =>
    Object.keys(one['expected'] as Case).map((rule) => ({ kind: 'claims', rule, ...one })),
  );
  const networks = casesOf('leximin-network', 'leximin_flows').map((one) => ({
    kind: 'network',
    ...one,
  }));
  const pipelines = casesOf('pipeline', 'cases').map((one) => ({ kind: 'pipeline', ...one }));
  const problems = [...claims, ...networks, ...pipelines];
  await expectSame(
    'divide',
    problems.map((problem) => JSON.stringify(problem)),
  );
});

it('refuses what Node refuses, in the same words', async () => {
  const wrong = '{"kind":"claims","rule":"cea","estate":"1.5","claims":["1"]}';
  let message = '';
  try {
    ENGINE_TASKS.divide(wrong);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain('/estate');
  await expect(page.run('divide', [wrong])).rejects.toThrow(message);
});
