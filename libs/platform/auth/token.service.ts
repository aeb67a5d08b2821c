import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomUUID,
  type KeyObject,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sign, verify, type JwtPayload } from 'jsonwebtoken';
import { Config } from '../config/config';
import type { Actor } from '../database/command-context';

const AUDIENCE = 'gmt-api';
const TYPE = 'at+jwt';
const ROLES_OF_PEOPLE: readonly unknown[] = ['operator', 'administrator', 'auditor'];

/** Signs and checks access tokens: ES256 only, with issuer, audience, type and expiry pinned. */
@Injectable()
export class TokenService {
  private readonly keyId: string;
  // Reading a key's text takes longer than the check of a signature, so it is read once.
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;

  constructor(private readonly config: Config) {
    this.keyId = createHash('sha256').update(config.jwtPublicKey).digest('hex').slice(0, 16);
    this.privateKey = createPrivateKey(config.jwtPrivateKey);
    this.publicKey = createPublicKey(config.jwtPublicKey);
  }

  issue(actor: Actor): { token: string; expiresAt: string } {
    const expires = Math.floor(Date.now() / 1000) + this.config.TOKEN_SECONDS;
    const claims = { role: actor.role, ...(actor.member === null ? {} : { member: actor.member }) };
    const token = sign({ ...claims, exp: expires }, this.privateKey, {
      algorithm: 'ES256',
      issuer: this.config.LOG_ORIGIN,
      audience: AUDIENCE,
      subject: actor.id,
      jwtid: randomUUID(),
      keyid: this.keyId,
      header: { alg: 'ES256', typ: TYPE },
    });
    return { token, expiresAt: new Date(expires * 1000).toISOString() };
  }

  /** The actor a token speaks for, or null when the token proves nothing. */
  read(token: string): Actor | null {
    try {
      const { header, payload } = verify(token, this.publicKey, {
        algorithms: ['ES256'],
        issuer: this.config.LOG_ORIGIN,
        audience: AUDIENCE,
        clockTolerance: 30,
        complete: true,
      });
      if (header.typ !== TYPE || header.kid !== this.keyId) return null;
      // RFC 7515 4.1.11: an extension that is critical and not understood voids the token.
      if ('crit' in header) return null;
      return toActor(payload);
    } catch {
      return null;
    }
  }
}

function toActor(payload: JwtPayload | string): Actor | null {
  if (typeof payload === 'string') return null;
  const { sub, exp, iat, jti, role, member } = payload as JwtPayload & Record<string, unknown>;
  const complete = sub && exp && iat && jti && ROLES_OF_PEOPLE.includes(role);
  if (!complete || (role === 'operator') !== (typeof member === 'string')) return null;
  return {
    id: sub,
    role: role as Actor['role'],
    member: typeof member === 'string' ? member : null,
  };
}
