import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as rational from '../quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from '../release/parameters';
import { checkCertificate } from './certificate';
import { runPipeline } from './pipeline';
import type { PipelineInput, PipelineResult } from './pipeline-values';
import { awardStakes, floorStakes } from './two-passes';

interface VectorMember {
  readonly id: string;
  readonly baseline_kg_per_day: string;
  readonly base_supply_kg_per_day: string;
  readonly own_supply_kg_per_day: string;
  readonly declared_need_kg: string;
  readonly essential_kg: string;
  readonly pledge_ratio: string;
  readonly equity_multiplier: string;
  readonly forms: readonly string[];
}

interface VectorCase {
  readonly id: string;
  readonly title: string;
  readonly schedule: 'ramp' | 'step';
  readonly horizon_days: number;
  readonly lot_kg?: number;
  readonly members: readonly VectorMember[];
  readonly depots: readonly { id: string; form: string; unencumbered_kg: string }[];
  readonly expected: Readonly<Record<string, unknown>>;
}

const { cases } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/pipeline.json'), 'utf8'),
) as { cases: readonly VectorCase[] };

function inputOf(vector: VectorCase): PipelineInput {
  return {
    parameters: parseParameters({
      ...DEFAULT_PARAMETERS,
      schedule: vector.schedule,
      horizonDays: `${vector.horizon_days}`,
      humanitarianBuffer: '0',
      awardUnitGrams: `${vector.lot_kg ?? 1}`,
    }),
    members: vector.members.map((member) => ({
      id: member.id,
      baseline: rational.parse(member.baseline_kg_per_day),
      baseSupply: rational.parse(member.base_supply_kg_per_day),
      ownSupply: rational.parse(member.own_supply_kg_per_day),
      need: BigInt(member.declared_need_kg),
      essential: BigInt(member.essential_kg),
      standing: rational.parse(member.pledge_ratio),
      equityMultiplier: rational.parse(member.equity_multiplier),
      forms: member.forms,
    })),
    stocks: vector.depots.map((depot) => ({
      id: depot.id,
      form: depot.form,
      free: BigInt(depot.unencumbered_kg),
    })),
  };
}

/** The result in the words of the vectors, so that each expected field is compared as it is. */
function described(result: PipelineResult, vector: VectorCase): Record<string, unknown> {
  const byMember = <T>(figure: (member: PipelineResult['members'][number]) => T) =>
    Object.fromEntries(result.members.map((member) => [member.id, figure(member)]));
  return {
    group_reduction_ratio: rational.format(result.lossRatio),
    tier: result.tier,
    demand_restraint: rational.format(result.restraint),
    release_fraction: rational.format(result.releaseFraction),
    claims: byMember(({ claim }) => `${claim}`),
    floors: byMember(({ floor }) => `${floor}`),
    weights: byMember(({ weight }) => rational.format(weight)),
    release_cap: Object.fromEntries(
      result.stocks.map(({ id, opened }) => [id, `${opened / result.unit}`]),
    ),
    unit: vector.lot_kg === undefined ? 'kg' : `lots of ${vector.lot_kg} kg`,
    floor_pass: result.floorDivision === null ? 'all floors met' : 'floors scaled',
    floor_fill: byMember(({ floor, floorAward }) =>
      floor === 0n ? '1' : rational.format(rational.div(floorAward, rational.of(floor))),
    ),
    levels: result.division.blocks.map(({ level, members }) => ({
      level: rational.format(level),
      members: members.map((index) => result.members[index]?.id),
    })),
    exact_awards: byMember(({ exactAward }) => rational.format(exactAward)),
    awards: byMember(({ award }) => `${award}`),
    awards_kg: byMember(({ award }) => `${award * result.unit}`),
    total: `${result.total}`,
    routing: result.routing.map(({ stock, member, amount }) => ({
      depot: stock,
      member,
      amount: `${amount}`,
    })),
  };
}

describe('the published pipeline cases', () => {
  it.each(cases.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const result = runPipeline(inputOf(vector));
    const ours = described(result, vector);
    const asked = Object.keys(vector.expected).map((field) => [field, ours[field]]);
    expect(Object.fromEntries(asked)).toEqual(vector.expected);
  });

  it.each(cases.map((vector) => [vector.id, vector] as const))(
    '%s has a valid certificate for both passes',
    (_id, vector) => {
      const result = runPipeline(inputOf(vector));
      const demands = result.members.map((member, index) => ({
        ...member,
        essential: BigInt(vector.members[index]?.essential_kg ?? '0'),
      }));
      const floorAwards = result.members.map(({ floorAward }) => floorAward);
      const stakes = awardStakes(demands, floorAwards);
      expect(checkCertificate(result.network, stakes, result.division)).toEqual([]);
      if (result.floorDivision !== null) {
        const floors = floorStakes(demands);
        expect(checkCertificate(result.network, floors, result.floorDivision)).toEqual([]);
      }
    },
  );
});

function caseNamed(id: string): VectorCase {
  const found = cases.find((vector) => vector.id === id);
  if (found === undefined) throw new Error(`No vector ${id}.`);
  return found;
}

describe('what the published cases teach about the rest of the pipeline', () => {
  it('names what bound each award', () => {
    const bounds = (id: string) =>
      runPipeline(inputOf(caseNamed(id))).members.map(({ bound }) => bound);
    expect(bounds('PL1')).toEqual(['not-eligible', 'not-eligible', 'not-eligible']);
    expect(bounds('PL2')).toEqual(['claim', 'claim', 'claim']);
    expect(bounds('PL3')).toEqual(['level', 'level', 'floor', 'floor']);
    expect(bounds('PL5')).toEqual(['not-eligible', 'network', 'not-eligible', 'not-eligible']);
  });

  it('keeps the general figures on the step schedule until the severe trigger', () => {
    const stepped = runPipeline(inputOf({ ...caseNamed('PL2'), schedule: 'step' }));
    expect(rational.format(stepped.restraint)).toBe('7/100');
    expect(rational.format(stepped.releaseFraction)).toBe('1/4');
    const severe = runPipeline(inputOf({ ...caseNamed('PL3'), schedule: 'step' }));
    expect(rational.format(severe.restraint)).toBe('1/10');
    expect(rational.format(severe.releaseFraction)).toBe('1/2');
  });

  it('gives a member without a usable form nothing, and the others the rest', () => {
    const vector = caseNamed('PL3');
    const members = vector.members.map((each) =>
      each.id === 'CCC' ? { ...each, forms: [] } : each,
    );
    const result = runPipeline(inputOf({ ...vector, members }));
    expect(result.members.map(({ award }) => award)).toEqual([7800n, 5301n, 0n, 900n]);
    expect(result.members.map(({ bound }) => bound)).toEqual([
      'claim',
      'level',
      'network',
      'floor',
    ]);
    expect(result.division.blocks[0]?.members).toEqual([2]);
  });

  it('keeps a capped route within its cap', () => {
    const input = inputOf(caseNamed('PL3'));
    const capped = runPipeline({
      ...input,
      routeCaps: [{ stock: 'd1', member: 'CCC', cap: 1000n }],
    });
    const outcome = capped.members.find(({ id }) => id === 'CCC');
    expect(outcome).toMatchObject({ award: 1000n, bound: 'network' });
    expect(capped.floorDivision).not.toBeNull();
  });

  it('rounds a route cap down to whole lots', () => {
    const input = inputOf(caseNamed('PL6'));
    const routeCaps = [{ stock: 'd1', member: 'CCC', cap: 1499n }];
    const outcome = runPipeline({ ...input, routeCaps }).members.find(({ id }) => id === 'CCC');
    expect(outcome).toMatchObject({ award: 2n, bound: 'network' });
  });

  it('is not moved by a need below essential use that is then inflated', () => {
    const vector = caseNamed('PL3');
    const scarce = vector.depots.map((depot) => ({ ...depot, unencumbered_kg: '3000' }));
    const stated = (need: string) =>
      vector.members.map((each) =>
        each.id === 'CCC' ? { ...each, declared_need_kg: need } : each,
      );
    const modest = inputOf({ ...vector, depots: scarce, members: stated('2500') });
    const inflated = inputOf({ ...vector, depots: scarce, members: stated('25000') });
    expect(runPipeline(modest).floorDivision).not.toBeNull();
    expect(runPipeline(inflated).members.map(({ award }) => award)).toEqual(
      runPipeline(modest).members.map(({ award }) => award),
    );
  });

  it('counts a need that was not stated as the gap', () => {
    const input = inputOf(caseNamed('PL3'));
    const silent = input.members.map((member) => ({ ...member, need: null }));
    const gaps = runPipeline(input).members.map(({ gap }) => rational.floor(gap));
    expect(runPipeline({ ...input, members: silent }).members.map(({ claim }) => claim)).toEqual(
      gaps,
    );
  });

  it('holds the humanitarian buffer back from every stock', () => {
    const input = inputOf(caseNamed('PL3'));
    const parameters = { ...input.parameters, humanitarianBuffer: rational.parse('1/20') };
    const result = runPipeline({ ...input, parameters });
    expect(result.stocks.map(({ opened, buffer }) => [opened, buffer])).toEqual([
      [7600n, 400n],
      [5701n, 300n],
    ]);
    expect(result.total + result.undistributed).toBe(13301n);
  });

  it('serves the humanitarian class in whole units, and opens what it leaves', () => {
    const input = inputOf(caseNamed('PL3'));
    const parameters = {
      ...input.parameters,
      humanitarianBuffer: rational.parse('1/20'),
      awardUnitGrams: 100n,
    };
    const forms = input.stocks.map(({ form }) => form);
    const relief = { id: 'R', claim: 250n, weight: rational.ONE, forms };
    const { humanitarian, stocks } = runPipeline({ ...input, parameters, humanitarian: [relief] });
    expect(humanitarian?.claimants).toEqual([
      { id: 'R', claim: 2n, exactAward: rational.of(2n), award: 2n },
    ]);
    expect(humanitarian?.routing).toEqual([
      { stock: input.stocks[0]?.id, member: 'R', amount: 2n },
    ]);
    // 8,000 kg and 6,001 kg are released; 200 kg of the first are for the class.
    expect(stocks.map(({ opened, buffer }) => [opened, buffer])).toEqual([
      [7800n, 200n],
      [6000n, 0n],
    ]);
  });

  it('sends first what expires first', () => {
    const { stocks, ...input } = inputOf(caseNamed('PL3'));
    const member = { ...input.members[0]!, need: 10n, essential: 0n, forms: ['metal'] };
    const twins = ['S', 'T'].map((id) => ({ id, form: 'metal', free: 1000n }));
    const sent = (dates: readonly string[]) =>
      runPipeline({
        ...input,
        members: [member],
        stocks: twins.map((stock, index) => ({ ...stock, bestBefore: dates[index] ?? '' })),
      }).routing.map(({ stock }) => stock);
    expect(sent(['2026-01-01', '2027-01-01'])).toEqual(['S']);
    expect(sent(['2027-01-01', '2026-01-01'])).toEqual(['T']);
  });

  it('divides nothing among nobody', () => {
    const { parameters } = inputOf(caseNamed('PL3'));
    const result = runPipeline({ parameters, members: [], stocks: [] });
    expect(result).toMatchObject({ tier: 'none', total: 0n, undistributed: 0n, members: [] });
  });
});
