import { checkDivision } from '#domain/allocation/check-division';
import { divisionOf } from '#domain/allocation/division-record';
import { replay } from '#domain/allocation/replay';
import { canonicalJson } from '#domain/log/canonical-json';
import { utf8 } from '#domain/log/bytes';
import { writeAnswer } from '#domain/problem/answer';
import { answerProblem, readProblem } from '#domain/problem/answer-problem';
import { parseSnapshot } from '#domain/release/snapshot-reader';

/** What a page asks of the engine, from text to text: the same code in a browser and in Node. */
export const ENGINE_TASKS = {
  /** From the canonical JSON of a snapshot to that of the run's record. */
  replay: (snapshot: string) => canonicalJson(replay(parseSnapshot(JSON.parse(snapshot)))),

  /** The same, and the faults that the certificate's checker finds in what would be published. */
  prove: (snapshot: string) => {
    const record = replay(parseSnapshot(JSON.parse(snapshot)));
    return canonicalJson({ record, faults: checkDivision(divisionOf(record)) });
  },

  /** One problem of `gmt divide` and the line that answers it. */
  divide: (problem: string) => writeAnswer(answerProblem(readProblem(utf8(problem)))),
} as const;

export type EngineTask = keyof typeof ENGINE_TASKS;

export interface EngineRequest {
  readonly task: EngineTask;
  readonly text: string;
}

/** The answer, or the message of what was thrown. */
export type EngineReply = { readonly text: string } | { readonly thrown: string };
