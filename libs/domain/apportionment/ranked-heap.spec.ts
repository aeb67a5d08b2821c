import fc from 'fast-check';
import { RankedHeap } from './ranked-heap';

it('gives back what was put in, in order, also after it was empty', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(50), { minLength: 1 })), (batches) => {
      const heap = new RankedHeap((a, b) => a < b);
      for (const batch of batches) {
        batch.forEach((item) => heap.push(item));
        expect(batch.map(() => heap.pop())).toEqual([...batch].sort((a, b) => a - b));
      }
      expect(() => heap.first).toThrow('a heap that is asked for its first item has one');
    }),
  );
});
