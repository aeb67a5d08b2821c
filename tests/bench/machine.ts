import * as os from 'node:os';
import type { BenchServer } from './server';
import { percentile } from './statistics';
import { figure } from './table';

const SETTINGS = `
  select name, setting from pg_settings
  where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes',
                 'max_connections') or (name = 'shared_buffers')
  order by name`;

/** What the figures were measured on, as lines of text. */
export function describeProcessor(): string[] {
  const processors = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return [
    `${new Date().toISOString()}, Node ${process.version}, ${os.type()} ${os.release()}`,
    `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}, ${gigabytes} GiB`,
  ];
}

/** The same, and the server that books were measured on. */
export async function describeMachine(server: BenchServer): Promise<string[]> {
  const settings = await server.rows<{ name: string; setting: string }>(SETTINGS);
  const shown = settings.map(({ name, setting }) => `${name} ${setting}`).join(', ');
  return [...describeProcessor(), `PostgreSQL: ${shown}`, noise(server)];
}

/** How busy the machine and its disk are right now; both are shared with whatever else runs. */
export function noise(server: BenchServer): string {
  const flushes = server.flushMilliseconds(200);
  const [p50, p95] = [percentile(flushes, 0.5), percentile(flushes, 0.95)];
  return `${load()}; 8 kB to disk in ${figure(p50)} ms, p95 ${figure(p95)} ms`;
}

/** How many processes wanted a processor in the last minutes. */
export function load(): string {
  return `load ${os
    .loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}`;
}
