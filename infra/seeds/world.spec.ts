import { checkForm } from '#domain/quantity/form';
import { baselineOf, formsOf, gramsOfTonnes, WORLD } from './world';

const MASS_FIELDS = ['consumption', 'production', 'ownOre', 'imports', 'exports'] as const;

function codes(rows: readonly { readonly code: string }[]): Set<string> {
  return new Set(rows.map((row) => row.code));
}

describe('the reference world', () => {
  const memberCodes = codes(WORLD.members);
  const materialCodes = codes(WORLD.materials);
  const formCodes = codes(WORLD.forms);

  it('holds 30 to 40 members of every region, several of them least developed', () => {
    expect(memberCodes.size).toBe(WORLD.members.length);
    expect(WORLD.members.length).toBeGreaterThanOrEqual(30);
    expect(WORLD.members.length).toBeLessThanOrEqual(40);
    expect(new Set(WORLD.members.map((member) => member.region))).toEqual(
      new Set(['Africa', 'Americas', 'Asia', 'Europe', 'Oceania']),
    );
    const least = WORLD.members.filter((member) => member.leastDeveloped);
    expect(least.map((member) => member.code)).toEqual(['COD', 'MDG', 'MOZ', 'TZA', 'ZMB']);
  });

  it('gives each form the fraction that its formula gives', () => {
    const symbols = new Map(WORLD.materials.map(({ code, symbol }) => [code, symbol]));
    const stoichiometric = WORLD.forms.filter((form) => form.fractionKind === 'stoichiometric');
    expect(stoichiometric.length).toBeGreaterThanOrEqual(8);
    for (const { formula = null, material, ...form } of WORLD.forms) {
      expect(() => checkForm({ ...form, formula }, symbols.get(material) ?? '')).not.toThrow();
    }
  });

  it('counts five materials, each in two to four forms, refined ones first', () => {
    expect([...materialCodes]).toEqual([
      'cobalt',
      'copper',
      'graphite_natural',
      'lithium',
      'nickel',
    ]);
    for (const material of materialCodes) {
      const forms = formsOf(material);
      expect(forms.length).toBeGreaterThanOrEqual(2);
      expect(forms[0]?.stage).toBe('refined');
      for (const form of forms) {
        expect(gramsOfTonnes(form.containedFraction)).toBeGreaterThan(0n);
        expect(gramsOfTonnes(form.containedFraction)).toBeLessThanOrEqual(1_000_000n);
        expect(form.hsCode).toMatch(/^[0-9]{6}$/);
      }
    }
  });

  it('keeps at least 12 depots by UN/LOCODE with coordinates', () => {
    expect(WORLD.depots.length).toBeGreaterThanOrEqual(12);
    for (const depot of WORLD.depots) {
      expect(depot.unlocode).toMatch(/^[A-Z]{2}[A-Z2-9]{3}$/);
      expect(depot.latitude).toMatch(/^-?[0-9]{1,2}\.[0-9]+$/);
      expect(depot.longitude).toMatch(/^-?[0-9]{1,3}\.[0-9]+$/);
    }
  });

  it('resolves every code that a figure names', () => {
    for (const row of WORLD.baselines) {
      expect(memberCodes).toContain(row.member);
      expect(materialCodes).toContain(row.material);
    }
    for (const row of WORLD.production) {
      expect([...memberCodes, 'WLD']).toContain(row.area);
      expect(materialCodes).toContain(row.material);
    }
    for (const row of WORLD.prices) expect(formCodes).toContain(row.form);
    for (const row of WORLD.forms) expect(materialCodes).toContain(row.material);
  });

  it('names an existing source for every row, and lists no source nobody uses', () => {
    const known = new Set(WORLD.sources.map((source) => source.id));
    const rows = [
      ...WORLD.members,
      ...WORLD.materials,
      ...WORLD.forms,
      ...WORLD.depots,
      ...WORLD.baselines,
      ...WORLD.production,
      ...WORLD.originShares,
      ...WORLD.prices,
    ];
    for (const row of rows) {
      expect(row.sources.length).toBeGreaterThan(0);
      for (const source of row.sources) expect(known).toContain(source);
    }
    for (const source of WORLD.sources) {
      expect(source.title && source.producer && source.licence && source.year).toBeTruthy();
    }
  });

  it('writes every mass as whole grams with own ore inside production', () => {
    for (const row of WORLD.baselines) {
      for (const field of MASS_FIELDS) expect(gramsOfTonnes(row[field])).toBeGreaterThanOrEqual(0n);
      expect(gramsOfTonnes(row.ownOre)).toBeLessThanOrEqual(gramsOfTonnes(row.production));
      expect(gramsOfTonnes(row.consumption)).toBeGreaterThan(0n);
    }
  });

  it('balances every baseline: production + imports - exports is consumption within 0.2 %', () => {
    for (const row of WORLD.baselines) {
      const balance =
        gramsOfTonnes(row.production) + gramsOfTonnes(row.imports) - gramsOfTonnes(row.exports);
      const off = balance - gramsOfTonnes(row.consumption);
      const bound = gramsOfTonnes(row.consumption) / 500n;
      expect([row.member, row.material, off <= bound && -off <= bound]).toEqual([
        row.member,
        row.material,
        true,
      ]);
    }
  });

  it('holds one baseline per member, material and year, and leaves gaps out', () => {
    const keys = WORLD.baselines.map((row) => `${row.member}/${row.material}/${row.period}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(baselineOf('USA', 'cobalt')).toMatchObject({ consumption: '7960', quality: 'A' });
    expect(baselineOf('USA', 'cobalt', '2023')).toMatchObject({ consumption: '6440' });
    expect(baselineOf('COD', 'cobalt')).toBeUndefined();
  });

  it('never sums named mines to more than the published world total', () => {
    for (const world of WORLD.production.filter((row) => row.area === 'WLD')) {
      const named = WORLD.production
        .filter((row) => row.area !== 'WLD' && row.sources[0] === world.sources[0])
        .filter((row) => row.material === world.material && row.stage === world.stage)
        .filter((row) => row.year === world.year)
        .reduce((sum, row) => sum + gramsOfTonnes(row.tonnes), 0n);
      // Published totals are rounded to three digits.
      expect(named * 100n).toBeLessThanOrEqual(gramsOfTonnes(world.tonnes) * 101n);
    }
  });
});
