import type { WireMass } from '#domain/quantity/mass';
import { Mass, MassDto } from '#platform/http/fields';

export class NewNeedRequest {
  /** Contained mass required over the horizon of the rule. */
  @Mass() need: MassDto;
  /** The part of it for essential use. */
  @Mass() essential: MassDto;
}

export interface NeedResponse {
  readonly member: string;
  readonly revision: string;
  readonly need: WireMass;
  readonly essential: WireMass;
}
