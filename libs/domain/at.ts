import { assert } from './assert';

/** The item at a position that must be inside the list. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  assert(item !== undefined, 'an index inside its list');
  return item;
}
