import * as fc from 'fast-check';
import {
  accountKey,
  familyOf,
  isGuarded,
  OBLIGATION_KINDS,
  parseAccountKey,
  PHYSICAL_KINDS,
} from './account';

const kinds = [...PHYSICAL_KINDS, ...OBLIGATION_KINDS];

describe('an account', () => {
  it('has a key that reads back to the same account', () => {
    const account = fc.record({
      material: fc.constantFrom('cobalt', 'graphite_natural'),
      kind: fc.constantFrom(...kinds),
      member: fc.constantFrom('DEU', 'JPN', null),
      depot: fc.constantFrom('NLRTM', 'CNSH2', null),
    });
    fc.assert(fc.property(account, (one) => expect(parseAccountKey(accountKey(one))).toEqual(one)));
  });

  it.each([
    'cobalt/reserve-free/-',
    'cobalt/reserve-free/-/NLRTM/x',
    'cobalt/stock/-/NLRTM',
    'Cobalt/reserve-free/-/NLRTM',
    'cobalt/reserve-free/deu/NLRTM',
    'cobalt/reserve-free//NLRTM',
    'cobalt/reserve-free/-/NLRT1',
    '',
  ])('refuses the key %j', (key) => {
    expect(() => parseAccountKey(key)).toThrow('No account is called');
  });

  it('may go below zero only where it stands for the world outside the books', () => {
    expect(kinds.filter((kind) => !isGuarded(kind))).toEqual(['outside', 'undertaken']);
  });

  it('belongs to one family', () => {
    expect(PHYSICAL_KINDS.map(familyOf)).toEqual(PHYSICAL_KINDS.map(() => 'physical'));
    expect(OBLIGATION_KINDS.map(familyOf)).toEqual(OBLIGATION_KINDS.map(() => 'obligation'));
  });
});
