import { Client, type QueryResult } from 'pg';

/** Callers beyond this share connections, as they would behind any pool. */
export const CONNECTIONS_MAX = 64;

/** One connection a caller, opened when the caller first asks; statements are prepared by name. */
export class Connections {
  private readonly opened = new Map<number, Promise<Client>>();

  constructor(private readonly url: string) {}

  of(caller: number): Promise<Client> {
    const place = caller % CONNECTIONS_MAX;
    const known = this.opened.get(place);
    if (known) return known;
    const connecting = this.connect();
    this.opened.set(place, connecting);
    return connecting;
  }

  async run(caller: number, name: string, text: string, values: unknown[]): Promise<QueryResult> {
    const client = await this.of(caller);
    return client.query({ name, text, values });
  }

  async rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = await this.of(0);
    return (await client.query(text, values)).rows as Row[];
  }

  async close(): Promise<void> {
    const clients = await Promise.all(this.opened.values());
    this.opened.clear();
    await Promise.all(clients.map((client) => client.end()));
  }

  private async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.url });
    // A query under way is told of it too; a connection that idles has nobody to tell.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
}
