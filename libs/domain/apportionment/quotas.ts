import { assert } from '../assert';

/** Whole votes and the seats of a house; a party without a vote gets no seat by any method. */
export interface Election {
  readonly votes: readonly bigint[];
  readonly house: bigint;
  /** Sum of the votes, above 0. */
  readonly total: bigint;
}

/** The whole seats in each party's exact share of the house, votes * house / total. */
export function wholeQuotas({ votes, house, total }: Election): bigint[] {
  return votes.map((own) => (own * house) / total);
}

export function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}

export function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  assert(value !== undefined, 'a figure for every party');
  return value;
}
