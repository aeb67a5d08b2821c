import type { WireMass } from '#domain/quantity/mass';

/** The parts of the API's answers that the demo reads. */
export interface DisruptionAnswer {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
}

export interface RunAnswer {
  readonly id: string;
  readonly state: string;
  readonly snapshotDigest: string | null;
  readonly reason: string | null;
}

export interface WriteAnswer {
  readonly entry: string;
}

export interface AwardAnswer {
  readonly id: string;
  readonly member: string;
  readonly quantity: WireMass;
  readonly state: string;
}

export interface DrawdownAnswer {
  readonly id: string;
  readonly award: string;
  readonly member: string;
  readonly quantity: WireMass;
  readonly state: string;
}

export interface ReplenishmentAnswer {
  readonly id: string;
  readonly drawdown: string;
  readonly member: string;
  readonly quantity: WireMass;
  readonly dueDate: string;
  readonly state: string;
}
