import { GroupCommit } from '#features/reserves/group-commit';
import { BareInsert } from './bare-insert';
import { ACCOUNTS } from './contender';
import { interleave, type Measured, type Pace, type Subject } from './interleave';
import { BATCH, type OurLedger } from './our-ledger';

/** Callers of the batches; each moves between accounts of its own, as no two imports share any. */
const BATCH_CALLERS = [1, 4] as const;

export const SINGLE = 'bare insert of one row';
export const VALUES = 'bare insert of 1,000, values';
export const UNNEST = 'bare insert of 1,000, unnest';
export const LINKED = 'ours, 1,000 linked transfers';

/** Commands of a thousand linked transfers against bare inserts of a thousand rows. */
export async function measureBatches(
  ledger: OurLedger,
  url: string,
  pace: Pace,
): Promise<Measured[]> {
  await linkedTransfers(ledger, 0, 1);
  const bare = await BareInsert.open(url);
  const measured: Measured[] = [];
  for (const callers of BATCH_CALLERS) {
    const subject = (name: string, call: (caller: number) => Promise<unknown>): Subject => ({
      name,
      callers,
      begin: () => call,
    });
    const subjects = [
      subject(VALUES, (caller) => bare.valuesOf1000(caller)),
      subject(UNNEST, (caller) => bare.unnestOf1000(caller)),
      subject(LINKED, (caller) => linkedTransfers(ledger, caller, callers)),
      subject(SINGLE, (caller) => bare.single(caller)),
    ];
    measured.push(...(await interleave(subjects, pace)));
  }
  await bare.close();
  return measured;
}

/** One command: round the caller's own part of the accounts until there are a thousand. */
function linkedTransfers(ledger: OurLedger, caller: number, callers: number): Promise<unknown> {
  const part = Math.floor(ACCOUNTS / callers);
  const own = (n: number): string => ledger.reserve(caller * part + (n % part));
  const drafts = Array.from({ length: BATCH }, (_, n) => ledger.draft(own(n), own(n + 1), 5n));
  return ledger.get(GroupCommit).submit(ledger.command(drafts));
}
