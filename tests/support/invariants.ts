import { verifyBundle } from '#domain/verify/verifier';
import { sha256, verifyEd25519 } from './ed25519';
import type { SmallWorld } from './small-world';
import { integrated } from './stocked-world';

/** Each must find nothing, whatever has died meanwhile. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'a material does not sum to zero':
    'select material from account group by material having sum(posted) <> 0',
  'an account is not what its transfers come to': `
    select a.key from account a where a.posted <>
      coalesce((select sum(m.grams) from movement m
                where m.to_key = a.key and m.kind in ('posted', 'post')), 0) -
      coalesce((select sum(m.grams) from movement m
                where m.from_key = a.key and m.kind in ('posted', 'post')), 0)`,
  'the lots of an account are not what it holds': `
    select a.key from account a join holding h on h.account = a.key
    group by a.key, a.posted, a.pending_out
    having sum(h.posted) <> a.posted or sum(h.pending_out) <> a.pending_out`,
  'grams are promised of no run that is still open': `
    select a.material from account a where a.kind = 'reserve-free'
    group by a.material
    having sum(a.pending_out) <> coalesce((
      select sum(e.grams) from earmark e join allocation_run r on r.id = e.run_id
      where r.material = a.material and r.state in ('proposed', 'approved')), 0)`,
  'a run was proposed twice, or not at all': `
    select r.id from allocation_run r
    left join log_entry e on entry_kind(e.envelope) = 'allocation-proposed'
      and convert_from(e.body, 'UTF8')::json ->> 'run' = r.id::text
    where r.state in ('proposed', 'approved', 'published')
    group by r.id having count(e.id) <> 1`,
  'a run has more award sets than one': `
    select run_id from award group by run_id having count(distinct entry_id) > 1`,
  'a run is still in the hands of a worker': `
    select id from allocation_run where state in ('queued', 'running')`,
  'a leaf of the log is missing': `
    select count(*) from log_leaf having count(*) <> coalesce(max(index) + 1, 0)
      or count(*) <> (select count(*) from log_entry)`,
};

/**
 * What does not hold of the books, the runs and the log, once every entry is in the log; empty
 * when all is well. The log and every division are proven as an auditor proves them.
 */
export async function brokenInvariants({ ledger, auditor }: SmallWorld): Promise<string[]> {
  await integrated(ledger);
  const broken: string[] = [];
  for (const [fault, question] of Object.entries(QUESTIONS)) {
    const rows = await ledger.rows(question);
    if (rows.length > 0) broken.push(`${fault}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  const pinnedKey = (await ledger.anonymous().get<string>('/log/key')).body.trim();
  const { body } = await auditor.get<string>('/log/bundle');
  const lines = body.split('\n').slice(0, -1);
  const report = verifyBundle(
    lines.map((line) => Buffer.from(line)),
    { sha256, verifySignature: verifyEd25519, pinnedKey },
  );
  if (report.verdict !== 'good') broken.push(`the bundle is not good: ${report.summary}`);
  return broken;
}
