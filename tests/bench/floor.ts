import { CONNECTIONS_MAX, Connections } from './connections';
import { ACCOUNTS, countFaults, OPENING_GRAMS, tableBytes, type Contender } from './contender';

const TABLES = `
  create schema floor;
  create table floor.account (id int primary key, grams bigint not null);
  create table floor.entry (
    id          bigint generated always as identity primary key,
    account     int not null,
    grams       bigint not null,
    recorded_at timestamptz not null default now()
  );`;

const INSERT = 'insert into floor.entry (account, grams) values ($1, $2)';
const UPDATE = 'update floor.account set grams = grams + $2 where id = $1';

const FAULTS = {
  'accounts whose entries do not sum to their balance': `
    select from floor.account a
    left join (select account, sum(grams) as grams from floor.entry group by account) e
      on e.account = a.id
    where a.grams <> ${OPENING_GRAMS} + coalesce(e.grams, 0)`,
};

/**
 * What any program pays that writes a transfer by hand: a transaction of two inserts and two
 * updates, six round trips, nothing checked, nothing indexed but the keys, nothing logged.
 */
export class Floor implements Contender {
  readonly name = 'floor';
  private readonly turns = new Map<number, Promise<unknown>>();

  private constructor(private readonly connections: Connections) {}

  static async open(url: string): Promise<Floor> {
    const connections = new Connections(url);
    await connections.rows(TABLES);
    await connections.rows(
      'insert into floor.account select n, $2 from generate_series(0, $1::int - 1) n',
      [ACCOUNTS, OPENING_GRAMS],
    );
    return new Floor(connections);
  }

  /** Callers that share a connection take turns, as a transaction has it for itself. */
  transfer(caller: number, from: number, to: number): Promise<unknown> {
    const place = caller % CONNECTIONS_MAX;
    const turn = (this.turns.get(place) ?? Promise.resolve()).then(() =>
      this.transact(place, from, to),
    );
    this.turns.set(place, turn);
    return turn;
  }

  private async transact(caller: number, from: number, to: number): Promise<void> {
    const step = (name: string, text: string, values: unknown[] = []): Promise<unknown> =>
      this.connections.run(caller, name, text, values);
    await step('begin', 'begin');
    await step('insert', INSERT, [from, -5]);
    await step('insert', INSERT, [to, 5]);
    for (const account of [from, to].sort((a, b) => a - b)) {
      await step('update', UPDATE, [account, account === from ? -5 : 5]);
    }
    await step('commit', 'commit');
  }

  async transfers(): Promise<number> {
    const [row] = await this.connections.rows<{ n: string }>(
      'select count(*) as n from floor.entry',
    );
    return Number(row?.n) / 2;
  }

  faults(): Promise<string[]> {
    return countFaults(this.connections, FAULTS);
  }

  bytes(): Promise<ReadonlyMap<string, number>> {
    return tableBytes(this.connections, 'floor');
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}
