import { canonicalJson } from '#domain/log/canonical-json';
import { aboutOf, addresseesOf, type Told } from '#domain/notices/addressees';
import type { Tx } from '#platform/database/tx';

/** Notices of one entry to all recipients, and their deliveries by every channel that is active. */
const TELL = `
  with told as (
    insert into notice (recipient, entry_id, kind, about, recorded_at)
    select code, $1, $2, $3, $4
    from (select code from member where $5 union select unnest($6::text[])) as who
    returning recipient)
  insert into channel_delivery (channel_id, entry_id, state, next_at)
  select c.id, $1, 'waiting', $4
  from told join channel c on c.recipient = told.recipient and c.state = 'active'`;

/** Tells whom an entry concerns, in the transaction that appends it. */
export async function tell(tx: Tx, id: string, told: Told): Promise<void> {
  const addressees = addresseesOf(told);
  if (addressees === null) return;
  const { members, trust } = addressees;
  await tx.query(TELL, [
    id,
    told.kind,
    canonicalJson(aboutOf(told.body)),
    tx.now,
    members === 'all',
    [...(members === 'all' ? [] : members), ...(trust ? ['trust'] : [])],
  ]);
}
