import { DomainError } from '../errors';
import type { Attestation } from './lot';

/** Parts of an attestation that a rule may ask for. */
export const SOURCING_PARTS = ['mine', 'refiner', 'country'] as const;
export type SourcingPart = (typeof SOURCING_PARTS)[number];

/** Where a material may come from: who must attest it, and what the attestation must name. */
export interface SourcingRule {
  readonly id: string;
  readonly material: string;
  readonly version: string;
  /** Standards of which one must attest; none: no attestation is asked for. */
  readonly standards: readonly string[];
  readonly requires: readonly SourcingPart[];
}

/** Refuses `sourcing-rule-broken`, naming the rule, the missing part and what would be right. */
export function checkSourcing(
  rule: SourcingRule | undefined,
  attestation: Attestation | undefined,
): void {
  if (rule === undefined) return;
  const { standards, requires } = rule;
  if (standards.length === 0 && requires.length === 0) return;
  if (attestation === undefined) {
    throw broken(rule, '/provenance', 'needs an attestation of its origin', standards);
  }
  if (standards.length > 0 && !standards.includes(attestation.standard)) {
    const what = `is not accepted under the standard "${attestation.standard}"`;
    throw broken(rule, '/provenance/standard', what, standards);
  }
  const missing = requires.find((part) => attestation[part] === undefined);
  if (missing === undefined) return;
  throw broken(rule, `/provenance/${missing}`, `needs its ${missing} named`, [
    `the ${missing} that the certificate names`,
  ]);
}

function broken(
  rule: SourcingRule,
  pointer: string,
  what: string,
  expected: readonly string[],
): DomainError {
  return new DomainError(
    'rule',
    'sourcing-rule-broken',
    `By version ${rule.version} of the sourcing rule, ${rule.material} ${what}.`,
    { pointer, rule: rule.id, version: rule.version, expected },
  );
}
