import { checkSourcing, type SourcingRule } from './sourcing';

const RULE: SourcingRule = {
  id: '0195f3a0-0000-7000-8000-000000000001',
  material: 'cobalt',
  version: '3',
  standards: ['irma', 'oecd'],
  requires: ['mine', 'country'],
};
const GOOD = { standard: 'oecd', certificate: 'ab'.repeat(32), mine: 'Mutanda', country: 'COD' };

describe('a sourcing rule', () => {
  it('takes what it asks for', () => {
    expect(() => checkSourcing(RULE, GOOD)).not.toThrow();
    expect(() => checkSourcing({ ...RULE, standards: [] }, { ...GOOD, standard: 'own' }))
      .not //
      .toThrow();
  });

  it('asks for nothing where there is none, or none of it is left', () => {
    expect(() => checkSourcing(undefined, undefined)).not.toThrow();
    expect(() => checkSourcing({ ...RULE, standards: [], requires: [] }, undefined)).not.toThrow();
  });

  it.each([
    ['no attestation', undefined, '/provenance', ['irma', 'oecd']],
    ['another standard', { ...GOOD, standard: 'own' }, '/provenance/standard', ['irma', 'oecd']],
    [
      'no mine',
      { ...GOOD, mine: undefined },
      '/provenance/mine',
      ['the mine that the certificate names'],
    ],
  ])(
    'refuses %s, naming itself, the place and what would be right',
    (_name, given, pointer, expected) => {
      const attestation = given as typeof GOOD | undefined;
      expect(() => checkSourcing(RULE, attestation)).toThrow(
        expect.objectContaining({
          code: 'sourcing-rule-broken',
          facts: { pointer, rule: RULE.id, version: '3', expected },
        }),
      );
    },
  );
});
