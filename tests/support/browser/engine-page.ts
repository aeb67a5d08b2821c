import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { EngineReply, EngineTask } from './engine-tasks';

const BLANK = '<!doctype html><meta charset="utf-8"><title>The engine</title>';

/** What a task came to in the browser, and how long the page waited for it. */
export interface Timed {
  readonly text: string;
  readonly milliseconds: number;
}

/** A page of a real browser with the engine in a worker of its own. */
export class EnginePage {
  private constructor(
    private readonly server: Server,
    private readonly page: Page,
  ) {}

  static async open(browser: Browser, script: string): Promise<EnginePage> {
    const server = createServer(({ url }, response) => {
      const isScript = url === '/engine.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : BLANK);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return new EnginePage(server, page);
  }

  /**
   * Answers the texts one after another in one new worker, and times each as the page sees it: the
   * first time includes fetching, compiling and starting the engine.
   */
  async run(task: EngineTask, texts: readonly string[]): Promise<readonly Timed[]> {
    return this.page.evaluate(runInWorker, { task, texts });
  }

  async close(): Promise<void> {
    await this.page.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Runs in the page: it may name nothing outside of itself. */
async function runInWorker({
  task,
  texts,
}: {
  readonly task: EngineTask;
  readonly texts: readonly string[];
}): Promise<readonly Timed[]> {
  const timed: Timed[] = [];
  let begun = performance.now();
  const worker = new Worker('/engine.js');
  try {
    for (const text of texts) {
      const reply = await new Promise<EngineReply>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<EngineReply>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage({ task, text });
      });
      const now = performance.now();
      if ('thrown' in reply) throw new Error(reply.thrown);
      timed.push({ text: reply.text, milliseconds: now - begun });
      begun = performance.now();
    }
  } finally {
    worker.terminate();
  }
  return timed;
}
