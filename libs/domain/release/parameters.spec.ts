import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from './parameters';

function refusedPointer(changes: Record<string, unknown>): unknown {
  try {
    parseParameters({ ...DEFAULT_PARAMETERS, ...changes });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error).toMatchObject({ kind: 'invalid', code: 'release-parameters-invalid' });
    return error.facts['pointer'];
  }
}

describe('release parameters', () => {
  it('reads the published defaults', () => {
    const parameters = parseParameters(DEFAULT_PARAMETERS);
    expect(parameters.triggerSevere).toEqual(rational.ratio(3n, 25n));
    expect(parameters.horizonDays).toBe(30n);
  });

  it.each([
    ['schedule', 'cliff'],
    ['triggerGeneral', '0'],
    ['triggerGeneral', '-1/10'],
    ['triggerGeneral', 7],
    ['triggerGeneral', 'NaN'],
    ['triggerSevere', '7/100'],
    ['triggerSevere', '2'],
    ['restraintSevere', '1/20'],
    ['releaseSevere', '1/5'],
    ['releaseSevere', '3/2'],
    ['standingMin', '0'],
    ['equityMin', '0'],
    ['equityMax', '1/4'],
    ['floorCap', '6/5'],
    ['humanitarianBuffer', '1'],
    ['reviewAt', `1/${'9'.repeat(60)}`],
    ['horizonDays', '0'],
    ['horizonDays', '30.5'],
    ['horizonDays', '99999'],
    ['awardUnitGrams', '0'],
    ['awardUnitGrams', '-1'],
    ['surprise', '1'],
  ])('refuses %s = %j and names it', (key, value) => {
    expect(refusedPointer({ [key]: value })).toBe(`/${key}`);
  });

  it('refuses a list with a parameter missing, and anything that is no list', () => {
    const { floorCap: _floorCap, ...rest } = DEFAULT_PARAMETERS;
    expect(() => parseParameters(rest)).toThrow('/floorCap must be present');
    expect(() => parseParameters(null)).toThrow('must be an object');
  });
});
