import { AWARDS } from '#features/allocations/awards.dataset';
import { BASELINES } from '#features/baselines/baselines.dataset';
import { CONTRIBUTIONS } from '#features/contributions/contributions.dataset';
import { DEPOTS } from '#features/depots/depots.dataset';
import { DRAWDOWNS } from '#features/drawdowns/drawdowns.dataset';
import { LOTS } from '#features/lots/lots.dataset';
import { MATERIALS } from '#features/materials/materials.dataset';
import { MEMBERS } from '#features/members/members.dataset';
import { INSTALMENTS, PLEDGES } from '#features/pledges/pledges.dataset';
import { REPLENISHMENTS } from '#features/replenishments/replenishments.dataset';
import { ACCOUNTS, TRANSFERS } from '#features/reserves/reserves.dataset';
import type { Dataset } from '#platform/spreadsheet/dataset';

/** Everything that may be exported. */
export const DATASETS: readonly Dataset[] = [
  MEMBERS,
  MATERIALS,
  DEPOTS,
  BASELINES,
  PLEDGES,
  INSTALMENTS,
  CONTRIBUTIONS,
  LOTS,
  ACCOUNTS,
  TRANSFERS,
  AWARDS,
  DRAWDOWNS,
  REPLENISHMENTS,
];
