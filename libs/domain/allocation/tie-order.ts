/** A digest of a text as lower-case hexadecimal digits; a hash function is passed in. */
export type DigestOf = (text: string) => string;

/**
 * Stage 22: keys that settle the last tie by chance instead of by id, if the parties want that:
 * digest(event digest, member id), compared as a byte string. Whoever knows the event's digest can
 * compute them, so it must be fixed before needs are opened.
 */
export function drawTieKeys(
  eventDigest: string,
  members: readonly string[],
  digestOf: DigestOf,
): ReadonlyMap<string, string> {
  // The id at the end keeps keys apart, should two digests ever be the same.
  return new Map(members.map((id) => [id, `${digestOf(`${eventDigest}\n${id}`)} ${id}`]));
}
