import type { AwardAnswer, DrawdownAnswer, ReplenishmentAnswer, WriteAnswer } from './answers';
import type { Sessions } from './sessions';

/** One award drawn to the end, and what its member now owes back. */
export interface Drawn {
  readonly award: AwardAnswer;
  readonly drawdown: DrawdownAnswer;
  readonly owed: ReplenishmentAnswer;
  /** The log entry of the collection; undefined when an earlier start collected it. */
  readonly entry: string | undefined;
}

/** The awards of a run, each accepted by its member's operator. */
export async function acceptAwards(
  sessions: Sessions,
  run: string,
): Promise<readonly AwardAnswer[]> {
  const path = `/v1/awards?run=${run}`;
  const { awards } = await sessions.anyone().get<{ awards: AwardAnswer[] }>(path);
  for (const { id, member, state } of awards) {
    if (state !== 'published') continue;
    const operator = await sessions.operator(member);
    await operator.post(`/v1/awards/${id}/accept`, `award/${id}/accept`);
  }
  return awards;
}

/** One administrator orders, another releases, the member collects: and owes it back. */
export async function drawDown(sessions: Sessions, award: AwardAnswer): Promise<Drawn> {
  const entry = award.state === 'drawn' ? undefined : await collect(sessions, award);
  const auditor = await sessions.auditor();
  const { drawdowns } = await auditor.get<{ drawdowns: DrawdownAnswer[] }>('/v1/drawdowns');
  const drawdown = drawdowns.find((one) => one.award === award.id);
  const { replenishments } = await auditor.get<{ replenishments: ReplenishmentAnswer[] }>(
    '/v1/replenishments',
  );
  const owed = replenishments.find((one) => one.drawdown === drawdown?.id);
  if (drawdown === undefined || owed === undefined) {
    throw new Error(`Award ${award.id} was drawn, but left no drawdown or no obligation.`);
  }
  return { award, drawdown, owed, entry };
}

async function collect(sessions: Sessions, award: AwardAnswer): Promise<string> {
  const key = `award/${award.id}/drawdown`;
  const first = await sessions.first();
  const ordered = await first.post<{ id: string }>(`/v1/awards/${award.id}/drawdowns`, key);
  const path = `/v1/drawdowns/${ordered.id}`;
  await (await sessions.second()).post(`${path}/release`, `${key}/release`);
  const operator = await sessions.operator(award.member);
  const collected = await operator.post<WriteAnswer>(`${path}/collect`, `${key}/collect`);
  return collected.entry;
}
