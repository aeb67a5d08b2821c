import fc from 'fast-check';
import { runs } from '../../../tests/support/small-runs';
import { at } from '../at';
import * as rational from '../quantity/rational';
import { dueAt, lotOrder, LOTS_MAX } from './lot-order';
import { runPipeline } from './pipeline';

describe('the order of lots', () => {
  it('ends at the awards, and nobody is ever a whole lot from its due', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const result = runPipeline(input);
        fc.pre(result.total <= 60n);
        const received = result.members.map(() => 0n);
        (lotOrder(input, result) ?? []).forEach((member, lot) => {
          received[member] = at(received, member) + 1n;
          const due = dueAt(input, result, BigInt(lot + 1));
          expect(rational.sum(due)).toEqual(rational.of(BigInt(lot + 1)));
          due.forEach((lots, index) => {
            const off = rational.sub(lots, rational.of(at(received, index)));
            expect(rational.compare(rational.mul(off, off), rational.ONE)).toBe(-1);
          });
        });
        expect(received).toEqual(result.members.map(({ award }) => award));
      }),
      { numRuns: 300 },
    );
  });

  it('is not made for more lots than it can be made for in good time', () => {
    const [input] = fc.sample(runs, { numRuns: 1, seed: 1 });
    if (input === undefined) throw new Error('No run.');
    const result = runPipeline(input);
    expect(lotOrder(input, { ...result, total: LOTS_MAX + 1n })).toBeNull();
  });
});
