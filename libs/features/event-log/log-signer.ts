import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { formatCheckpoint } from '#domain/log/checkpoint';
import { formatVerifierKey, signNote } from '#domain/log/signed-note';
import { Config } from '#platform/config/config';
import { sha256 } from './event-log';

/** Length of the fixed DER prefix before the 32 raw bytes of an Ed25519 public key. */
const SPKI_PREFIX_BYTES = 12;

/** Holds the log's Ed25519 key, which stays in its file and never enters the database. */
@Injectable()
export class LogSigner {
  private readonly key: KeyObject;
  private readonly publicKey: Uint8Array;

  constructor(private readonly config: Config) {
    const file = config.LOG_SIGNING_KEY_FILE;
    assert(file !== undefined, 'LOG_SIGNING_KEY_FILE must name the log key of a worker');
    this.key = createPrivateKey(readFileSync(file, 'utf8'));
    assert(this.key.asymmetricKeyType === 'ed25519', 'the log key must be Ed25519');
    const spki = createPublicKey(this.key).export({ type: 'spki', format: 'der' });
    this.publicKey = spki.subarray(SPKI_PREFIX_BYTES);
  }

  verifierKey(): string {
    return formatVerifierKey(this.config.LOG_ORIGIN, this.publicKey, sha256);
  }

  /** The signed note of a tree head. */
  checkpoint(size: bigint, root: Uint8Array): string {
    const text = formatCheckpoint({ origin: this.config.LOG_ORIGIN, size, root });
    return signNote(
      text,
      {
        name: this.config.LOG_ORIGIN,
        publicKey: this.publicKey,
        sign: (message) => sign(null, message, this.key),
      },
      sha256,
    );
  }
}
