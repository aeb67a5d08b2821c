import { available } from '#domain/books/transfer';
import { DomainError } from '#domain/errors';
import { canonicalJson } from '#domain/log/canonical-json';
import { parseEnvelope } from '#domain/log/entry';
import { CommandContext } from '#platform/database/command-context';
import { replay, type CommandRow } from '#platform/database/unit-of-work';
import {
  bodyOf,
  commandId,
  contentDigest,
  type BookCommand,
  type BookOutcome,
  type Waiting,
} from './book-command';
import type { Query } from './books-loader';
import type { AccountBalance } from './posting-batch';

/** Under which key an outcome that no transfer tells is stored. */
export function contextOf(command: BookCommand, keyed?: CommandContext): CommandContext {
  if (keyed) return keyed;
  const id = commandId(command);
  return new CommandContext(command.actor, id, `books ${command.kind}`, contentDigest(command));
}

interface Earlier extends CommandRow {
  readonly principal: string;
  readonly key: string;
}

/** The entry that a transfer of this id stands in, or an entry that has the id itself. */
interface Done {
  readonly id: string;
  readonly entry: string;
  readonly envelope: string;
  /** Null where no transfer has the id, so that the entry is no command of ours. */
  readonly body: string | null;
}

/** Outcomes of earlier commands, by what they were stored as. */
export class SettledCommands {
  private constructor(
    private readonly done: ReadonlyMap<string, Done>,
    private readonly stored: readonly Earlier[],
    /** Ids of transfers that are booked, of those that commands name behind their first. */
    private readonly booked: ReadonlySet<string>,
    private readonly query: Query,
  ) {}

  /** Looks up commands by id and by the client's key, under the locks of their accounts. */
  static async find(query: Query, waiting: readonly Waiting[]): Promise<SettledCommands> {
    const ids = waiting.map(({ id }) => id);
    const keyed = waiting.flatMap((one) => (one.keyed ? [one.keyed.ctx] : []));
    const done = await query<Done>(DONE, [ids]);
    const principals = keyed.map(({ actor }) => actor.id);
    const stored = await query<Earlier>(STORED, [ids, principals, keyed.map(({ key }) => key)]);
    const others = waiting.flatMap(({ command }) => otherIds(command));
    const booked = others.length === 0 ? [] : await query<{ id: string }>(BOOKED, [others]);
    const byId = new Map(done.map((row) => [row.id, row]));
    return new SettledCommands(byId, stored, new Set(booked.map(({ id }) => id)), query);
  }

  /**
   * What a command was answered before, or undefined; throws a stored refusal. Refuses
   * `idempotency-key-reused` when another command or any entry has its id, and `transfer-refused`
   * when one of its further transfers is booked already.
   */
  async answerTo({ command, id, keyed }: Waiting): Promise<unknown> {
    const earlier = keyed ? this.answerOf(keyed.ctx) : await this.outcomeOf(command);
    if (earlier !== undefined) return earlier;
    const isTaken = this.done.has(id) || this.stored.some((row) => row.id === id);
    if (isTaken) return replay(contextOf(command, keyed?.ctx), REUSED);
    const twice = otherIds(command).find((one) => this.booked.has(one));
    if (twice === undefined) return undefined;
    throw new DomainError('rule', 'transfer-refused', `Transfer ${twice} is booked already.`);
  }

  private answerOf(ctx: CommandContext): unknown {
    const row = this.stored.find(({ principal, key }) => {
      return principal === ctx.actor.id && key === ctx.key;
    });
    return row && replay<unknown>(ctx, row);
  }

  private async outcomeOf(command: BookCommand): Promise<BookOutcome | undefined> {
    const id = commandId(command);
    const done = this.done.get(id);
    if (done && sameContent(command, done)) return this.restore(command, done);
    const refused = this.stored.find((row) => row.id === id);
    return refused && replay<BookOutcome>(contextOf(command), refused);
  }

  private async restore(command: BookCommand, done: Done): Promise<BookOutcome> {
    const ids = command.transfers.map(({ id }) => id);
    const rows = await this.query<BalanceRow>(BALANCES, [ids]);
    const balances = rows.map((row): AccountBalance => {
      const balance = { posted: BigInt(row.posted), pendingOut: BigInt(row.pending) };
      const { key: account, version } = row;
      return { account, ...balance, available: available(balance), version };
    });
    const { recordedAt } = parseEnvelope(done.envelope);
    return { command: commandId(command), entry: done.entry, recordedAt, balances };
  }
}

/** Differs from every request: what it was stored for is known to be another. */
const REUSED: CommandRow = {
  ...{ id: '', route: '', request_digest: Buffer.alloc(0), outcome: null, answer: null },
};

function sameContent(command: BookCommand, { envelope, body }: Done): boolean {
  const { command: id, kind, effectiveDate, role, member } = parseEnvelope(envelope);
  const { actor } = command;
  return (
    id === commandId(command) &&
    kind === command.kind &&
    effectiveDate === command.effectiveDate &&
    role === actor.role &&
    (member ?? null) === (command.member ?? actor.member) &&
    body === canonicalJson(bodyOf(command))
  );
}

function otherIds({ transfers }: BookCommand): string[] {
  return transfers.slice(1).map(({ id }) => id);
}

const DONE = `
  select i.id, e.id as entry, convert_from(e.envelope, 'UTF8') as envelope,
         case when t.id is not null then convert_from(e.body, 'UTF8') end as body
  from unnest($1::uuid[]) as i (id)
  left join transfer t on t.id = i.id
  join log_entry e on e.id = coalesce(t.entry_id, i.id)`;

const BOOKED = 'select id from transfer where id = any ($1::uuid[])';

const STORED = `
  select id, principal, key, route, request_digest, outcome, answer from command
  where id = any ($1::uuid[])
     or (principal, key) in (select * from unnest($2::text[], $3::text[]))`;

interface BalanceRow {
  readonly key: string;
  readonly version: number;
  readonly posted: string;
  readonly pending: string;
}

const BALANCES = `
  select a.key, p.version, b.posted, b.pending
  from (select account, max(version) as version from posting
        where transfer_id = any ($1::uuid[]) group by account) p
  join account a on a.id = p.account
  cross join lateral balance_at(p.account, p.version) b
  order by a.key collate "C"`;
