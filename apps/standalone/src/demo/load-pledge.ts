import { formatMass } from '#domain/quantity/mass';
import { ASSUMED } from '#infra/seeds/assumptions';
import type { PlannedPledge } from '#infra/seeds/pledges';
import { WORLD } from '#infra/seeds/world';
import type { Sessions } from './sessions';

/** Offers one assumed pledge, has it accepted, and delivers what the plan says was delivered. */
export async function loadPledge(sessions: Sessions, pledge: PlannedPledge): Promise<void> {
  const key = `world/pledge/${pledge.member}/${pledge.material}`;
  const operator = await sessions.operator(pledge.member);
  const { id } = await operator.post<{ id: string }>('/v1/pledges', key, {
    material: pledge.material,
    instalments: pledge.instalments.map((one) => ({
      dueDate: one.dueDate,
      quantity: formatMass(one.containedGrams),
    })),
    note: `${ASSUMED}: ${pledge.days} days, delivered to the nearest depots`,
  });
  await (await sessions.first()).post(`/v1/pledges/${id}/accept`, `${key}/accept`);
  for (const [index, one] of pledge.instalments.entries()) {
    if (!one.delivered) continue;
    const contribution = await operator.post<{ id: string }>(
      `/v1/pledges/${id}/contributions`,
      `${key}/${index}`,
      {
        form: one.form,
        depot: one.depot,
        grossMass: formatMass(one.grossGrams),
        assay: assumedAssay(one.form),
        expectedOn: one.dueDate,
      },
    );
    const at = `/v1/contributions/${contribution.id}`;
    await (
      await sessions.first()
    ).post(`${at}/receive`, `${key}/${index}/receive`, {
      grossMass: formatMass(one.grossGrams),
      receivedOn: one.dueDate,
    });
    await (await sessions.second()).post(`${at}/accept`, `${key}/${index}/accept`);
  }
}

/** Of a grade, whose assay must be stated, its nominal content; of other forms nothing. */
function assumedAssay(code: string): string | undefined {
  const form = WORLD.forms.find((row) => row.code === code);
  return form?.fractionKind === 'grade' ? form.containedFraction : undefined;
}
