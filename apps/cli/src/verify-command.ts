import { LineSplitter } from '#domain/verify/lines';
import { BundleVerifier } from '#domain/verify/verifier';
import type { Console, Output } from './console';
import { sha256, verifyEd25519 } from './ed25519';
import { reportText } from './report-text';
import type { Credentials } from './server';
import { readBundle } from './source';

export interface VerifyOptions extends Credentials {
  readonly key?: string;
  readonly format: 'text' | 'json';
}

const PROGRESS_EVERY_MS = 200;

/** Verifies a bundle while it streams in; gives the exit status. */
export async function verifyCommand(
  source: string,
  options: VerifyOptions,
  { stdin, stdout, stderr }: Console,
): Promise<number> {
  const pinnedKey = options.key ?? null;
  const verifier = new BundleVerifier({ sha256, verifySignature: verifyEd25519, pinnedKey });
  const showProgress = progressOn(stderr, verifier);
  const lines = new LineSplitter();
  for await (const chunk of readBundle(source, stdin, options)) {
    for (const line of lines.push(chunk)) verifier.addLine(line);
    if (verifier.isDecided) break;
    showProgress();
  }
  for (const line of lines.end()) verifier.addLine(line);
  if (stderr.isTTY) stderr.write('\r\u001b[K');
  const report = verifier.finish();
  const hasColours = stdout.isTTY === true && stdout.hasColors?.(16) === true;
  stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(report, null, 2)}\n`
      : reportText(report, source, hasColours),
  );
  return report.exitCode;
}

/** Counts entries on a terminal; says nothing elsewhere. */
function progressOn(stderr: Output, verifier: BundleVerifier): () => void {
  if (!stderr.isTTY) return () => undefined;
  let shownAt = 0;
  return () => {
    const now = Date.now();
    if (now - shownAt < PROGRESS_EVERY_MS) return;
    shownAt = now;
    const of = verifier.entriesPromised === null ? '' : ` of ${verifier.entriesPromised}`;
    stderr.write(`\r\u001b[K${verifier.entries}${of} entries checked`);
  };
}
