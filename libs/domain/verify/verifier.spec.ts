import { sha256, testSigner, verifyEd25519 } from '../../../tests/support/ed25519';
import { sampleBodies, sampleDigest, sampleId, sampleLog } from '../../../tests/support/sample-log';
import { canonicalJson } from '../log/canonical-json';
import { formatVerifierKey } from '../log/signed-note';
import { formatBundleLine, type Audience, type BundleLine } from './bundle';
import type { Outcome, Report } from './report';
import { verifyBundle, type VerifierOptions } from './verifier';

const options: VerifierOptions = {
  sha256,
  verifySignature: verifyEd25519,
  pinnedKey: null,
};

const signerOf = (seedByte: number) => testSigner('trust.example/log', Buffer.alloc(32, seedByte));
const log = sampleLog(signerOf(7), sha256);
const bodies = sampleBodies(sampleDigest(sha256));

function verifyLines(lines: readonly BundleLine[], pinnedKey: string | null = null): Report {
  const bytes = lines.map((line) => Buffer.from(formatBundleLine(line).slice(0, -1)));
  return verifyBundle(bytes, { ...options, pinnedKey });
}

const outcomes = (report: Report): readonly Outcome[] =>
  report.checks.map(({ outcome }) => outcome);
const failed = (report: Report): readonly number[] =>
  report.checks.filter(({ outcome }) => outcome === 'failed').map(({ number }) => number);
const indexOf = (kind: string, from = 0): number =>
  bodies.findIndex((entry, index) => index >= from && entry.kind === kind);

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
      '18 transfers, 1 material',
      '9 accounts',
      '2 runs',
      '1 division',
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
    expect(report.checks[2]?.detail).toBe('11 bodies; 6 withheld as confidential');
    expect(report.checks[7]?.detail).toBe('2 runs, whose figures are confidential');
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
    const other = signerOf(8);
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
    expect(report.checks[2]?.detail).toBe('16 bodies; 1 withheld as sealed');
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
    const rival = sampleLog(signerOf(9), sha256).serve('public');
    const note = rival.find((line) => line.type === 'checkpoint');
    const report = verifyLines(mapLines('public', 'checkpoint', (line) => [note ?? line]));
    expect(failed(report)).toEqual([5]);
  });

  it('finds a whole entry exchanged for another, which only the tree can tell', () => {
    const other = sampleLog(
      signerOf(7),
      sha256,
      bodies.map((entry, at) => (at === 1 ? { ...entry, body: { code: 'FRA' } } : entry)),
    );
    const lines = log
      .serve('auditor')
      .map((line, at) => (at === 2 ? (other.serve('auditor')[2] ?? line) : line));
    const report = verifyLines(lines);
    expect(failed(report)).toEqual([4]);
    expect(report.first?.reason).toContain('The entries make the root');
  });

  it('takes nothing that is not the logged text for what the log says', () => {
    const lines = mapLines('auditor', 'entry', (line, nth) => [
      nth === 4 ? { ...line, body: '{}' } : line,
    ]);
    const unchecked = Array<Outcome>(5).fill('unchecked');
    expect(outcomes(verifyLines(lines)).slice(5)).toEqual(unchecked);
  });

  it('takes no field that the format does not have', () => {
    const lines = mapLines('public', 'award', (line) => [{ ...line, note: 'x' }]);
    expect(failed(verifyLines(lines))).toEqual([1]);
  });

  it('says which of two sizes is wrong', () => {
    const short = mapLines('public', 'entry', (line, nth) => (nth === 16 ? [] : [line]));
    expect(verifyLines(short).first?.reason).toContain('the bundle has 16 entries');
  });

  it('does not take a manifest that names another key than the pinned one', () => {
    const other = signerOf(8);
    const key = formatVerifierKey(other.name, other.publicKey, sha256);
    const lines = mapLines('public', 'manifest', (line) => [{ ...line, key }]);
    expect(failed(verifyLines(lines, log.key))).toEqual([5]);
  });

  it('does not take a salt alone, also where the body may be withheld', () => {
    const lines = mapLines('public', 'entry', (line, nth) => [
      nth === 3 ? { ...line, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' } : line,
    ]);
    expect(verifyLines(lines).first).toMatchObject({ check: 3, entry: 3 });
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
