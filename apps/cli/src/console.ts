/** Where a command writes; a terminal also tells whether it shows colours. */
export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined;
  /** Of a terminal stream: false also when NO_COLOR is set. */
  hasColors?(count: number): boolean;
}

/** What a command reads and writes, so that tests can stand in for the terminal. */
export interface Console {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Exit status of a run that proved nothing, for want of arguments, input or connection. */
export const UNDECIDED = 2;

/** Something outside kept the command from its work; the message is for the user. */
export class Unavailable extends Error {}
