/** What a rule says, as JSON. */
export type Said =
  string | number | boolean | null | readonly Said[] | { readonly [name: string]: Said };

/** One thing that two versions of a rule say differently; null where one says nothing of it. */
export interface Difference {
  /** JSON pointer inside the rule. */
  readonly pointer: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** All that differs between two records of texts, by pointer in ascending order. */
export function differencesOf(from: Said, to: Said): readonly Difference[] {
  const [before, after] = [textsOf(from, ''), textsOf(to, '')];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((pointer) => ({
      pointer,
      from: before.get(pointer) ?? null,
      to: after.get(pointer) ?? null,
    }))
    .filter((each) => each.from !== each.to);
}

function textsOf(value: Said, pointer: string): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[pointer, value]]);
  if (typeof value !== 'object' || value === null) return new Map([[pointer, `${value}`]]);
  return new Map(
    Object.entries(value).flatMap(([key, item]) => [
      ...textsOf(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ]),
  );
}
