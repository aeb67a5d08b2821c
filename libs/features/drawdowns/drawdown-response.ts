import { formatMass } from '#domain/quantity/mass';
import type { DrawdownEntity, DrawdownLineEntity } from './drawdown.entity';
import type { DrawdownLineResponse, DrawdownResponse, ReceiptResponse } from './drawdowns.dto';

/** A drawdown with its pick list, as anybody reads it. */
export function toDrawdownResponse(
  drawdown: DrawdownEntity,
  lines: readonly DrawdownLineEntity[],
): DrawdownResponse {
  const { carrier, transportReference: reference, departedOn, expectedOn } = drawdown;
  return {
    id: drawdown.id,
    award: drawdown.awardId,
    member: drawdown.member,
    material: drawdown.material,
    quantity: formatMass(drawdown.grams),
    state: drawdown.state,
    reason: drawdown.reason,
    orderedAt: drawdown.orderedAt,
    transport: carrier === null ? null : { carrier, reference, departedOn, expectedOn },
    receipt: toReceipt(drawdown),
    endUseDue: drawdown.endUseDue,
    lines: lines.map(toLine),
  };
}

function toReceipt(drawdown: DrawdownEntity): ReceiptResponse {
  const { releasedAt, collectedAt, settledAt, lost, grams } = drawdown;
  const isCollected = ['collected', 'accounted'].includes(drawdown.state);
  return {
    ...{ releasedAt, collectedAt, settledAt },
    collected: formatMass(isCollected ? grams - lost : 0n),
    lost: formatMass(lost),
  };
}

function toLine(line: DrawdownLineEntity): DrawdownLineResponse {
  const { packageUnit, packageCount } = line;
  return {
    position: line.position.toString(),
    depot: line.depot,
    lot: line.lotId,
    quantity: formatMass(line.grams),
    grossMass: formatMass(line.grossGrams),
    packages: packageUnit === null ? null : { unit: packageUnit, count: `${packageCount}` },
    short: formatMass(line.short),
    damaged: formatMass(line.damaged),
    reason: line.reason,
  };
}
