import { watchInterruption } from './interruption';

it('takes signals close together for one, and a later one for force', async () => {
  jest.useFakeTimers();
  let forced = 0;
  const interrupted = watchInterruption(() => (forced += 1));
  process.emit('SIGINT', 'SIGINT');
  process.emit('SIGINT', 'SIGINT');
  await expect(interrupted).resolves.toBe('interrupted');
  expect(forced).toBe(0);
  jest.advanceTimersByTime(1_500);
  process.emit('SIGINT', 'SIGINT');
  expect(forced).toBe(1);
  jest.useRealTimers();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
});
