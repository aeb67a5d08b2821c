import fc from 'fast-check';
import { runs } from '../../../tests/support/small-runs';
import { at } from '../at';
import * as rational from '../quantity/rational';
import { runPipeline } from './pipeline';
import type { Delivery, PipelineInput } from './pipeline-values';
import { nextTranche } from './tranche';
import type { Tranche } from './tranche';

/** The same disruption at a release fraction of so many hundredths in every tier. */
function releasing(input: PipelineInput, percent: bigint): PipelineInput {
  const fraction = rational.ratio(percent, 100n);
  const parameters = { ...input.parameters, releaseGeneral: fraction, releaseSevere: fraction };
  return { ...input, parameters };
}

function tranchesOf(input: PipelineInput, percents: readonly bigint[]): readonly Tranche[] {
  const tranches: Tranche[] = [];
  let delivered: readonly Delivery[] = [];
  for (const percent of percents) {
    const tranche = nextTranche(releasing(input, percent), delivered);
    tranches.push(tranche);
    delivered = tranche.delivered;
  }
  return tranches;
}

const rising = fc
  .array(fc.bigInt(0n, 100n), { minLength: 2, maxLength: 4 })
  .map((list) => list.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));

describe('tranches', () => {
  it('are never negative, add up to what was sent, and leave no stock overdrawn', () => {
    fc.assert(
      fc.property(runs, rising, (input, percents) => {
        const tranches = tranchesOf(input, percents);
        const last = at(tranches, tranches.length - 1);
        const { unit } = last.cumulative;
        for (const { awards } of tranches) {
          expect(awards.every(({ award }) => award >= 0n)).toBe(true);
        }
        last.cumulative.members.forEach(({ id, award, claim }, index) => {
          const parts = tranches.reduce((sum, { awards }) => sum + at(awards, index).award, 0n);
          expect(parts).toBe(award);
          expect(award <= claim).toBe(true);
          const sent = last.delivered.filter(({ member }) => member === id);
          expect(sent.reduce((sum, { mass }) => sum + mass, 0n)).toBe(award * unit);
        });
        for (const { id, opened } of last.cumulative.stocks) {
          const sent = last.delivered.filter(({ stock }) => stock === id);
          expect(sent.reduce((sum, { mass }) => sum + mass, 0n) <= opened).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('come to the awards of one run where all use one form, to a unit for each member', () => {
    const oneForm = runs.map((input) => ({
      ...input,
      routeCaps: [],
      members: input.members.map((member) => ({ ...member, forms: ['metal'] })),
      stocks: input.stocks.slice(0, 1).map((stock) => ({ ...stock, form: 'metal' })),
    }));
    fc.assert(
      fc.property(oneForm, rising, (input, percents) => {
        const tranches = tranchesOf(input, percents);
        const { cumulative } = at(tranches, tranches.length - 1);
        const whole = runPipeline(releasing(input, at(percents, percents.length - 1)));
        expect(cumulative.total).toBe(whole.total);
        const units = BigInt(input.members.length * percents.length);
        whole.members.forEach(({ award }, index) => {
          const off = at(cumulative.members, index).award - award;
          expect(off <= units && -off <= units).toBe(true);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('lets nobody fall below what it has when the release is cut', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const first = nextTranche(releasing(input, 80n), []);
        const second = nextTranche(releasing(input, 30n), first.delivered);
        expect(second.awards.every(({ award }) => award >= 0n)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves members what they have when their needs are withdrawn', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const first = nextTranche(input, []);
        const members = input.members.map((member) => ({ ...member, need: 0n }));
        const second = nextTranche({ ...input, members }, first.delivered);
        expect(second.awards.every(({ award }) => award === 0n)).toBe(true);
        expect(second.routing).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is the run itself at first, and nothing at the same release again', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const first = nextTranche(input, []);
        expect(first.cumulative).toEqual(runPipeline(input));
        const again = nextTranche(input, first.delivered);
        expect(again.routing).toEqual([]);
        expect(again.delivered).toEqual(first.delivered);
      }),
      { numRuns: 100 },
    );
  });
});
