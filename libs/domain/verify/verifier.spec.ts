import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { canonicalJson } from '../log/canonical-json';
import { formatVerifierKey, type NoteSigner } from '../log/signed-note';
import { formatBundleLine, type Audience, type BundleLine } from './bundle';
import type { Outcome, Report } from './report';
import {
  SAMPLE_RUN,
  sampleBodies,
  sampleDigest,
  sampleId,
  sampleLog,
  type SampleBody,
} from './testing/sample-log';
import { verifyBundle, type VerifierOptions } from './verifier';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

function signerOf(name: string, seedByte: number): NoteSigner {
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, seedByte),
  ]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, publicKey, sign: (message) => sign(null, message, key) };
}

const options: VerifierOptions = {
  sha256,
  verifySignature: (publicKey, message, signature) => {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    return verify(
      null,
      message,
      createPublicKey({ key: der, format: 'der', type: 'spki' }),
      signature,
    );
  },
  pinnedKey: null,
};

const signer = signerOf('trust.example/log', 7);
const log = sampleLog(signer, sha256);
const bodies = sampleBodies(sampleDigest(sha256));

function verifyLines(lines: readonly BundleLine[], pinnedKey: string | null = null): Report {
  const bytes = lines.map((line) => Buffer.from(formatBundleLine(line).slice(0, -1)));
  return verifyBundle(bytes, { ...options, pinnedKey });
}

/** A log that was made with these bodies, and signed: bad in what it says, not in its form. */
function verifyBodies(changed: readonly SampleBody[], audience: Audience = 'auditor'): Report {
  return verifyLines(sampleLog(signer, sha256, changed, bodies).serve(audience));
}

const outcomes = (report: Report): readonly Outcome[] =>
  report.checks.map(({ outcome }) => outcome);
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

function mapLines<T extends BundleLine['type']>(
  audience: Audience,
  type: T,
  change: (line: Extract<BundleLine, { type: T }>, nth: number) => readonly BundleLine[],
): readonly BundleLine[] {
  let nth = 0;
  return log
    .serve(audience)
    .flatMap((line) =>
      line.type === type ? change(line as Extract<BundleLine, { type: T }>, nth++) : [line],
    );
}

describe('a true bundle', () => {
  it('is proven good for an auditor in every check', () => {
    const report = verifyLines(log.serve('auditor'));
    expect(report.checks.map(({ detail }) => detail)).toEqual([
      '17 entries',
      '17 leaves',
      '17 bodies',
      expect.stringMatching(/^size 17, root .{43}=$/),
      expect.stringMatching(/^key trust\.example\/log\+[0-9a-f]{8}, trusted on first use$/),
      '18 transfers, 1 materials',
      '9 accounts',
      '2 runs',
      '1 divisions',
      '2 awards',
    ]);
    expect(outcomes(report)).toEqual(Array(10).fill('passed'));
    expect(report).toMatchObject({ verdict: 'good', exitCode: 0, first: null });
    expect(report.summary).toBe(
      `Proven good: log trust.example/log at size 17, root ${report.bundle?.root}.`,
    );
  });

  it('is good for the public in all that can be checked, and says what could not be', () => {
    const report = verifyLines(log.serve('public'));
    expect(report).toMatchObject({ verdict: 'good', exitCode: 0 });
    expect(outcomes(report)).toEqual([
      ...Array<Outcome>(7).fill('passed'),
      'withheld',
      'passed',
      'passed',
    ]);
    expect(report.checks[2]?.detail).toBe('11 bodies; 6 confidential ones are withheld');
    expect(report.checks[7]?.detail).toBe('2 runs rest on confidential figures');
    expect(report.notProven.join()).toContain('claims, floors and weights');
  });

  it('awards and promises something, so that the checks above mean something', () => {
    const lines = log.serve('auditor');
    expect(lines.some((line) => line.type === 'balance' && line.pendingOut !== '0')).toBe(true);
    expect(lines.filter((line) => line.type === 'award')).toHaveLength(2);
  });

  it('is checked under the pinned key when there is one', () => {
    const pinned = verifyLines(log.serve('public'), log.key);
    expect(pinned.checks[4]?.detail).toMatch(/, pinned$/);
    expect(pinned.bundle?.keyPinned).toBe(true);
    expect(pinned.notProven.join()).not.toContain('came with the bundle');
    const other = signerOf('trust.example/log', 8);
    const otherKey = formatVerifierKey(other.name, other.publicKey, sha256);
    expect(failed(verifyLines(log.serve('public'), otherKey))).toEqual([5]);
    expect(() => verifyLines([], 'no key')).toThrow('key');
  });

  it('is undecided while it has no end', () => {
    const lines = log.serve('auditor');
    for (const length of [1, 5, 18]) {
      expect(verifyLines(lines.slice(0, length))).toMatchObject({
        verdict: 'undecided',
        exitCode: 2,
      });
    }
  });

  it.each([
    ['nothing', []],
    ['something else', ['{"hello":"world"}']],
    [
      'an entry first',
      log
        .serve('public')
        .slice(1)
        .map((line) => canonicalJson(line)),
    ],
    ['another version', [canonicalJson({ ...log.serve('public')[0], v: '2' })]],
  ])('is not decided when it is %s', (_name, lines) => {
    const report = verifyBundle(
      lines.map((line) => Buffer.from(line)),
      options,
    );
    expect(report).toMatchObject({ verdict: 'undecided', exitCode: 2, bundle: null });
    expect(report.summary).toContain('not a bundle');
  });
});

describe('a sealed need', () => {
  it('may be withheld from an auditor, and nothing else may', () => {
    const withhold = (index: number) =>
      verifyLines(
        mapLines('auditor', 'entry', (line, nth) => [
          nth === index ? { ...line, body: null, salt: null } : line,
        ]),
      );
    const report = withhold(indexOf('need-stated'));
    expect(report.verdict).toBe('good');
    expect(report.checks[2]?.detail).toBe('16 bodies; 1 sealed ones are withheld');
    const other = withhold(indexOf('baseline-recorded'));
    expect(other.first).toMatchObject({ check: 3, entry: 3 });
  });
});

describe('a bundle that does not fit its log', () => {
  it.each<[string, readonly BundleLine[], number[]]>([
    [
      'a balance is missing',
      mapLines('auditor', 'balance', (line, nth) => (nth === 2 ? [] : [line])),
      [7],
    ],
    [
      'a balance is added',
      mapLines('public', 'balance', (line, nth) =>
        nth > 0 ? [line] : [{ ...line, account: 'cobalt/delivered/AAA/-', posted: '0' }, line],
      ),
      [7],
    ],
    [
      'a promise is hidden',
      mapLines('auditor', 'balance', (line) => [{ ...line, pendingOut: '0' }]),
      [7],
    ],
    [
      'a promise is shown to the public',
      mapLines('public', 'balance', (line) => [{ ...line, pendingOut: '0' }]),
      [7],
    ],
    ['balances are out of order', mapLines('auditor', 'balance', (line) => [line, line]), [7]],
    [
      'an award is missing',
      mapLines('public', 'award', (line, nth) => (nth === 0 ? [] : [line])),
      [10],
    ],
    [
      'an award is of another run',
      mapLines('public', 'award', (line) => [{ ...line, run: sampleId(1) }]),
      [10],
    ],
    [
      'an award is added',
      mapLines('public', 'award', (line, nth) =>
        nth === 0 ? [line] : [line, { ...line, award: sampleId(0x9999) }],
      ),
      [10],
    ],
    ['awards are out of order', mapLines('public', 'award', (line) => [line, line]), [10]],
    [
      'the manifest promises more',
      mapLines('public', 'manifest', (line) => [{ ...line, size: '18' }]),
      [4],
    ],
    [
      'the manifest names another log',
      mapLines('public', 'manifest', (line) => [{ ...line, origin: 'other.example/log' }]),
      [4],
    ],
    [
      'an auditor is refused a body',
      mapLines('public', 'manifest', (line) => [
        { ...line, ...(log.serve('auditor')[0] as typeof line) },
      ]),
      [3],
    ],
    [
      'the public is refused a public body',
      mapLines('public', 'entry', (line, nth) => [
        nth === 4 ? { ...line, body: null, salt: null } : line,
      ]),
      [3],
    ],
    [
      'a salt comes without its body',
      mapLines('auditor', 'entry', (line, nth) => [nth === 4 ? { ...line, body: null } : line]),
      [3],
    ],
    ['the manifest comes twice', mapLines('public', 'manifest', (line) => [line, line]), [1]],
    ['the checkpoint comes twice', mapLines('public', 'checkpoint', (line) => [line, line]), [1]],
    [
      'an entry is left out',
      mapLines('public', 'entry', (line, nth) => (nth === 3 ? [] : [line])),
      [1],
    ],
    [
      'the last entry is left out',
      mapLines('public', 'entry', (line, nth) => (nth === 16 ? [] : [line])),
      [4],
    ],
  ])('is bad when %s', (_name, lines, checks) => {
    const report = verifyLines(lines);
    expect(failed(report).slice(0, 1)).toEqual(checks);
    expect(report).toMatchObject({ verdict: 'bad', exitCode: 1 });
  });

  it('does not let a rival sign under the name of the log', () => {
    const rival = sampleLog(signerOf('trust.example/log', 9), sha256).serve('public');
    const note = rival.find((line) => line.type === 'checkpoint');
    const report = verifyLines(mapLines('public', 'checkpoint', (line) => [note ?? line]));
    expect(failed(report)).toEqual([5]);
  });

  it('names the entry whose line cannot be read', () => {
    const lines = log.serve('public').map((line) => Buffer.from(canonicalJson(line)));
    lines[6] = Buffer.from('not json');
    expect(verifyBundle(lines, options)).toMatchObject({
      exitCode: 1,
      first: { entry: 5, line: 7 },
    });
  });
});

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
