import { kg, type SmallWorld } from './small-world';
import { act, type Write } from './write';

/** An accepted award of Kenya, of which each write gets a drawdown in the state that it needs. */
export async function drawdownWrites(world: SmallWorld, award: string): Promise<Write[]> {
  const { first, second } = world;
  const { KEN } = world.operators;
  const order = async (): Promise<string> =>
    (await first.done(`/v1/awards/${award}/drawdowns`, { quantity: kg(1) })).id;
  const released = async (): Promise<string> => {
    const id = await order();
    await second.done(`/v1/drawdowns/${id}/release`);
    return id;
  };
  const lotOf = async (id: string): Promise<string> => {
    const { body } = await first.get<{ lines: { lot: string }[] }>(`/v1/drawdowns/${id}`);
    return body.lines[0]?.lot ?? 'no lot';
  };
  const reported = async (): Promise<string> => {
    const id = await released();
    const lines = [{ lot: await lotOf(id), damaged: kg('0.5'), reason: 'Wet.' }];
    await KEN.done(`/v1/drawdowns/${id}/report`, { lines });
    return id;
  };
  const collected = async (): Promise<string> => {
    const id = await released();
    await KEN.done(`/v1/drawdowns/${id}/collect`);
    return id;
  };
  const [toReport, sent] = [await released(), await released()];
  const transport = {
    ...{ carrier: 'Rhine Bulk Lines', reference: 'CMR 4711' },
    ...{ departedOn: '2025-04-02', expectedOn: '2025-04-09' },
  };
  const line = {
    lot: await lotOf(toReport),
    short: kg('0.25'),
    damaged: kg('0.5'),
    reason: 'Wet.',
  };
  const reason = { reason: 'The carrier confirms it.' };
  return [
    act('/v1/drawdowns/{id}/release', await order(), second, { transport }),
    act('/v1/drawdowns/{id}/cancel', await order(), first, reason),
    act('/v1/drawdowns/{id}/collect', sent, KEN),
    act('/v1/drawdowns/{id}/report', toReport, KEN, { lines: [line] }),
    act('/v1/drawdowns/{id}/settle', await reported(), first, reason),
    act('/v1/drawdowns/{id}/recount', await reported(), second, reason),
    act('/v1/drawdowns/{id}/end-use', await collected(), KEN, {
      uses: [{ purpose: 'Cathodes', quantity: kg(1) }],
      statement: 'None of it was exported.',
    }),
  ];
}
