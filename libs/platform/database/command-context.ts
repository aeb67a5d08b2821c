export type Role = 'operator' | 'administrator' | 'auditor' | 'system';

/** Who is asking. `member` is set exactly for operators. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  readonly member: string | null;
}

/** One command as it reaches a service: who, under which client key, and for which request. */
export class CommandContext {
  /** Set when the answer was stored by an earlier call with the same key. */
  replayed = false;

  constructor(
    readonly actor: Actor,
    readonly key: string,
    readonly route: string,
    readonly requestDigest: Buffer,
  ) {}
}
