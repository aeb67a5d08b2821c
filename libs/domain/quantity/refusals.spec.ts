import { DomainError } from '../errors';
import { assayOf, checkForm } from './form';
import { FORMULA_LENGTH_MAX, massFraction, parseFormula } from './formula';
import { GRAMS_MAX, parseMass } from './mass';
import * as rational from './rational';

function refusalOf(act: () => unknown): Pick<DomainError, 'kind' | 'code' | 'message' | 'facts'> {
  try {
    act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, code, message, facts } = error;
    return { kind, code, message, facts };
  }
  throw new Error('It was accepted.');
}

describe('a refused quantity', () => {
  it.each<[string, () => unknown, ReturnType<typeof refusalOf>]>([
    [
      'a ratio',
      () => rational.parse('x'.repeat(50)),
      {
        kind: 'invalid',
        code: 'not-a-rational',
        message: `"${'x'.repeat(40)}" is not p or p/q in digits, such as 7/100.`,
        facts: { value: 'x'.repeat(40) },
      },
    ],
    [
      'a decimal',
      () => rational.parseDecimal('1,5'),
      {
        kind: 'invalid',
        code: 'not-a-rational',
        message: '"1,5" is not a decimal in digits, such as 0.2981.',
        facts: { value: '1,5' },
      },
    ],
    [
      'a unit',
      () => parseMass({ value: '1', unit: 'LBR' }),
      {
        kind: 'invalid',
        code: 'unit-unknown',
        message: 'Unit "LBR" is not accepted.',
        facts: { pointer: '/unit', expected: ['GRM', 'KGM', 'TNE', 'APZ'] },
      },
    ],
    [
      'the text of a mass',
      () => parseMass({ value: 'much', unit: 'KGM' }),
      {
        kind: 'invalid',
        code: 'mass-malformed',
        message: 'A mass is a plain decimal text.',
        facts: { pointer: '/value', expected: '12500.5' },
      },
    ],
    [
      'half a gram',
      () => parseMass({ value: '0.5', unit: 'GRM' }),
      {
        kind: 'invalid',
        code: 'mass-finer-than-gram',
        message: 'A mass is a whole number of grams.',
        facts: { pointer: '/value' },
      },
    ],
    [
      'too large a mass',
      () => parseMass({ value: '1000000000000.000001', unit: 'TNE' }),
      {
        kind: 'invalid',
        code: 'mass-too-large',
        message: 'A mass is at most 1000000000000000000 g.',
        facts: { pointer: '/value' },
      },
    ],
    [
      'an element',
      () => massFraction('Xx', 'Xx'),
      {
        kind: 'rule',
        code: 'element-unknown',
        message: 'No atomic weight of Xx is known.',
        facts: { pointer: '/formula', element: 'Xx' },
      },
    ],
    [
      'a formula without the material',
      () => massFraction('NiSO4', 'Nd+Pr'),
      {
        kind: 'rule',
        code: 'formula-lacks-element',
        message: 'The formula has no Nd+Pr in it.',
        facts: { pointer: '/formula', element: 'Nd+Pr' },
      },
    ],
    [
      'a formula of a form that has none',
      () => checkForm({ fractionKind: 'grade', containedFraction: '0.3', formula: 'Co' }, 'Co'),
      {
        kind: 'rule',
        code: 'form-formula-mismatch',
        message: 'A stoichiometric form states its formula; no other form does.',
        facts: { pointer: '/formula', fractionKind: 'grade' },
      },
    ],
    [
      'a fraction beside its formula',
      () =>
        checkForm(
          { fractionKind: 'stoichiometric', containedFraction: '0.5', formula: 'Co' },
          'Co',
        ),
      {
        kind: 'rule',
        code: 'fraction-not-stoichiometric',
        message: 'By its formula, 1 of the form is Co; 0.5 was stated.',
        facts: { pointer: '/containedFraction', expected: '1', stated: '0.5' },
      },
    ],
    [
      'a delivery of a grade without an assay',
      () => assayOf({ fractionKind: 'grade', containedFraction: '0.3' }, undefined),
      {
        kind: 'rule',
        code: 'assay-missing',
        message: 'The form is a grade of nominally 0.3: state the assay of what is delivered.',
        facts: { pointer: '/assay', nominal: '0.3' },
      },
    ],
  ])('says where it is and what would be right: %s', (_name, act, refusal) => {
    expect(refusalOf(act)).toEqual(refusal);
  });

  it.each([
    ['', 'a part is empty or open'],
    ['Co(', 'a part is empty or open'],
    ['co', 'something in it is no element, bracket or count'],
    ['Co()2', 'a bracket is empty'],
    ['Co)', 'a bracket closes that none opened'],
    ['((((C))))', 'its brackets are too deep'],
    ['((C999)999)2', 'it has too many atoms'],
    ['C'.repeat(FORMULA_LENGTH_MAX + 1), 'it is too long'],
  ])('says what is wrong with the formula %j', (formula, why) => {
    expect(refusalOf(() => parseFormula(formula))).toEqual({
      kind: 'invalid',
      code: 'formula-malformed',
      message: `This is no formula: ${why}.`,
      facts: {
        pointer: '/formula',
        expected: 'elements, counts, brackets and centred dots, such as CoSO4·7H2O',
      },
    });
  });
});

describe('the largest quantity', () => {
  it('is still accepted', () => {
    const longest = '9'.repeat(rational.RATIONAL_TEXT_LENGTH_MAX);
    expect(rational.format(rational.parse(longest))).toBe(longest);
    expect(rational.format(rational.parseDecimal(longest))).toBe(longest);
    expect(parseMass({ value: '1000000000000', unit: 'TNE' })).toBe(GRAMS_MAX);
    expect(parseFormula('C'.repeat(FORMULA_LENGTH_MAX)).get('C')).toBe(60n);
    expect(parseFormula('(((C)))').get('C')).toBe(1n);
    expect(parseFormula('(C500)2·999(C999)').get('C')).toBe(999_001n);
    expect(parseFormula('100(C100)100').get('C')).toBe(1_000_000n);
  });
});
