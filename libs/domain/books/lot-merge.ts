import { DomainError } from '../errors';
import { shownAssay, type Attestation, type LotMass } from './lot';

/** What a lot brings into a merge: its facts, and what of it is taken. */
export interface MergePart {
  readonly id: string;
  readonly material: string;
  readonly form: string;
  readonly depot: string;
  /** The member that keeps the title; null: the Trust. */
  readonly titleHolder: string | null;
  readonly mass: LotMass;
  /** Null when their number is not known, or when not all of them are taken. */
  readonly packages: { readonly unit: string; readonly count: bigint } | null;
  readonly provenance: readonly Attestation[];
  readonly storage: string | null;
  readonly bestBefore: string | null;
  readonly receivedOn: string;
}

export type MergedLot = Omit<MergePart, 'id'> & {
  /** Contained over gross as decimal text. */
  readonly assay: string;
};

/** Attestations that one lot may have. */
export const ATTESTATIONS_MAX = 100;

/**
 * One lot of several (at least one) that are alike: masses add up, attestations are united, and
 * of the dates the earliest holds. Storage and packages stay known where all agree. Refuses
 * `lots-not-alike` and `provenance-too-long`.
 */
export function mergeLots(parts: readonly MergePart[]): MergedLot {
  const [first] = parts as readonly [MergePart];
  parts.forEach((part, index) => requireAlike(first, part, index));
  const mass = parts.reduce<LotMass>(
    (sum, part) => ({
      gross: sum.gross + part.mass.gross,
      contained: sum.contained + part.mass.contained,
    }),
    { gross: 0n, contained: 0n },
  );
  const shelfLives = parts.flatMap(({ bestBefore }) => (bestBefore === null ? [] : [bestBefore]));
  const { material, form, depot, titleHolder, storage } = first;
  return {
    ...{ material, form, depot, titleHolder, mass, assay: shownAssay(mass) },
    packages: togetherPackages(parts),
    provenance: union(parts),
    storage: parts.every((part) => part.storage === storage) ? storage : null,
    bestBefore: shelfLives.sort()[0] ?? null,
    receivedOn: parts.map(({ receivedOn }) => receivedOn).sort()[0] ?? first.receivedOn,
  };
}

const ALIKE = ['material', 'form', 'depot', 'titleHolder'] as const;

function requireAlike(first: MergePart, part: MergePart, index: number): void {
  const differs = ALIKE.find((fact) => first[fact] !== part[fact]);
  if (differs === undefined) return;
  throw new DomainError(
    'rule',
    'lots-not-alike',
    `Lot ${part.id} differs from lot ${first.id} in its ${differs}.`,
    { pointer: `/lots/${index}`, differs, expected: first[differs] ?? 'the Trust' },
  );
}

function togetherPackages(parts: readonly MergePart[]): MergePart['packages'] {
  const unit = parts[0]?.packages?.unit;
  let count = 0n;
  for (const { packages } of parts) {
    if (packages === null || packages.unit !== unit) return null;
    count += packages.count;
  }
  return unit === undefined ? null : { unit, count };
}

function union(parts: readonly MergePart[]): Attestation[] {
  const known = new Map<string, Attestation>();
  for (const attestation of parts.flatMap(({ provenance }) => provenance)) {
    const { standard, certificate, mine, refiner, country } = attestation;
    const key = JSON.stringify([standard, certificate, mine, refiner, country]);
    known.set(key, attestation);
  }
  if (known.size <= ATTESTATIONS_MAX) return [...known.values()];
  throw new DomainError(
    'rule',
    'provenance-too-long',
    `The lots have ${known.size} attestations; a lot has at most ${ATTESTATIONS_MAX}.`,
    { pointer: '/lots' },
  );
}
