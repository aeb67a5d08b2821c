import type { DeadlineResponse } from '#features/deadlines/deadlines.dto';
import type { Caller } from './caller';
import type { Ledger } from './ledger';

/** Puts the running deadlines of a subject so many hours back, as if that time had gone by. */
export async function letPass(ledger: Ledger, subject: string, hours: number): Promise<void> {
  await ledger.rows(
    `update deadline set begun_at = begun_at - make_interval(hours => $2),
       remind_at = remind_at - make_interval(hours => $2),
       due_at = due_at - make_interval(hours => $2)
     where subject = $1 and state = 'running'`,
    [subject, hours],
  );
}

export async function deadlinesOf(caller: Caller, subject: string): Promise<DeadlineResponse[]> {
  const path = `/v1/deadlines?subject=${subject}`;
  return (await caller.get<{ deadlines: DeadlineResponse[] }>(path)).body.deadlines;
}

/** The bodies of all entries of a kind, in the order of their making. */
export async function bodiesOf<Body>(ledger: Ledger, kind: string): Promise<Body[]> {
  const rows = await ledger.rows<{ body: Body }>(
    `select convert_from(body, 'UTF8')::jsonb as body
     from log_entry where entry_kind(envelope) = $1 order by id`,
    [kind],
  );
  return rows.map(({ body }) => body);
}
