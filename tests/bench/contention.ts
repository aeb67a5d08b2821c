import { DomainError } from '#domain/errors';
import { seeded } from '../support/seeded';
import { ACCOUNTS, type Contender } from './contender';
import { interleave, type Measured, type Pace } from './interleave';

/** Clients that draw on one reserve at the same time. */
export const DRAWING_CLIENTS = [1, 2, 4, 8, 16, 32, 64] as const;

/** How fast ever more clients draw on one reserve, each from it into another account. */
export function measureContention(
  contender: Contender,
  clients: readonly number[],
  pace: Pace,
): Promise<Measured[]> {
  return interleave(
    clients.map((callers) => ({
      name: `${callers}`,
      callers,
      begin: (round) => {
        const random = seeded(round);
        return (caller) => contender.transfer(caller, 0, 1 + random(ACCOUNTS - 1));
      },
    })),
    pace,
  );
}

export interface Drawn {
  readonly drawn: number;
  readonly refused: number;
}

/**
 * Clients that draw more than there is: twice as many draws as the reserve can stand. Any error
 * but the refusal itself, such as a deadlock, ends the measurement.
 */
export async function overdraw(
  clients: number,
  draws: number,
  draw: (client: number) => Promise<unknown>,
): Promise<Drawn> {
  const counted = { drawn: 0, refused: 0 };
  let left = draws;
  const client = async (number: number): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      try {
        await draw(number);
        counted.drawn += 1;
      } catch (error) {
        const refused = error instanceof DomainError && error.code === 'balance-insufficient';
        if (!refused) throw error;
        counted.refused += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return counted;
}
