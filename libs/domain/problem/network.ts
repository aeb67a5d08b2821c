import { divideInClasses } from '../allocation/priority-classes';
import { ranksOf } from '../allocation/ranks';
import type { Block, Division } from '../allocation/supply-network';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Answer } from './answer';
import { readNetwork } from './network-problem';
import type { NetworkProblem } from './network-problem';
import type { Place } from './place';

/**
 * `{"kind":"network","stock","claims","weights","floors?","edges":[{"depot","member","cap"}],
 * "classes?"}`: the leximin division of award / weight on a network, a flow that carries it, and
 * the certificate that no other division is it.
 */
export function answerNetwork(problem: Place): Answer {
  const read = readNetwork(problem);
  const { network, stakes, classes, scale } = read;
  const divisions = divideInClasses(network, stakes, classes);
  const last = divisions?.at(-1) ?? null;
  if (divisions === null || last === null) return refuseFloors(problem);
  const total = rational.sum(last.awards);
  const held = network.stocks.reduce((sum, mass) => sum + mass, 0n);
  const earlier = divisions.slice(0, -1).map((division) => passAnswer(read, division));
  const { awards, one_feasible_flow, blocks } = passAnswer(read, last);
  return {
    awards,
    total: rational.format(rational.div(total, scale)),
    undistributed: rational.format(rational.div(rational.sub(rational.of(held), total), scale)),
    bottleneck_certificate: ranksOf(network, stakes, last.awards, classes.length).map((rank) => ({
      level: rational.format(rational.div(rank.level, scale)),
      members: rank.members.map(BigInt),
      cumulative_rank: rational.format(rational.div(rank.cumulativeRank, scale)),
      cumulative_award: rational.format(rational.div(rank.cumulativeAward, scale)),
    })),
    one_feasible_flow,
    blocks,
    ...(earlier.length > 0 ? { earlier_classes: earlier } : {}),
  };
}

/** What proves the division of one class. */
interface PassAnswer {
  readonly [name: string]: Answer;
  readonly awards: Answer;
  readonly one_feasible_flow: Answer;
  readonly blocks: Answer;
}

function passAnswer({ network, scale }: NetworkProblem, division: Division): PassAnswer {
  const back = (amount: Rational): string => rational.format(rational.div(amount, scale));
  return {
    awards: division.awards.map(back),
    one_feasible_flow: network.routes.flatMap(({ stock, member }, index) => {
      const amount = division.flow[index] ?? rational.ZERO;
      if (amount.p === 0n) return [];
      return [{ depot: BigInt(stock), member: BigInt(member), amount: back(amount) }];
    }),
    blocks: division.blocks.map(({ level, members, cut }: Block) => ({
      level: back(level),
      members: members.map(BigInt),
      cut: { depots: cut.stocks.map(BigInt), members: cut.members.map(BigInt) },
    })),
  };
}

function refuseFloors(problem: Place): never {
  const message = 'The network cannot carry the floors: lower them to fit.';
  throw new DomainError('rule', 'floors-above-estate', message, {
    pointer: problem.field('floors').pointer,
  });
}
