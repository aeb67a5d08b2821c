import { createHash } from 'node:crypto';
import { ImportClient } from './import-client';
import type { SmallWorld } from './small-world';
import type { Write } from './write';

const HEADER = 'reference;material;due_date;quantity;unit;note';

/** Every write of imports, each in a state where it would succeed. Needs a running worker. */
export async function importWrites(world: SmallWorld): Promise<Write[]> {
  const operator = world.operators.DEU;
  const client = new ImportClient(world.ledger.url, operator);
  const file = (name: string, quantity = '1'): { kind: 'pledges'; bytes: string } => ({
    kind: 'pledges',
    bytes: `${HEADER}\n${name};cobalt;2026-12-31;${quantity};KGM;\n`,
  });
  const awaited = file('TO-SEND');
  const { id: toSend } = (await client.open(awaited)).body;
  // Its decimal mark must be said, so that an empty confirmation is refused.
  const { id: toConfirm } = await client.upload(file('TO-CONFIRM', '1,234'));
  const { id: toCommit } = await client.upload(file('TO-COMMIT'));
  await client.confirm(toCommit);
  const { id: toCancel } = await client.upload(file('TO-CANCEL'));
  const write = (route: string, id: string, body: Write['body']): Write => {
    const path = route.replace(/^\w+ /, '').replace('{id}', id);
    return { route, path, as: operator, body };
  };
  return [
    write('POST /v1/imports', '', {
      kind: 'pledges',
      mode: 'all',
      fileName: 'pledges.csv',
      size: '100',
      sha256: createHash('sha256').update('a file').digest('hex'),
    }),
    {
      ...write('PUT /v1/imports/{id}/file', toSend, null),
      file: { type: 'text/csv', bytes: awaited.bytes },
    },
    write('POST /v1/imports/{id}/confirm', toConfirm, {
      encoding: 'utf-8',
      delimiter: ';',
      decimalMark: ',',
    }),
    write('POST /v1/imports/{id}/commit', toCommit, null),
    write('POST /v1/imports/{id}/cancel', toCancel, null),
  ];
}
