import { at } from '../at';
import { named, numeral, part } from '../allocation/message';
import { generalSharing } from '../iea/general-sharing';
import type { MemberShare, Sharing, SharingMember } from '../iea/general-sharing';
import * as rational from '../quantity/rational';
import { sharingProblem } from './iea';
import type { Place } from './place';
import { chains, heads, say } from './report';
import type { Report, ReportMessage } from './report';

/** From what each consumes to what it may ask or must give, by articles 7 and 12 to 16. */
export function explainGeneral(inputs: Place): Report {
  const { members, ...problem } = sharingProblem(inputs);
  const { lossRatio, sharing } = generalSharing({ members, ...problem });
  const ratio = part(lossRatio);
  if (sharing === null) return [say('iea.general'), say('iea.below', { ratio })];
  const { restraint, shortfall } = sharing;
  const commitments = rational.sum(members.map((member) => member.reserveCommitment));
  return [
    say('iea.general'),
    say('iea.at-step', { ratio, restraint: part(restraint) }),
    shortfall.p === 0n
      ? say('iea.surplus')
      : say('iea.shortfall', { shortfall: numeral(shortfall) }),
    {
      columns: heads(
        ...(['head.member', 'head.permissible', 'head.drawdown', 'head.right'] as const),
        ...(['head.available', 'head.receives', 'head.gives'] as const),
      ),
      rows: sharing.members.map((share) => [
        named(share.id),
        numeral(share.permissibleConsumption),
        numeral(share.drawdownObligation),
        numeral(share.supplyRight),
        numeral(share.available),
        numeral(share.allocationRight),
        numeral(share.allocationObligation),
      ]),
    },
    say('units.plain'),
    ...chains(members.length, (index) => ({
      of: say('of.member', { name: named(at(members, index).id) }),
      steps: stepsOf(at(members, index), at(sharing.members, index), sharing, commitments),
    })),
  ];
}

function stepsOf(
  member: SharingMember,
  share: MemberShare,
  { restraint }: Sharing,
  commitments: rational.Rational,
): readonly ReportMessage[] {
  const drawdown = share.drawdownObligation;
  return [
    say('iea.permissible', {
      restraint: part(restraint),
      consumption: numeral(member.baseFinalConsumption),
      permissible: numeral(share.permissibleConsumption),
    }),
    drawdown.p === 0n
      ? say('iea.no-drawdown')
      : say('iea.drawdown', {
          part: part(rational.div(member.reserveCommitment, commitments)),
          drawdown: numeral(drawdown),
        }),
    say('iea.right', {
      right: numeral(share.supplyRight),
      available: numeral(share.available),
    }),
    balanceOf(share),
  ];
}

function balanceOf({ allocationRight, allocationObligation }: MemberShare): ReportMessage {
  if (allocationRight.p > 0n) return say('iea.receives', { amount: numeral(allocationRight) });
  if (allocationObligation.p === 0n) return say('iea.even');
  return say('iea.gives', { amount: numeral(allocationObligation) });
}
