import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { generalSharing } from './general-sharing';
import type { SharingMember, SharingProblem, SharingResult } from './general-sharing';

interface GeneralVector {
  readonly id: string;
  readonly inputs: {
    readonly base_period_supply: string;
    readonly members: readonly Readonly<Record<string, string>>[];
  };
}

const { general } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/iea.json'), 'utf8'),
) as { general: readonly GeneralVector[] };

function problemOf(id: string, schedule: 'step' | 'ramp'): SharingProblem {
  const inputs = general.find((one) => one.id === id)?.inputs;
  if (inputs === undefined) throw new Error(`No vector ${id}.`);
  const figure = (member: Readonly<Record<string, string>>, name: string) =>
    rational.parse(member[name] ?? '');
  return {
    baseSupply: rational.parse(inputs.base_period_supply),
    members: inputs.members.map((member) => ({
      id: member['id'] ?? '',
      baseFinalConsumption: figure(member, 'base_final_consumption'),
      normalProduction: figure(member, 'normal_production'),
      netImportsAvailable: figure(member, 'net_imports_available'),
      reserveCommitment: figure(member, 'reserve_commitment'),
    })),
    schedule,
    clampsShortfall: true,
  };
}

/** What each member may consume: permissible consumption when nothing is triggered. */
function supplyRights(result: SharingResult): readonly Rational[] {
  return result.sharing?.members.map(({ supplyRight }) => supplyRight) ?? [];
}

const member = fc.record({
  baseFinalConsumption: fc.bigInt(1n, 1000n),
  normalProduction: fc.bigInt(0n, 600n),
  netImportsAvailable: fc.bigInt(-300n, 600n),
  reserveCommitment: fc.bigInt(0n, 90_000n),
});

function memberOf(figures: Record<Exclude<keyof SharingMember, 'id'>, bigint>, index: number) {
  const { baseFinalConsumption, normalProduction, netImportsAvailable, reserveCommitment } =
    figures;
  return {
    id: `M${index}`,
    baseFinalConsumption: rational.of(baseFinalConsumption),
    normalProduction: rational.of(normalProduction),
    netImportsAvailable: rational.of(netImportsAvailable),
    reserveCommitment: rational.of(reserveCommitment),
  };
}

/** Groups in which somebody has reserves, with a loss that triggers general sharing. */
const problems = fc
  .tuple(fc.array(member, { minLength: 1, maxLength: 6 }), fc.integer({ min: 70, max: 400 }))
  .map(([figures, permille]): SharingProblem => {
    const members = figures.map(memberOf);
    const consumption = rational.sum(members.map((one) => one.baseFinalConsumption));
    const supply = rational.sum(
      members.map((one) => rational.add(one.normalProduction, one.netImportsAvailable)),
    );
    const loss = rational.mul(consumption, rational.ratio(BigInt(permille), 1000n));
    const baseSupply = rational.add(supply, loss);
    return { baseSupply, members, schedule: 'step', clampsShortfall: false };
  })
  .filter(({ members }) => members.some(({ reserveCommitment }) => reserveCommitment.p > 0n));

describe('general sharing', () => {
  it('lets rights sum to the supply, and to the obligations, on either schedule', () => {
    fc.assert(
      fc.property(problems, fc.constantFrom('step', 'ramp'), (problem, schedule) => {
        const result = generalSharing({ ...problem, schedule });
        expect(rational.equal(rational.sum(supplyRights(result)), result.supply)).toBe(true);
        const shares = result.sharing?.members ?? [];
        const rights = rational.sum(shares.map(({ allocationRight }) => allocationRight));
        const given = shares.map(({ allocationObligation }) => allocationObligation);
        expect(rational.equal(rights, rational.sum(given))).toBe(true);
        for (const share of shares) {
          const right = rational.add(share.available, share.allocationRight);
          expect(rational.sub(right, share.allocationObligation)).toEqual(share.supplyRight);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('lets nobody gain from a larger loss on the ramp', () => {
    fc.assert(
      fc.property(problems, fc.bigInt(0n, 400n), (problem, more) => {
        const ramp = { ...problem, schedule: 'ramp' } as const;
        const [first, ...others] = problem.members;
        if (first === undefined) return;
        const netImportsAvailable = rational.sub(first.netImportsAvailable, rational.of(more));
        const worse = { ...ramp, members: [{ ...first, netImportsAvailable }, ...others] };
        const before = supplyRights(generalSharing(ramp));
        supplyRights(generalSharing(worse)).forEach((after, index) => {
          expect(rational.compare(after, before[index] ?? rational.ZERO)).toBeLessThanOrEqual(0);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('at the second step lets a member with large reserves gain from a larger loss', () => {
    const before = supplyRights(generalSharing(problemOf('IEP05', 'step')));
    const after = supplyRights(generalSharing(problemOf('IEP04', 'step')));
    const gains = after.map((right, index) => rational.sub(right, before[index] ?? rational.ZERO));
    expect(gains.slice(0, 2).map(rational.format)).toEqual(['-740/9', '1100/9']);
    const rampBefore = supplyRights(generalSharing(problemOf('IEP05', 'ramp')));
    const rampAfter = supplyRights(generalSharing(problemOf('IEP04', 'ramp')));
    rampAfter.forEach((right, index) => {
      expect(rational.compare(right, rampBefore[index] ?? rational.ZERO)).toBeLessThanOrEqual(0);
    });
  });

  it.each<[string, string, string]>([
    ['7/100', '7/100', '7/100'],
    ['19/200', '7/100', '17/200'],
    ['12/100', '1/10', '1/10'],
    ['1/2', '1/10', '1/10'],
  ])('at a loss of %s restrains by %s in steps and by %s on the ramp', (loss, step, ramp) => {
    const [alone] = [memberOf(ALONE, 0)];
    const baseSupply = rational.add(rational.of(100n), rational.mul(rational.of(100n), q(loss)));
    const restraint = (schedule: 'step' | 'ramp') =>
      generalSharing({ baseSupply, members: [alone], schedule, clampsShortfall: false }).sharing
        ?.restraint;
    expect(restraint('step')).toEqual(q(step));
    expect(restraint('ramp')).toEqual(q(ramp));
  });

  it('leaves a surplus where it is, or shares it, as it is told', () => {
    const members = [memberOf(ALONE, 0), memberOf({ ...ALONE, reserveCommitment: 0n }, 1)];
    const problem = { baseSupply: rational.of(214n), members, schedule: 'step' } as const;
    const shared = generalSharing({ ...problem, clampsShortfall: false }).sharing;
    expect(shared?.members.map(({ supplyRight }) => rational.format(supplyRight))).toEqual([
      '107',
      '93',
    ]);
    const kept = generalSharing({ ...problem, clampsShortfall: true }).sharing;
    expect(kept?.members.map(({ supplyRight }) => rational.format(supplyRight))).toEqual([
      '93',
      '93',
    ]);
    expect(kept?.shortfallBeforeClamp).toEqual(q('-14'));
  });

  it('refuses a shortfall that no commitment shares, and shares nothing among nobody', () => {
    const members = [memberOf({ ...ALONE, reserveCommitment: 0n, normalProduction: 50n }, 0)];
    const problem = { baseSupply: rational.of(100n), members, schedule: 'step' } as const;
    expect(() => generalSharing({ ...problem, clampsShortfall: true })).toThrow(
      expect.objectContaining({
        kind: 'rule',
        code: 'no-reserve-commitments',
        message: 'No member has a reserve commitment, so nothing says who draws down how much.',
        facts: { pointer: '/members' },
      }),
    );
    const met = memberOf({ ...ALONE, reserveCommitment: 0n, normalProduction: 93n }, 0);
    expect(
      generalSharing({ ...problem, members: [met], clampsShortfall: true }).sharing?.members,
    ).toMatchObject([{ drawdownObligation: rational.ZERO, supplyRight: rational.of(93n) }]);
    const none = generalSharing({ ...problem, members: [], clampsShortfall: true });
    expect(none).toMatchObject({ lossRatio: rational.ZERO, sharing: null });
  });
});

const ALONE = {
  baseFinalConsumption: 100n,
  normalProduction: 100n,
  netImportsAvailable: 0n,
  reserveCommitment: 10n,
};

function q(text: string): Rational {
  return rational.parse(text);
}
