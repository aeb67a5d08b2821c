import vectors from '../../../tests/vectors/stoichiometry.json';
import { assayOf, checkForm, type ListedForm } from './form';

const sulfate: ListedForm = {
  fractionKind: 'stoichiometric',
  containedFraction: '0.209656',
  formula: 'CoSO4·7H2O',
};

describe('a listed form', () => {
  it.each(vectors.rows.map(({ formula, element, fraction }) => [formula, element, fraction]))(
    '%s of %s holds what its formula says',
    (formula = '', element = '', containedFraction = '') => {
      const form: ListedForm = { fractionKind: 'stoichiometric', containedFraction, formula };
      expect(() => checkForm(form, element)).not.toThrow();
      const off = containedFraction.startsWith('1') ? '0.999999' : `${containedFraction}1`;
      expect(() => checkForm({ ...form, containedFraction: off }, element)).toThrow(
        expect.objectContaining({ code: 'fraction-not-stoichiometric' }),
      );
    },
  );

  it('may be written with more zeros', () => {
    expect(() => checkForm({ ...sulfate, containedFraction: '0.209656000' }, 'Co')).not.toThrow();
  });

  it('is told the fraction that would be right', () => {
    expect(() => checkForm({ ...sulfate, containedFraction: '0.21' }, 'Co')).toThrow(
      expect.objectContaining({
        code: 'fraction-not-stoichiometric',
        facts: { pointer: '/containedFraction', expected: '0.209656', stated: '0.21' },
      }),
    );
  });

  it.each([
    [{ ...sulfate, formula: null }, 'form-formula-mismatch'],
    [{ ...sulfate, fractionKind: 'grade' as const }, 'form-formula-mismatch'],
    [{ ...sulfate, fractionKind: 'mixture' as const }, 'form-formula-mismatch'],
    [{ ...sulfate, formula: 'NiSO4' }, 'formula-lacks-element'],
    [{ ...sulfate, formula: 'CoSO4.7H2O' }, 'formula-malformed'],
  ])('%j is refused as %s', (form, code) => {
    expect(() => checkForm(form, 'Co')).toThrow(expect.objectContaining({ code }));
  });

  it('without a formula states its nominal grade', () => {
    const crude: ListedForm = { fractionKind: 'grade', containedFraction: '0.3', formula: null };
    expect(() => checkForm(crude, 'Co')).not.toThrow();
  });
});

describe('a delivery of a form', () => {
  const form = (fractionKind: ListedForm['fractionKind']): Omit<ListedForm, 'formula'> => ({
    fractionKind,
    containedFraction: '0.3',
  });

  it.each(['stoichiometric', 'grade', 'mixture'] as const)('counts by its assay (%s)', (kind) => {
    expect(assayOf(form(kind), '0.2981')).toBe('0.2981');
  });

  it.each(['stoichiometric', 'mixture'] as const)('else by what the form contains (%s)', (kind) => {
    expect(assayOf(form(kind), undefined)).toBe('0.3');
  });

  it('but a grade is only nominal', () => {
    expect(() => assayOf(form('grade'), undefined)).toThrow(
      expect.objectContaining({
        code: 'assay-missing',
        facts: { pointer: '/assay', nominal: '0.3' },
      }),
    );
  });
});
