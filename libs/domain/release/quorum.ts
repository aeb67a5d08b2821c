import { DomainError } from '../errors';
import { Faults } from '../faults';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { readInteger, readObject, readRatio, readWord } from './strict-reading';
import type { Refuse } from './strict-reading';

/** Whose decision an act is, as the release rule has it; numbers as text. */
export type QuorumRecord = AdministratorsQuorumRecord | BoardQuorumRecord;

/** So many administrators other than the proposer; as many against it stop the act. */
export interface AdministratorsQuorumRecord {
  readonly electors: 'administrators';
  readonly needed: string;
}

/** A vote of the members. */
export interface BoardQuorumRecord {
  readonly electors: 'members';
  /** `equal`, or the whole weight of each member that votes; who is not named has none. */
  readonly weights: 'equal' | Readonly<Record<string, string>>;
  /** The majority: at least this part of all weight, above 0, at most 1. */
  readonly share: string;
  /** And at least this part of all electors by number, 0 to 1. */
  readonly heads: string;
  /** What the end of the time brings without a majority: the act stands, or it falls. */
  readonly byDefault: 'carried' | 'stopped';
  /** How long the vote is open after the proposal, in whole hours. */
  readonly hours: string;
  /** Whether members that gain from the act vote. */
  readonly gainers: 'vote' | 'recused';
}

/** The acts whose quorum a release rule sets. */
export interface QuorumsRecord {
  readonly putInForce: AdministratorsQuorumRecord;
  readonly declare: AdministratorsQuorumRecord;
  readonly approveRun: QuorumRecord;
}

/** As every act is decided unless a rule says otherwise. */
export const ONE_OTHER: AdministratorsQuorumRecord = { electors: 'administrators', needed: '1' };

/** One administrator other than the proposer, for every act. */
export const DEFAULT_QUORUMS: QuorumsRecord = {
  putInForce: ONE_OTHER,
  declare: ONE_OTHER,
  approveRun: ONE_OTHER,
};

/** More could hardly be gathered within the time of a decision. */
export const ADMINISTRATORS_NEEDED_MAX = 20n;
/** The longest vote, in hours: 30 days. */
export const VOTE_HOURS_MAX = 720n;
export const VOTE_WEIGHT_MAX = 1_000_000_000n;

const QUORUM_KEYS = Object.keys(DEFAULT_QUORUMS) as (keyof QuorumsRecord)[];
const BOARD_KEYS = ['electors', 'weights', 'share', 'heads', 'byDefault', 'hours', 'gainers'];

/** Reads the quorums of a rule; what is left out is as by default. Refuses `quorums-invalid`. */
export function parseQuorums(value: unknown, pointer = ''): QuorumsRecord {
  const whole = isObject(value) ? { ...DEFAULT_QUORUMS, ...value } : value;
  const record = readObject(whole, pointer, QUORUM_KEYS, refuse);
  const faults = new Faults();
  const one = (key: 'putInForce' | 'declare') =>
    faults.reading(() => readAdministrators(record[key], `${pointer}/${key}`)) ?? ONE_OTHER;
  const quorums = {
    putInForce: one('putInForce'),
    declare: one('declare'),
    approveRun:
      faults.reading(() => readQuorum(record.approveRun, `${pointer}/approveRun`)) ?? ONE_OTHER,
  };
  faults.refuseAny();
  return quorums;
}

function readQuorum(value: unknown, pointer: string): QuorumRecord {
  const isBoard = isObject(value) && (value as { electors?: unknown }).electors === 'members';
  return isBoard ? readBoard(value, pointer) : readAdministrators(value, pointer);
}

function readAdministrators(value: unknown, pointer: string): AdministratorsQuorumRecord {
  const record = readObject(value, pointer, ['electors', 'needed'], refuse);
  const electors = readWord(record.electors, `${pointer}/electors`, ['administrators'], refuse);
  const needed = between(record.needed, `${pointer}/needed`, 1n, ADMINISTRATORS_NEEDED_MAX);
  return { electors, needed };
}

function readBoard(value: unknown, pointer: string): BoardQuorumRecord {
  const record = readObject(value, pointer, BOARD_KEYS, refuse);
  const share = part(record['share'], `${pointer}/share`);
  if (rational.compare(share, rational.ZERO) === 0) refuse(`${pointer}/share`, 'above 0');
  return {
    electors: 'members',
    weights: readWeights(record['weights'], `${pointer}/weights`),
    share: rational.format(share),
    heads: rational.format(part(record['heads'], `${pointer}/heads`)),
    byDefault: readWord(
      record['byDefault'],
      `${pointer}/byDefault`,
      ['carried', 'stopped'],
      refuse,
    ),
    hours: between(record['hours'], `${pointer}/hours`, 1n, VOTE_HOURS_MAX),
    gainers: readWord(record['gainers'], `${pointer}/gainers`, ['vote', 'recused'], refuse),
  };
}

function readWeights(value: unknown, pointer: string): BoardQuorumRecord['weights'] {
  if (value === 'equal') return value;
  if (!isObject(value)) return refuse(pointer, '"equal", or an object of weights by member');
  const weights = Object.entries(value);
  if (weights.length === 0 || weights.length > 400) refuse(pointer, 'of 1 to 400 members');
  for (const [member, weight] of weights) {
    if (!/^[A-Z]{3}$/.test(member)) refuse(pointer, 'by ISO 3166-1 alpha-3 code of members');
    between(weight, `${pointer}/${member}`, 1n, VOTE_WEIGHT_MAX);
  }
  return value as Readonly<Record<string, string>>;
}

function part(value: unknown, pointer: string): Rational {
  const ratio = readRatio(value, pointer, refuse);
  const isPart = ratio.p >= 0n && rational.compare(ratio, rational.ONE) <= 0;
  return isPart ? ratio : refuse(pointer, 'from 0 to 1');
}

function between(value: unknown, pointer: string, least: bigint, most: bigint): string {
  const whole = readInteger(value, pointer, refuse);
  if (whole < least || whole > most) refuse(pointer, `an integer from ${least} to ${most}`);
  return `${whole}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const refuse: Refuse = (pointer, expected) => {
  const message = `The quorum at ${pointer === '' ? 'its place' : pointer} must be ${expected}.`;
  throw new DomainError('invalid', 'quorums-invalid', message, { pointer });
};
