import * as rational from '../../quantity/rational';
import type { Amounts } from './amounts';
import { maxMinCoverage } from './max-min-coverage';

const parseAll = (texts: readonly string[]): Amounts => texts.map(rational.parse);

describe('max-min coverage', () => {
  it('lifts the least covered first and stops at a claim', () => {
    const awards = maxMinCoverage(
      rational.of(60n),
      parseAll(['100', '10', '100']),
      parseAll(['100', '100', '200']),
      parseAll(['20', '0', '100']),
    );
    // 10 stops the second; the first and third then meet at (20 + 100 + 50) / 300 of their needs.
    expect(awards.map(rational.format)).toEqual(['110/3', '10', '40/3']);
  });
});
