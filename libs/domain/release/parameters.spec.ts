import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from './parameters';

const INTEGER = 'a non-negative integer in at most 30 digits, as a string';

/** Where changed defaults are refused, and what would be right there. */
function refusal(changes: Record<string, unknown>): unknown {
  try {
    parseParameters({ ...DEFAULT_PARAMETERS, ...changes });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error).toMatchObject({ kind: 'invalid', code: 'release-parameters-invalid' });
    const pointer = String(error.facts['pointer']);
    const [place, right] = error.message.split(' must be ');
    expect(place).toBe(`The release rule's ${pointer}`);
    return [pointer, right];
  }
}

describe('release parameters', () => {
  it('reads the published defaults', () => {
    const parameters = parseParameters(DEFAULT_PARAMETERS);
    expect(parameters.triggerSevere).toEqual(rational.ratio(3n, 25n));
    expect(parameters.horizonDays).toBe(30n);
  });

  it.each([
    ['schedule', 'cliff', 'one of ramp, step'],
    ['triggerGeneral', '0', 'above 0'],
    ['triggerGeneral', '-1/10', 'not negative'],
    ['triggerGeneral', 7, 'a ratio p or p/q, as a string'],
    ['triggerGeneral', 'NaN', 'a ratio p or p/q in digits'],
    ['triggerSevere', '7/100', 'above triggerGeneral'],
    ['triggerSevere', '2', 'at most 1'],
    ['restraintSevere', '1/20', 'at least restraintGeneral'],
    ['releaseSevere', '1/5', 'at least releaseGeneral'],
    ['releaseSevere', '3/2', 'at most 1'],
    ['standingMin', '0', 'above 0'],
    ['equityMin', '0', 'above 0'],
    ['equityMax', '1/4', 'at least equityMin'],
    ['floorCap', '6/5', 'at most 1'],
    ['humanitarianBuffer', '1', 'below 1'],
    ['reviewAt', `1/${'9'.repeat(60)}`, 'at most 40 characters'],
    ['horizonDays', '0', 'an integer from 1 to 3660'],
    ['horizonDays', '30.5', INTEGER],
    ['horizonDays', '99999', 'an integer from 1 to 3660'],
    ['awardUnitGrams', '0', 'an integer from 1 to 10000000000'],
    ['awardUnitGrams', '-1', INTEGER],
    ['surprise', '1', 'absent'],
  ])('refuses %s = %j and says what would be right', (key, value, right) => {
    expect(refusal({ [key]: value })).toEqual([`/${key}`, `${right}.`]);
  });

  it('accepts the ends of every range', () => {
    const ends = [
      { restraintGeneral: '1', restraintSevere: '1', releaseGeneral: '1', releaseSevere: '1' },
      { triggerSevere: '1', equityMin: '3', equityMax: '3', floorCap: '1', reviewAt: '1' },
      { horizonDays: '1', vestingDays: '0', humanitarianBuffer: '0' },
      { horizonDays: '3660', baselineLagQuarters: '20' },
      { equityMax: `${'9'.repeat(19)}/${'1'.repeat(20)}` },
    ];
    for (const changes of ends) expect(refusal(changes)).toBe('accepted');
  });

  it('refuses a list with a parameter missing, and anything that is no list', () => {
    const { floorCap: _floorCap, ...rest } = DEFAULT_PARAMETERS;
    expect(() => parseParameters(rest)).toThrow('/floorCap must be present');
    expect(() => parseParameters(null)).toThrow("The release rule's parameters must be an object.");
  });
});
