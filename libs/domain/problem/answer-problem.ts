import { DomainError } from '../errors';
import { utf8Text } from '../log/bytes';
import { inWords, KILOGRAMS_IN_ENGLISH } from '../allocation/explanation-text';
import type { TextPart } from '../allocation/explanation-text';
import { writeAnswer } from './answer';
import type { Answer } from './answer';
import { requireCoarse } from './fineness';
import { parseJson } from './json-text';
import { PROBLEM_KINDS } from './kinds';
import type { ProblemKind } from './kinds';
import { Place } from './place';
import type { Report } from './report';
import { REPORT_ENGLISH } from './report-english';
import type { Verdict } from './verdict';

/** Bytes of one problem; a million claims with weights and bounds are below it. */
export const PROBLEM_BYTES_MAX = 64 * 1024 * 1024;

/** Items of one list that an explanation or a comparison may have; answers take many more. */
export const TOLD_ITEMS_MAX = 100_000;

/** Reads the bytes of one problem, which must be a JSON text in UTF-8. */
export function readProblem(bytes: Uint8Array): Place {
  if (bytes.length > PROBLEM_BYTES_MAX) {
    const message = `The problem has more than ${PROBLEM_BYTES_MAX} bytes.`;
    throw new DomainError('invalid', 'problem-too-large', message, { pointer: '' });
  }
  const problem = parseJson(textOf(bytes));
  requireCoarse(problem);
  return new Place(problem);
}

/** Answers a problem of any kind; a refusal names the place by JSON pointer in its facts. */
export function answerProblem(problem: Place): Answer {
  return kindOf(problem).answer(problem);
}

/** Explains the answer to a problem: data, which `inWords` says in a language. */
export function explainProblem(problem: Place): Report {
  const kind = kindOf(problem);
  requireTellable(problem);
  return kind.explain(problem, asWritten(kind.answer(problem)));
}

/** All rules for the problem, side by side. */
export function compareRulesFor(problem: Place): Report {
  const kind = kindOf(problem);
  requireTellable(problem);
  return kind.compare(problem, () => asWritten(kind.answer(problem)));
}

/** Refuses as `problem-too-large` what has more of anything than a report can hold in memory. */
function requireTellable(problem: Place): void {
  const inputs = problem.optional('inputs');
  for (const [, place] of [...problem.entries(), ...(inputs?.entries() ?? [])]) {
    const { value, pointer } = place;
    const size = Array.isArray(value) ? value.length : value instanceof Map ? value.size : 0;
    if (size <= TOLD_ITEMS_MAX) continue;
    const message =
      `The value at ${pointer} has ${size} items, more than the ${TOLD_ITEMS_MAX} that can be ` +
      'told to people: ask for the answer alone.';
    throw new DomainError('invalid', 'problem-too-large', message, { pointer });
  }
}

/** A report in plain English, still to be laid out. */
export function inEnglish(report: Report): readonly TextPart[] {
  return inWords(report, REPORT_ENGLISH, KILOGRAMS_IN_ENGLISH);
}

/** Whether a given answer holds, from `{"problem":..., "answer":...}`. */
export function checkAnswer(given: Place): Verdict {
  given.allow('problem', 'answer');
  const problem = given.field('problem');
  const kind = kindOf(problem);
  return kind.check(problem, given.field('answer').asAnswer(), () =>
    asWritten(kind.answer(problem)),
  );
}

function asWritten(answer: Answer): Place {
  return new Place(parseJson(writeAnswer(answer))).asAnswer();
}

function kindOf(problem: Place): ProblemKind {
  const kind = problem.field('kind').word(Object.keys(PROBLEM_KINDS));
  const found = PROBLEM_KINDS[kind];
  return found ?? problem.field('kind').refuse('a kind of problem');
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8Text(bytes);
  } catch {
    const message = 'The problem is not a text in UTF-8.';
    throw new DomainError('invalid', 'problem-malformed', message, { pointer: '' });
  }
}
