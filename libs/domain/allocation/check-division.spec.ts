import { sampleDivision, scaledDivision } from '../../../tests/support/sample-division';
import { checkDivision } from './check-division';

const ODD = 'a claim, floor, award, stock or route is not a whole number of award units';
const UNDISTRIBUTED = 'awarded and undistributed do not sum to opened';

describe('the check of a published division', () => {
  it('finds nothing wrong with one that is right', () => {
    expect(checkDivision(sampleDivision())).toEqual([]);
    expect(checkDivision(scaledDivision())).toEqual([]);
  });

  it('lets an award be its claim', () => {
    expect(checkDivision(sampleDivision({ '/members/0/claim': '4000' }))).toEqual([]);
  });

  it('lets a floor be its claim', () => {
    expect(checkDivision(scaledDivision({ '/members/0/claim': '5000' }))).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['/members/0/claim', '10001', [ODD]],
    ['/members/0/floor', '1', [ODD]],
    ['/members/0/award', '4001', [ODD, 'the awarded total is not the sum of the awards']],
    ['/stocks/0/opened', '7001', [ODD, 'the opened total is not the sum of the stocks']],
    ['/routing/0/grams', '4001', [ODD]],
    ['/members/0/floor', '11000', ['the floor of AAA is above its claim']],
    ['/members/0/claim', '3000', ['the award of AAA is above its claim']],
    ['/totals/opened', '8000', ['the opened total is not the sum of the stocks']],
    ['/totals/awarded', '6000', ['the awarded total is not the sum of the awards']],
    ['/totals/undistributed', '1000', [UNDISTRIBUTED]],
  ])('holds figures against each other: %s of %s', (pointer, value, expected) => {
    const faults = checkDivision(sampleDivision({ [pointer]: value }));
    const also = faults.includes(UNDISTRIBUTED) && !expected.includes(UNDISTRIBUTED);
    expect(faults).toEqual(also ? [...expected, UNDISTRIBUTED] : expected);
  });

  it.each<[string, string, readonly string[]]>([
    ['/members/0/floor', '1000', ['floor pass: the floor of AAA is not met']],
    ['/members/0/floorAward', '1', ['floor pass: the floor of AAA is not met']],
    [
      '/awardPass/blocks/0/level',
      '3400',
      [
        'award pass: the award of member 0 does not follow from the level of block 0',
        'award pass: the award of member 1 does not follow from the level of block 0',
        'award pass: no member of block 0 stands at its level',
      ],
    ],
    ['/rounding/0/fraction', '1/3', ['the fraction of member 0 is wrong']],
    ['/routing/0/grams', '3000', ['the routing does not add up to the award of member 0']],
  ])('follows each step: %s of %s', (pointer, value, expected) => {
    expect(checkDivision(sampleDivision({ [pointer]: value }))).toEqual(expected);
  });

  it.each<[string, string | null, readonly string[]]>([
    ['/members/0/essential', null, ['floor pass: essential use is missing']],
    [
      '/members/1/essential',
      '4000',
      ['floor pass: the award of member 1 does not follow from the level of block 0'],
    ],
    [
      '/floorPass/blocks/0/cut/stocks/0',
      'T/metal',
      ["The division's /floorPass/blocks/0/cut/stocks/0 must be named in the division."],
    ],
  ])('follows the floors that were scaled: %s of %s', (pointer, value, expected) => {
    expect(checkDivision(scaledDivision({ [pointer]: value }))).toEqual(expected);
  });

  it('wants an unmet floor for a scale', () => {
    const met = { '/members/0/floor': '3000', '/members/1/floor': '3000' };
    const fair = { '/members/0/floorAward': '3000', '/members/1/floorAward': '3000' };
    expect(checkDivision(scaledDivision({ ...met, ...fair }))).toContain(
      'floor pass: the floors are scaled although all are met',
    );
    expect(checkDivision(scaledDivision())).toEqual([]);
  });
});
