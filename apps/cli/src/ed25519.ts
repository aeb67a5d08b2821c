import { createPublicKey, hash, verify } from 'node:crypto';
import type { Sha256, VerifyEd25519 } from '#domain/log/bytes';

/** DER header of an Ed25519 public key (RFC 8410 section 4), before its 32 bytes. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  const der = Buffer.concat([SPKI_PREFIX, publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
};
