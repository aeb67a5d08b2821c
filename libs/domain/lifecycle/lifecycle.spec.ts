import { next, type Lifecycle } from './lifecycle';
import * as lifecycles from './lifecycles';

describe('a life cycle', () => {
  it('moves by its table', () => {
    expect(next('pledge', lifecycles.PLEDGE, 'offered', 'accept')).toBe('accepted');
    expect(next('run', lifecycles.ALLOCATION_RUN, 'running', 'propose')).toBe('proposed');
  });

  it('refuses an illegal act and lists the legal ones', () => {
    expect(() => next('run', lifecycles.ALLOCATION_RUN, 'proposed', 'publish')).toThrow(
      expect.objectContaining({
        kind: 'conflict',
        code: 'act-not-legal-now',
        facts: { state: 'proposed', act: 'publish', legal: ['approve', 'reject'] },
      }),
    );
  });

  it.each(Object.entries(lifecycles as Record<string, Lifecycle<string, string>>))(
    '%s reaches every state from its first and has an end',
    (_name, lifecycle) => {
      const states = Object.keys(lifecycle);
      const reached = new Set([states[0]]);
      for (let size = 0; size !== reached.size;) {
        size = reached.size;
        for (const state of [...reached]) {
          for (const target of Object.values(lifecycle[state ?? ''] ?? {})) reached.add(target);
        }
      }
      expect([...reached].sort()).toEqual([...states].sort());
      expect(states.some((state) => Object.keys(lifecycle[state] ?? {}).length === 0)).toBe(true);
    },
  );
});
