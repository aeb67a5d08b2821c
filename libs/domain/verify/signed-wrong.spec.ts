import { createHash } from 'node:crypto';
import { sha256, testSigner, verifyEd25519 } from '../../../tests/support/ed25519';
import {
  SAMPLE_RUN,
  sampleBodies,
  sampleDigest,
  sampleId,
  sampleLog,
  type SampleBody,
} from '../../../tests/support/sample-log';
import { canonicalJson } from '../log/canonical-json';
import { formatBundleLine, type Audience } from './bundle';
import type { Report } from './report';
import { verifyBundle } from './verifier';

const bodies = sampleBodies(sampleDigest(sha256));
const signer = testSigner('trust.example/log', Buffer.alloc(32, 7));

/** A log that was made with these bodies, and signed: bad in what it says, not in its form. */
function verifyBodies(changed: readonly SampleBody[], audience: Audience = 'auditor'): Report {
  const lines = sampleLog(signer, sha256, changed, bodies).serve(audience);
  return verifyBundle(
    lines.map((line) => Buffer.from(formatBundleLine(line).slice(0, -1))),
    { sha256, verifySignature: verifyEd25519, pinnedKey: null },
  );
}

const failed = (report: Report): readonly number[] =>
  report.checks.filter(({ outcome }) => outcome === 'failed').map(({ number }) => number);
const indexOf = (kind: string, from = 0): number =>
  bodies.findIndex((entry, index) => index >= from && entry.kind === kind);

function changeBody(
  index: number,
  change: Readonly<Record<string, unknown>>,
): readonly SampleBody[] {
  return bodies.map((entry, at) =>
    at === index ? { ...entry, body: { ...entry.body, ...change } } : entry,
  );
}

describe('a log that was signed, but is wrong', () => {
  const published = indexOf('allocation-published');
  const proposed = indexOf('allocation-proposed', published - 2);
  const frozen = proposed - 1;
  const record = bodies[proposed]?.body['result'] as Readonly<Record<string, unknown>>;
  const publication = bodies[published]?.body ?? {};
  const awards = publication['awards'] as readonly {
    award: string;
    member: string;
    grams: string;
  }[];
  const transfers = publication['transfers'] as readonly Readonly<Record<string, string>>[];
  const division = publication['division'] as Readonly<Record<string, unknown>>;
  const snapshot = bodies[frozen]?.body['snapshot'] as Readonly<Record<string, unknown>>;
  const engineless = { ...snapshot, engine: '0' };

  it.each<[string, readonly SampleBody[], number, number]>([
    [
      'a result is altered',
      changeBody(proposed, { result: { ...record, horizonDays: '31' } }),
      8,
      proposed,
    ],
    [
      'a snapshot is altered',
      changeBody(frozen, { snapshot: { ...snapshot, v: '2' } }),
      8,
      proposed,
    ],
    ['a snapshot is no snapshot', changeBody(frozen, { snapshot: 'x' }), 8, proposed],
    ['a run is frozen for another run', changeBody(frozen, { run: sampleId(3) }), 8, proposed],
    ['a run is frozen twice', changeBody(indexOf('allocation-frozen'), { run: SAMPLE_RUN }), 8, 10],
    [
      'a run is frozen again later',
      bodies.map((entry, at) =>
        at === published - 1
          ? { kind: 'allocation-frozen', body: bodies[frozen]?.body ?? {} }
          : entry,
      ),
      8,
      published - 1,
    ],
    [
      'a proposal names another snapshot',
      changeBody(proposed, { snapshotDigest: '0'.repeat(64) }),
      8,
      proposed,
    ],
    ['a run has no id', changeBody(frozen, { run: null }), 8, frozen],
    [
      'a division is altered',
      changeBody(published, { division: { ...division, engine: '0' } }),
      9,
      published,
    ],
    ['there is no division', changeBody(published, { division: 'x' }), 9, published],
    ['another run is published', changeBody(published, { run: sampleId(3) }), 9, published],
    ['another snapshot is published', changeBody(published, { snapshotDigest: '0' }), 9, published],
    [
      'the rejected run is published',
      changeBody(published, { run: sampleId(0x1002) }),
      9,
      published,
    ],
    [
      'an award is larger',
      changeBody(published, { awards: [{ ...awards[0], grams: '1' }, awards[1]] }),
      9,
      published,
    ],
    [
      'two awards have one id',
      changeBody(published, { awards: awards.map((award) => ({ ...award, award: sampleId(9) })) }),
      9,
      published,
    ],
    [
      'a run is rejected after publication',
      bodies.map((entry, at) =>
        at === published + 1 ? { kind: 'allocation-rejected', body: { run: SAMPLE_RUN } } : entry,
      ),
      8,
      published + 1,
    ],
    ['an award is left out', changeBody(published, { awards: awards.slice(1) }), 9, published],
    ['the transfers are no list', changeBody(4, { transfers: 'x' }), 6, 4],
  ])('is bad when %s', (_name, changed, check, entry) => {
    const report = verifyBodies(changed);
    expect(report.verdict).toBe('bad');
    expect(report.first).toMatchObject({ check, entry });
  });

  it('does not let the public be shown a division without a valid certificate', () => {
    const members = division['members'] as readonly Readonly<Record<string, unknown>>[];
    const [first, ...others] = members;
    const altered = { ...division, members: [{ ...first, weight: '999' }, ...others] };
    const report = verifyBodies(changeBody(published, { division: altered }), 'public');
    expect(report.first).toMatchObject({ check: 9, entry: published });
    expect(report.first?.reason).toContain('certificate');
  });

  it('does not let less be earmarked than was awarded', () => {
    const [first, ...others] = transfers;
    const thrifty = [{ ...first, to: 'cobalt/reserve-hold/-/NLRTM' }, ...others];
    for (const audience of ['public', 'auditor'] as const) {
      const report = verifyBodies(changeBody(published, { transfers: thrifty }), audience);
      expect(failed(report)).toContain(9);
    }
  });

  it('does not let a confidential body move anything at once', () => {
    const moved = { transfers: bodies[4]?.body['transfers'] };
    const emptied = changeBody(4, { transfers: [] });
    const changed = emptied.map((entry, at) => (at === 3 ? { ...entry, body: moved } : entry));
    expect(verifyBodies(changed).first).toMatchObject({ check: 6, entry: 3 });
  });

  it('does not let anything below zero pass for a while', () => {
    const [contribution, pledge] = [bodies[5], bodies[4]];
    if (contribution === undefined || pledge === undefined) throw new Error('the sample has both');
    const swapped = bodies.map((entry, at) =>
      at === 4 ? contribution : at === 5 ? pledge : entry,
    );
    for (const audience of ['public', 'auditor'] as const) {
      const report = verifyBodies(swapped, audience);
      expect(report.first).toMatchObject({ check: 6, entry: 4, kind: 'contribution-accepted' });
      expect(report.first?.reason).toContain('0 g available');
      expect(report.checks[6]?.outcome).toBe('unchecked');
    }
  });

  it('is undecided when it asks for an engine that is not here', () => {
    const digest = createHash('sha256').update(canonicalJson(engineless)).digest('hex');
    const changed = bodies.map(({ kind, body }) => ({
      kind,
      body: {
        ...body,
        ...('snapshot' in body ? { snapshot: engineless } : {}),
        ...('snapshotDigest' in body ? { snapshotDigest: digest } : {}),
      },
    }));
    const report = verifyBodies(changed);
    expect(report).toMatchObject({ verdict: 'undecided', exitCode: 2 });
    expect(report.summary).toContain('engine 0');
  });
});
