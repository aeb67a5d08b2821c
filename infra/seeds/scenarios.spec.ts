import { RULE_PARAMETERS } from './assumptions';
import { statedNeed, type StatedNeed } from './needs';
import { originShares, worldShare } from './shares';
import { SCENARIOS, scenarioOf, supplierLosses } from './scenarios';
import { baselineOf, baselinesOf, gramsOfTonnes, memberOf, WORLD } from './world';

function needOf(id: string, member: string): StatedNeed & { readonly use: bigint } {
  const scenario = scenarioOf(id);
  const baseline = scenario && baselineOf(member, scenario.material, scenario.figuresOf);
  if (scenario === undefined || baseline === undefined) throw new Error(`no ${id} for ${member}`);
  const use = (gramsOfTonnes(baseline.consumption) * 30n) / 365n;
  return { ...statedNeed(baseline, supplierLosses(scenario), 30n), use };
}

const RATIO = /^(0|[1-9][0-9]*)(\/[1-9][0-9]*)?$/;

describe('the scenarios', () => {
  it('name known materials, members and sources, with dates in order and links', () => {
    const sources = new Set(WORLD.sources.map((source) => source.id));
    expect(new Set(SCENARIOS.map((one) => one.id)).size).toBe(SCENARIOS.length);
    for (const scenario of SCENARIOS) {
      expect(WORLD.materials.map((row) => row.code)).toContain(scenario.material);
      expect(scenario.startsOn <= scenario.declaredOn).toBe(true);
      expect(scenario.startsOn < scenario.endsOn).toBe(true);
      expect(scenario.evidence.length).toBeGreaterThan(0);
      for (const link of scenario.evidence) expect(link.url).toMatch(/^https?:\/\//);
      for (const figure of scenario.figures) expect(sources).toContain(figure.source);
      for (const supplier of scenario.suppliers) expect(memberOf(supplier.member)).toBeDefined();
    }
  });

  it('use the figures that are a full quarter old when they are declared', () => {
    const quarters = Number(RULE_PARAMETERS.baselineLagQuarters);
    for (const { declaredOn, figuresOf } of SCENARIOS) {
      const day = new Date(`${declaredOn}T00:00:00Z`);
      day.setUTCMonth(day.getUTCMonth() - 3 * quarters);
      expect(figuresOf).toBe(`${day.getUTCFullYear() - 1}`);
    }
  });

  it('give each supplier a loss and a world share in (0, 1]', () => {
    for (const scenario of SCENARIOS) {
      for (const supplier of supplierLosses(scenario)) {
        for (const text of [supplier.lossFraction, supplier.worldShare]) {
          expect(text).toMatch(RATIO);
          const [p = '0', q = '1'] = text.split('/');
          expect(BigInt(p)).toBeGreaterThan(0n);
          expect(BigInt(p)).toBeLessThanOrEqual(BigInt(q));
        }
      }
    }
  });

  it('take the DRC at 226,000 of 302,000 tonnes, with no origin share but its own', () => {
    const scenario = scenarioOf('COD-CO-2025');
    const [supplier] = scenario === undefined ? [] : supplierLosses(scenario);
    expect(supplier).toEqual({
      member: 'COD',
      lossFraction: '1',
      worldShare: '113/151',
      origins: [{ member: 'COD', share: '0' }],
    });
  });

  it('use measured origins where they exist at the stage that fails', () => {
    const origins = originShares('CHN', 'graphite_natural', 'mine');
    expect(origins).toContainEqual({ member: 'USA', share: '23/50' });
    expect(origins).toContainEqual({ member: 'DEU', share: '2/5' });
    expect(origins).toContainEqual({ member: 'CHN', share: '0' });
    expect(origins.map((one) => one.member)).not.toContain('JPN');
    expect(worldShare('CHN', 'graphite_natural', 'mine', '2023')).toBe('121/153');
  });
});

describe('assumed needs', () => {
  it('are 110 % of what stops arriving for a buyer', () => {
    // Korea refines none and uses 3,030 t a year: 30 days of it, times 113/151, times 110 %.
    const use = (3_030_000_000n * 30n) / 365n;
    const expected = (use * 113n * 110n) / (151n * 100n);
    expect(needOf('COD-CO-2025', 'KOR').need).toBe(expected);
  });

  it('never exceed the use over the horizon, and essential use never exceeds the need', () => {
    for (const scenario of SCENARIOS) {
      for (const row of baselinesOf(scenario.material, scenario.figuresOf)) {
        const { need, essential, use } = needOf(scenario.id, row.member);
        expect(need).toBeLessThanOrEqual(use);
        expect(essential).toBeLessThanOrEqual(need);
      }
    }
  });
});
