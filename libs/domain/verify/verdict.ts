import type { BundleSummary, CheckReport, Fault, Verdict } from './report';

/** The verdict in a sentence that can stand alone. */
export function summaryOf(
  verdict: Verdict,
  bundle: BundleSummary,
  checks: readonly CheckReport[],
  first: Fault | null,
): string {
  const log = `log ${bundle.origin}`;
  if (verdict === 'good') {
    return `Proven good: ${log} at size ${bundle.entries}, root ${bundle.root}.`;
  }
  if (verdict === 'bad') {
    return `Proven bad: ${log}. ${first === null ? '' : faultSentence(first)}`;
  }
  const open = checks.find(({ outcome }) => outcome === 'unchecked');
  return `Undecided: ${log}; ${open?.detail ?? 'a check could not be made'}.`;
}

/** Where a fault is, and what is wrong there. */
export function faultSentence({ entry, kind, line, reason }: Fault): string {
  if (entry !== null) {
    return `First wrong entry: ${entry}${kind === null ? '' : ` (${kind})`}. ${reason}`;
  }
  return line === null ? reason : `Line ${line}: ${reason}`;
}

/** What a reader of this bundle still has to take on trust, in sentences. */
export function notProven(
  bundle: BundleSummary,
  checks: readonly CheckReport[],
): readonly string[] {
  const sentences: string[] = [];
  if (!bundle.keyPinned) {
    sentences.push(
      "That the key is the log's own: it came with the bundle. Give --key to pin one you know.",
    );
  }
  if (bundle.audience === 'public') {
    sentences.push(
      'That claims, floors and weights follow from baselines, own stocks and needs: ' +
        'those figures are confidential and stand here as digests only.',
      'What is promised on each account but not yet moved: only posted balances are compared.',
    );
  }
  if (checks.some(({ outcome }) => outcome === 'unchecked')) {
    sentences.push('Anything a check marked "unchecked" would have shown.');
  }
  sentences.push('That others were shown the same log: compare size and root with theirs.');
  return sentences;
}
