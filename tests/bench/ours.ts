import { GroupCommit } from '#features/reserves/group-commit';
import { ACCOUNTS, tableBytes, type Contender } from './contender';
import type { OurLedger } from './our-ledger';

/** Entries wait here for their place in the tree; integration empties it. */
const INBOX = 'log_unsequenced';

/** What both ways of booking on our books have in common: the books. */
export abstract class Ours implements Contender {
  abstract readonly name: string;

  constructor(readonly ledger: OurLedger) {}

  abstract transfer(caller: number, from: number, to: number, grams?: bigint): Promise<unknown>;

  transfers(): Promise<number> {
    return this.ledger.count('transfer');
  }

  faults(): Promise<string[]> {
    return this.ledger.faults();
  }

  async bytes(): Promise<ReadonlyMap<string, number>> {
    const tables = await tableBytes(this.ledger.connections, 'public');
    return new Map([...tables].filter(([name]) => name !== INBOX));
  }

  close(): Promise<void> {
    return this.ledger.stop();
  }
}

/** The group commit: callers that wait share a transaction. */
export class Grouped extends Ours {
  readonly name = 'ours';
  private readonly group = this.ledger.get(GroupCommit);

  /** Brings every account into play at once, as after hours of work; it counts no transfers. */
  async warmUp(): Promise<void> {
    const { ledger } = this;
    const drafts = ledger.reserves.map((from, n) =>
      ledger.draft(from, ledger.reserve((n + 1) % ACCOUNTS), 5n),
    );
    await this.group.submit(ledger.command(drafts));
  }

  transfer(_caller: number, from: number, to: number, grams = 5n): Promise<unknown> {
    const { ledger } = this;
    const draft = ledger.draft(ledger.reserve(from), ledger.reserve(to), grams);
    return this.group.submit(ledger.command([draft]));
  }
}

/** Each transfer a command in a transaction of its own, as commands that do more than book. */
export class OneByOne extends Ours {
  readonly name = 'ours, one by one';
  readonly callersMax = 64;

  transfer(_caller: number, from: number, to: number, grams = 5n): Promise<unknown> {
    const { ledger } = this;
    return ledger.book([ledger.draft(ledger.reserve(from), ledger.reserve(to), grams)]);
  }
}
