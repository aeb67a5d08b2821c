import fc from 'fast-check';
import { runs } from '../../../tests/support/small-runs';
import { at } from '../at';
import { proveRun } from '../problem/check-pipeline';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { parseParameters, DEFAULT_PARAMETERS } from '../release/parameters';
import { leximin } from './leximin';
import { runPipeline } from './pipeline';
import type { PipelineInput, PipelineMember, PipelineResult } from './pipeline-values';
import { creditsAfter } from './rounding-credit';
import { TransportPlan } from './transport-plan';
import { awardStakes } from './two-passes';

/** The laws of whole runs: what is true of the division must survive units, tiers and rounding. */
const options = { numRuns: 250 };

const exactOf = ({ members }: PipelineResult) => members.map(({ exactAward }) => exactAward);

function atMost(lesser: readonly Rational[], greater: readonly Rational[], except = -1): boolean {
  return lesser.every(
    (award, index) => index === except || rational.compare(award, at(greater, index)) <= 0,
  );
}

function withMember(
  input: PipelineInput,
  pick: number,
  change: (member: PipelineMember) => Partial<PipelineMember>,
): PipelineInput {
  const index = pick % input.members.length;
  const members = input.members.map((each, position) =>
    position === index ? { ...each, ...change(each) } : each,
  );
  return { ...input, members };
}

function demandsOf({ members }: PipelineInput, result: PipelineResult) {
  return result.members.map((member, index) => ({
    ...member,
    essential: at(members, index).essential,
  }));
}

describe('a run', () => {
  it('occurs in every tier, with floors met and scaled, with and without scarcity', () => {
    const seen = new Set<string>();
    for (const input of fc.sample(runs, { numRuns: 600, seed: 7 })) {
      const { tier, floorDivision, members } = runPipeline(input);
      seen.add(tier).add(floorDivision === null ? 'met' : 'scaled');
      for (const { bound } of members) seen.add(bound);
    }
    expect([...seen].sort()).toEqual([
      ...['claim', 'floor', 'general', 'level', 'met', 'network', 'no-gap', 'none'],
      ...['not-eligible', 'scaled', 'selective', 'severe'],
    ]);
  });

  it('is proven by its certificates, and rounded and routed by the rules', () => {
    const credits = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(runs, credits, (input, thirds) => {
        const members = input.members.map((member, index) => ({
          ...member,
          roundingCredit: rational.ratio(BigInt(thirds[index] ?? 0), 3n),
        }));
        const run = { ...input, members };
        const result = runPipeline(run);
        expect(proveRun(run, result)).toEqual([]);
        const other = result.members.findIndex(({ award }) => award > 0n);
        fc.pre(other !== -1);
        const less = result.members.map((member, index) =>
          index === other ? { ...member, award: member.award - 1n } : member,
        );
        expect(proveRun(run, { ...result, members: less })).not.toEqual([]);
      }),
      options,
    );
  });

  it('awards as much as the network can carry, within claims and above floors', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const result = runPipeline(input);
        const plan = new TransportPlan(result.network);
        const most = result.members.reduce(
          (sum, { claim }, index) => sum + plan.serve(index, claim),
          0n,
        );
        expect(result.total).toBe(most);
        for (const { award, claim, floor, eligible } of result.members) {
          expect(award <= claim).toBe(true);
          if (result.floorDivision === null) expect(award >= floor).toBe(true);
          if (!eligible) expect(award).toBe(0n);
        }
      }),
      options,
    );
  });

  it('treats equals equally', () => {
    fc.assert(
      fc.property(runs, fc.nat(), (input, pick) => {
        const twin = at(input.members, pick % input.members.length);
        const members = [...input.members, { ...twin, id: 'Z' }];
        const routeCaps = (input.routeCaps ?? []).flatMap((cap) =>
          cap.member === twin.id ? [cap, { ...cap, member: 'Z' }] : [cap],
        );
        const result = runPipeline({ ...input, members, routeCaps });
        const [one, other] = [twin.id, 'Z'].map((id) =>
          result.members.find((member) => member.id === id),
        );
        expect(other?.exactAward).toEqual(one?.exactAward);
      }),
      options,
    );
  });

  it('gives nobody less when a stock grows', () => {
    fc.assert(
      fc.property(runs, fc.nat(), fc.bigInt(1n, 900n), (input, pick, more) => {
        const stocks = input.stocks.map((stock, index) =>
          index === pick % input.stocks.length ? { ...stock, free: stock.free + more } : stock,
        );
        const [before, after] = [input, { ...input, stocks }].map(runPipeline);
        expect(atMost(exactOf(before!), exactOf(after!))).toBe(true);
      }),
      options,
    );
  });

  it('never gives a larger need less, nor others more, nor a rationed member anything', () => {
    fc.assert(
      fc.property(runs, fc.nat(), fc.bigInt(1n, 900n), (input, pick, more) => {
        const index = pick % input.members.length;
        fc.pre(at(input.members, index).need !== null);
        const larger = withMember(input, pick, ({ need }) => ({ need: (need ?? 0n) + more }));
        const [before, after] = [runPipeline(input), runPipeline(larger)];
        const [mine, then] = [at(before.members, index), at(after.members, index)];
        expect(rational.compare(then.exactAward, mine.exactAward)).toBeGreaterThanOrEqual(0);
        expect(atMost(exactOf(after), exactOf(before), index)).toBe(true);
        if (rational.compare(mine.exactAward, rational.of(mine.claim)) < 0) {
          expect(exactOf(after)).toEqual(exactOf(before));
        }
      }),
      options,
    );
  });

  it('never gives more for hiding a usable form', () => {
    fc.assert(
      fc.property(runs, fc.nat(), (input, pick) => {
        const index = pick % input.members.length;
        const hidden = withMember(input, pick, ({ forms }) => ({ forms: forms.slice(1) }));
        const [open, closed] = [runPipeline(input), runPipeline(hidden)];
        const gain = rational.compare(at(exactOf(closed), index), at(exactOf(open), index));
        expect(gain).toBeLessThanOrEqual(0);
      }),
      options,
    );
  });

  it('does not change when all masses are given in another unit', () => {
    fc.assert(
      fc.property(runs, fc.bigInt(2n, 1000n), (input, times) => {
        const more = (value: Rational) => rational.mul(value, rational.of(times));
        const scaled: PipelineInput = {
          parameters: {
            ...input.parameters,
            awardUnitGrams: input.parameters.awardUnitGrams * times,
          },
          members: input.members.map((member) => ({
            ...member,
            baseline: more(member.baseline),
            baseSupply: more(member.baseSupply),
            ownSupply: more(member.ownSupply),
            need: member.need === null ? null : member.need * times,
            essential: member.essential * times,
          })),
          stocks: input.stocks.map((stock) => ({ ...stock, free: stock.free * times })),
          routeCaps: (input.routeCaps ?? []).map((cap) => ({ ...cap, cap: cap.cap * times })),
        };
        const [before, after] = [runPipeline(input), runPipeline(scaled)];
        expect(after.members.map(({ award }) => award)).toEqual(
          before.members.map(({ award }) => award),
        );
        expect(after.routing).toEqual(before.routing);
      }),
      options,
    );
  });

  it('keeps rounding credits that sum to 0', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const credits = creditsAfter(input, runPipeline(input));
        expect(rational.sum([...credits.values()])).toEqual(rational.ZERO);
        for (const credit of credits.values()) {
          expect(rational.compare(rational.mul(credit, credit), rational.ONE)).toBe(-1);
        }
        const members = input.members.map((member) => ({
          ...member,
          roundingCredit: credits.get(member.id) ?? rational.ZERO,
        }));
        const second = creditsAfter({ ...input, members }, runPipeline({ ...input, members }));
        expect(rational.sum([...second.values()])).toEqual(rational.ZERO);
      }),
      options,
    );
  });

  it('loses nothing but its own when a served member leaves with what it was sent', () => {
    fc.assert(
      fc.property(runs, fc.nat(), (input, pick) => {
        const result = runPipeline(input);
        const gone = pick % input.members.length;
        const { network, division } = result;
        const floors = result.members.map(({ floorAward }) => floorAward);
        const stakes = awardStakes(demandsOf(input, result), floors);
        const scale = rational.commonDenominator(division.flow);
        const scaled = (value: Rational) => rational.mul(value, rational.of(scale));
        const left = network.stocks.map((mass) => mass * scale);
        network.routes.forEach(({ stock, member }, route) => {
          if (member === gone) left[stock]! -= scaled(at(division.flow, route)).p;
        });
        const rest = leximin(
          {
            stocks: left,
            memberCount: network.memberCount,
            routes: network.routes
              .filter(({ member }) => member !== gone)
              .map((route) => ({ ...route, cap: route.cap === null ? null : route.cap * scale })),
          },
          stakes.map(({ weight, lower, upper }, index) => ({
            weight,
            lower: index === gone ? rational.ZERO : scaled(lower),
            upper: index === gone ? rational.ZERO : scaled(upper),
          })),
        );
        const expected = division.awards.map((award, index) =>
          index === gone ? rational.ZERO : scaled(award),
        );
        expect(rest?.awards).toEqual(expected);
      }),
      options,
    );
  });

  it('divides a smaller release of awards as a smaller release of claims', () => {
    fc.assert(
      fc.property(runs, fc.bigInt(0n, 100n), (input, percent) => {
        const result = runPipeline(input);
        const { network, division } = result;
        const demands = demandsOf(input, result).map((demand) => ({ ...demand, floor: 0n }));
        const none = demands.map(() => rational.ZERO);
        const less = { ...network, stocks: network.stocks.map((mass) => (mass * percent) / 100n) };
        const ofClaims = leximin(less, awardStakes(demands, none));
        const whole = leximin(network, awardStakes(demands, none)) ?? division;
        const ofAwards = leximin(
          less,
          awardStakes(demands, none).map((stake, index) => ({
            ...stake,
            upper: at(whole.awards, index),
          })),
        );
        expect(ofAwards?.awards).toEqual(ofClaims?.awards);
      }),
      options,
    );
  });

  it('carries very large masses, and weights a thousand million times apart', () => {
    const mass = 10n ** 15n;
    const member = (id: string, baseline: bigint): PipelineMember => ({
      id,
      baseline: rational.of(baseline),
      baseSupply: rational.of(baseline),
      ownSupply: rational.ZERO,
      need: null,
      essential: 1n,
      standing: rational.ONE,
      equityMultiplier: rational.ONE,
      forms: ['metal'],
    });
    const result = runPipeline({
      parameters: parseParameters({ ...DEFAULT_PARAMETERS, awardUnitGrams: '1' }),
      members: [member('A', mass), member('B', mass / 10n ** 9n)],
      stocks: [{ id: 'S', form: 'metal', free: mass }],
    });
    expect(result.members.map(({ award }) => award)).toEqual([474_999_999_525_000n, 475_000n]);
    expect(result.total).toBe(475_000_000_000_000n);
  });
});
