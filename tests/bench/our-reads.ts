import { AccountsService } from '#features/reserves/accounts.service';
import { StatementsService } from '#features/reserves/statements.service';
import { seeded } from '../support/seeded';
import { ACTOR, type OurLedger } from './our-ledger';

/** Reads by name; the number of the call picks another moment of the past each time. */
export type Reads = Readonly<Record<string, (call: number) => Promise<unknown>>>;

/** Everything that is read of one account, at moments spread over its whole past. */
export async function readsOf(
  ledger: OurLedger,
  account: string,
  days: readonly string[],
): Promise<Reads> {
  const accounts = ledger.get(AccountsService);
  const statements = ledger.get(StatementsService);
  const entries = await ledger.count('log_leaf');
  const pages = await pageCursors(statements, account, entries);
  const entry = (call: number): string => `${seeded(call)(entries)}`;
  const day = (call: number): string => days[seeded(call)(days.length)] as string;
  const balance = (query: object): Promise<unknown> => accounts.balance(ACTOR, account, query);
  const page = (query: object): Promise<unknown> => statements.statement(ACTOR, account, query);
  return {
    'balance now': () => balance({}),
    'balance as of an entry': (call) => balance({ asOfEntry: entry(call) }),
    'balance on a day': (call) => balance({ asOfDate: day(call) }),
    'balance on a day, as of an entry': (call) =>
      balance({ asOfDate: day(call), asOfEntry: entry(call + 1) }),
    'statement, first page': () => page({}),
    'statement, middle page': () => page({ after: pages.middle }),
    'statement, last page': () => page({ after: pages.last }),
    'statement from a day, first page': (call) => page({ fromDate: day(call) }),
  };
}

/** Where the middle page goes on, and the last one: as whoever turns the pages is told. */
async function pageCursors(
  statements: StatementsService,
  account: string,
  entries: number,
): Promise<{ middle: string; last: string }> {
  const from = async (fromEntry: number): Promise<string> => {
    const { next } = await statements.statement(ACTOR, account, { fromEntry: `${fromEntry}` });
    if (next === null) throw new Error('the history is shorter than two pages');
    return next;
  };
  let last = await from(entries - 1);
  for (;;) {
    const { next } = await statements.statement(ACTOR, account, { after: last });
    if (next === null) return { middle: await from(Math.floor(entries / 2)), last };
    last = next;
  }
}
