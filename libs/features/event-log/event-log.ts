import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { canonicalJson } from '#domain/log/canonical-json';
import {
  bodyDigest,
  buildEnvelope,
  isConfidential,
  SALT_BYTES,
  type EntryKind,
} from '#domain/log/entry';
import { boolArray, byteaArray, uuidArray } from '#platform/database/binary-array';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { meanwhile } from '#platform/database/meanwhile';
import type { Tx } from '#platform/database/tx';
import { tell } from './notice-outbox';

/** By way of a text, since a digest as bytes costs more to hand over than to compute. */
export const sha256 = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(hash('sha256', bytes, 'binary'), 'binary');

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

/** An entry as its bytes are stored; envelope and body are canonical texts. */
export interface EncodedEntry {
  readonly id: string;
  readonly confidential: boolean;
  readonly member: string | null;
  readonly envelope: string;
  readonly body: string;
  readonly salt: Buffer;
  readonly sealedFor: string | null;
}

/** What an entry takes from the command that causes it. */
export interface EntryOrigin {
  readonly commandId: string;
  readonly actor: Actor;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
}

/** Builds the exact bytes of an entry; the salt is 16 random bytes. */
export function encodeEntry(
  entry: NewEntry & { readonly id: string },
  { commandId, actor, recordedAt }: EntryOrigin,
  salt: Buffer,
): EncodedEntry {
  const { id, kind, sealedFor = null } = entry;
  const body = canonicalJson(entry.body);
  const member = entry.member ?? actor.member;
  const envelope = buildEnvelope({
    id,
    kind,
    recordedAt,
    effectiveDate: entry.effectiveDate ?? recordedAt.slice(0, 10),
    role: actor.role,
    ...(member === null ? {} : { member }),
    command: commandId,
    bodyDigest: bodyDigest(salt, body, sha256),
  });
  return { id, confidential: isConfidential(kind), member, envelope, body, salt, sealedFor };
}

/** The parameters of `log_append`, in its order. */
export function entryColumns(entries: readonly EncodedEntry[]): unknown[] {
  const someMember = entries.some(({ member }) => member !== null);
  return [
    uuidArray(entries, ({ id }) => id),
    boolArray(entries, ({ confidential }) => confidential),
    someMember ? entries.map(({ member }) => member) : null,
    byteaArray(entries.map(({ salt }) => salt)),
    byteaArray(entries.map(({ envelope }) => envelope)),
    byteaArray(entries.map(({ body }) => body)),
  ];
}

/** Appends to the log inside the caller's transaction; the worker gives each entry its index. */
@Injectable()
export class EventLog {
  /** Stores the exact bytes once and returns the entry's id. Call it last in a transaction. */
  async append(tx: Tx, ctx: CommandContext, entry: NewEntry): Promise<string> {
    const [id] = await this.appendMany(tx, ctx, [entry]);
    assert(id, 'an appended entry has an identifier');
    return id;
  }

  /**
   * Stores many entries of one command in one statement, in the order given, and returns their
   * ids. Call it last in a transaction. Good for thousands at a time; split what is longer.
   */
  async appendMany(tx: Tx, ctx: CommandContext, entries: readonly NewEntry[]): Promise<string[]> {
    if (tx.isTrial) return entries.map(({ id }) => id ?? tx.newId());
    const ids = await this.store(tx, this.encode(tx, ctx, entries));
    await this.tellOf(tx, ctx, ids, entries);
    return ids;
  }

  /**
   * As `appendMany`, for who has just asked the database for something that takes long: the bytes
   * of the entries are made meanwhile.
   */
  async appendAfter(
    statement: Promise<unknown>,
    tx: Tx,
    ctx: CommandContext,
    entries: readonly NewEntry[],
  ): Promise<string[]> {
    const encoded = await meanwhile(statement, () => this.encode(tx, ctx, entries));
    const ids = await this.store(tx, encoded);
    await this.tellOf(tx, ctx, ids, entries);
    return ids;
  }

  private async tellOf(
    tx: Tx,
    ctx: CommandContext,
    ids: readonly string[],
    entries: readonly NewEntry[],
  ): Promise<void> {
    for (const [index, { kind, body, member = ctx.actor.member }] of entries.entries()) {
      await tell(tx, ids[index] ?? '', { kind, body, member });
    }
  }

  private encode(tx: Tx, ctx: CommandContext, entries: readonly NewEntry[]): EncodedEntry[] {
    const origin = { commandId: tx.commandId, actor: ctx.actor, recordedAt: tx.now };
    return entries.map((entry) => {
      const id = entry.id ?? tx.newId();
      return encodeEntry({ ...entry, id }, origin, tx.randomBytes(SALT_BYTES));
    });
  }

  private async store(tx: Tx, encoded: readonly EncodedEntry[]): Promise<string[]> {
    if (encoded.length === 0) return [];
    await tx.query(
      `select log_append($1::uuid[], $2::boolean[], $3::text[], $4::bytea[], $5::bytea[],
         $6::bytea[])`,
      entryColumns(encoded),
    );
    const sealed = encoded.filter(({ sealedFor }) => sealedFor !== null);
    if (sealed.length > 0) {
      await tx.query('insert into log_seal select * from unnest($1::uuid[], $2::uuid[])', [
        sealed.map(({ id }) => id),
        sealed.map(({ sealedFor }) => sealedFor),
      ]);
    }
    const ids = encoded.map(({ id }) => id);
    tx.countEntries(ids);
    return ids;
  }

  /** Opens the sealed bodies of a subject to those whom the kind entitles. */
  async unseal(tx: Tx, subject: string): Promise<void> {
    await tx.query('delete from log_seal where subject = $1', [subject]);
  }
}
