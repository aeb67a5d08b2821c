import { Connections } from './connections';
import { ACCOUNTS, countFaults, OPENING_GRAMS, tableBytes, type Contender } from './contender';

const TABLES = `
  create schema peer;
  create function peer.new_id(prefix text) returns text language sql volatile as
    $$ select prefix || '_' || left(replace(uuidv7()::text, '-', ''), 27) $$;
  create table peer.account (
    id             text primary key default peer.new_id('acc'),
    name           text not null,
    asset          text not null,
    balance        numeric not null default 0,
    version        bigint not null default 0,
    may_be_below   boolean not null,
    may_be_above   boolean not null,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now()
  );
  create table peer.transfer (
    id           text primary key default peer.new_id('trf'),
    from_account text not null references peer.account,
    to_account   text not null references peer.account,
    amount       numeric not null check (amount > 0),
    effective_at timestamptz not null,
    recorded_at  timestamptz not null default now(),
    check (from_account <> to_account)
  );
  create index on peer.transfer (from_account);
  create index on peer.transfer (to_account);
  create index on peer.transfer (effective_at);
  create table peer.entry (
    id               text primary key default peer.new_id('ent'),
    account          text not null references peer.account,
    transfer         text not null references peer.transfer,
    amount           numeric not null,
    previous_balance numeric not null,
    current_balance  numeric not null,
    version          bigint not null,
    recorded_at      timestamptz not null default now()
  );
  create index on peer.entry (account);
  create index on peer.entry (transfer);`;

/** One call a transfer: locks both accounts in order, checks, writes a transfer and two entries. */
const CREATE_TRANSFER = `
  create function peer.create_transfer(giver text, taker text, quantity numeric)
  returns text language plpgsql as $$
  declare
    source peer.account;
    target peer.account;
    new_transfer text;
  begin
    perform from peer.account where id in (giver, taker) order by id for update;

    update peer.account
    set balance = balance - quantity, version = version + 1, updated_at = now()
    where id = giver returning * into strict source;
    update peer.account
    set balance = balance + quantity, version = version + 1, updated_at = now()
    where id = taker returning * into strict target;

    if source.asset <> target.asset then
      raise exception 'accounts % and % hold different assets', giver, taker;
    end if;
    if (source.balance < 0 and not source.may_be_below)
      or (source.balance > 0 and not source.may_be_above) then
      raise exception 'account % may not stand at %', giver, source.balance;
    end if;
    if (target.balance < 0 and not target.may_be_below)
      or (target.balance > 0 and not target.may_be_above) then
      raise exception 'account % may not stand at %', taker, target.balance;
    end if;

    insert into peer.transfer (from_account, to_account, amount, effective_at)
    values (giver, taker, quantity, now()) returning id into new_transfer;
    insert into peer.entry
      (account, transfer, amount, previous_balance, current_balance, version)
    values
      (giver, new_transfer, -quantity, source.balance + quantity, source.balance, source.version),
      (taker, new_transfer, quantity, target.balance - quantity, target.balance, target.version);
    return new_transfer;
  end $$`;

/** Everything that must not be found in the peer's books. */
const FAULTS = {
  'balances that do not sum to zero': `
    select from peer.account having sum(balance) <> 0`,
  'accounts whose entries do not sum to their balance': `
    select from peer.account a
    left join (select account, sum(amount) as amount from peer.entry group by account) e
      on e.account = a.id
    where a.balance <> coalesce(e.amount, 0)`,
  'accounts whose versions have gaps': `
    select from peer.account a
    left join (select account, count(*) as entries from peer.entry group by account) e
      on e.account = a.id
    where a.version <> coalesce(e.entries, 0)`,
  'transfers without exactly two entries that sum to zero': `
    select from peer.transfer t left join peer.entry e on e.transfer = t.id
    group by t.id having count(e.id) <> 2 or sum(e.amount) <> 0`,
  'accounts below what they may be': `
    select from peer.account where balance < 0 and not may_be_below`,
};

/** A ledger of SQL functions: one call and one commit a transfer, a connection a caller. */
export class Peer implements Contender {
  readonly name = 'peer';
  private constructor(
    private readonly connections: Connections,
    private readonly accounts: readonly string[],
  ) {}

  static async open(url: string): Promise<Peer> {
    const connections = new Connections(url);
    await connections.rows(TABLES);
    await connections.rows(CREATE_TRANSFER);
    const [outside] = await connections.rows<{ id: string }>(
      `insert into peer.account (name, asset, may_be_below, may_be_above)
       values ('outside', 'cobalt', true, true) returning id`,
    );
    const rows = await connections.rows<{ id: string }>(
      `insert into peer.account (name, asset, may_be_below, may_be_above)
       select 'account ' || n, 'cobalt', false, true from generate_series(1, $1::int) n
       returning id`,
      [ACCOUNTS],
    );
    const peer = new Peer(
      connections,
      rows.map(({ id }) => id),
    );
    await connections.rows(
      'select peer.create_transfer($1, id, $2) from unnest($3::text[]) as account (id)',
      [outside?.id, OPENING_GRAMS, peer.accounts],
    );
    return peer;
  }

  transfer(caller: number, from: number, to: number): Promise<unknown> {
    return this.connections.run(caller, 'transfer', 'select peer.create_transfer($1, $2, $3)', [
      this.accounts[from],
      this.accounts[to],
      '5',
    ]);
  }

  async transfers(): Promise<number> {
    const [row] = await this.connections.rows<{ n: string }>(
      'select count(*) as n from peer.transfer',
    );
    return Number(row?.n);
  }

  faults(): Promise<string[]> {
    return countFaults(this.connections, FAULTS);
  }

  bytes(): Promise<ReadonlyMap<string, number>> {
    return tableBytes(this.connections, 'peer');
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}
