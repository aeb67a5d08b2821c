import type { Dataset } from '#platform/spreadsheet/dataset';

/** Every account of the books with its balance. */
export const ACCOUNTS: Dataset = {
  name: 'accounts',
  audience: 'trust',
  columns: [
    { name: 'account', kind: 'text' },
    { name: 'material', kind: 'text' },
    { name: 'kind', kind: 'text' },
    { name: 'member', kind: 'text' },
    { name: 'depot', kind: 'text' },
    { name: 'posted', kind: 'mass' },
    { name: 'pending_out', kind: 'mass' },
  ],
  sql: `select key collate "C" as account, material, kind, member, depot, posted, pending_out
        from account`,
  order: ['account'],
  keys: { account: ['account'], member: ['member'], material: ['material'] },
};

/** Every movement; with `account` the statement of one; `from` and `to` bound the legal day. */
export const TRANSFERS: Dataset = {
  name: 'transfers',
  audience: 'trust',
  columns: [
    { name: 'transfer', kind: 'text' },
    { name: 'entry', kind: 'text' },
    { name: 'kind', kind: 'text' },
    { name: 'ends', kind: 'text' },
    { name: 'from_account', kind: 'text' },
    { name: 'to_account', kind: 'text' },
    { name: 'quantity', kind: 'mass' },
    { name: 'lot', kind: 'text' },
    { name: 'to_lot', kind: 'text' },
    { name: 'reverses', kind: 'text' },
    { name: 'expires_at', kind: 'moment' },
    { name: 'effective_date', kind: 'date' },
    { name: 'recorded_at', kind: 'moment' },
  ],
  sql: `select m.id as transfer, m.entry_id as entry, m.kind, m.pending_id as ends,
               m.from_key as from_account, m.to_key as to_account, m.grams as quantity,
               m.lot_id as lot, m.to_lot_id as to_lot, m.reverses_id as reverses, m.expires_at,
               m.effective_date, m.material,
               (convert_from(e.envelope, 'UTF8')::jsonb ->> 'recordedAt')::timestamptz
                 as recorded_at
        from movement m join log_entry e on e.id = m.entry_id`,
  order: ['transfer'],
  keys: { account: ['from_account', 'to_account'], material: ['material'] },
  day: 'effective_date',
};
