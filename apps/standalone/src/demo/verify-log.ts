import { createHash, createPublicKey, verify } from 'node:crypto';
import { verifyBundle } from '#domain/verify/verifier';
import type { Report } from '#domain/verify/report';
import type { ApiClient } from './api-client';

/** DER prefix of an Ed25519 public key (RFC 8410); the 32 bytes of the key follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const LINE_FEED = 0x0a;

/** A checked bundle, with its lines for whoever wants to look into them. */
export interface CheckedBundle {
  readonly report: Report;
  readonly lines: readonly Uint8Array[];
}

/** Fetches the whole log as this caller may see it, and checks it with no help of the server. */
export async function verifyLog(client: ApiClient, pinnedKey: string): Promise<CheckedBundle> {
  const lines = splitLines(await client.bytes('/log/bundle'));
  const report = verifyBundle(lines, {
    pinnedKey,
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    verifySignature: (key, message, signature) => {
      const der = Buffer.concat([SPKI_PREFIX, key]);
      const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
      return verify(null, message, publicKey, signature);
    },
  });
  return { report, lines };
}

function splitLines(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}
