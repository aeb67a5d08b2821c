import type { Ledger } from './ledger';

/** Pledges whose count of what is under way is not what their contributions add up to. */
export function miscounted(ledger: Ledger): Promise<object[]> {
  return ledger.rows(
    `select p.id, p.announced, p.received from pledge p left join lateral (
       select sum(expected_grams) filter (where state = 'notified') as announced,
         sum(contained_grams) filter (where state = 'received') as received
       from contribution where pledge_id = p.id) c on true
     where (p.announced, p.received) <> (coalesce(c.announced, 0), coalesce(c.received, 0))`,
  );
}
