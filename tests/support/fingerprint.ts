import type { Ledger } from './ledger';

/** Tables that a refused write may touch: refusals are kept there under their key. */
const MAY_GROW = ['command'];

/** Row count and digest of the content of every table of the ledger, by table name. */
export async function fingerprint(ledger: Ledger): Promise<Readonly<Record<string, string>>> {
  const tables = await ledger.rows<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`,
  );
  const prints = tables
    .filter(({ name }) => !MAY_GROW.includes(name))
    .map(async ({ name }): Promise<[string, string]> => {
      const [row] = await ledger.rows<{ print: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '')
           as print
         from "${name}" t`,
      );
      return [name, row?.print ?? ''];
    });
  return Object.fromEntries(await Promise.all(prints));
}
