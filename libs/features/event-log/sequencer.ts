import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assert } from '#domain/assert';
import { CompactRange, leafHash } from '#domain/log/merkle';
import { Config } from '#platform/config/config';
import { sha256 } from './event-log';
import { LogSigner } from './log-signer';

/** Entries integrated in one transaction, and what the last of them was written with. */
const BATCH_MAX = 2_000;
const SEQUENCER_LOCK = 7_140_293_552;

interface InboxRow {
  seq: string;
  id: string;
  envelope: Buffer;
}

interface CheckpointRow {
  size: string;
  root: Buffer;
  range: Buffer;
}

/** Whole rows of the inbox, in order; each holds the entries of one transaction. */
const WAITING = `
  select u.seq, e.id, e.envelope
  from (select seq, entry_ids, sum(cardinality(entry_ids)) over (order by seq) as end_place
        from (select * from log_unsequenced order by seq limit $1) oldest) u
  cross join lateral unnest(u.entry_ids) with ordinality as i (id, place)
  join log_entry e on e.id = i.id
  where u.end_place - cardinality(u.entry_ids) < $1
  order by u.seq, i.place`;

/**
 * Gives committed entries their dense indices and signs the tree head. Entries are taken in the
 * order of their identity, drawn last in each transaction, so an entry never precedes its cause.
 * One process at a time holds the lock; dying at any point leaves the last signed head intact.
 */
@Injectable()
export class Sequencer implements BeforeApplicationShutdown {
  private readonly logger = new Logger('sequencer');
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly signer: LogSigner,
    private readonly config: Config,
  ) {}

  start(): void {
    const turn = async (): Promise<void> => {
      try {
        while (!this.stopped && (await this.integrate()) >= BATCH_MAX);
      } catch (error) {
        this.logger.error('integration failed, trying again', error);
      }
      if (!this.stopped) this.timer = setTimeout(tick, this.config.LOG_INTEGRATION_MS);
    };
    const tick = (): void => {
      this.current = turn();
    };
    tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.current;
  }

  /** Integrates one batch; returns how many entries it took, 0 when another process is at it. */
  integrate(): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [lock] = await manager.query<[{ held: boolean }]>(
        'select pg_try_advisory_xact_lock($1) as held',
        [SEQUENCER_LOCK],
      );
      if (!lock.held) return 0;
      const entries = await manager.query<InboxRow[]>(WAITING, [BATCH_MAX]);
      const head = await this.lastCheckpoint(manager);
      if (entries.length === 0 && head) return 0;
      const range = this.restore(head);
      const first = range.size;
      const hashes = entries.map(({ envelope }) => leafHash(envelope, sha256));
      for (const hash of hashes) range.append(hash);
      await this.storeLeaves(manager, first, entries, hashes);
      await this.storeCheckpoint(manager, range);
      return entries.length;
    });
  }

  private async lastCheckpoint(manager: EntityManager): Promise<CheckpointRow | undefined> {
    const [head] = await manager.query<CheckpointRow[]>(
      'select size, root, range from log_checkpoint order by size desc limit 1',
    );
    return head;
  }

  /** The tree as last signed; refuses to go on from a head that its own parts do not give. */
  private restore(head: CheckpointRow | undefined): CompactRange {
    if (!head) return CompactRange.empty(sha256);
    const range = CompactRange.restore(BigInt(head.size), head.range, sha256);
    assert(head.root.equals(range.root()), `the signed head of size ${head.size} was altered`);
    return range;
  }

  private async storeLeaves(
    manager: EntityManager,
    first: bigint,
    entries: readonly InboxRow[],
    hashes: readonly Uint8Array[],
  ): Promise<void> {
    await manager.query(
      `insert into log_leaf (index, entry_id, hash)
       select $1::bigint + ordinality - 1, id, hash
       from unnest($2::uuid[], $3::bytea[]) with ordinality as leaf (id, hash, ordinality)`,
      [first.toString(), entries.map(({ id }) => id), hashes],
    );
    await manager.query('delete from log_unsequenced where seq = any ($1::bigint[])', [
      entries.map(({ seq }) => seq),
    ]);
  }

  private async storeCheckpoint(manager: EntityManager, range: CompactRange): Promise<void> {
    const root = range.root();
    await manager.query('insert into log_key (verifier_key) values ($1) on conflict do nothing', [
      this.signer.verifierKey(),
    ]);
    await manager.query(
      `insert into log_checkpoint (size, root, range, note, signed_at)
       values ($1, $2, $3, $4, clock_timestamp())`,
      [
        range.size.toString(),
        Buffer.from(root),
        Buffer.from(range.toBytes()),
        this.signer.checkpoint(range.size, root),
      ],
    );
  }
}
