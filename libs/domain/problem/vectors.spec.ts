import { PUBLISHED_PROBLEMS } from '../../../tests/support/published-problems';
import type { Case } from '../../../tests/support/published-problems';
import { writeAnswer } from './answer';
import { answerProblem } from './answer-problem';
import { parseJson } from './json-text';
import { Place } from './place';

function answerOf(problem: Case): unknown {
  const place = new Place(parseJson(JSON.stringify(problem)));
  return JSON.parse(writeAnswer(answerProblem(place)));
}

describe.each(Object.entries(PUBLISHED_PROBLEMS))('published problems: %s', (_kind, cases) => {
  it.each(cases)('%s', (_title, problem, expected) => {
    expect(answerOf(problem)).toMatchObject(expected);
  });
});

it('answers the published problems with no more than a few fields of its own', () => {
  for (const [, problem, expected] of [
    ...(PUBLISHED_PROBLEMS['iea'] ?? []),
    ...(PUBLISHED_PROBLEMS['pipeline'] ?? []),
  ]) {
    expect(Object.keys(answerOf(problem) as Case)).toEqual(Object.keys(expected));
  }
});
