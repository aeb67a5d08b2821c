import {
  fiveMemberSnapshot,
  sampleMember,
  sampleSnapshot,
} from '../../../tests/support/sample-snapshot';
import { DomainError } from '../errors';
import { parseSnapshot } from './snapshot-reader';

/** A deep copy with the value at a JSON pointer replaced, or removed when undefined. */
function changed(pointer: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(fiveMemberSnapshot())) as Record<string, unknown>;
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Record<string, unknown>>(
    (place, key) => place[key] as Record<string, unknown>,
    copy,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const ASCII = '1 to 200 printable ASCII characters';
const INTEGER = 'a non-negative integer in at most 30 digits, as a string';

/** Where a value is refused, and what would be right there. */
function refusal(value: unknown): unknown {
  try {
    parseSnapshot(value);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error).toMatchObject({ kind: 'invalid', code: 'snapshot-invalid' });
    const pointer = String(error.facts['pointer']);
    const [place, right] = error.message.split(' must be ');
    expect(place).toBe(`The snapshot's ${pointer === '' ? 'whole' : pointer}`);
    return [pointer, right];
  }
}

describe('reading a snapshot', () => {
  it('gives back exactly what it reads', () => {
    const snapshot = fiveMemberSnapshot();
    expect(parseSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
  });

  it.each([
    ['/v', '2', 'one of 1'],
    ['/engine', 1, 'a string'],
    ['/engine', '', ASCII],
    ['/disruption/id', 7, 'a string'],
    ['/disruption/material', 'Co\n', ASCII],
    ['/disruption/material', '\nCo', ASCII],
    ['/disruption/declaredOn', '2025-13-01', 'a date such as 2025-02-22'],
    ['/disruption/declaredOn', '2025-02-0x', 'a date such as 2025-02-22'],
    ['/disruption/declaredOn', '2025-02-32', 'a date such as 2025-02-22'],
    ['/disruption/declaredOn', '12025-02-22', 'a date such as 2025-02-22'],
    ['/disruption/declaredOn', '2025-02-22T00:00Z', 'a date such as 2025-02-22'],
    ['/disruption/declaredOn', ['2025-02-22'], 'a date such as 2025-02-22'],
    ['/disruption/suppliers/0/member', null, 'a string'],
    ['/disruption/suppliers/0/lossFraction', '3/2', 'at most 1'],
    ['/rule', 'LR-1', 'an object'],
    ['/rule/id', 'x'.repeat(201), ASCII],
    ['/rule/version', 3, 'a string'],
    ['/members', {}, 'a list'],
    ['/members/1/member', 'São Tomé', ASCII],
    ['/members/0/need', '-5', INTEGER],
    ['/members/0/need', 5, INTEGER],
    ['/members/0/need', undefined, 'present'],
    ['/members/0/essential', '1e9', INTEGER],
    ['/members/0/standing', '-1/2', 'not negative'],
    ['/members/0/standing', 1, 'a ratio p or p/q, as a string'],
    ['/members/0/equityMultiplier', 'NaN', 'a ratio p or p/q in digits'],
    ['/members/0/supplierShares', [], 'a list of 1 shares, one for each failing supplier'],
    ['/members/0/supplierShares/0/basis', 'guess', 'one of origin, world'],
    ['/members/0/supplierShares/0/share', '5/4', 'at most 1'],
    ['/members/0/forms', Array.from({ length: 201 }, () => 'a'), 'a list of at most 200 items'],
    ['/members/0/forms', 'cobalt', 'a list'],
    ['/members/0/baseline/period', '', ASCII],
    ['/members/0/baseline/days', '0', 'at least 1'],
    ['/members/0/baseline/days', '-1', INTEGER],
    ['/members/0/baseline/quality', 'E', 'one of A, B, C, D'],
    ['/members/0/baseline/consumption', '012', INTEGER],
    ['/members/0/baseline/consumption', '9'.repeat(31), INTEGER],
    ['/members/0/baseline/extra', '1', 'absent'],
    ['/members/0/baseline/a~1b', '1', 'absent'],
    ['/stocks/0/free', '1.5', INTEGER],
    ['/stocks/0/depot', 5, 'a string'],
    ['/stocks/0/form', 5, 'a string'],
    ['/stocks/0/id', 5, 'a string'],
    ['/stocks/0/id', 'FIKOK/other', 'the depot and the form, joined by a slash'],
  ])('refuses %s = %j and says what would be right', (pointer, value, right) => {
    const named = pointer === '/members/0/baseline/a~1b' ? '/members/0/baseline/a~01b' : pointer;
    expect(refusal(changed(pointer, value))).toEqual([named, `${right}.`]);
  });

  it.each([
    ['/members/1/member', 'AUS', '/members/1', 'after the item before it, in ascending order'],
    [
      '/members/0/forms',
      ['b', 'a'],
      '/members/0/forms/1',
      'after the item before it, in ascending order',
    ],
    ['/stocks/2/depot', 'NLRTM', '/stocks/2/id', 'the depot and the form, joined by a slash'],
  ])('refuses %s = %j at %s', (pointer, value, named, right) => {
    expect(refusal(changed(pointer, value))).toEqual([named, `${right}.`]);
  });

  it('refuses stocks out of order, and a slash in a key by its escape', () => {
    const { stocks, ...rest } = fiveMemberSnapshot();
    const order = 'after the item before it, in ascending order.';
    expect(refusal({ ...rest, stocks: [...stocks].reverse() })).toEqual(['/stocks/1', order]);
    expect(refusal({ ...rest, stocks, 'a/b': 1 })).toEqual(['/a~1b', 'absent.']);
    expect(refusal({ ...rest, stocks, ['k'.repeat(99)]: 1 })).toEqual([
      `/${'k'.repeat(60)}`,
      'absent.',
    ]);
  });

  it('leaves the parameters to their own reader', () => {
    const refused = (pointer: string, value: unknown) => () =>
      parseSnapshot(changed(pointer, value));
    expect(refused('/rule/parameters/horizonDays', '0')).toThrow('/rule/parameters/horizonDays');
    expect(refused('/rule/parameters', null)).toThrow('/rule/parameters must be an object');
  });

  it.each(['A', 'B', 'C', 'D'])('reads quality %s', (quality) => {
    const snapshot = parseSnapshot(changed('/members/0/baseline/quality', quality));
    expect(snapshot.members[0]?.baseline.quality).toBe(quality);
  });

  it('reads texts, lists and numbers of just the longest length', () => {
    const forms = Array.from({ length: 200 }, (_, index) => `f${1000 + index}`);
    for (const [pointer, value] of [
      ['/engine', 'e'.repeat(200)],
      ['/members/0/forms', forms],
      ['/members/0/essential', '9'.repeat(30)],
    ] as const) {
      expect(refusal(changed(pointer, value))).toBe('accepted');
    }
  });

  it('refuses what is no snapshot at all', () => {
    for (const value of [null, undefined, 'snapshot', [], 7]) {
      expect(refusal(value)).toEqual(['', 'an object.']);
    }
  });

  it('refuses more members than a run may have', () => {
    const many = Array.from({ length: 401 }, (_, index) => sampleMember(`M${1000 + index}`));
    expect(refusal(sampleSnapshot(many, []))).toEqual(['/members', 'a list of at most 400 items.']);
  });
});
