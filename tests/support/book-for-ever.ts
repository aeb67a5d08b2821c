import 'reflect-metadata';
import { GroupCommit } from '#features/reserves/group-commit';
import { createApi } from '../../apps/api/src/create-api';
import { commandOf, moved } from './books-world';

/** What a process says about each command: before it is handed in, and once it is answered. */
export interface Said {
  readonly id: string;
  readonly answered: boolean;
}

const CALLERS = 32;

/** Books single grams from many callers at once, until the process is killed. */
async function main(): Promise<never> {
  const commits = (await createApi()).get(GroupCommit, { strict: false });
  const say = (said: Said): void => void process.send?.(said);
  const call = async (): Promise<never> => {
    for (;;) {
      const transfer = moved(1n);
      say({ id: transfer.id, answered: false });
      await commits.submit(commandOf(transfer));
      say({ id: transfer.id, answered: true });
    }
  };
  return Promise.race(Array.from({ length: CALLERS }, call));
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
