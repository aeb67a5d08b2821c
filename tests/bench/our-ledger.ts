import { createHash, randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { EventLog } from '#features/event-log/event-log';
import type { BookCommand } from '#features/reserves/book-command';
import { BooksService } from '#features/reserves/books.service';
import { CommandContext } from '#platform/database/command-context';
import { systemRandom, uuidv7 } from '#platform/database/identifiers';
import { migrate } from '#platform/database/migrate';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { createApi } from '../../apps/api/src/create-api';
import { createWorker } from '../../apps/worker/src/create-worker';
import { WRONG_DAY_SUMS } from '../support/day-sums';
import { makeSecrets } from '../support/ledger';
import { Connections } from './connections';
import { ACCOUNTS, countFaults, OPENING_GRAMS } from './contender';

const MATERIAL = 'cobalt';
const OUTSIDE = `${MATERIAL}/outside/-/-`;
/** Most that is booked counts from the day on which it is recorded. */
const DAY = new Date().toISOString().slice(0, 10);
export const ACTOR = { id: 'bench', role: 'administrator', member: null } as const;
/** Transfers of one command where many are booked at once. */
export const BATCH = 1_000;

const DEPOTS = `
  insert into depot (unlocode, name, country, latitude, longitude, opened_at)
  select code, 'Depot ' || code, 'NLD', '51.92', '4.5', now() from unnest($1::text[]) as d (code)`;

/** Everything that must not be found in our books. */
const FAULTS = {
  'materials whose balances do not sum to zero': `
    select from account group by material having sum(posted) <> 0`,
  'accounts whose postings do not sum to their balance, or are not as many as their version': `
    select from account a
    left join (select account as id, sum(posted_change) as posted, count(*) as postings
               from posting group by account) p using (id)
    where a.posted <> coalesce(p.posted, 0) or a.version <> coalesce(p.postings, 0)`,
  'postings that left another balance than all up to them come to': `
    select from (
      select posted, sum(posted_change) over (partition by account order by version) as all_so_far
      from posting) p
    where posted <> all_so_far`,
  'sums by day that are not what the postings come to': WRONG_DAY_SUMS,
  'guarded accounts below zero': `
    select from account where posted - pending_out < 0 and kind not in ('outside', 'undertaken')`,
  'transfers without a log entry': `
    select from transfer t left join log_entry e on e.id = t.entry_id where e.id is null`,
  'entries whose body names another number of transfers than they booked': `
    select from log_entry e
    left join (select entry_id, count(*) as n from transfer group by entry_id) t
      on t.entry_id = e.id
    where coalesce(t.n, 0)
      <> jsonb_array_length(convert_from(e.body, 'utf8')::jsonb -> 'transfers')`,
};

/** The whole product in this process, on a database of its own, without its HTTP door. */
export class OurLedger {
  /** A thousand reserves of one material, each in a depot of its own. */
  readonly reserves: readonly string[] = depotCodes().map(
    (depot) => `${MATERIAL}/reserve-free/-/${depot}`,
  );

  private constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly api: NestExpressApplication,
    readonly connections: Connections,
  ) {}

  /** Fills an empty database; one that is filled is taken as it is. */
  static async start(url: string): Promise<OurLedger> {
    await migrate(url);
    const env = { ...makeSecrets(), DATABASE_URL: url, LOG_ORIGIN: 'bench.example/log' };
    Object.assign(process.env, env);
    const ledger = new OurLedger(env, await createApi(), new Connections(url));
    if ((await ledger.count('depot')) === 0) await ledger.fill();
    return ledger;
  }

  private async fill(): Promise<void> {
    await this.connections.rows(
      `insert into material (code, name, symbol, listed_at) values ($1, 'Cobalt', 'Co', now())`,
      [MATERIAL],
    );
    await this.connections.rows(DEPOTS, [depotCodes()]);
    await this.book(this.reserves.map((to) => this.draft(OUTSIDE, to, OPENING_GRAMS)));
  }

  /** A worker for these books, at work; whoever starts it closes it. */
  startWorker(): Promise<INestApplicationContext> {
    Object.assign(process.env, this.env);
    return createWorker();
  }

  /** A service of the product. */
  get<Service>(service: abstract new (...parts: never[]) => Service): Service {
    return this.api.get<Service>(service, { strict: false });
  }

  /** One command, one transaction: the transfers and their log entry, all or none. */
  book(drafts: readonly Omit<Transfer, 'id'>[]): Promise<string> {
    const [books, log] = [this.get(BooksService), this.get(EventLog)];
    const ctx = this.context();
    return this.get(UnitOfWork).run(ctx, async (tx: Tx) => {
      const transfers = drafts.map((draft) => ({ id: tx.newId(), ...draft }));
      const id = tx.newId();
      await books.post(tx, id, transfers);
      const body = { transfers: transfers.map(toTransferRecord) };
      return log.append(tx, ctx, { id, kind: 'contribution-accepted', effectiveDate: DAY, body });
    });
  }

  /** The same for the group commit: all or none, under ids that the caller chooses. */
  command(drafts: readonly Omit<Transfer, 'id'>[]): BookCommand {
    const transfers = drafts.map((draft) => ({
      id: uuidv7(Date.now(), systemRandom(0, 10)),
      ...draft,
    }));
    return { actor: ACTOR, kind: 'contribution-accepted', effectiveDate: DAY, transfers };
  }

  /** A transfer that moves at once. */
  draft(from: string, to: string, grams: bigint): Omit<Transfer, 'id'> {
    return { kind: 'posted', pending: null, from, to, grams, lot: null, effectiveDate: DAY };
  }

  reserve(number: number): string {
    return this.reserves[number] as string;
  }

  context(): CommandContext {
    const digest = createHash('sha256').update('bench').digest();
    return new CommandContext(ACTOR, randomUUID(), 'POST /bench', digest);
  }

  async count(table: 'depot' | 'transfer' | 'log_leaf'): Promise<number> {
    const text = `select count(*) as n from ${table}`;
    const [row] = await this.connections.rows<{ n: string }>(text);
    return Number(row?.n);
  }

  /** What a reserve has that is not promised away, in grams. */
  async free(reserve: number): Promise<bigint> {
    const [row] = await this.connections.rows<{ grams: string }>(
      'select posted - pending_out as grams from account where key = $1',
      [this.reserve(reserve)],
    );
    return BigInt(row?.grams ?? '0');
  }

  faults(): Promise<string[]> {
    return countFaults(this.connections, FAULTS);
  }

  async stop(): Promise<void> {
    await this.connections.close();
    await this.api.close();
  }
}

/** As many codes in the form of UN/LOCODE as there are accounts. */
function depotCodes(): string[] {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const letter = (number: number): string => letters[number % letters.length] as string;
  return Array.from(
    { length: ACCOUNTS },
    (_, n) => `NL${letter(Math.floor(n / 676))}${letter(Math.floor(n / 26))}${letter(n)}`,
  );
}
