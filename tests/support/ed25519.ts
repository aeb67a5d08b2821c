import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { Sha256, VerifyEd25519 } from '#domain/log/bytes';
import type { NoteSigner } from '#domain/log/signed-note';

/** DER headers of Ed25519 keys (RFC 8410), before the 32 bytes of the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  const der = Buffer.concat([SPKI_PREFIX, publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
};

/** A signer from a fixed seed of 32 bytes, the same on every machine. */
export function testSigner(name: string, seed: Uint8Array): NoteSigner {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, publicKey, sign: (message) => sign(null, message, key) };
}
