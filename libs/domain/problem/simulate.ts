import { certifiedRun } from '../allocation/certified-run';
import { rulesSideBySide } from '../allocation/counterfactuals';
import type { RuleColumn } from '../allocation/counterfactuals';
import { explanationRecord } from '../allocation/explanation-record';
import type { ExplanationRecord } from '../allocation/explanation-record';
import { ENGINE_VERSION } from '../allocation/replay';
import type { RunRecord } from '../allocation/run-record';
import { canonicalJson } from '../log/canonical-json';
import type { Json } from '../log/canonical-json';
import type { Tier } from '../release/trigger';
import type { Snapshot } from '../release/snapshot';
import { parseSnapshot } from '../release/snapshot-reader';
import { readProblem } from './answer-problem';
import { writeAnswer } from './answer';
import { JsonNumber } from './json-text';
import type { JsonValue } from './json-text';
import { answerOfRun, runOf } from './pipeline';

/** Everything a simulation reads, as strings only: the same canonical text, the same outcome. */
export type SimulationInput = LiveInput | HypotheticalInput;

export interface LiveInput {
  readonly v: '1';
  readonly engine: string;
  readonly kind: 'live';
  /** As a run freezes it, with what the overrides changed. */
  readonly snapshot: Snapshot;
  /** Null where nothing is assumed. */
  readonly assumed: { readonly tier: Tier | null; readonly releaseMaxGrams: string | null };
}

export interface HypotheticalInput {
  readonly v: '1';
  readonly engine: string;
  readonly kind: 'hypothetical';
  /** A problem of the kind `pipeline`, its numbers as texts. */
  readonly problem: Json;
  /** Random, so that nobody can try whether somebody else simulated certain figures. */
  readonly salt: string;
}

/** What a simulation found; `unit` is that of `rules` and `explanation`. */
export interface SimulationRecord {
  readonly v: '1';
  readonly engine: string;
  readonly unit: 'grams' | 'kilograms';
  /** Of live figures the record of a run; of hypothetical ones the answer of `gmt divide`. */
  readonly result: RunRecord | Json;
  readonly rules: readonly RuleColumn[];
  readonly explanation: ExplanationRecord;
}

/** The canonical texts of a simulation. */
export interface Simulated {
  readonly input: string;
  readonly record: string;
}

/** Simulates frozen figures by the functions of a run. Refuses what a run would refuse. */
export function simulateLive(text: string): Simulated {
  const { snapshot, assumed } = JSON.parse(text) as LiveInput;
  const { tier, releaseMaxGrams } = assumed;
  const releaseMax = releaseMaxGrams === null ? null : BigInt(releaseMaxGrams);
  const isAsFound = tier === null && releaseMax === null;
  const { input, result, record } = certifiedRun(
    parseSnapshot(snapshot),
    isAsFound ? undefined : { tier, releaseMax },
  );
  const simulation: SimulationRecord = {
    v: '1',
    engine: ENGINE_VERSION,
    unit: 'grams',
    result: record,
    rules: rulesSideBySide(input, result),
    explanation: explanationRecord(input, result),
  };
  return { input: text, record: canonicalJson(simulation) };
}

/**
 * Simulates the problem under `hypothetical` in a JSON text. Refuses as `gmt divide` does, with the
 * JSON pointer inside the whole text.
 */
export function simulateHypothetical(body: Uint8Array, salt: string): Simulated {
  const problem = readProblem(body).field('hypothetical');
  problem.field('kind').word(['pipeline']);
  const run = runOf(problem);
  const { input, result } = run;
  const simulation: SimulationRecord = {
    v: '1',
    engine: ENGINE_VERSION,
    unit: 'kilograms',
    result: JSON.parse(writeAnswer(answerOfRun(run))) as Json,
    rules: rulesSideBySide(input, result),
    explanation: explanationRecord(input, result),
  };
  const given: HypotheticalInput = {
    v: '1',
    engine: ENGINE_VERSION,
    kind: 'hypothetical',
    problem: withoutNumbers(problem.value),
    salt,
  };
  return { input: canonicalJson(given), record: canonicalJson(simulation) };
}

/** A number in a problem and its digits in a text mean the same to every reader of problems. */
function withoutNumbers(value: JsonValue): Json {
  if (value instanceof JsonNumber) return value.digits;
  if (value instanceof Map) {
    const members = value as ReadonlyMap<string, JsonValue>;
    return Object.fromEntries([...members].map(([name, item]) => [name, withoutNumbers(item)]));
  }
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withoutNumbers);
  return value as string | boolean | null;
}
