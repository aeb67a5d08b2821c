import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

export interface SelectiveMember {
  readonly id: string;
  readonly baseFinalConsumption: Rational;
  /** How far the loss of supply lowers final consumption; null when it does not. */
  readonly reduction: Rational | null;
}

export interface SelectiveShare {
  readonly id: string;
  readonly isTriggered: boolean;
  /** What the member bears itself, and may ask of the others; null without a reduction. */
  readonly borne: { readonly selfAbsorbed: Rational; readonly allocationRight: Rational } | null;
  /** What the member gives to all who may ask. */
  readonly grossObligation: Rational;
  /** Right less obligation. */
  readonly netPosition: Rational;
}

/** Article 17: a member is hit when it loses more than this part of its consumption. */
const TRIGGER = rational.ratio(7n, 100n);

/**
 * Selective sharing by articles 8 and 17 of the Agreement on an International Energy Program
 * (1974): a member bears 7 % of its consumption itself; what it loses beyond is shared by all
 * others in proportion to consumption. The treaty does not say whether a second member that is
 * hit gives too: by the letter it does, and the two are netted. Refuses as `nobody-to-share` a
 * right when no other member consumes anything.
 */
export function selectiveSharing(members: readonly SelectiveMember[]): readonly SelectiveShare[] {
  const total = rational.sum(members.map((member) => member.baseFinalConsumption));
  const rights = members.map(rightOf);
  /** Right over the consumption of all others: what each of them gives per unit of its own. */
  const asked = members.map(({ id, baseFinalConsumption }, index) => {
    const right = rights[index] ?? rational.ZERO;
    if (right.p === 0n) return rational.ZERO;
    const others = rational.sub(total, baseFinalConsumption);
    return others.p === 0n ? refuse(id) : rational.div(right, others);
  });
  const askedOfAll = rational.sum(asked);
  return members.map((member, index) => {
    const allocationRight = rights[index] ?? rational.ZERO;
    const byOthers = rational.sub(askedOfAll, asked[index] ?? rational.ZERO);
    const grossObligation = rational.mul(byOthers, member.baseFinalConsumption);
    const { reduction } = member;
    return {
      id: member.id,
      isTriggered: allocationRight.p > 0n,
      borne:
        reduction === null
          ? null
          : { selfAbsorbed: rational.sub(reduction, allocationRight), allocationRight },
      grossObligation,
      netPosition: rational.sub(allocationRight, grossObligation),
    };
  });
}

function rightOf({ baseFinalConsumption, reduction }: SelectiveMember): Rational {
  const borne = rational.mul(TRIGGER, baseFinalConsumption);
  return rational.max(rational.ZERO, rational.sub(reduction ?? rational.ZERO, borne));
}

function refuse(id: string): never {
  const message = `No member but ${id} consumes anything, so nobody can share its loss.`;
  throw new DomainError('rule', 'nobody-to-share', message, {
    pointer: '/base_final_consumption',
  });
}
