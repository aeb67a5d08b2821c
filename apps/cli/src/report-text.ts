import type { CheckReport, Outcome, Report } from '#domain/verify/report';

/** Each outcome says itself in a word; sign and colour only help the eye. */
const SIGNS: Readonly<Record<Outcome, { sign: string; word: string; colour: number }>> = {
  passed: { sign: '\u2713', word: 'passed', colour: 32 },
  failed: { sign: '\u2717', word: 'FAILED', colour: 31 },
  withheld: { sign: '\u2013', word: 'withheld', colour: 33 },
  unchecked: { sign: '\u2013', word: 'unchecked', colour: 33 },
};

const VERDICT_COLOURS = { good: 32, bad: 31, undecided: 33 } as const;

type Paint = (text: string, colour: number) => string;

/** The report for people: a line for each check, then the verdict and what it leaves open. */
export function reportText(report: Report, source: string, hasColours: boolean): string {
  const paint: Paint = (text, colour) => (hasColours ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const lines = [`Verification of ${source}`, '', ...checkLines(report.checks, paint), ''];
  lines.push(paint(report.summary, VERDICT_COLOURS[report.verdict]));
  const place = report.first?.entry === null ? null : (report.first?.line ?? null);
  if (place !== null) lines.push(`It stands on line ${place} of the bundle.`);
  if (report.bundle !== null) {
    const { origin, audience, entries, root, key, keyPinned, notice } = report.bundle;
    lines.push('');
    lines.push(`  log      ${origin}`);
    lines.push(`  size     ${entries.toLocaleString('en')} entries`);
    lines.push(`  root     ${root}`);
    lines.push(`  key      ${key} (${keyPinned ? 'pinned' : 'trusted on first use'})`);
    lines.push(`  bundle   ${audience}`);
    lines.push('', notice);
  }
  if (report.notProven.length > 0) {
    lines.push('', 'Not proven here:', ...report.notProven.map((sentence) => `  - ${sentence}`));
  }
  return `${lines.join('\n')}\n`;
}

function checkLines(checks: readonly CheckReport[], paint: Paint): readonly string[] {
  const width = Math.max(...checks.map(({ title }) => title.length));
  return checks.map(({ number, title, outcome, detail, faults }) => {
    const { sign, word, colour } = SIGNS[outcome];
    const mark = paint(`${sign} ${word.padEnd(9)}`, colour);
    const more = faults > 1 ? ` (and ${faults - 1} more)` : '';
    return `  ${mark} ${String(number).padStart(2)}  ${title.padEnd(width)}  ${detail}${more}`;
  });
}
