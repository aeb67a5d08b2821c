import type { AwardAnswer, DrawdownAnswer, ReplenishmentAnswer } from './answers';
import type { Sessions } from './sessions';

/** One award drawn to the end, and what its member now owes back. */
export interface Drawn {
  readonly award: AwardAnswer;
  readonly drawdown: DrawdownAnswer;
  readonly owed: ReplenishmentAnswer;
}

/** Each awarded member's operator accepts its award. */
export async function acceptAwards(
  sessions: Sessions,
  run: string,
): Promise<readonly AwardAnswer[]> {
  const auditor = await sessions.auditor();
  const { awards } = await auditor.get<{ awards: AwardAnswer[] }>(`/v1/awards?run=${run}`);
  for (const { id, member } of awards) {
    const operator = await sessions.operator(member);
    await operator.post(`/v1/awards/${id}/accept`, `award/${id}/accept`);
  }
  return awards;
}

/** One administrator orders, another releases, the member collects: and owes it back. */
export async function drawDown(sessions: Sessions, award: AwardAnswer): Promise<Drawn> {
  const key = `award/${award.id}/drawdown`;
  const [first, second] = [await sessions.first(), await sessions.second()];
  const ordered = await first.post<DrawdownAnswer>(`/v1/awards/${award.id}/drawdowns`, key);
  const path = `/v1/drawdowns/${ordered.id}`;
  await second.post(`${path}/release`, `${key}/release`);
  const operator = await sessions.operator(award.member);
  const drawdown = await operator.post<DrawdownAnswer>(`${path}/collect`, `${key}/collect`);
  const { replenishments } = await operator.get<{ replenishments: ReplenishmentAnswer[] }>(
    '/v1/replenishments',
  );
  const owed = replenishments.find((one) => one.drawdown === ordered.id);
  if (owed === undefined) throw new Error(`Drawdown ${ordered.id} left no obligation behind.`);
  return { award, drawdown, owed };
}
