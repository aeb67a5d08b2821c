import type { EntryKind } from '../log/entry';
import { aboutOf, addresseesOf } from './addressees';
import { secondsBeforeNext } from './retries';

const of = (kind: EntryKind, body: object = {}, member: string | null = null) =>
  addresseesOf({ kind, body, member });

describe('those who are told', () => {
  it('are all members, the one concerned, those named, or the Trust', () => {
    expect(of('needs-opened')).toEqual({ trust: false, members: 'all' });
    expect(of('disruption-declared')).toEqual({ trust: true, members: 'all' });
    expect(of('award-lapsed', {}, 'KEN')).toEqual({ trust: true, members: ['KEN'] });
    expect(of('deadline-passed')).toEqual({ trust: true, members: [] });
    expect(of('deadline-reminded', { members: ['KEN', 'DEU'] }, null)).toEqual({
      trust: false,
      members: ['DEU', 'KEN'],
    });
    const reminders = [{ member: 'JPN' }, { member: 'DEU' }, { member: 'JPN' }];
    expect(of('instalments-reminded', { reminders })?.members).toEqual(['DEU', 'JPN']);
    expect(of('channel-disabled', {}, 'DEU')).toEqual({ trust: false, members: ['DEU'] });
    expect(of('channel-disabled')).toEqual({ trust: true, members: [] });
  });

  it('are nobody for what concerns nobody', () => {
    expect(of('deadline-reminded', { members: [] })).toBeNull();
    expect(of('pledge-accepted')).toBeNull();
    expect(of('baseline-recorded', {}, 'DEU')).toBeNull();
    expect(of('constructor' as EntryKind, {}, 'DEU')).toBeNull();
  });
});

it('repeats what a notice is about and nothing else', () => {
  const body = { run: '1', dueAt: 'x', reason: 'secret', awards: ['y'], disruption: { id: '2' } };
  expect(aboutOf(body)).toEqual({ run: '1', dueAt: 'x' });
});

it('waits longer and longer, up to a fifth more, and gives up', () => {
  expect(secondsBeforeNext(1, 0)).toBe(5);
  expect(secondsBeforeNext(1, 0.999)).toBe(6);
  expect(secondsBeforeNext(7, 0)).toBe(50_400);
  expect(secondsBeforeNext(8, 0)).toBeNull();
  expect(secondsBeforeNext(9, 0.5)).toBeNull();
});
