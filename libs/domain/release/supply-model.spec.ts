import { sampleMember, sampleSnapshot } from '../../../tests/support/sample-snapshot';
import * as rational from '../quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from './parameters';
import type { SnapshotMember } from './snapshot';
import { supplyPosition, survivingFraction } from './supply-model';

const parameters = parseParameters(DEFAULT_PARAMETERS);
const { disruption } = sampleSnapshot([], []);

/** Baseline and own supply in grams per day; the sample consumes 1 t a day. */
function supplied(member: SnapshotMember, suppliers = disruption.suppliers): string[] {
  const position = supplyPosition(member, { ...disruption, suppliers }, parameters);
  return [position.baseline, position.ownSupply].map(rational.format);
}

describe('the supply model', () => {
  it('loses the supplier share of what is imported', () => {
    expect(supplied(sampleMember('JPN'))).toEqual(['1000000', '250000']);
  });

  it('loses part of it when the supplier loses part of its exports', () => {
    const half = [{ member: 'COD', lossFraction: '1/2' }];
    expect(supplied(sampleMember('JPN'), half)).toEqual(['1000000', '625000']);
  });

  it('keeps production from own ore, and exposes production from imported feed', () => {
    const made = { production: '200000000', imports: '165000000' };
    const safe = sampleMember('FIN', { baseline: { ...made, ownOre: '200000000' } });
    const fed = sampleMember('FIN', { baseline: { ...made, ownOre: '0' } });
    const more = sampleMember('FIN', { baseline: { ...made, ownOre: '900000000' } });
    expect(rational.format(survivingFraction(safe, rational.parse('3/4')))).toBe('193/292');
    expect(rational.format(survivingFraction(fed, rational.parse('3/4')))).toBe('1/4');
    expect(supplied(more)).toEqual(supplied(safe));
  });

  it('applies the loss to consumption when nothing is produced or imported', () => {
    const unknown = sampleMember('JPN', { baseline: { imports: '0' } });
    expect(supplied(unknown)).toEqual(['1000000', '250000']);
  });

  it('takes nothing from a failing supplier itself', () => {
    expect(supplied(sampleMember('COD'))).toEqual(['1000000', '1000000']);
  });

  it('counts own government stocks above the norm, spread over the horizon', () => {
    const norm = sampleMember('JPN', { baseline: { ownStocks: '90000000' } });
    const above = sampleMember('JPN', { baseline: { ownStocks: '105000000' } });
    expect(supplied(norm)).toEqual(['1000000', '250000']);
    expect(supplied(above)).toEqual(['1000000', '750000']);
  });

  it('never counts own stocks beyond the own loss, so that a hoard hides nobody else', () => {
    const hoard = sampleMember('JPN', { baseline: { ownStocks: '365000000000' } });
    expect(supplied(hoard)).toEqual(['1000000', '1000000']);
  });

  it('never loses more than everything', () => {
    const shares = [
      { share: '3/4', basis: 'world' as const },
      { share: '1/2', basis: 'world' as const },
    ];
    const two = [
      { member: 'COD', lossFraction: '1' },
      { member: 'IDN', lossFraction: '1' },
    ];
    expect(supplied(sampleMember('JPN', { supplierShares: shares }), two)).toEqual([
      '1000000',
      '0',
    ]);
  });
});
