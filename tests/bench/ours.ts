import { tableBytes, type Contender } from './contender';
import type { OurLedger } from './our-ledger';

/** Entries wait here for their place in the tree; integration empties it. */
const INBOX = 'log_unsequenced';

/** What both ways of booking on our books have in common: the books. */
abstract class Ours implements Contender {
  abstract readonly name: string;

  constructor(protected readonly ledger: OurLedger) {}

  abstract transfer(caller: number, from: number, to: number, grams?: bigint): Promise<unknown>;

  transfers(): Promise<number> {
    return this.ledger.transfers();
  }

  faults(): Promise<string[]> {
    return this.ledger.faults();
  }

  async bytes(): Promise<ReadonlyMap<string, number>> {
    const tables = await tableBytes(this.ledger.connections, 'public');
    return new Map([...tables].filter(([name]) => name !== INBOX));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Each transfer a command in a transaction of its own, as most commands of the product are. */
export class OneByOne extends Ours {
  readonly name = 'ours, one by one';

  transfer(_caller: number, from: number, to: number, grams = 5n): Promise<unknown> {
    const { ledger } = this;
    return ledger.book([ledger.draft(ledger.reserve(from), ledger.reserve(to), grams)]);
  }
}
