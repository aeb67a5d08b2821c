import type { WireMass } from '#domain/quantity/mass';

/** The pooled balance of one material. `free` is neither earmarked nor on hold. */
export interface ReserveResponse {
  readonly material: string;
  readonly free: WireMass;
  readonly earmarked: WireMass;
  readonly onHold: WireMass;
  readonly stocks: readonly StockResponse[];
}

/** What is free of one form in one depot. */
export interface StockResponse {
  readonly depot: string;
  readonly form: string;
  readonly free: WireMass;
}
