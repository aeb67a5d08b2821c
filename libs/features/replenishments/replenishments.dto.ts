import type { WireMass } from '#domain/quantity/mass';

export interface ReplenishmentResponse {
  readonly id: string;
  readonly drawdown: string;
  readonly instalment: string;
  readonly member: string;
  readonly material: string;
  readonly quantity: WireMass;
  readonly dueDate: string;
  readonly state: string;
}
