import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#platform/config/config';
import type { Claim } from './run-fence';

/** A run that keeps losing its worker is given up after this many claims. */
export const ATTEMPTS_MAX = 5;
/** Times that a claim is renewed before it would have expired. */
const BEATS_A_LEASE = 4;

/** Which worker may compute a run. The database's clock alone decides when a lease has expired. */
@Injectable()
export class RunClaimsService {
  private readonly logger = new Logger('allocation-runs');

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** The claim, or null when the run is taken, decided or unknown. */
  async claim(runId: string): Promise<Claim | null> {
    const [rows] = await this.dataSource.query<[{ attempt: number }[], number]>(
      `update allocation_run
       set state = 'running', attempt = attempt + 1,
           lease_until = clock_timestamp() + make_interval(secs => $2)
       where id = $1 and (state = 'queued'
          or (state = 'running' and lease_until < clock_timestamp()))
       returning attempt`,
      [runId, this.config.RUN_LEASE_SECONDS],
    );
    const [row] = rows;
    return row ? { runId, attempt: row.attempt } : null;
  }

  /** Renews the claim until the work is done, one way or the other. */
  async whileKept(claim: Claim, work: () => Promise<void>): Promise<void> {
    const every = (this.config.RUN_LEASE_SECONDS * 1_000) / BEATS_A_LEASE;
    const heart = setInterval(() => void this.beat(claim), every);
    try {
      await work();
    } finally {
      clearInterval(heart);
    }
  }

  /** A beat that is missed only lets somebody else begin, whom the fence then prefers. */
  private async beat(claim: Claim): Promise<void> {
    await this.renew(claim).catch((error: unknown) => {
      this.logger.warn(`run ${claim.runId}: its claim was not renewed: ${String(error)}`);
    });
  }

  /** Another lease, unless a newer claim has replaced it; who holds the row needs none. */
  private async renew({ runId, attempt }: Claim): Promise<void> {
    await this.dataSource.query(
      `update allocation_run set lease_until = clock_timestamp() + make_interval(secs => $3)
       where id = (select id from allocation_run where id = $1 and attempt = $2
                     and state = 'running' for update skip locked)`,
      [runId, attempt, this.config.RUN_LEASE_SECONDS],
    );
  }

  /** Puts a new nudge in the outbox for each run that waits or whose worker is gone. */
  async nudgeForgotten(): Promise<void> {
    await this.dataSource.query(
      `insert into nudge (run_id, attempt)
       select r.id, r.attempt from allocation_run r
       where (r.state = 'queued' or (r.state = 'running' and r.lease_until < clock_timestamp()))
         and not exists (
           select 1 from nudge n where n.run_id = r.id
             and (n.sent_at is null or n.sent_at > clock_timestamp() - make_interval(secs => $1)))`,
      [this.config.RUN_LEASE_SECONDS],
    );
  }
}
