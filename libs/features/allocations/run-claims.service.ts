import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#platform/config/config';
import type { Claim } from './run-fence';

/** A run that keeps losing its worker is given up after this many claims. */
export const ATTEMPTS_MAX = 5;

/** Which worker may compute a run. The database's clock alone decides when a lease has expired. */
@Injectable()
export class RunClaimsService {
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

  /** Gives the claim another lease, unless a newer one has replaced it. */
  async renew({ runId, attempt }: Claim): Promise<void> {
    await this.dataSource.query(
      `update allocation_run set lease_until = clock_timestamp() + make_interval(secs => $3)
       where id = $1 and attempt = $2 and state = 'running'`,
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
