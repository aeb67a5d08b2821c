import type { MemberRecord, RunRecord } from '#domain/allocation/run-record';
import * as rational from '#domain/quantity/rational';

const SHOWN = 3;

/** The members that lost the largest part of their supply, of those with a claim; ties by code. */
export function mostAffected(record: RunRecord): readonly MemberRecord[] {
  return record.members
    .filter((member) => BigInt(member.claim) > 0n)
    .sort((a, b) => {
      const order = rational.compare(rational.parse(b.lossRatio), rational.parse(a.lossRatio));
      return order !== 0 ? order : largerClaimFirst(a, b);
    })
    .slice(0, SHOWN);
}

function largerClaimFirst(a: MemberRecord, b: MemberRecord): number {
  const [x, y] = [BigInt(a.claim), BigInt(b.claim)];
  if (x !== y) return x > y ? -1 : 1;
  return a.member < b.member ? -1 : 1;
}
