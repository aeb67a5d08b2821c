/** What a problem is answered with; a bigint is written as a JSON number, every digit of it. */
export type Answer =
  string | boolean | null | bigint | readonly Answer[] | { readonly [name: string]: Answer };

/** The answer as one line of JSON, names in the order they were given. */
export function writeAnswer(answer: Answer): string {
  if (typeof answer === 'bigint') return `${answer}`;
  if (typeof answer !== 'object' || answer === null) return JSON.stringify(answer);
  if (isList(answer)) return `[${answer.map(writeAnswer).join(',')}]`;
  const members = Object.entries(answer).map(
    ([name, value]) => `${JSON.stringify(name)}:${writeAnswer(value)}`,
  );
  return `{${members.join(',')}}`;
}

function isList(answer: object): answer is readonly Answer[] {
  return Array.isArray(answer);
}
