import { assert } from '#domain/assert';
import * as rational from '#domain/quantity/rational';
import { gramsOfTonnes, WORLD } from './world';

function output(area: string, material: string, stage: string, year: string): bigint {
  const row = WORLD.production.find(
    (one) =>
      one.area === area && one.material === material && one.stage === stage && one.year === year,
  );
  assert(row !== undefined, `no ${stage} output of ${material} in ${area} for ${year}`);
  return gramsOfTonnes(row.tonnes);
}

/** A supplier's part of the world's output at a stage in a year, exact. */
export function worldShare(
  supplier: string,
  material: string,
  stage: string,
  year: string,
): string {
  const share = rational.ratio(
    output(supplier, material, stage, year),
    output('WLD', material, stage, year),
  );
  return rational.format(share);
}

/**
 * Measured shares of one supplier in the imports of members, at the stage where its exports stop.
 * A figure of the European Union is used for each of its members. The supplier itself depends on
 * no imports from itself. Members without a figure are absent: the world's share stands for them.
 */
export function originShares(
  supplier: string,
  material: string,
  stage: string,
): readonly { readonly member: string; readonly share: string }[] {
  const rows = WORLD.originShares.filter(
    (row) => row.supplier === supplier && row.material === material && row.stage === stage,
  );
  return WORLD.members.flatMap((member) => {
    if (member.code === supplier) return [{ member: member.code, share: '0' }];
    const row =
      rows.find((one) => one.importer === member.code) ??
      (member.euMember ? rows.find((one) => one.importer === 'EUU') : undefined);
    return row === undefined ? [] : [{ member: member.code, share: row.share }];
  });
}
