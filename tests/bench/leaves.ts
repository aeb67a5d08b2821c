import { Sequencer } from '#features/event-log/sequencer';
import type { OurLedger } from './our-ledger';

export interface Integration {
  readonly entries: number;
  readonly perSecond: number;
  /** What the tree adds to each entry, its index and its place in the log included. */
  readonly bytesPerEntry: number;
}

/** Gives every waiting entry its leaf, as the worker does beside the running ledger. */
export async function integrateAll(ledger: OurLedger): Promise<Integration> {
  const before = await leaves(ledger);
  const begun = performance.now();
  const worker = await ledger.startWorker();
  try {
    while ((await waiting(ledger)) > 0) await worker.get(Sequencer).integrate();
  } finally {
    await worker.close();
  }
  const seconds = (performance.now() - begun) / 1000;
  const after = await leaves(ledger);
  const entries = after.count - before.count;
  const bytesPerEntry = (after.bytes - before.bytes) / entries;
  return { entries, perSecond: entries / seconds, bytesPerEntry };
}

async function waiting(ledger: OurLedger): Promise<number> {
  const [row] = await ledger.connections.rows<{ n: string }>(
    'select count(*) as n from log_unsequenced',
  );
  return Number(row?.n);
}

async function leaves(ledger: OurLedger): Promise<{ count: number; bytes: number }> {
  const [row] = await ledger.connections.rows<{ n: string; bytes: string }>(
    `select count(*) as n, pg_total_relation_size('log_leaf') as bytes from log_leaf`,
  );
  return { count: Number(row?.n), bytes: Number(row?.bytes) };
}
