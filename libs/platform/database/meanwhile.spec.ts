import { setTimeout as pause } from 'node:timers/promises';
import { meanwhile } from './meanwhile';

async function statement(failure?: Error): Promise<void> {
  await pause(5);
  if (failure) throw failure;
}

it('works before the statement has ended, and returns after it', async () => {
  const seen: string[] = [];
  const asked = statement().then(() => seen.push('statement'));
  const result = await meanwhile(asked, () => seen.push('work'));
  expect([result, seen]).toEqual([1, ['work', 'statement']]);
});

it('fails as the statement does, whatever becomes of the work', async () => {
  const wrong = new Error('refused');
  await expect(meanwhile(statement(wrong), () => 1)).rejects.toBe(wrong);
  const late = (): never => {
    throw new Error('another');
  };
  await expect(meanwhile(statement(wrong), late)).rejects.toBe(wrong);
  await expect(meanwhile(Promise.reject(wrong), () => 1)).rejects.toBe(wrong);
});

it('fails as the work does, but not before the statement has ended', async () => {
  let hasEnded = false;
  const asked = statement().then(() => (hasEnded = true));
  const work = (): never => {
    throw new Error('no text for it');
  };
  await expect(meanwhile(asked, work)).rejects.toThrow('no text for it');
  expect(hasEnded).toBe(true);
});
