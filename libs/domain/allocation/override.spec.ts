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
    ['no reason', { reason: ' ' }],
    ['too few votes', { votesFor: 1n }],
    ['more votes than there are', { votesFor: 4n }],
    ['no votes at all', { votesFor: 0n, votes: 0n }],
  ])('is refused with %s', (_name, fault) => {
    if (input === undefined) throw new Error('No run.');
    const { votesFor, votes } = { ...change, ...fault };
    expect(() => overrideInput(input, { ...change, ...fault })).toThrow(
      expect.objectContaining({
        kind: 'rule',
        code: 'override-not-carried',
        message: 'An override needs a stated reason and two thirds of all votes.',
        facts: { votesFor: `${votesFor}`, votes: `${votes}` },
      }),
    );
  });

  it('is refused for an unknown member', () => {
    if (input === undefined) throw new Error('No run.');
    expect(() => overrideInput(input, { ...change, member: 'ZZZ' })).toThrow(
      expect.objectContaining({
        kind: 'not-found',
        code: 'member-unknown',
        message: 'No member ZZZ is in this run.',
      }),
    );
  });

  it('is carried by all votes', () => {
    if (input === undefined) throw new Error('No run.');
    expect(overrideInput(input, { ...change, votesFor: 3n }).members[0]?.need).toBe(7n);
  });
});
