import { DomainError } from '../errors';
import { fractionText, massFraction } from './formula';
import * as Q from './rational';

/**
 * How the contained fraction of a form is known: it follows from the formula, it is the nominal
 * grade of a trade quality, or that of a blend.
 */
export type FractionKind = 'stoichiometric' | 'grade' | 'mixture';

/** A traded form as it is listed. `containedFraction` is a mass fraction in (0, 1]. */
export interface ListedForm {
  readonly fractionKind: FractionKind;
  readonly containedFraction: string;
  readonly formula: string | null;
}

/**
 * Checks that a stoichiometric form states its formula, with the fraction that follows from it, and
 * that no other form states one. `elements` are those of the material: `Co`, or `Nd+Pr`. Refuses
 * `form-formula-mismatch`, `fraction-not-stoichiometric` and what a formula is refused for.
 */
export function checkForm(form: ListedForm, elements: string): void {
  const { fractionKind, containedFraction, formula } = form;
  if ((fractionKind === 'stoichiometric') !== (formula !== null)) {
    throw new DomainError(
      'rule',
      'form-formula-mismatch',
      'A stoichiometric form states its formula; no other form does.',
      { pointer: '/formula', fractionKind },
    );
  }
  if (formula === null) return;
  const expected = fractionText(massFraction(formula, elements));
  if (Q.equal(Q.parseDecimal(containedFraction), Q.parseDecimal(expected))) return;
  throw new DomainError(
    'rule',
    'fraction-not-stoichiometric',
    `By its formula, ${expected} of the form is ${elements}; ${containedFraction} was stated.`,
    { pointer: '/containedFraction', expected, stated: containedFraction },
  );
}

/**
 * The mass fraction that a delivery of a form counts with: the stated assay, or else what the form
 * contains. A grade is only nominal, and lots of it differ by a third, so its assay must be
 * stated. Refuses `assay-missing`.
 */
export function assayOf(
  { fractionKind, containedFraction }: Omit<ListedForm, 'formula'>,
  stated: string | undefined,
): string {
  if (stated !== undefined) return stated;
  if (fractionKind !== 'grade') return containedFraction;
  throw new DomainError(
    'rule',
    'assay-missing',
    `The form is a grade of nominally ${containedFraction}: state the assay of what is delivered.`,
    { pointer: '/assay', nominal: containedFraction },
  );
}
