import fc from 'fast-check';
import { runs } from '../../../tests/support/small-runs';
import { overrideInput } from './override';

const [input] = fc.sample(runs, { numRuns: 1, seed: 5 });

describe('an override', () => {
  const change = {
    member: 'M0',
    change: { need: 7n },
    reason: 'A flood.',
    votesFor: 2n,
    votes: 3n,
  };

  it('changes one input of one member and nothing else', () => {
    if (input === undefined) throw new Error('No run.');
    const changed = overrideInput(input, change);
    expect(changed.members[0]).toEqual({ ...input.members[0], need: 7n });
    expect({ ...changed, members: [] }).toEqual({ ...input, members: [] });
    expect(changed.members.slice(1)).toEqual(input.members.slice(1));
  });

  it.each([
    ['no reason', { reason: ' ' }, 'override-not-carried'],
    ['too few votes', { votesFor: 1n }, 'override-not-carried'],
    ['more votes than there are', { votesFor: 4n }, 'override-not-carried'],
    ['no votes at all', { votesFor: 0n, votes: 0n }, 'override-not-carried'],
    ['an unknown member', { member: 'ZZZ' }, 'member-unknown'],
  ])('is refused with %s', (_name, fault, code) => {
    if (input === undefined) throw new Error('No run.');
    expect(() => overrideInput(input, { ...change, ...fault })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
