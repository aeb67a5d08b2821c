import { DEFAULT_CLOCK, parseClock } from './clock-parameters';
import { STEPS } from './deadline-steps';

describe('a decision clock', () => {
  it('is the default where nothing is said', () => {
    expect(parseClock({})).toEqual(DEFAULT_CLOCK);
    expect(parseClock({ declareHours: '1', contestHours: '8784' })).toEqual({
      ...DEFAULT_CLOCK,
      declareHours: '1',
      contestHours: '8784',
    });
  });

  it.each([
    ['hours', { declareHours: '8785' }, '/declareHours'],
    ['hours', { declareHours: '0' }, '/declareHours'],
    ['a non-negative integer', { declareHours: '-1' }, '/declareHours'],
    ['a non-negative integer', { declareHours: 48 }, '/declareHours'],
    ['less than', { needsHours: '48' }, '/needsReminderHours'],
    ['less than', { awardReminderHours: '360' }, '/awardReminderHours'],
    ['one of gap, none', { missingNeeds: 'all' }, '/missingNeeds'],
    ['absent', { stopHours: '48' }, '/stopHours'],
    ['an object', ['48'], ''],
    ['an object', null, ''],
  ])('is refused unless it is %s', (expected, value, pointer) => {
    expect(() => parseClock(value)).toThrow(
      expect.objectContaining({
        code: 'decision-clock-invalid',
        message: expect.stringContaining(expected),
        facts: { pointer },
      }),
    );
  });

  it('has hours for every step, and steps for every hours but the time to contest', () => {
    const used = Object.values(STEPS).flatMap(({ hours, reminder }) => [hours, reminder ?? hours]);
    const given = Object.keys(DEFAULT_CLOCK).filter((key) => key.endsWith('Hours'));
    expect(new Set([...used, 'contestHours'])).toEqual(new Set(given));
  });
});
