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
    { name: 'effective_date', kind: 'date' },
    { name: 'recorded_at', kind: 'moment' },
  ],
  sql: `select t.id as transfer, t.entry_id as entry, t.kind, t.pending_id as ends, t.from_account,
               t.to_account, t.grams as quantity, t.lot_id as lot, t.effective_date, t.recorded_at,
               a.material
        from transfer t join account a on a.key = t.from_account`,
  order: ['transfer'],
  keys: { account: ['from_account', 'to_account'], material: ['material'] },
  day: 'effective_date',
};
