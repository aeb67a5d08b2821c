import * as fc from 'fast-check';
import vectors from '../../../tests/vectors/stoichiometry.json';
import { DomainError } from '../errors';
import { ATOMIC_WEIGHTS } from './atomic-weights';
import { fractionText, massFraction, molarMass, parseFormula } from './formula';
import * as Q from './rational';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a formula', () => {
  it.each([
    ['CoSO4·7H2O', { Co: 1n, S: 1n, O: 11n, H: 14n }],
    ['Li2CO3', { Li: 2n, C: 1n, O: 3n }],
    ['Co(OH)2', { Co: 1n, O: 2n, H: 2n }],
    ['(NH4)10(H2W12O42)·4H2O', { N: 10n, H: 50n, W: 12n, O: 46n }],
    ['Co', { Co: 1n }],
    ['CO', { C: 1n, O: 1n }],
    ['((C2)3O)2', { C: 12n, O: 2n }],
  ])('%s holds its atoms', (formula, atoms) => {
    expect(Object.fromEntries(parseFormula(formula))).toEqual(atoms);
  });

  it.each([
    ['', 'formula-malformed'],
    ['co', 'formula-malformed'],
    ['Co ', 'formula-malformed'],
    ['Co\n', 'formula-malformed'],
    ['Co0', 'formula-malformed'],
    ['Co01', 'formula-malformed'],
    ['Co1000', 'formula-malformed'],
    ['Co(', 'formula-malformed'],
    ['Co)', 'formula-malformed'],
    ['Co()2', 'formula-malformed'],
    ['CoSO4·', 'formula-malformed'],
    ['·H2O', 'formula-malformed'],
    ['7', 'formula-malformed'],
    ['CoSO4.7H2O', 'formula-malformed'],
    ['Co-59', 'formula-malformed'],
    ['Со', 'formula-malformed'],
    ['((((((C))))))', 'formula-malformed'],
    ['((((C999)999)999)999)', 'formula-malformed'],
    [`C${'O'.repeat(60)}`, 'formula-malformed'],
    ['Xx', 'element-unknown'],
    ['Uue', 'formula-malformed'],
  ])('%j is refused as %s', (formula, code) => {
    expect(codeOf(() => molarMass(formula))).toBe(code);
  });

  it('is refused where the material is not in it', () => {
    expect(codeOf(() => massFraction('NiSO4', 'Co'))).toBe('formula-lacks-element');
  });
});

describe('stoichiometry', () => {
  it.each(vectors.rows.map((row) => [row.formula, row.element, row] as const))(
    '%s as published, for %s',
    (formula, element, row) => {
      expect(Q.formatDecimal(molarMass(formula), 4)).toBe(row.molarMass);
      expect(Q.formatDecimal(massFraction(formula, element), 6)).toBe(row.fraction);
    },
  );

  it('weighs every element that it knows', () => {
    for (const symbol of Object.keys(ATOMIC_WEIGHTS)) {
      expect(Q.compare(molarMass(symbol), Q.ONE)).toBe(1);
    }
  });

  it('is exact before it is rounded', () => {
    // 58.933194 / (58.933194 + 32.06 + 11 * 15.999 + 14 * 1.008)
    expect(massFraction('CoSO4·7H2O', 'Co')).toEqual(Q.ratio(58_933_194n, 281_094_194n));
    expect(fractionText(massFraction('CoSO4·7H2O', 'Co'))).toBe('0.209656');
    expect(fractionText(massFraction('Co', 'Co'))).toBe('1');
    expect(fractionText(Q.ratio(1n, 2n))).toBe('0.5');
  });

  it('counts two metals of a mixed material together', () => {
    const both = massFraction('NdPr', 'Nd+Pr');
    expect(both).toEqual(Q.ONE);
  });

  const element = fc.constantFrom(...Object.keys(ATOMIC_WEIGHTS));
  const atom = fc.tuple(element, fc.integer({ min: 1, max: 99 }));
  const written = fc
    .array(atom, { minLength: 1, maxLength: 6 })
    .map((atoms) => atoms.map(([symbol, count]) => `${symbol}${count}`).join(''));

  it('shares the whole mass out over the elements', () => {
    fc.assert(
      fc.property(written, (formula) => {
        const shares = [...parseFormula(formula).keys()].map((symbol) =>
          massFraction(formula, symbol),
        );
        expect(Q.sum(shares)).toEqual(Q.ONE);
      }),
    );
  });

  it('does not mind brackets, factors or the order of parts', () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 2, max: 99 }), (formula, times) => {
        const many = molarMass(`${times}${formula}`);
        expect(many).toEqual(Q.mul(molarMass(formula), Q.of(BigInt(times))));
        expect(molarMass(`(${formula})${times}`)).toEqual(many);
        expect(molarMass(`${times}${formula}·H2O`)).toEqual(molarMass(`H2O·${times}${formula}`));
      }),
    );
  });

  it('is within half a millionth of the exact share', () => {
    fc.assert(
      fc.property(written, (formula) => {
        const [symbol = ''] = parseFormula(formula).keys();
        const exact = massFraction(formula, symbol);
        const off = Q.sub(Q.parseDecimal(fractionText(exact)), exact);
        const size = off.p < 0n ? { p: -off.p, q: off.q } : off;
        expect(Q.compare(size, Q.ratio(1n, 2_000_000n))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
