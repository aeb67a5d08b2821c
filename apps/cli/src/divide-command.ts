import { once } from 'node:events';
import {
  answerProblem,
  checkAnswer,
  compareRulesFor,
  explainProblem,
  inEnglish,
  PROBLEM_BYTES_MAX,
  readProblem,
} from '#domain/problem/answer-problem';
import { writeAnswer } from '#domain/problem/answer';
import type { Place } from '#domain/problem/place';
import type { Report } from '#domain/problem/report';
import type { ProblemBytes } from '#domain/problem/split-problems';
import { ProblemSplitter } from '#domain/problem/split-problems';
import { UNDECIDED, Unavailable, type Console, type Output } from './console';
import { reportText } from './divide-report';
import { refusalLine, refusalOf, refusalRecord, type Refusal } from './divide-refusal';

/** Exit status when a checked answer is wrong, as in `gmt verify`. */
const PROVEN_BAD = 1;

export interface DivideOptions {
  /** For people instead of programs. */
  readonly explain?: true;
  /** All rules side by side. */
  readonly compare?: true;
  /** Answers are given, and checked. */
  readonly check?: true;
}

/** What one problem came to: a text for standard output, or a refusal. */
type Outcome = { readonly text: string; readonly isGood: boolean } | { readonly refusal: Refusal };

/**
 * Answers the problems on standard input in their order. A refused problem among others is answered
 * in its place too, so that the n-th answer belongs to the n-th problem; a single one only on
 * standard error. Gives status 0, 1 when an answer was checked and found wrong, and 2 when any
 * problem was refused.
 */
export async function divideCommand(
  options: DivideOptions,
  { stdin, stdout, stderr }: Console,
): Promise<number> {
  const splitter = new ProblemSplitter(PROBLEM_BYTES_MAX);
  let count = 0;
  let status = 0;
  let heldBack: Refusal | null = null;
  const answer = async (problem: ProblemBytes): Promise<void> => {
    if (heldBack) await write(stdout, refusalRecord(heldBack));
    heldBack = null;
    count += 1;
    const outcome = outcomeOf(problem, options);
    if ('text' in outcome) {
      if (!outcome.isGood && status === 0) status = PROVEN_BAD;
      // Explanations are apart from each other, answers are not.
      const isApart = count > 1 && !outcome.text.startsWith('{');
      return write(stdout, isApart ? `\n${outcome.text}` : outcome.text);
    }
    status = UNDECIDED;
    await write(stderr, refusalLine(outcome.refusal));
    if (count === 1) heldBack = outcome.refusal;
    else await write(stdout, refusalRecord(outcome.refusal));
  };
  for await (const chunk of stdin) {
    for (const problem of splitter.push(chunk)) await answer(problem);
  }
  for (const problem of splitter.end()) await answer(problem);
  if (count === 0) throw new Unavailable('there is no problem on standard input.');
  return status;
}

function outcomeOf({ line, bytes }: ProblemBytes, options: DivideOptions): Outcome {
  try {
    const problem = readProblem(bytes);
    if (options.check) return checked(problem, options);
    if (options.compare) return told(compareRulesFor(problem));
    if (options.explain) return told(explainProblem(problem));
    return { text: `${writeAnswer(answerProblem(problem))}\n`, isGood: true };
  } catch (error) {
    return { refusal: refusalOf(error, line) };
  }
}

function told(report: Report): Outcome {
  return { text: reportText(inEnglish(report)), isGood: true };
}

function checked(given: Place, { explain }: DivideOptions): Outcome {
  const { by, faults } = checkAnswer(given);
  const isGood = faults.length === 0;
  if (!explain) return { text: `${writeAnswer({ valid: isGood, by, faults })}\n`, isGood };
  const how =
    by === 'certificate' ? 'by its own proof' : "by comparing it with the engine's own answer";
  const verdict = isGood ? `The answer holds, ${how}.` : `The answer does not hold, ${how}:`;
  return { text: reportText([verdict, ...faults]), isGood };
}

/** Waits while whoever reads is slower than we are, so that answers do not pile up in memory. */
async function write(output: Output, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain');
}
