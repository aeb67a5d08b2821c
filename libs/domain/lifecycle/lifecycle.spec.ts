import { ENTRY_KINDS } from '../log/entry';
import * as award from './award';
import * as drawdown from './drawdown';
import { moveOf, next, stateOf, type FullLifecycle, type Lifecycle } from './lifecycle';
import * as lifecycles from './lifecycles';

type Named<Table> = [name: string, lifecycle: Table];
const FULL = Object.entries({ ...award, ...drawdown }) as Named<FullLifecycle<string, string>>[];
const ALL = [...Object.entries(lifecycles), ...FULL] as Named<Lifecycle<string, string>>[];

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

  it.each(ALL)('%s reaches every state from its first and has an end', (_name, lifecycle) => {
    const states = Object.keys(lifecycle);
    const reached = new Set([states[0]]);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const state of [...reached]) {
        const steps = Object.values(lifecycle[state ?? ''] ?? {});
        for (const step of steps) reached.add(stateOf(step ?? ''));
      }
    }
    expect([...reached].sort()).toEqual([...states].sort());
    expect(states.some((state) => Object.keys(lifecycle[state] ?? {}).length === 0)).toBe(true);
  });

  it('lists the legal acts of one that says everything of its steps', () => {
    expect(() => moveOf('drawdown', drawdown.DRAWDOWN, 'released', 'cancel')).toThrow(
      expect.objectContaining({
        code: 'act-not-legal-now',
        facts: { state: 'released', act: 'cancel', legal: ['collect', 'report'] },
      }),
    );
    expect(moveOf('drawdown', drawdown.DRAWDOWN, 'ordered', 'cancel').to).toBe('cancelled');
  });

  it.each(FULL)('%s names an entry that the log knows for each step', (_name, lifecycle) => {
    const entries = Object.values(lifecycle).flatMap((acts) =>
      Object.values(acts).map((move) => move?.entry),
    );
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter((entry) => !Object.hasOwn(ENTRY_KINDS, entry ?? ''))).toEqual([]);
  });
});
