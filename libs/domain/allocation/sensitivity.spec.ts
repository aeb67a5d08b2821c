import fc from 'fast-check';
import { runs } from '../../../tests/support/small-runs';
import { at } from '../at';
import * as rational from '../quantity/rational';
import { runPipeline } from './pipeline';
import type { PipelineInput } from './pipeline-values';
import { sensitivityTo } from './sensitivity';

const [sample] = fc.sample(runs, { numRuns: 1, seed: 3 });

/** Two members at a level, one of them with twice the weight, and a third served in full. */
function scarce(): PipelineInput {
  if (sample === undefined) throw new Error('No run.');
  const member = (id: string, baseline: bigint, need: bigint | null) => ({
    id,
    baseline: rational.of(baseline),
    baseSupply: rational.of(baseline),
    ownSupply: rational.ZERO,
    need,
    essential: 0n,
    standing: rational.ONE,
    equityMultiplier: rational.ONE,
    forms: ['metal'],
  });
  const parameters = {
    ...sample.parameters,
    awardUnitGrams: 1n,
    humanitarianBuffer: rational.ZERO,
  };
  return {
    parameters,
    members: [member('A', 100n, null), member('B', 50n, null), member('C', 100n, 30n)],
    stocks: [{ id: 'S', form: 'metal', free: 660n }],
  };
}

describe('sensitivity', () => {
  it('of a larger stock goes to those at the level, by weight', () => {
    const input = scarce();
    const { effects, isLinear } = sensitivityTo(input, runPipeline(input), {
      kind: 'stock',
      stock: 'S',
      more: 60n,
    });
    const told = effects.map(({ member, exact, award, foretold }) => [
      member,
      rational.format(exact),
      award,
      foretold && rational.format(foretold),
    ]);
    expect(told).toEqual([
      ['A', '20', 20n, '20'],
      ['B', '10', 10n, '10'],
      ['C', '0', 0n, '0'],
    ]);
    expect(isLinear).toBe(true);
  });

  it('of a larger stock passes by those who cannot use it, or are kept by their floor', () => {
    const input = scarce();
    const [a, b, c] = input.members;
    if (a === undefined || b === undefined || c === undefined) throw new Error('No member.');
    const members = [a, { ...b, essential: 900n }, { ...c, need: null, forms: ['oxide'] }];
    const stocks = [
      { id: 'R', form: 'oxide', free: 400n },
      { id: 'S', form: 'metal', free: 2000n },
    ];
    const run = { ...input, members, stocks };
    const change = { kind: 'stock', stock: 'S', more: 60n } as const;
    const { effects, isLinear } = sensitivityTo(run, runPipeline(run), change);
    expect(effects.map(({ foretold }) => foretold && rational.format(foretold))).toEqual([
      ...['30', '0', '0'],
    ]);
    expect(isLinear).toBe(true);
  });

  it('says where the slope of the level no longer holds', () => {
    const input = scarce();
    const change = { kind: 'stock', stock: 'S', more: 10n ** 6n } as const;
    const { effects, isLinear } = sensitivityTo(input, runPipeline(input), change);
    expect(isLinear).toBe(false);
    expect(effects.map(({ exact }) => rational.format(exact))).toEqual(['2500', '1250', '0']);
  });

  it('of a need above the level is nothing, and of a multiplier a shift to its member', () => {
    const input = scarce();
    const result = runPipeline(input);
    const need = sensitivityTo(input, result, { kind: 'need', member: 'A', need: 10n ** 6n });
    expect(need.effects.every(({ exact }) => exact.p === 0n)).toBe(true);
    const two = rational.of(2n);
    const more = sensitivityTo(input, result, { kind: 'equity', member: 'B', multiplier: two });
    expect(more.effects.map(({ exact }) => rational.format(exact))).toEqual(['-50', '50', '0']);
  });

  it('sums to what is handed out besides', () => {
    fc.assert(
      fc.property(runs, fc.nat(), fc.bigInt(1n, 300n), (input, pick, more) => {
        const { id: stock } = at(input.stocks, pick % input.stocks.length);
        const result = runPipeline(input);
        const { effects } = sensitivityTo(input, result, { kind: 'stock', stock, more });
        const stocks = input.stocks.map((each) =>
          each.id === stock ? { ...each, free: each.free + more } : each,
        );
        const added = (runPipeline({ ...input, stocks }).total - result.total) * result.unit;
        expect(rational.sum(effects.map(({ exact }) => exact))).toEqual(rational.of(added));
        expect(effects.reduce((sum, { award }) => sum + award, 0n)).toBe(added);
      }),
      { numRuns: 200 },
    );
  });
});
