import { once } from 'node:events';
import { answerProblem, PROBLEM_BYTES_MAX, readProblem } from '#domain/problem/answer-problem';
import { writeAnswer } from '#domain/problem/answer';
import type { ProblemBytes } from '#domain/problem/split-problems';
import { ProblemSplitter } from '#domain/problem/split-problems';
import { UNDECIDED, Unavailable, type Console, type Output } from './console';
import { refusalLine, refusalOf, refusalRecord, type Refusal } from './divide-refusal';

/** What one problem came to: a text for standard output, or a refusal. */
type Outcome = { readonly text: string } | { readonly refusal: Refusal };

/**
 * Answers the problems on standard input in their order. A refused problem among others is answered
 * in its place too, so that the n-th answer belongs to the n-th problem; a single one only on
 * standard error. Gives status 0, or 2 when any problem was refused.
 */
export async function divideCommand({ stdin, stdout, stderr }: Console): Promise<number> {
  const splitter = new ProblemSplitter(PROBLEM_BYTES_MAX);
  let count = 0;
  let refused = 0;
  let heldBack: Refusal | null = null;
  const answer = async (problem: ProblemBytes): Promise<void> => {
    if (heldBack) await write(stdout, refusalRecord(heldBack));
    heldBack = null;
    count += 1;
    const outcome = outcomeOf(problem);
    if ('text' in outcome) return write(stdout, outcome.text);
    refused += 1;
    await write(stderr, refusalLine(outcome.refusal));
    if (count === 1) heldBack = outcome.refusal;
    else await write(stdout, refusalRecord(outcome.refusal));
  };
  for await (const chunk of stdin) {
    for (const problem of splitter.push(chunk)) await answer(problem);
  }
  for (const problem of splitter.end()) await answer(problem);
  if (count === 0) throw new Unavailable('there is no problem on standard input.');
  return refused > 0 ? UNDECIDED : 0;
}

function outcomeOf({ line, bytes }: ProblemBytes): Outcome {
  try {
    return { text: `${writeAnswer(answerProblem(readProblem(bytes)))}\n` };
  } catch (error) {
    return { refusal: refusalOf(error, line) };
  }
}

/** Waits while whoever reads is slower than we are, so that answers do not pile up in memory. */
async function write(output: Output, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain');
}
