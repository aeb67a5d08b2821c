import { DEFAULT_TERMS, parseTerms } from './terms';

describe('the terms of a release', () => {
  it('are the default ones where they are left out', () => {
    expect(parseTerms({})).toEqual(DEFAULT_TERMS);
    expect(parseTerms({ basis: 'grant' })).toEqual({ ...DEFAULT_TERMS, basis: 'grant' });
  });

  it.each([
    [null, ''],
    [[], ''],
    [{ basis: 'gift' }, '/basis'],
    [{ instalments: '0' }, '/instalments'],
    [{ instalments: 4 }, '/instalments'],
    [{ everyMonths: '241' }, '/everyMonths'],
    [{ instalments: '60', everyMonths: '12' }, '/everyMonths'],
    [{ endUseDays: '' }, '/endUseDays'],
    [{ interest: '1' }, '/interest'],
  ])('refuse %j at %s', (value, pointer) => {
    expect(() => parseTerms(value, '')).toThrow(
      expect.objectContaining({ code: 'release-terms-invalid', facts: { pointer } }),
    );
  });
});
