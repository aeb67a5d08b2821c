import { RULE_PARAMETERS, usableForms } from './assumptions';
import { nearestDepots, nearness } from './nearest-depots';
import { plannedPledges } from './pledges';
import { SCENARIOS } from './scenarios';
import { gramsOfTonnes, WORLD } from './world';

const PLEDGES = WORLD.materials.flatMap((material) => plannedPledges(material.code));

describe('the assumed pledges', () => {
  it('are one per member with consumption or output, in every material', () => {
    for (const { code } of WORLD.materials) {
      const members = plannedPledges(code).map((pledge) => pledge.member);
      expect(new Set(members).size).toBe(members.length);
      const consumers = WORLD.baselines.filter((row) => row.material === code);
      for (const { member } of consumers) expect(members).toContain(member);
    }
    expect(plannedPledges('cobalt').map((pledge) => pledge.member)).toContain('COD');
  });

  it('sum to their instalments, each positive whole grams at an existing depot', () => {
    for (const pledge of PLEDGES) {
      const sum = pledge.instalments.reduce((total, one) => total + one.containedGrams, 0n);
      expect(sum).toBe(pledge.grams);
      for (const one of pledge.instalments) {
        const form = WORLD.forms.find((row) => row.code === one.form);
        expect(form?.material).toBe(pledge.material);
        expect(WORLD.depots.map((depot) => depot.unlocode)).toContain(one.depot);
        const fraction = gramsOfTonnes(form?.containedFraction ?? '0');
        expect(one.containedGrams * 1_000_000n).toBe(one.grossGrams * fraction);
        expect(one.containedGrams).toBeGreaterThan(0n);
      }
    }
  });

  it('cover the stated days: no less, and no more than two tonnes of gross mass over', () => {
    const usa = plannedPledges('cobalt').find((pledge) => pledge.member === 'USA');
    const stated = (gramsOfTonnes('7960') * 45n) / 365n;
    expect(usa?.days).toBe(45n);
    expect(usa?.grams).toBeGreaterThanOrEqual(stated - 1n);
    expect(usa?.grams).toBeLessThan(stated + 2_000_000n);
  });

  it('vest before every scenario', () => {
    const vesting = Number(RULE_PARAMETERS.vestingDays) * 86_400_000;
    for (const { declaredOn } of SCENARIOS) {
      for (const one of PLEDGES.flatMap((pledge) => pledge.instalments)) {
        expect(Date.parse(one.dueDate) + vesting).toBeLessThan(Date.parse(declaredOn));
      }
    }
  });

  it('leave a few members short of their promise, so that standing matters', () => {
    for (const { code } of WORLD.materials) {
      const pledges = plannedPledges(code);
      const short = pledges.filter((pledge) => pledge.instalments.some((one) => !one.delivered));
      expect(short.length).toBe(Math.floor((pledges.length + 2) / 6));
      for (const pledge of short) expect(pledge.instalments[0]?.delivered).toBe(true);
    }
  });
});

describe('usable forms', () => {
  it('are the refined forms for everyone, and what a refiner refines', () => {
    expect(usableForms('KOR')).not.toContain('co_hydroxide_crude');
    expect(usableForms('JPN')).toContain('co_hydroxide_crude');
    // Its cobalt output is recycled metal: it has no refinery for hydroxide.
    expect(usableForms('USA')).not.toContain('co_hydroxide_crude');
    for (const member of WORLD.members) expect(usableForms(member.code)).toContain('co_metal');
  });
});

describe('nearest depots', () => {
  it('ranks by squared micro-degrees and takes the short way round the globe', () => {
    expect(nearestDepots('DEU', 2)).toEqual(['DEHAM', 'NLRTM']);
    expect(nearestDepots('JPN', 1)).toEqual(['JPYOK']);
    expect(nearestDepots('COD', 2)).toHaveLength(2);
    const west = { latitude: '0.0', longitude: '-179.0' };
    const east = { latitude: '0.0', longitude: '179.5' };
    expect(nearness(west, east)).toBe((1_500_000n * 1_500_000n * 992n) / 1_000n);
  });
});
