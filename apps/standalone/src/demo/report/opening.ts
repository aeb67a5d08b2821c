import type { RunRecord } from '#domain/allocation/run-record';
import * as rational from '#domain/quantity/rational';
import type { ScenarioRow } from '#infra/seeds/rows';
import { supplierLosses } from '#infra/seeds/scenarios';
import { percent, tonnes } from '../format';
import { paint } from '../paint';
import type { Output } from '../progress';
import { printHeading, printWrapped } from './sections';

const TIERS: Readonly<Record<RunRecord['release']['tier'], string>> = {
  none: 'none: the reserve stays shut',
  selective: 'selective: only for members hit hard',
  general: 'general: for every member with a gap',
  severe: 'severe: for every member with a gap, at the full rate',
};

/** What happened, how large it is, and how far the rule opens the reserve. */
export function printOpening(
  output: Output,
  scenario: ScenarioRow,
  record: RunRecord,
  snapshotDigest: string,
): void {
  printHeading(output, `${scenario.id}  ${scenario.title}`);
  printWrapped(output, scenario.cause);
  for (const supplier of supplierLosses(scenario)) {
    const share = percent(rational.parse(supplier.worldShare));
    const loss = percent(rational.parse(supplier.lossFraction), 0);
    const origins = supplier.origins.filter((one) => one.member !== supplier.member).length;
    const measured = origins === 0 ? '' : `; measured origin shares for ${origins} members`;
    printWrapped(
      output,
      `Model: ${supplier.member} gives ${share} of the world's supply (${supplier.worldShare}) ` +
        `and loses ${loss} of its exports${measured}.`,
    );
  }
  const { release, totals } = record;
  const fact = (name: string, value: string): void => output.line(`  ${name.padEnd(18)} ${value}`);
  output.line('');
  fact(
    'declared on',
    `${record.disruption.declaredOn} (${scenario.verification['declaredOn'] ?? ''})`,
  );
  fact('figures of', `${scenario.figuresOf} or before`);
  fact('loss ratio', paint(output, 'strong', percent(rational.parse(release.lossRatio), 2)));
  fact('tier', paint(output, 'strong', TIERS[release.tier]));
  fact('restraint', percent(rational.parse(release.restraint), 2));
  fact('release fraction', percent(rational.parse(release.releaseFraction), 2));
  fact('opened', `${tonnes(BigInt(totals.opened))} t for ${record.horizonDays} days`);
  fact('awarded', `${tonnes(BigInt(totals.awarded))} t`);
  fact('left undistributed', `${tonnes(BigInt(totals.undistributed))} t`);
  fact('held as buffer', `${tonnes(BigInt(totals.buffer))} t, for people outside national plans`);
  fact('snapshot digest', snapshotDigest);
  printWrapped(output, evidenceLine(scenario), '  ');
}

function evidenceLine(scenario: ScenarioRow): string {
  return `evidence: ${scenario.evidence.map((one) => one.title).join('; ')}.`;
}
