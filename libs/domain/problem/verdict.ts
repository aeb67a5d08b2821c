/** What a check of an answer came to. */
export interface Verdict {
  /**
   * `certificate` when the answer was proven by itself and nothing was divided again;
   * `recomputation` when it, or a part of its proof, was held against the engine's own.
   */
  readonly by: 'certificate' | 'recomputation';
  /** What is wrong, each with the JSON pointer of the place; empty when the answer holds. */
  readonly faults: readonly string[];
}

/** Faults that one check lists; what is wrong throughout need not be said of every member. */
export const FAULTS_MAX = 100;

/** Subjects of faults, and where an answer speaks of them. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^(total|undistributed)\b/, '/$1'],
  [/\brank (\d+)/, '/bottleneck_certificate/$1'],
  [/\bone rank\b/, '/bottleneck_certificate'],
  [/\bblock (\d+)/, '/blocks/$1'],
  [/\b(?:a block|a cut|settled)\b/, '/blocks'],
  [/\b(?:route|stock|flow)\b/, '/one_feasible_flow'],
  [/\b(?:member|award) (\d+)/i, '/awards/$1'],
  [/\brest\b|\baward/i, '/awards'],
  [/\bleft\b/, '/undistributed'],
  [/\bclass\b/, '/earlier_classes'],
];

/** The fault with the place of the answer that it speaks of, from the words it names it by. */
export function placed(pointer: string, fault: string): string {
  for (const [pattern, place] of PLACES) {
    const found = pattern.exec(fault);
    if (found !== null) return `${pointer}${place.replace('$1', found[1] ?? '')}: ${fault}`;
  }
  return `${pointer}: ${fault}`;
}
