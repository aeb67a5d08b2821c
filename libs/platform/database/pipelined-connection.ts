import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { Config } from '../config/config';
import { LIMITS } from './data-source';

/**
 * Rows named by a list are looked up, and so locked, in the order of the list, whatever the
 * statistics say: two processes then never wait for each other. Each statement is planned once.
 */
const PLANS = `
  set plan_cache_mode = force_generic_plan;
  set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off`;

/**
 * One connection, held open, that is sent statements without waiting for the answers of those
 * before. Each is a transaction of its own; they are done in the order in which they were sent.
 */
@Injectable()
export class PipelinedConnection implements OnApplicationShutdown {
  private opened: Promise<Client> | undefined;
  private stopped = false;

  constructor(private readonly config: Config) {}

  /** Sends a prepared statement; one text for one name, always. */
  async send<Row>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const client = await (this.opened ??= this.open());
    return (await client.query({ name, text, values })).rows as Row[];
  }

  /** Lets whoever sends next begin on a new connection; what was sent before is answered still. */
  private forget(client: Client): void {
    void this.opened?.then((current) => {
      if (current === client) this.opened = undefined;
    });
  }

  private async open(): Promise<Client> {
    if (this.stopped) throw new Error('Connection terminated: the process is stopping');
    const connectionString = this.config.DATABASE_URL;
    const client = new Client({ connectionString, ...LIMITS, pipeline: true });
    // What is under way is told by its own answer.
    client.on('error', () => this.forget(client));
    client.on('end', () => this.forget(client));
    try {
      await client.connect();
      await client.query(PLANS);
    } catch (error) {
      this.opened = undefined;
      throw error;
    }
    return client;
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    const client = await this.opened?.catch(() => undefined);
    await client?.end();
  }
}
