import type { DivisionRecord } from '../allocation/division-record';
import { parseAccountKey } from '../books/account';
import { parseTransferRecord } from '../books/transfer-record';
import { DomainError } from '../errors';
import { isJsonObject, type Json, type JsonObject } from '../log/canonical-json';
import type { AwardLine } from './bundle';

/** What the body of an `allocation-published` entry says, besides the division itself. */
export interface Publication {
  readonly run: string;
  readonly snapshotDigest: string;
  /** As it stands in the body: not yet checked for anything. */
  readonly division: JsonObject;
  readonly awards: readonly AwardLine[];
  /** Grams moved into the earmarked reserve, by depot. */
  readonly earmarked: ReadonlyMap<string, bigint>;
}

/** Reads the body of an `allocation-published` entry; refuses what is not there or malformed. */
export function readPublication(body: JsonObject): Publication {
  const run = textOf(body, 'run');
  const division = body['division'];
  if (!isJsonObject(division)) throw refusal('The body has no division.');
  return {
    run,
    snapshotDigest: textOf(body, 'snapshotDigest'),
    division,
    awards: listOf(body, 'awards').map((award) => readAward(run, award)),
    earmarked: earmarkedByDepot(body['transfers'] === undefined ? [] : listOf(body, 'transfers')),
  };
}

function readAward(run: string, award: Json): AwardLine {
  if (!isJsonObject(award)) throw refusal('An award is no object.');
  const [id, member] = [textOf(award, 'award'), textOf(award, 'member')];
  return { type: 'award', award: id, run, member, grams: textOf(award, 'grams') };
}

/**
 * How the awards and the transfers of a publication differ from its division, which must have
 * passed its own check; null when they do not.
 */
export function publicationFault(
  { run, awards, earmarked }: Publication,
  division: DivisionRecord,
): string | null {
  const logged = awards.map(({ member, grams }) => `${member} ${grams}`);
  const divided = division.members
    .filter(({ award }) => award !== '0')
    .map(({ member, award }) => `${member} ${award}`);
  if (logged.sort().join() !== divided.sort().join()) {
    return `The awards of run ${run} are not those of its division.`;
  }
  const routed = new Map<string, bigint>();
  for (const { stock, grams } of division.routing) {
    addTo(routed, stock.split('/')[0] ?? stock, BigInt(grams));
  }
  const depots = new Set([...routed.keys(), ...earmarked.keys()]);
  for (const depot of depots) {
    const [wanted, moved] = [routed.get(depot) ?? 0n, earmarked.get(depot) ?? 0n];
    if (wanted !== moved) {
      return `Run ${run} routes ${wanted} g from ${depot}, but earmarks ${moved} g there.`;
    }
  }
  return null;
}

function earmarkedByDepot(records: readonly unknown[]): ReadonlyMap<string, bigint> {
  const grams = new Map<string, bigint>();
  for (const record of records) {
    const transfer = parseTransferRecord(record);
    const { kind, depot } = parseAccountKey(transfer.to);
    if (kind === 'reserve-earmarked') addTo(grams, depot ?? '-', transfer.grams);
  }
  return grams;
}

function addTo(sums: Map<string, bigint>, key: string, grams: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + grams);
}

/** A text of a body; refuses its absence. */
export function textOf(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw refusal(`The body has no ${name}.`);
  return value;
}

function listOf(body: JsonObject, name: string): readonly Json[] {
  const value = body[name];
  if (!Array.isArray(value)) throw refusal(`The body has no list of ${name}.`);
  return value as readonly Json[];
}

function refusal(message: string): DomainError {
  return new DomainError('invalid', 'body-malformed', message);
}
