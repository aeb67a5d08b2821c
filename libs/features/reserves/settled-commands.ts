import { parseEnvelope } from '#domain/log/entry';
import { canonicalJson } from '#domain/log/canonical-json';
import { available } from '#domain/books/transfer';
import { CommandContext } from '#platform/database/command-context';
import { replay, type CommandRow } from '#platform/database/unit-of-work';
import {
  bodyOf,
  commandId,
  contentDigest,
  type BookCommand,
  type BookOutcome,
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

interface Done {
  readonly id: string;
  readonly entry: string;
  readonly envelope: string;
  readonly body: string;
}

/** Outcomes of earlier commands, by what they were stored as. */
export class SettledCommands {
  private constructor(
    private readonly done: ReadonlyMap<string, Done>,
    private readonly stored: readonly Earlier[],
    private readonly query: Query,
  ) {}

  /** Looks up commands by id and by the client's key, under the locks of their accounts. */
  static async find(
    query: Query,
    ids: readonly string[],
    keyed: readonly CommandContext[],
  ): Promise<SettledCommands> {
    const done = await query<Done>(DONE, [ids]);
    const principals = keyed.map(({ actor }) => actor.id);
    const stored = await query<Earlier>(STORED, [ids, principals, keyed.map(({ key }) => key)]);
    return new SettledCommands(new Map(done.map((row) => [row.id, row])), stored, query);
  }

  /** The answer that was stored under the client's key, or undefined; throws a stored refusal. */
  answerOf<Answer>(ctx: CommandContext): Answer | undefined {
    const row = this.stored.find(({ principal, key }) => {
      return principal === ctx.actor.id && key === ctx.key;
    });
    return row && replay<Answer>(ctx, row);
  }

  /**
   * The outcome that a command had before, or undefined; throws a stored refusal. Refuses
   * `idempotency-key-reused` when another command had its id.
   */
  async outcomeOf(command: BookCommand): Promise<BookOutcome | undefined> {
    const id = commandId(command);
    const done = this.done.get(id);
    if (done && sameContent(command, done)) return this.restore(command, done);
    const refused = this.stored.find((row) => row.id === id);
    if (refused) return replay<BookOutcome>(contextOf(command), refused);
    if (done) return replay<BookOutcome>(contextOf(command), REUSED);
    return undefined;
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
  const { kind, effectiveDate, role, member } = parseEnvelope(envelope);
  const { actor } = command;
  return (
    kind === command.kind &&
    effectiveDate === command.effectiveDate &&
    role === actor.role &&
    (member ?? null) === (command.member ?? actor.member) &&
    body === canonicalJson(bodyOf(command))
  );
}

const DONE = `
  select t.id, t.entry_id as entry, convert_from(e.envelope, 'UTF8') as envelope,
         convert_from(e.body, 'UTF8') as body
  from transfer t join log_entry e on e.id = t.entry_id where t.id = any ($1::uuid[])`;

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
