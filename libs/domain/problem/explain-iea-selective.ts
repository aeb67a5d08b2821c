import { at } from '../at';
import { named, numeral } from '../allocation/message';
import { selectiveSharing } from '../iea/selective-sharing';
import type { SelectiveMember, SelectiveShare } from '../iea/selective-sharing';
import * as rational from '../quantity/rational';
import { selectiveMembers } from './iea';
import type { Place } from './place';
import { chains, heads, namesOf, say } from './report';
import type { Report, ReportMessage } from './report';

/** What those who were hit bear themselves, and what the others give them, by articles 8 and 17. */
export function explainSelective(inputs: Place): Report {
  const members = selectiveMembers(inputs);
  const shares = selectiveSharing(members);
  const hit = shares.filter(({ isTriggered }) => isTriggered).map(({ id }) => id);
  const orNone = (value: rational.Rational | undefined) =>
    value === undefined ? say('none') : numeral(value);
  return [
    say('iea.selective'),
    hit.length === 0 ? say('iea.none-hit') : say('iea.hit', { members: namesOf(hit) }),
    {
      columns: heads(
        ...(['head.member', 'head.use', 'head.lost', 'head.bears'] as const),
        ...(['head.asks', 'head.gives', 'head.net'] as const),
      ),
      rows: shares.map((share, index) => [
        named(share.id),
        numeral(at(members, index).baseFinalConsumption),
        orNone(at(members, index).reduction ?? undefined),
        orNone(share.borne?.selfAbsorbed),
        orNone(share.borne?.allocationRight),
        numeral(share.grossObligation),
        numeral(share.netPosition),
      ]),
    },
    say('units.plain'),
    ...chains(shares.length, (index) => ({
      of: say('of.member', { name: named(at(shares, index).id) }),
      steps: stepsOf(at(members, index), at(shares, index)),
    })),
  ];
}

function stepsOf(
  { baseFinalConsumption, reduction }: SelectiveMember,
  { borne, grossObligation, netPosition }: SelectiveShare,
): readonly ReportMessage[] {
  const owes =
    grossObligation.p === 0n
      ? say('iea.owes-nothing')
      : say('iea.owes', { amount: numeral(grossObligation) });
  if (borne === null) return [owes, netOf(netPosition)];
  const right = borne.allocationRight;
  return [
    say('iea.bears', {
      reduction: numeral(reduction ?? rational.ZERO),
      consumption: numeral(baseFinalConsumption),
      borne: numeral(borne.selfAbsorbed),
    }),
    right.p === 0n ? say('iea.asks-nothing') : say('iea.asks', { amount: numeral(right) }),
    owes,
    netOf(netPosition),
  ];
}

function netOf(position: rational.Rational): ReportMessage {
  if (position.p === 0n) return say('iea.net-even');
  if (position.p > 0n) return say('iea.net', { amount: numeral(position) });
  return say('iea.net-gives', { amount: numeral(rational.sub(rational.ZERO, position)) });
}
