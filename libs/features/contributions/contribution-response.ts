import type { Attestation } from '#domain/books/lot';
import { formatMass } from '#domain/quantity/mass';
import type { LotResponse } from '#features/lots/lots.service';
import type { ContributionEntity } from './contribution.entity';
import type { ContributionResponse } from './contributions.dto';

export function toContributionResponse(
  contribution: ContributionEntity,
  lot: LotResponse | null,
): ContributionResponse {
  const { id, pledgeId, member, material, state, effectiveDate, reason } = contribution;
  const { form, depot, assay, title, expectedOn, packageUnit, packageCount } = contribution;
  return {
    ...{ id, pledge: pledgeId, member, material, state, effectiveDate, reason },
    notice: {
      form,
      depot,
      grossMass: formatMass(contribution.grossGrams),
      assay,
      containedMass: formatMass(contribution.expectedGrams),
      packages: packageUnit === null ? null : { unit: packageUnit, count: `${packageCount}` },
      provenance: attestationIn(contribution.provenance) ?? null,
      titleWith: title,
      expectedOn,
    },
    lot,
  };
}

/** The attestation in a stored text. */
export function attestationIn(text: string | null): Attestation | undefined {
  return text === null ? undefined : (JSON.parse(text) as Attestation);
}
