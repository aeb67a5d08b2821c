import type { SmallWorld } from './small-world';
import { act, type Write } from './write';

/** Nobody listens there. */
const SILENT = { kind: 'webhook', target: 'http://127.0.0.1:9/notices' };

/** Every write about notices, each where it would succeed. Sends nothing: no entry follows. */
export async function noticeWrites({ ledger, operators }: SmallWorld): Promise<Write[]> {
  const operator = operators.KEN;
  const open = async (): Promise<string> => (await operator.done('/v1/notice-channels', SILENT)).id;
  const [active, disabled] = [await open(), await open()];
  await ledger.rows(`update channel set state = 'disabled' where id = $1`, [disabled]);
  const { body } = await operator.get<{ notices: { id: string }[] }>('/v1/notices?limit=1');
  const notice = body.notices[0]?.id ?? 'no notice';
  const post = (path: string, fields: Write['body']): Write => ({
    ...{ route: `POST ${path}`, path, as: operator, body: fields },
  });
  const at = '/v1/notice-channels/{id}';
  return [
    post('/v1/notices/read', { upTo: notice }),
    post('/v1/notice-channels', SILENT),
    act(`${at}/rotate-secret`, active, operator),
    act(`${at}/resume`, disabled, operator),
    act(`${at}/remove`, disabled, operator),
    act(`${at}/replay`, active, operator, { notice }),
  ];
}
