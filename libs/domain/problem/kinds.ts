import type { Answer } from './answer';
import { answerApportion, checkApportion } from './apportion';
import { compareAnswers } from './check';
import { checkNetwork } from './check-network';
import { checkPipeline } from './check-pipeline';
import { answerClaims, checkClaims } from './claims';
import { compareApportion, compareClaims, compareIea } from './compare';
import { compareNetwork, comparePipeline } from './compare';
import { explainApportion } from './explain-apportion';
import { explainClaims } from './explain-claims';
import { explainIea } from './explain-iea';
import { explainNetwork } from './explain-network';
import { explainPipeline } from './explain-pipeline';
import { answerIea } from './iea';
import { answerNetwork } from './network';
import { answerPipeline } from './pipeline';
import type { Place } from './place';
import type { Report } from './report';
import type { Verdict } from './verdict';

/** What is known of one kind of problem; one file a kind. */
export interface ProblemKind {
  /** Reads the problem strictly and answers it; refuses with the JSON pointer of the fault. */
  readonly answer: (problem: Place) => Answer;
  /** The answer, given as it was written, for people. */
  readonly explain: (problem: Place, answer: Place) => Report;
  /** All rules side by side; `answer` is called where the kind divides by a rule of its own. */
  readonly compare: (problem: Place, answer: () => Place) => Report;
  /** Whether an answer that somebody gives holds, and by what; `own` is the engine's own. */
  readonly check: (problem: Place, claimed: Place, own: () => Place) => Verdict;
}

/** For figures that follow from a formula: to prove them is to compute them. */
const byOwnAnswer: ProblemKind['check'] = (_problem, claimed, own) =>
  compareAnswers(claimed, own());

export const PROBLEM_KINDS: Readonly<Record<string, ProblemKind>> = {
  claims: {
    answer: answerClaims,
    explain: explainClaims,
    compare: compareClaims,
    check: checkClaims,
  },
  network: {
    answer: answerNetwork,
    explain: explainNetwork,
    compare: (problem, answer) => compareNetwork(problem, answer()),
    check: checkNetwork,
  },
  pipeline: {
    answer: answerPipeline,
    explain: explainPipeline,
    compare: comparePipeline,
    check: checkPipeline,
  },
  iea: { answer: answerIea, explain: explainIea, compare: compareIea, check: byOwnAnswer },
  apportion: {
    answer: answerApportion,
    explain: explainApportion,
    compare: compareApportion,
    check: checkApportion,
  },
};
