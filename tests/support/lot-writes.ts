import { kg, type SmallWorld } from './small-world';
import { act, type Write } from './write';

const LOSS = { containedMass: kg(1), reason: 'Water.', effectiveDate: '2024-07-31' };
const DISPATCH = { toDepot: 'JPYOK', dispatchedOn: '2024-07-31' };
const REVERSAL = { reason: 'Of another member.' };
const OBJECTION = { statement: 'The certificate is of another lot.' };

/** Every write on lots, each in a state where it would succeed. */
export async function lotWrites(world: SmallWorld): Promise<Write[]> {
  const { first, second, auditor } = world;
  const fresh = async (): Promise<string> => (await world.stock('DEU', 10)).lot;
  const objection = async (): Promise<string> => {
    return (await auditor.done(`/v1/lots/${await fresh()}/objections`, OBJECTION)).id;
  };
  const held = await objection();
  await first.done(`/v1/objections/${held}/hold`);
  const move = await first.done(`/v1/lots/${await fresh()}/dispatch`, DISPATCH);
  const loss = await first.done(`/v1/lots/${await fresh()}/losses`, LOSS);
  const [right, wrong] = [await world.stock('DEU', 10), await world.stock('DEU', 10)];
  const path = `/v1/contributions/${wrong.contribution}/reversals`;
  const reversal = await first.done(path, REVERSAL);
  return [
    act('/v1/lots/{id}/split', await fresh(), first, {
      parts: [{ containedMass: kg(4) }, { containedMass: kg(5) }],
    }),
    {
      route: 'POST /v1/lots/merge',
      path: '/v1/lots/merge',
      as: first,
      body: { lots: [await fresh(), await fresh()] },
    },
    act('/v1/lots/{id}/dispatch', await fresh(), first, DISPATCH),
    act('/v1/lot-moves/{id}/receive', move.id, second, {
      containedMass: kg(9),
      receivedOn: '2024-08-31',
      reason: 'A drum leaked.',
    }),
    act('/v1/lots/{id}/objections', await fresh(), auditor, OBJECTION),
    act('/v1/objections/{id}/hold', await objection(), first),
    act('/v1/objections/{id}/release', held, second, { reason: 'It was found.' }),
    act('/v1/lots/{id}/losses', await fresh(), first, LOSS),
    act('/v1/losses/{id}/confirm', loss.id, second),
    act('/v1/contributions/{id}/reversals', right.contribution, first, REVERSAL),
    act('/v1/reversals/{id}/confirm', reversal.id, second),
  ];
}
