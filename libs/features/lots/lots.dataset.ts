import type { Dataset } from '#platform/spreadsheet/dataset';

/**
 * Identified material: masses it began with, what of them went into other lots, and what is in the
 * reserve now. `member` brought it; lots made of other lots have none, and no contribution.
 */
export const LOTS: Dataset = {
  name: 'lots',
  audience: 'anybody',
  columns: [
    { name: 'lot', kind: 'text' },
    { name: 'entry', kind: 'text' },
    { name: 'contribution', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'title_holder', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'form', kind: 'text' },
    { name: 'depot', kind: 'text' },
    { name: 'gross', kind: 'mass' },
    { name: 'gross_out', kind: 'mass' },
    { name: 'assay', kind: 'ratio' },
    { name: 'assay_uncertainty', kind: 'ratio' },
    { name: 'assay_certificate', kind: 'text' },
    { name: 'contained', kind: 'mass' },
    { name: 'contained_out', kind: 'mass' },
    { name: 'in_reserve', kind: 'mass' },
    { name: 'package_unit', kind: 'text' },
    { name: 'package_count', kind: 'text' },
    { name: 'packages_out', kind: 'text' },
    { name: 'provenance', kind: 'text' },
    { name: 'storage', kind: 'text' },
    { name: 'best_before', kind: 'date' },
    { name: 'received_on', kind: 'date' },
  ],
  sql: `select l.id as lot, l.entry_id as entry, l.contribution_id as contribution, c.member,
               l.title_holder, l.material, l.form, l.depot, l.gross_grams as gross, l.gross_out,
               l.assay, l.assay_uncertainty, l.assay_certificate,
               l.contained_grams as contained, l.contained_out,
               (select coalesce(sum(h.posted), 0) from holding h
                where h.lot_id = l.id and h.account like '%/reserve-%') as in_reserve,
               l.package_unit, l.package_count, l.packages_out, l.provenance, l.storage,
               l.best_before, l.received_on
        from lot l left join contribution c on c.id = l.contribution_id`,
  order: ['lot'],
  keys: { member: ['member'], material: ['material'] },
  day: 'received_on',
};
