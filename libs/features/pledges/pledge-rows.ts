import { accountKey, type AccountKind } from '#domain/books/account';
import { cumulativeGrams, progress, type Instalment } from '#domain/books/pledge';
import type { Transfer } from '#domain/books/transfer';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import { dayAfter } from '#domain/release/calendar';
import type { Tx } from '#platform/database/tx';
import { positiveMassAt } from '#platform/http/mass-at';
import type { InstalmentEntity, PledgeEntity, PledgeRevisionEntity } from './pledge.entity';
import type { InstalmentDto, PledgeResponse, RevisionResponse } from './pledges.dto';

/** The instalments of a request in grams. Refuses `mass-zero` and its kin, by place. */
export function readInstalments(instalments: readonly InstalmentDto[]): Instalment[] {
  return instalments.map(({ dueDate, quantity }, index) => ({
    dueDate,
    grams: positiveMassAt(`/instalments/${index}/quantity`, quantity),
  }));
}

export function toInstalmentRows(
  pledgeId: string,
  revision: number,
  instalments: readonly Instalment[],
): InstalmentEntity[] {
  const cumulative = cumulativeGrams(instalments);
  return instalments.map(({ dueDate, grams }, index) => ({
    pledgeId,
    revision,
    ordinal: index + 1,
    dueDate,
    grams,
    cumulative: cumulative[index] ?? grams,
  }));
}

/** Instalments as they stand in a log body. */
export function toInstalmentRecords(instalments: readonly Instalment[]): object[] {
  return instalments.map(({ dueDate, grams }) => ({ dueDate, grams: grams.toString() }));
}

export function toPledgeResponse(
  pledge: PledgeEntity,
  instalments: readonly Instalment[],
  today: string,
): PledgeResponse {
  const { id, member, material, state, note } = pledge;
  return {
    ...{ id, member, material, state, note },
    revision: pledge.revision.toString(),
    quantity: formatMass(pledge.grams),
    delivered: formatMass(pledge.delivered),
    withdrawn: formatMass(pledge.withdrawn),
    instalments: progress(instalments, pledge.delivered).map((part) => ({
      dueDate: part.dueDate,
      quantity: formatMass(part.grams),
      delivered: formatMass(part.delivered),
      outstanding: formatMass(part.outstanding),
      ...(isOverdue(pledge, part, today) ? { overdueSince: dayAfter(part.dueDate) } : {}),
    })),
  };
}

function isOverdue(
  { state }: PledgeEntity,
  part: { readonly dueDate: string; readonly outstanding: bigint },
  today: string,
): boolean {
  return state === 'accepted' && part.outstanding > 0n && part.dueDate < today;
}

export function toRevisionResponse(
  row: PledgeRevisionEntity,
  instalments: readonly Instalment[],
): RevisionResponse {
  const { id, pledgeId, act, state, reason, proposedBy, proposedAt, decidedBy, decidedAt } = row;
  return {
    ...{ id, pledge: pledgeId, revision: row.revision.toString(), act, state },
    quantity: formatMass(instalments.reduce((sum, { grams }) => sum + grams, 0n)),
    instalments: instalments.map(wireInstalment),
    ...(reason === null ? {} : { reason }),
    ...{ proposedBy, proposedAt },
    ...(decidedBy === null ? {} : { decidedBy }),
    ...(decidedAt === null ? {} : { decidedAt }),
    ...(row.answer === null ? {} : { answer: row.answer }),
  };
}

function wireInstalment({ dueDate, grams }: Instalment): { dueDate: string; quantity: WireMass } {
  return { dueDate, quantity: formatMass(grams) };
}

/** Where the promises of a member stand: not made, made, and kept. */
export type ObligationKind = Extract<AccountKind, 'undertaken' | 'pledged' | 'delivered'>;

/** A transfer between a member's obligation accounts of the material of a pledge. */
export function obligation(
  tx: Tx,
  { material, member }: Pick<PledgeEntity, 'material' | 'member'>,
  [from, to]: readonly [ObligationKind, ObligationKind],
  grams: bigint,
  effectiveDate: string,
): Transfer {
  const key = (kind: ObligationKind): string =>
    accountKey({ material, kind, member: kind === 'undertaken' ? null : member, depot: null });
  return {
    id: tx.newId(),
    kind: 'posted',
    pending: null,
    from: key(from),
    to: key(to),
    grams,
    lot: null,
    effectiveDate,
  };
}
