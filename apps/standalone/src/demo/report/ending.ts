import { parseMass } from '#domain/quantity/mass';
import type { Report } from '#domain/verify/report';
import type { Drawn } from '../draw-down';
import { duration, tonnes } from '../format';
import { entryNumbers } from '../log-entries';
import type { JobOutcome } from '../main-job';
import { paint } from '../paint';
import type { Output } from '../progress';
import type { Stages } from '../stages';
import { memberName } from './members';
import { printHeading, printWrapped } from './sections';

/** One drawdown followed to its end, and the obligation it leaves. */
export function printDrawdown(output: Output, drawn: Drawn | null): void {
  printHeading(output, 'Drawdown and obligation');
  if (drawn === null) {
    output.line('No award, so nothing to draw.');
    return;
  }
  const { award, drawdown, owed } = drawn;
  const mass = (quantity: { value: string; unit: string }): string =>
    `${tonnes(parseMass(quantity), 3)} t`;
  printWrapped(
    output,
    `${memberName(award.member)} was awarded ${mass(award.quantity)}*; ` +
      'ordered by one administrator, released by another, ' +
      `${drawdown.state} by the member's operator: ${mass(drawdown.quantity)}*.`,
  );
  printWrapped(
    output,
    `It is a loan in kind: ${mass(owed.quantity)}* are ${owed.state} back by ${owed.dueDate}.`,
  );
}

function printReport(output: Output, audience: string, report: Report): void {
  const tone = report.verdict === 'good' ? 'good' : 'bad';
  const sign = paint(output, tone, report.verdict.toUpperCase());
  const passed = report.checks.filter((check) => check.outcome === 'passed').length;
  const withheld = report.checks.filter((check) => check.outcome === 'withheld').length;
  const rest = withheld === 0 ? '' : `, ${withheld} withheld from this reader`;
  output.line(
    `  ${audience.padEnd(14)} ${sign}  ${passed} of ${report.checks.length} checks passed${rest}`,
  );
  if (report.first !== null) printWrapped(output, report.summary, '    ');
}

/** Where all of it stands in the log, the checkpoint, and what checking it gave. */
export function printLog(output: Output, job: JobOutcome): void {
  const { checks, disruption, run, awards, drawn } = job;
  const ids = [disruption.id, run.id, ...awards.map((award) => award.id)];
  if (drawn !== null) ids.push(drawn.drawdown.id);
  printHeading(output, 'The log');
  printWrapped(output, `entries: ${entryNumbers(checks.entries, ids).join('; ')}`, '  ');
  const { bundle } = checks.forAuditor;
  if (bundle !== null) {
    output.line(`  checkpoint: ${bundle.origin}, ${bundle.entries} entries`);
    output.line(`  root: ${bundle.root}`);
  }
  printReport(output, 'as the public', checks.forPublic);
  printReport(output, 'as an auditor', checks.forAuditor);
}

export function printStages(output: Output, stages: Stages): void {
  printHeading(output, 'Time per stage');
  const list = stages.all().map((stage) => `${stage.name} ${duration(stage.milliseconds)}`);
  printWrapped(output, list.join(', '), '  ');
}
