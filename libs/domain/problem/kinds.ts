import type { Answer } from './answer';
import { answerApportion } from './apportion';
import { answerClaims } from './claims';
import { answerIea } from './iea';
import { answerNetwork } from './network';
import { answerPipeline } from './pipeline';
import type { Place } from './place';

/** What is known of one kind of problem; one file a kind. */
export interface ProblemKind {
  /** Reads the problem strictly and answers it; refuses with the JSON pointer of the fault. */
  readonly answer: (problem: Place) => Answer;
}

export const PROBLEM_KINDS: Readonly<Record<string, ProblemKind>> = {
  claims: { answer: answerClaims },
  network: { answer: answerNetwork },
  pipeline: { answer: answerPipeline },
  iea: { answer: answerIea },
  apportion: { answer: answerApportion },
};
