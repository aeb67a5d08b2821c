import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '#domain/log/canonical-json';
import { bodyDigest, buildEnvelope, isConfidential, type EntryKind } from '#domain/log/entry';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  createHash('sha256').update(bytes).digest();

/** What a command adds to history. `body` holds strings, lists and objects only. */
export interface NewEntry {
  /** Given when transfers must name the entry before it is appended. */
  readonly id?: string;
  readonly kind: EntryKind;
  readonly body: object;
  /** The legal day, by default the day of recording. */
  readonly effectiveDate?: string;
  readonly member?: string;
  /** Withholds the body from everyone but the member named, until `unseal` of the subject. */
  readonly sealedFor?: string;
}

/** Appends to the log inside the caller's transaction; the worker gives each entry its index. */
@Injectable()
export class EventLog {
  /** Stores the exact bytes once and returns the entry's id. Call it last in a transaction. */
  async append(tx: Tx, ctx: CommandContext, entry: NewEntry): Promise<string> {
    const id = entry.id ?? tx.newId();
    const salt = tx.randomBytes(16);
    const body = canonicalJson(entry.body);
    const member = entry.member ?? ctx.actor.member;
    const envelope = buildEnvelope({
      id,
      kind: entry.kind,
      recordedAt: tx.now,
      effectiveDate: entry.effectiveDate ?? tx.today(),
      role: ctx.actor.role,
      ...(member === null ? {} : { member }),
      command: tx.commandId,
      bodyDigest: bodyDigest(salt, body, sha256),
    });
    await tx.query(
      `with entry as (
         insert into log_entry
           (id, kind, member, command_id, confidential, envelope, body, salt, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning seq, id),
       inbox as (insert into log_unsequenced select seq from entry)
       insert into log_seal select id, $10::uuid from entry where $10::uuid is not null`,
      [
        id,
        entry.kind,
        member,
        tx.commandId,
        isConfidential(entry.kind),
        Buffer.from(envelope, 'utf8'),
        Buffer.from(body, 'utf8'),
        salt,
        tx.now,
        entry.sealedFor ?? null,
      ],
    );
    tx.countEntry();
    return id;
  }

  /** Opens the sealed bodies of a subject to those whom the kind entitles. */
  async unseal(tx: Tx, subject: string): Promise<void> {
    await tx.query('delete from log_seal where subject = $1', [subject]);
  }
}
