import { sampleDivision } from '../../../tests/support/sample-division';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import { DIVISION_ITEMS_MAX, parseDivision } from './division-reader';

const INTEGER = 'a non-negative integer in at most 30 digits, as a string';
const RATIO = 'a ratio p or p/q in digits';
const TEXT = '1 to 200 printable ASCII characters';
const NAMED = 'named in the division';

function refusalOf(value: unknown): { code: string; message: string; pointer: unknown } {
  try {
    parseDivision(value);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, message: error.message, pointer: error.facts['pointer'] };
  }
  throw new Error('It was read.');
}

describe('reading a published division', () => {
  it('gives masses as integers and places by position', () => {
    const { network, rounding, awardPass, totals, members, floorPass, unit } =
      parseDivision(sampleDivision());
    const routes = [0, 1].map((member) => ({ stock: 0, member, cap: null }));
    expect(network).toEqual({ stocks: [7000n], memberCount: 2, routes });
    expect(rounding).toEqual([
      { index: 0, fraction: rational.ratio(1n, 2n), up: true },
      { index: 1, fraction: rational.ratio(1n, 2n), up: false },
    ]);
    expect(awardPass).toEqual({
      blocks: [
        { level: rational.of(3500n), members: [0, 1], cut: { stocks: [0], members: [0, 1] } },
      ],
      flow: [rational.of(3500n), rational.of(3500n)],
    });
    expect(totals).toEqual({ opened: 7000n, awarded: 7000n, undistributed: 0n });
    expect(members[1]).toEqual({
      ...{ member: 'BBB', forms: ['metal'], claim: 10_000n, floor: 0n, essential: null },
      ...{ weight: rational.ONE, floorAward: rational.ZERO },
      ...{ exactAward: rational.of(3500n), award: 3000n },
    });
    expect([floorPass, unit]).toEqual([null, 1000n]);
  });

  it('has a route only where a member can use the form of a stock', () => {
    const other = { '/members/1/forms': ['salt'], '/awardPass/flow': [], '/routing': [] };
    const { routes } = parseDivision(sampleDivision(other)).network;
    expect(routes).toEqual([{ stock: 0, member: 0, cap: null }]);
  });

  it.each([
    '',
    '/members/0',
    '/stocks/0',
    '/awardPass',
    '/awardPass/flow/0',
    '/awardPass/blocks/0',
  ])('wants an object at "%s" with its keys and no others', (pointer) => {
    const where = pointer === '' ? 'whole' : pointer;
    const whole = pointer === '' ? 7 : sampleDivision({ [pointer]: 7 });
    expect(refusalOf(whole).message).toBe(`The division's ${where} must be an object.`);
    const more = sampleDivision({ [`${pointer}/colour`]: 'red' });
    expect(refusalOf(more).pointer).toBe(`${pointer}/colour`);
  });

  it.each([
    '/members',
    '/members/0/forms',
    '/stocks',
    '/rounding',
    '/routing',
    '/awardPass/flow',
    '/awardPass/blocks',
    '/awardPass/blocks/0/members',
    '/awardPass/blocks/0/cut/stocks',
    '/awardPass/blocks/0/cut/members',
  ])('wants a list at %s', (pointer) => {
    const message = `The division's ${pointer} must be a list.`;
    expect(refusalOf(sampleDivision({ [pointer]: {} }))).toMatchObject({ message, pointer });
  });

  it('limits what a list may hold', () => {
    const rounding = new Array<null>(DIVISION_ITEMS_MAX + 1).fill(null);
    expect(refusalOf(sampleDivision({ '/rounding': rounding })).message).toBe(
      "The division's /rounding must be a list of at most 100000 items.",
    );
  });

  it.each<[string, string | readonly string[] | null, string]>([
    ['/v', '2', 'one of 1'],
    ['/unitGrams', 'x', INTEGER],
    ['/unitGrams', '0', 'at least 1'],
    ['/members/0/member', '', TEXT],
    ['/members/0/forms/0', '', TEXT],
    ['/members/0/claim', '-1', INTEGER],
    ['/members/0/floor', '1/2', INTEGER],
    ['/members/0/essential', '', INTEGER],
    ['/members/0/award', null, INTEGER],
    ['/members/0/weight', 'x', RATIO],
    ['/members/0/weight', '-1', 'not negative'],
    ['/members/0/floorAward', '1/0', RATIO],
    ['/members/0/exactAward', '-1/2', 'not negative'],
    ['/stocks/0/stock', '', TEXT],
    ['/stocks/0/form', '', TEXT],
    ['/stocks/0/opened', '1.5', INTEGER],
    ['/floorPass', [], 'an object'],
    ['/awardPass/flow/0/stock', 'T/metal', NAMED],
    ['/awardPass/flow/0/member', 'CCC', NAMED],
    ['/awardPass/flow/0/exactGrams', '-1', 'not negative'],
    ['/awardPass/blocks/0/level', '-1', 'not negative'],
    ['/awardPass/blocks/0/cut', null, 'an object'],
    ['/awardPass/blocks/0/members/1', 'CCC', NAMED],
    ['/awardPass/blocks/0/cut/stocks/0', 'T/metal', NAMED],
    ['/awardPass/blocks/0/cut/members/1', 'CCC', NAMED],
    ['/rounding/1/member', 'CCC', NAMED],
    ['/rounding/1/fraction', 'x', RATIO],
    ['/rounding/1/outcome', 'sideways', 'one of up, down'],
    ['/routing/1/stock', 'T/metal', NAMED],
    ['/routing/1/member', 'CCC', NAMED],
    ['/routing/1/grams', 'x', INTEGER],
    ['/routing/1/grams', '0', 'above 0'],
    ['/totals', null, 'an object'],
    ['/totals/opened', 'x', INTEGER],
    ['/totals/awarded', 'x', INTEGER],
    ['/totals/undistributed', 'x', INTEGER],
  ])('refuses %s of %j', (pointer, value, expected) => {
    const message = `The division's ${pointer} must be ${expected}.`;
    const refusal = { code: 'division-invalid', message, pointer };
    expect(refusalOf(sampleDivision({ [pointer]: value }))).toEqual(refusal);
  });

  const ascending = 'after the item before it, in ascending order';
  it.each<[string, Parameters<typeof sampleDivision>[0], string, string]>([
    ['members out of order', { '/members/0/member': 'CCC' }, '/members/1', ascending],
    ['a member twice', { '/members/0/member': 'BBB' }, '/members/1', ascending],
    [
      'a stock twice',
      { '/stocks/1': { stock: 'S/metal', form: 'metal', opened: '1' } },
      '/stocks/1',
      ascending,
    ],
    ['a flow twice', { '/awardPass/flow/1/member': 'AAA' }, '/awardPass/flow/1', 'named once'],
    [
      'a flow of a form that its member cannot use',
      { '/members/1/forms': ['salt'] },
      '/awardPass/flow/1',
      'a form the member can use',
    ],
    [
      'a route twice',
      { '/routing/1/member': 'AAA' },
      '/routing/1',
      'after the item before it, by stock and member',
    ],
  ])('refuses %s', (_name, changes, pointer, expected) => {
    const message = `The division's ${pointer} must be ${expected}.`;
    expect(refusalOf(sampleDivision(changes))).toMatchObject({ message, pointer });
  });
});
