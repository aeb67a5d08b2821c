import { writeAnswer } from '#domain/problem/answer';
import { DomainError } from '#domain/errors';

/** Why a problem has no answer. */
export interface Refusal {
  /** The line of the input that the problem starts on, from 1. */
  readonly line: number;
  readonly code: string;
  /** JSON pointer (RFC 6901) to the value at fault; empty for the whole problem. */
  readonly pointer: string;
  readonly message: string;
}

/** A fault of ours is told like a refusal: the problems after it still get their answers. */
export function refusalOf(error: unknown, line: number): Refusal {
  if (error instanceof DomainError) {
    const { pointer } = error.facts;
    return {
      line,
      code: error.code,
      pointer: typeof pointer === 'string' ? pointer : '',
      message: error.message,
    };
  }
  const what = error instanceof Error ? error.message : String(error);
  const message = `gmt failed on this problem: ${what}`;
  return { line, code: 'problem-not-answered', pointer: '', message };
}

/** For people, on one line: where, what, and the code to look up. */
export function refusalLine({ line, code, pointer, message }: Refusal): string {
  const where = `line ${line}, at ${JSON.stringify(pointer)}`;
  return `gmt: ${where}: ${printable(message)} (${code})\n`;
}

/** In the place of the answer, one line of JSON. */
export function refusalRecord({ line, ...refusal }: Refusal): string {
  return `${writeAnswer({ error: { ...refusal, line: BigInt(line) } })}\n`;
}

/** Text of the input is quoted in messages: nothing of it may move a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, (unit) => `\\u{${(unit.codePointAt(0) ?? 0).toString(16)}}`);
}
