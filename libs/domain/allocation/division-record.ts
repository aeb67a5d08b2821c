import type {
  FairnessRecord,
  MemberRecord,
  PassRecord,
  RoundingRecord,
  RoutingRecord,
  RunRecord,
  StockRecord,
  TotalsRecord,
} from './run-record';

/**
 * What is published of a run: enough to check the division without the snapshot, and none of the
 * national figures the claims were derived from. Strings only, like the record.
 */
export interface DivisionRecord {
  readonly v: '1';
  readonly engine: string;
  readonly material: string;
  readonly unitGrams: string;
  readonly members: readonly DivisionMember[];
  readonly stocks: readonly DivisionStock[];
  readonly floorPass: PassRecord | null;
  readonly awardPass: PassRecord;
  readonly rounding: readonly RoundingRecord[];
  readonly routing: readonly RoutingRecord[];
  readonly totals: Omit<TotalsRecord, 'buffer'>;
  readonly fairness: FairnessRecord;
}

export interface DivisionMember extends Pick<
  MemberRecord,
  'member' | 'forms' | 'claim' | 'floor' | 'weight' | 'floorAward' | 'exactAward' | 'award'
> {
  /** Capped essential use, published only when the floors had to be scaled by it. */
  readonly essential: string | null;
}

export type DivisionStock = Pick<StockRecord, 'stock' | 'form' | 'opened'>;

/** The publishable part of a run's record. */
export function divisionOf(record: RunRecord): DivisionRecord {
  const { opened, awarded, undistributed } = record.totals;
  return {
    v: '1',
    engine: record.engine,
    material: record.disruption.material,
    unitGrams: record.unitGrams,
    members: record.members.map((member) => ({
      member: member.member,
      forms: member.forms,
      claim: member.claim,
      floor: member.floor,
      essential: record.floorPass === null ? null : member.essential,
      weight: member.weight,
      floorAward: member.floorAward,
      exactAward: member.exactAward,
      award: member.award,
    })),
    stocks: record.stocks.map(({ stock, form, opened: grams }) => ({ stock, form, opened: grams })),
    floorPass: record.floorPass,
    awardPass: record.awardPass,
    rounding: record.rounding,
    routing: record.routing,
    totals: { opened, awarded, undistributed },
    fairness: record.fairness,
  };
}
