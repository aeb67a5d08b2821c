import { Injectable } from '@nestjs/common';
import { BaselinesKind } from './baselines-kind';
import { ContributionsKind } from './contributions-kind';
import type { ImportKind } from './import-kind';
import type { KindName } from './import.entity';
import { LotsKind } from './lots-kind';
import { PledgesKind } from './pledges-kind';

/** Every kind of import. */
@Injectable()
export class ImportKindsService {
  private readonly kinds: Readonly<Record<KindName, ImportKind>>;

  constructor(
    contributions: ContributionsKind,
    lots: LotsKind,
    baselines: BaselinesKind,
    pledges: PledgesKind,
  ) {
    this.kinds = { contributions, lots, baselines, pledges };
  }

  get(name: KindName): ImportKind {
    return this.kinds[name];
  }

  all(): readonly ImportKind[] {
    return Object.values(this.kinds);
  }
}
