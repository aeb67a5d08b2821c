import type { Answer } from './caller';
import { kg, type SmallWorld } from './small-world';

/** One act of a random history; numbers choose among the lots there are. */
export interface Act {
  readonly what: 'split' | 'merge' | 'dispatch' | 'arrive' | 'hold' | 'release' | 'loss';
  readonly lot: number;
  readonly other: number;
  readonly grams: bigint;
}

/** What the model knows of a lot, in grams. */
interface Known {
  readonly id: string;
  depot: string;
  free: bigint;
  held: bigint;
  moving: bigint;
  lost: bigint;
  move: string | null;
  objection: string | null;
}

const DAY = '2024-08-01';

/** Two states and a sum: the simplest account of lots that a ledger can be held against. */
export class LotModel {
  readonly lots: Known[] = [];

  private constructor(private readonly world: SmallWorld) {}

  /** Lots of metal of so many kilograms, free in Rotterdam. */
  static async begin(world: SmallWorld, kilograms: readonly number[]): Promise<LotModel> {
    const model = new LotModel(world);
    for (const value of kilograms) {
      const { lot } = await world.stock('DEU', value);
      model.know(lot, 'NLRTM', BigInt(value) * 1_000n);
    }
    return model;
  }

  /** Kilograms by state, as the ledger tells them. */
  static placesIn({ free, held, moving, lost }: Known): Record<string, string> {
    const places = { 'reserve-free': free, 'reserve-hold': held, 'in-transit': moving, loss: lost };
    return Object.fromEntries(
      Object.entries(places)
        .filter(([, grams]) => grams > 0n)
        .map(([state, grams]) => [state, inKilograms(grams)]),
    );
  }

  /** Acts on the ledger and on the model; the ledger must refuse exactly what the model does. */
  async play(act: Act): Promise<void> {
    const lot = this.lots[act.lot % this.lots.length] as Known;
    const other = this.lots[act.other % this.lots.length] as Known;
    switch (act.what) {
      case 'split':
        return this.split(lot, act.grams);
      case 'merge':
        return this.merge(lot, other);
      case 'dispatch':
        return this.dispatch(lot);
      case 'arrive':
        return this.arrive(lot, act.grams);
      case 'hold':
        return this.hold(lot);
      case 'release':
        return this.release(lot);
      case 'loss':
        return this.lose(lot, act.grams);
    }
  }

  private know(id: string, depot: string, free: bigint): void {
    const none = { held: 0n, moving: 0n, lost: 0n, move: null, objection: null };
    this.lots.push({ id, depot, free, ...none });
  }

  private async split(lot: Known, grams: bigint): Promise<void> {
    const body = { parts: [{ containedMass: kg(inKilograms(grams)) }] };
    const path = `/v1/lots/${lot.id}/split`;
    const made = await this.expect<Made>(lot.free >= grams, this.world.first.post(path, body));
    if (made === null) return;
    lot.free -= grams;
    this.know(made.lots[0]?.id ?? '', lot.depot, grams);
  }

  private async merge(lot: Known, other: Known): Promise<void> {
    if (lot === other) return;
    const legal = lot.free > 0n && other.free > 0n && lot.depot === other.depot;
    const body = { lots: [lot.id, other.id] };
    const answer = this.world.first.post<Made>('/v1/lots/merge', body);
    const made = await this.expect<Made>(legal, answer);
    if (made === null) return;
    this.know(made.lots[0]?.id ?? '', lot.depot, lot.free + other.free);
    lot.free = 0n;
    other.free = 0n;
  }

  private async dispatch(lot: Known): Promise<void> {
    const toDepot = lot.depot === 'NLRTM' ? 'JPYOK' : 'NLRTM';
    const legal = lot.free > 0n && lot.held === 0n && lot.moving === 0n;
    const path = `/v1/lots/${lot.id}/dispatch`;
    const answer = this.world.first.post<Done>(path, { toDepot, dispatchedOn: DAY });
    const sent = await this.expect<Done>(legal, answer);
    if (sent === null) return;
    Object.assign(lot, { moving: lot.free, free: 0n, depot: toDepot, move: sent.id });
  }

  private async arrive(lot: Known, missing: bigint): Promise<void> {
    if (lot.move === null) return;
    const arrived = missing < lot.moving ? lot.moving - missing : 0n;
    const body = { containedMass: kg(inKilograms(arrived)), receivedOn: DAY, reason: 'A test.' };
    const path = `/v1/lot-moves/${lot.move}/receive`;
    await this.expect<Done>(true, this.world.second.post(path, body));
    const lost = lot.lost + lot.moving - arrived;
    Object.assign(lot, { free: lot.free + arrived, lost, moving: 0n, move: null });
  }

  private async hold(lot: Known): Promise<void> {
    const statement = { statement: 'A test.' };
    const { id } = await this.world.auditor.done(`/v1/lots/${lot.id}/objections`, statement);
    const legal = lot.free > 0n && lot.objection === null;
    const held = await this.expect<Done>(legal, this.world.first.post(`/v1/objections/${id}/hold`));
    if (held === null) return;
    Object.assign(lot, { held: lot.free, free: 0n, objection: id });
  }

  private async release(lot: Known): Promise<void> {
    if (lot.objection === null) return;
    const path = `/v1/objections/${lot.objection}/release`;
    await this.expect<Done>(true, this.world.second.post(path, { reason: 'A test.' }));
    Object.assign(lot, { free: lot.free + lot.held, held: 0n, objection: null });
  }

  private async lose(lot: Known, grams: bigint): Promise<void> {
    const from = lot.objection === null ? 'free' : 'held';
    const body = { containedMass: kg(inKilograms(grams)), reason: 'A test.', effectiveDate: DAY };
    const path = `/v1/lots/${lot.id}/losses`;
    const answer = this.world.first.post<Done>(path, body);
    const loss = await this.expect<Done>(lot[from] >= grams, answer);
    if (loss === null) return;
    await this.world.second.done(`/v1/losses/${loss.id}/confirm`);
    lot[from] -= grams;
    lot.lost += grams;
  }

  /** The answer of a legal act; null of one that is refused, as it must be. */
  private async expect<Body>(legal: boolean, sent: Promise<Answer<unknown>>): Promise<Body | null> {
    const { status, body } = await sent;
    if (legal !== status < 300) {
      const should = legal ? 'succeed' : 'be refused';
      throw new Error(`should ${should}: ${status} ${JSON.stringify(body)}`);
    }
    return legal ? (body as Body) : null;
  }
}

interface Done {
  readonly id: string;
}

interface Made {
  readonly lots: readonly Done[];
}

function inKilograms(grams: bigint): string {
  const decimals = (grams % 1_000n).toString().padStart(3, '0').replace(/0+$/, '');
  return decimals === '' ? `${grams / 1_000n}` : `${grams / 1_000n}.${decimals}`;
}
