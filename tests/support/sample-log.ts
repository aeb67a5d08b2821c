import { divisionOf } from '#domain/allocation/division-record';
import { replay } from '#domain/allocation/replay';
import type { RunRecord } from '#domain/allocation/run-record';
import { fold } from '#domain/books/fold';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord, type TransferRecord } from '#domain/books/transfer-record';
import { fromBase64, toBase64, toHex, utf8, type Sha256 } from '#domain/log/bytes';
import { canonicalJson } from '#domain/log/canonical-json';
import { formatCheckpoint } from '#domain/log/checkpoint';
import {
  bodyDigest,
  buildEnvelope,
  isConfidential,
  type EntryKind,
  type Envelope,
} from '#domain/log/entry';
import { leafHash, rootOf } from '#domain/log/merkle';
import { formatVerifierKey, signNote, type NoteSigner } from '#domain/log/signed-note';
import { manifestLine, type Audience, type BundleLine } from '#domain/verify/bundle';
import { sampleMember, sampleSnapshot, sampleStock } from './sample-snapshot';

/** One entry as a log stores it. */
export interface SampleEntry {
  readonly kind: EntryKind;
  readonly envelope: string;
  readonly body: string;
  readonly salt: Uint8Array;
}

export interface SampleBody {
  readonly kind: EntryKind;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The n-th identifier of the sample, a well-formed UUID. */
export function sampleId(number: number): string {
  return `019a0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export const SAMPLE_RUN = sampleId(0x1001);
const REJECTED_RUN = sampleId(0x1002);
const LOT = sampleId(0x2001);
const FORMS = ['co_hydroxide', 'co_metal'];

/** Two members lack cobalt, and two depots hold some. */
const SNAPSHOT = sampleSnapshot(
  [
    sampleMember('DEU', {
      baseline: { consumption: '1200000000', imports: '1200000000' },
      forms: FORMS,
    }),
    sampleMember('JPN', {
      baseline: { consumption: '1600000000', imports: '1500000000' },
      forms: FORMS,
      need: '90000000',
    }),
  ],
  [sampleStock('DEHAM', 'co_hydroxide', '90000000'), sampleStock('NLRTM', 'co_metal', '200000000')],
);

let nextTransfer = 0x3000;

function transfer(change: Partial<Transfer> & Pick<Transfer, 'from' | 'to' | 'grams'>): Transfer {
  nextTransfer += 1;
  return {
    id: sampleId(nextTransfer),
    kind: 'posted',
    pending: null,
    lot: change.from.includes('reserve') || change.from.includes('outside') ? LOT : null,
    effectiveDate: '2025-02-22',
    ...change,
  };
}

/** The pending earmarks of a run, one for each route of its result. */
function earmarksOf(routing: readonly { stock: string; member: string; grams: string }[]) {
  return routing.map(({ stock, member, grams }) => {
    const [depot = ''] = stock.split('/');
    return transfer({
      kind: 'pending',
      from: `cobalt/reserve-free/-/${depot}`,
      to: `cobalt/reserve-earmarked/${member}/${depot}`,
      grams: BigInt(grams),
    });
  });
}

function endsOf(pendings: readonly Transfer[], kind: 'post' | 'void'): readonly TransferRecord[] {
  const ends = pendings.map((pending) => {
    nextTransfer += 1;
    return transfer({ ...pending, id: sampleId(nextTransfer), kind, pending: pending.id });
  });
  return recordsOf(ends);
}

/** Bodies of a small log in which everything happens once: two runs, one of them published. */
export function sampleBodies(snapshotDigest: string): readonly SampleBody[] {
  nextTransfer = 0x3000;
  const record = replay(SNAPSHOT);
  const [published, rejected] = [earmarksOf(record.routing), earmarksOf(record.routing)];
  const computed = { snapshotDigest, result: record };
  const body = (kind: EntryKind, fields: SampleBody['body']): SampleBody => ({
    kind,
    body: fields,
  });
  const run = { run: SAMPLE_RUN };
  const runRejected = { run: REJECTED_RUN };
  return [
    body('member-admitted', { code: 'DEU', name: 'Germany' }),
    body('member-admitted', { code: 'JPN', name: 'Japan \u2028 \u65e5\u672c "\\' }),
    body('depot-opened', { unlocode: 'NLRTM' }),
    body('baseline-recorded', { member: 'DEU', consumption: '1200000000' }),
    body('pledge-accepted', { transfers: pledgeTransfers() }),
    body('contribution-accepted', { transfers: deliveryTransfers() }),
    body('disruption-declared', { disruption: SNAPSHOT.disruption.id }),
    body('need-stated', { member: 'JPN', need: '90000000' }),
    body('allocation-queued', runRejected),
    body('allocation-frozen', { ...runRejected, snapshot: SNAPSHOT }),
    body('allocation-proposed', { ...runRejected, ...computed, transfers: recordsOf(rejected) }),
    body('allocation-rejected', { ...runRejected, transfers: endsOf(rejected, 'void') }),
    body('allocation-frozen', { ...run, snapshot: SNAPSHOT }),
    body('allocation-proposed', { ...run, ...computed, transfers: recordsOf(published) }),
    body('allocation-approved', run),
    body('allocation-published', {
      ...run,
      snapshotDigest,
      division: divisionOf(record),
      awards: sampleAwards(record),
      transfers: endsOf(published, 'post'),
    }),
    body('drawdown-ordered', { transfers: drawdownTransfers(published.slice(0, 1)) }),
  ];
}

function recordsOf(transfers: readonly Transfer[]): readonly TransferRecord[] {
  return transfers.map(toTransferRecord);
}

function pledgeTransfers(): readonly TransferRecord[] {
  const to = 'cobalt/pledged/DEU/-';
  return recordsOf([transfer({ from: 'cobalt/undertaken/-/-', to, grams: 900_000_000n })]);
}

function deliveryTransfers(): readonly TransferRecord[] {
  const transfers = SNAPSHOT.stocks.flatMap(({ depot, free }) => {
    const grams = BigInt(free);
    return [
      transfer({ from: 'cobalt/outside/-/-', to: `cobalt/reserve-free/-/${depot}`, grams }),
      transfer({ from: 'cobalt/pledged/DEU/-', to: 'cobalt/delivered/DEU/-', grams }),
    ];
  });
  return recordsOf(transfers);
}

/** Promises for release what was earmarked; it stays pending to the end. */
function drawdownTransfers(earmarks: readonly Transfer[]): readonly TransferRecord[] {
  const transfers = earmarks.map((earmark) => {
    const to = earmark.to.replace('reserve-earmarked', 'released');
    return transfer({ ...earmark, id: sampleId(0x2fff), from: earmark.to, to });
  });
  return recordsOf(transfers);
}

function sampleAwards({ members }: RunRecord) {
  return members
    .filter(({ award }) => award !== '0')
    .map(({ member, award }, index) => ({ award: sampleId(0x4000 + index), member, grams: award }));
}

/** What a bundle of a sample log is made of; tests may change any of it before it is served. */
export interface SampleLog {
  readonly entries: readonly SampleEntry[];
  readonly key: string;
  readonly serve: (audience: Audience) => readonly BundleLine[];
}

/**
 * Builds entries from bodies, signs the head and serves bundles, as the ledger does. What is served
 * beside the entries follows from `told`, which a test may let differ from what is logged.
 */
export function sampleLog(
  signer: NoteSigner,
  sha256: Sha256,
  bodies: readonly SampleBody[] = sampleBodies(sampleDigest(sha256)),
  told: readonly SampleBody[] = bodies,
): SampleLog {
  const entries = bodies.map(({ kind, body }, index) =>
    entryOf(kind, canonicalJson(body), index, sha256),
  );
  const key = formatVerifierKey(signer.name, signer.publicKey, sha256);
  const hashes = entries.map(({ envelope }) => leafHash(utf8(envelope), sha256));
  const head = { origin: signer.name, size: BigInt(entries.length), root: rootOf(hashes, sha256) };
  const note = signNote(formatCheckpoint(head), signer, sha256);
  const serve = (audience: Audience): readonly BundleLine[] => [
    manifestLine({
      origin: head.origin,
      key,
      audience,
      size: head.size,
      notice: 'illustrative',
    }),
    ...entries.map(({ kind, envelope, body, salt }, index): BundleLine => {
      const shown = audience === 'auditor' || !isConfidential(kind);
      return {
        type: 'entry',
        index: `${index}`,
        envelope,
        leafHash: toBase64(hashes[index] ?? new Uint8Array(0)),
        body: shown ? body : null,
        salt: shown ? toBase64(salt) : null,
      };
    }),
    { type: 'checkpoint', note },
    ...balancesOf(told, audience),
    ...awardsOf(told),
  ];
  return { entries, key, serve };
}

/** Digest of the sample's snapshot, as a body names it. */
export function sampleDigest(sha256: Sha256): string {
  return toHex(sha256(utf8(canonicalJson(SNAPSHOT))));
}

/** So many entries are of the first form, as in a log that has been kept since then. */
const FIRST_FORM_ENTRIES = 6;

function entryOf(kind: EntryKind, body: string, index: number, sha256: Sha256): SampleEntry {
  const salt = sha256(utf8(`salt ${index}`)).slice(0, 16);
  const fields: Envelope = {
    id: sampleId(index),
    kind,
    recordedAt: `2025-02-22T00:00:${index.toString().padStart(2, '0')}.000Z`,
    effectiveDate: '2025-02-22',
    role: 'administrator',
    command: sampleId(index % 2 === 0 ? index : 0x5000 + index),
    bodyDigest: bodyDigest(salt, body, sha256),
  };
  const isFirstForm = index < FIRST_FORM_ENTRIES;
  const envelope = isFirstForm ? firstFormOf(fields) : buildEnvelope(fields);
  return { kind, envelope, body, salt };
}

function firstFormOf(fields: Envelope): string {
  const digest = toHex(fromBase64(fields.bodyDigest));
  return canonicalJson({ v: '1', ...fields, bodyDigest: digest });
}

function balancesOf(bodies: readonly SampleBody[], audience: Audience): readonly BundleLine[] {
  const records = bodies.flatMap(({ body }) => (body['transfers'] ?? []) as readonly unknown[]);
  return [...fold(records, 'complete')]
    .filter(([, { posted }]) => audience === 'auditor' || posted !== 0n)
    .map(([account, { posted, pendingOut }]) => ({
      type: 'balance',
      account,
      posted: `${posted}`,
      pendingOut: audience === 'auditor' ? `${pendingOut}` : null,
    }));
}

function awardsOf(bodies: readonly SampleBody[]): readonly BundleLine[] {
  return bodies
    .filter(({ kind }) => kind === 'allocation-published')
    .flatMap(({ body }) => {
      const awards = body['awards'] as readonly { award: string; member: string; grams: string }[];
      return awards.map((award): BundleLine => ({
        type: 'award',
        run: body['run'] as string,
        ...award,
      }));
    });
}
