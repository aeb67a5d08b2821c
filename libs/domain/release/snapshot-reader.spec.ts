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

function refusedPointer(value: unknown): unknown {
  try {
    parseSnapshot(value);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.kind).toBe('invalid');
    return error.facts['pointer'];
  }
}

describe('reading a snapshot', () => {
  it('gives back exactly what it reads', () => {
    const snapshot = fiveMemberSnapshot();
    expect(parseSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
  });

  it.each([
    ['/v', '2'],
    ['/engine', 1],
    ['/disruption/declaredOn', '2025-13-01'],
    ['/disruption/suppliers/0/lossFraction', '3/2'],
    ['/rule/parameters/horizonDays', '0'],
    ['/rule/parameters', null],
    ['/members', {}],
    ['/members/1/member', 'AUS'],
    ['/members/1/member', 'São Tomé'],
    ['/members/0/need', '-5'],
    ['/members/0/need', 5],
    ['/members/0/need', undefined],
    ['/members/0/essential', '1e9'],
    ['/members/0/standing', '-1/2'],
    ['/members/0/equityMultiplier', 'NaN'],
    ['/members/0/supplierShares', []],
    ['/members/0/supplierShares/0/basis', 'guess'],
    ['/members/0/supplierShares/0/share', '5/4'],
    ['/members/0/forms', ['b', 'a']],
    ['/members/0/baseline/days', '0'],
    ['/members/0/baseline/quality', 'E'],
    ['/members/0/baseline/consumption', '012'],
    ['/members/0/baseline/consumption', '9'.repeat(31)],
    ['/members/0/baseline/extra', '1'],
    ['/stocks/0/free', '1.5'],
    ['/stocks/0/id', 'FIKOK/other'],
    ['/stocks/2/depot', 'NLRTM'],
  ])('refuses %s = %j and points at it', (pointer, value) => {
    const expected: Record<string, string> = {
      '/members/0/forms': '/members/0/forms/1',
      '/members/1/member': value === 'AUS' ? '/members/1' : '/members/1/member',
      '/stocks/2/depot': '/stocks/2/id',
    };
    expect(refusedPointer(changed(pointer, value))).toBe(expected[pointer] ?? pointer);
  });

  it('refuses what is no snapshot at all', () => {
    for (const value of [null, undefined, 'snapshot', [], 7]) {
      expect(refusedPointer(value)).toBe('');
    }
  });

  it('refuses more members than a run may have', () => {
    const many = Array.from({ length: 401 }, (_, index) => sampleMember(`M${1000 + index}`));
    expect(refusedPointer(sampleSnapshot(many, []))).toBe('/members');
  });
});
