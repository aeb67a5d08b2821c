import { Fold, sumsByMaterial } from '../books/fold';
import { moves, type Balance } from '../books/transfer';
import { parseTransferRecords } from '../books/transfer-record';
import { DomainError } from '../errors';
import { isConfidential } from '../log/entry';
import type { Audience, BalanceLine } from './bundle';
import type { SoundEntry } from './entries';
import { counted, type FaultPlace, type Findings } from './report';

/** Checks 6 and 7: the transfers of the log, and the balances the server says they make. */
export class BooksChecks {
  private readonly books: Fold;
  private readonly served = new Map<string, BalanceLine>();
  private transfers = 0;
  private lastServed = '';

  constructor(
    private readonly findings: Findings,
    private readonly audience: Audience,
  ) {
    this.books = new Fold(audience === 'auditor' ? 'complete' : 'published');
  }

  /** Folds the transfers of one entry; after the first refusal the rest would mean nothing. */
  addEntry({ envelope, body, place }: SoundEntry): void {
    const records = body?.['transfers'];
    if (records === undefined || this.findings.hasFailed(6)) return;
    try {
      if (!Array.isArray(records)) throw refusal('The transfers of the body are no list.');
      for (const transfer of parseTransferRecords(records, envelope)) {
        this.transfers += 1;
        // Otherwise readers of published bodies could not fold the posted balances.
        if (isConfidential(envelope.kind) && moves(transfer.kind)) {
          throw refusal(`Transfer ${transfer.id} is posted in a confidential body.`);
        }
        this.books.add(transfer, envelope.recordedAt);
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.findings.fault(6, place, error.message);
    }
  }

  addBalance(line: BalanceLine, place: FaultPlace): void {
    if (line.account <= this.lastServed) {
      this.findings.fault(7, place, `Account ${line.account} is out of order.`);
    }
    this.lastServed = line.account;
    this.served.set(line.account, line);
  }

  finish(): void {
    const accounts = this.books.accounts();
    const sums = sumsByMaterial(accounts.map(([key, { posted }]) => [key, posted]));
    for (const [material, sum] of sums) {
      if (sum !== 0n) this.findings.fault(6, {}, `The accounts of ${material} sum to ${sum} g.`);
    }
    const pending = this.audience === 'public' ? ' (what is pending is withheld)' : '';
    const moved = counted(this.transfers, 'transfer');
    const detail = `${moved}, ${counted(sums.size, 'material')}${pending}`;
    this.findings.settle(6, 'passed', detail);
    if (this.findings.hasFailed(6)) {
      this.findings.settle(7, 'unchecked', 'the fold of the log has failed');
      return;
    }
    this.compare(accounts);
  }

  private compare(accounts: readonly (readonly [string, Balance])[]): void {
    // Promised grams stand partly in confidential bodies, so the public compares what is posted.
    const visible = accounts.filter(
      ([, { posted }]) => this.audience === 'auditor' || posted !== 0n,
    );
    for (const [account, balance] of visible) {
      const line = this.served.get(account);
      const fault = line === undefined ? 'is not served' : this.balanceFault(line, balance);
      if (fault !== null) this.findings.fault(7, {}, `Account ${account} ${fault}.`);
    }
    const known = new Set(visible.map(([account]) => account));
    for (const account of this.served.keys()) {
      if (!known.has(account)) {
        this.findings.fault(7, {}, `Account ${account} is served, but empty in the log.`);
      }
    }
    this.findings.settle(7, 'passed', counted(visible.length, 'account'));
  }

  private balanceFault(line: BalanceLine, balance: Balance): string | null {
    if (line.posted !== balance.posted.toString()) {
      return `is served with ${line.posted} g, the log makes it ${balance.posted} g`;
    }
    const promised = this.audience === 'auditor' ? balance.pendingOut.toString() : null;
    if (line.pendingOut === promised) return null;
    return `is served with ${line.pendingOut ?? 'no'} g promised, not ${promised ?? 'no'} g`;
  }
}

function refusal(message: string): DomainError {
  return new DomainError('rule', 'transfer-refused', message);
}
