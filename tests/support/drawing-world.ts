import { AWARD } from '#domain/lifecycle/award';
import { DRAWDOWN } from '#domain/lifecycle/drawdown';
import type { FullLifecycle } from '#domain/lifecycle/lifecycle';
import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import { parseMass, type WireMass } from '#domain/quantity/mass';
import type { Caller } from './caller';
import type { Ledger } from './ledger';
import { kg, SmallWorld } from './small-world';

export type Receiver = 'DEU' | 'JPN' | 'KEN';

/** A release order as anybody reads it. */
export interface DrawdownView {
  readonly state: string;
  readonly endUseDue: string | null;
  readonly transport: object | null;
  readonly receipt: {
    readonly releasedAt: string | null;
    readonly collectedAt: string | null;
    readonly settledAt: string | null;
    readonly collected: WireMass;
    readonly lost: WireMass;
  };
  readonly lines: readonly {
    readonly position: string;
    readonly lot: string;
    readonly quantity: WireMass;
    readonly reason: string | null;
    readonly [fact: string]: unknown;
  }[];
}

interface AwardSums {
  readonly grams: bigint;
  readonly ordered: bigint;
  readonly collected: bigint;
  readonly waived: bigint;
}

/** A small world whose reserve has lots that spoil, and awards to draw from it. */
export class DrawingWorld {
  private constructor(
    readonly ledger: Ledger,
    private readonly small: SmallWorld,
  ) {}

  static async load(ledger: Ledger): Promise<DrawingWorld> {
    const small = await SmallWorld.load(ledger);
    await small.stock('DEU', 900_000);
    const world = new DrawingWorld(ledger, small);
    await world.powder('2029-12-31');
    await world.powder('2027-03-31');
    return world;
  }

  get first(): Caller {
    return this.small.first;
  }
  get second(): Caller {
    return this.small.second;
  }
  get auditor(): Caller {
    return this.small.auditor;
  }
  get operators(): Readonly<Record<Receiver, Caller>> {
    return this.small.operators;
  }

  /** 400 kg of cobalt in 500 kg of powder, in 40 drums, good until a day. */
  private async powder(bestBefore: string): Promise<void> {
    const pledge = await this.small.pledge('DEU', 400);
    const goods = { grossMass: kg(500), assay: '0.8', packages: { unit: 'DR', count: '40' } };
    const path = `/v1/pledges/${pledge}/contributions`;
    const notice = { form: 'co_hydroxide', depot: 'NLRTM', ...goods, expectedOn: '2024-06-30' };
    const { id } = await this.operators.DEU.done(path, notice);
    const receipt = { ...goods, bestBefore, receivedOn: '2024-06-30' };
    await this.first.done(`/v1/contributions/${id}/receive`, receipt);
    await this.second.done(`/v1/contributions/${id}/accept`);
  }

  /** An accepted award of a member in a disruption of its own, and its grams. */
  async award(member: Receiver, reference: string): Promise<{ award: string; grams: bigint }> {
    const run = await this.small.allocate(await this.small.disrupt(reference));
    const { body } = await this.first.get<{
      awards: { id: string; member: string; quantity: WireMass }[];
    }>(`/v1/awards?run=${run}`);
    let mine: { award: string; grams: bigint } | undefined;
    for (const { id, member: receiver, quantity } of body.awards) {
      if (receiver === member) mine = { award: id, grams: parseMass(quantity) };
      else await this.giveBack(receiver as Receiver, id);
    }
    if (mine === undefined) throw new Error(`${member} has no award in ${reference}`);
    await this.operators[member].done(`/v1/awards/${mine.award}/accept`);
    return mine;
  }

  /** As `award`, of a rule with terms of its own; the standing terms are in force afterwards. */
  async awardUnder(
    member: Receiver,
    reference: string,
    terms: object,
  ): Promise<{ award: string; grams: bigint }> {
    const putInForce = async (more: object): Promise<void> => {
      const rule = { name: 'A rule with terms', parameters: DEFAULT_PARAMETERS, terms: more };
      const { id } = await this.first.done('/v1/release-rules', rule);
      await this.second.done(`/v1/release-rules/${id}/put-in-force`);
    };
    await putInForce(terms);
    const award = await this.award(member, reference);
    await putInForce({});
    return award;
  }

  /** The instalments of what is owed for a drawdown. */
  instalments(drawdown: string): Promise<{ instalment: number; grams: string; due: string }[]> {
    return this.ledger.rows(
      `select instalment, grams, to_char(due_date, 'YYYY-MM-DD') as due from replenishment
       where drawdown_id = $1 order by instalment`,
      [drawdown],
    );
  }

  /** Grams that a member has drawn and owes back. */
  async drawn(member: Receiver): Promise<bigint> {
    const [row] = await this.ledger.rows<{ grams: string }>(
      `select coalesce(sum(posted), 0) as grams from account where kind = 'drawn' and member = $1`,
      [member],
    );
    return BigInt(row?.grams ?? '-1');
  }

  /** Keeps the pool full for the disruptions to come. */
  private async giveBack(member: Receiver, award: string): Promise<void> {
    await this.operators[member].done(`/v1/awards/${award}/waive`, { reason: 'Not needed.' });
  }

  order(award: string, kilograms?: number): Promise<{ id: string }> {
    const body = kilograms === undefined ? {} : { quantity: kg(kilograms) };
    return this.first.done(`/v1/awards/${award}/drawdowns`, body);
  }

  /** Ordered by the first administrator and released by the second. */
  async released(award: string, kilograms?: number): Promise<{ id: string }> {
    const { id } = await this.order(award, kilograms);
    await this.second.done(`/v1/drawdowns/${id}/release`);
    return { id };
  }

  gramsOf(mass: WireMass): bigint {
    return parseMass(mass);
  }

  async awardOf(id: string): Promise<{ state: string; summed: AwardSums }> {
    const [row] = await this.ledger.rows<Record<string, string>>(
      'select state, grams, ordered, collected, waived from award where id = $1',
      [id],
    );
    const grams = (name: string): bigint => BigInt(row?.[name] ?? '-1');
    return {
      state: row?.['state'] ?? 'unknown',
      summed: {
        ...{ grams: grams('grams'), ordered: grams('ordered') },
        ...{ collected: grams('collected'), waived: grams('waived') },
      },
    };
  }

  /** Grams owed for a drawdown. */
  async owed(drawdown: string): Promise<bigint> {
    const [row] = await this.ledger.rows<{ grams: string }>(
      'select coalesce(sum(grams), 0) as grams from replenishment where drawdown_id = $1',
      [drawdown],
    );
    return BigInt(row?.grams ?? '-1');
  }

  /** Grams of the pool that are free, and that were lost. */
  async pool(): Promise<{ free: bigint; loss: bigint }> {
    const [row] = await this.ledger.rows<{ free: string; loss: string }>(
      `select coalesce(sum(posted) filter (where kind = 'reserve-free'), 0) as free,
              coalesce(sum(posted) filter (where kind = 'loss'), 0) as loss from account`,
    );
    return { free: BigInt(row?.free ?? '-1'), loss: BigInt(row?.loss ?? '-1') };
  }

  /** Puts every free lot on hold under an objection, until it is released again. */
  async holdAllFree(): Promise<{ release: () => Promise<void> }> {
    const lots = await this.ledger.rows<{ id: string }>(
      `select distinct h.lot_id as id from holding h
       where h.account like '%/reserve-free/%' and h.posted > h.pending_out`,
    );
    const held: string[] = [];
    for (const { id } of lots) {
      const statement = { statement: 'A seal is broken.' };
      const raised = await this.auditor.done(`/v1/lots/${id}/objections`, statement);
      await this.first.done(`/v1/objections/${raised.id}/hold`);
      held.push(raised.id);
    }
    const release = async (): Promise<void> => {
      for (const id of held) {
        await this.second.done(`/v1/objections/${id}/release`, { reason: 'It is whole.' });
      }
    };
    return { release };
  }

  /** Where books, awards and drawdowns do not agree to the gram; there may be nothing. */
  drift(): Promise<unknown[]> {
    return this.ledger.rows(
      `select 'books of ' || material as what from account group by material
         having sum(posted) <> 0
       union all
       select 'award ' || a.id from award a left join lateral (
         select coalesce(sum(d.grams - d.lost) filter (
                  where d.state in ('collected', 'accounted')), 0) as collected,
                coalesce(sum(d.grams) filter (
                  where d.state in ('ordered', 'released', 'reported')), 0) as under_way
         from drawdown d where d.award_id = a.id) s on true
         where a.collected <> s.collected or a.ordered <> s.collected + s.under_way
       union all
       select 'earmarked for ' || m.member from (
         select member, sum(grams) as grams from (
           select e.member, e.grams from earmark e join allocation_run r on r.id = e.run_id
             join award a on a.run_id = r.id and a.member = e.member
             where r.state = 'published' and a.state not in ('waived', 'lapsed', 'drawn')
           union all
           select d.member, -l.grams from drawdown d join award a on a.id = d.award_id
             join drawdown_line l on l.drawdown_id = d.id
             where d.state not in ('ordered', 'cancelled')
               and a.state not in ('waived', 'lapsed', 'drawn')
         ) parts group by member) m
         where m.grams <> (select coalesce(sum(posted), 0) from account
                           where kind = 'reserve-earmarked' and account.member = m.member)
       union all
       select 'owed by ' || member from replenishment
         group by member having sum(grams) <> (
           select coalesce(sum(posted), 0) from account a
           where a.kind = 'drawn' and a.member = replenishment.member)`,
    );
  }

  /** Steps in the log that moved grams on a way that their life cycle does not name. */
  async waysAgainstTables(): Promise<unknown[]> {
    const tables: readonly FullLifecycle<string, string>[] = [AWARD, DRAWDOWN];
    const steps = tables.flatMap((table) =>
      Object.values(table).flatMap((acts) => Object.values(acts).flatMap((move) => move ?? [])),
    );
    const allowed = steps.flatMap(({ entry, ways }) =>
      ways.map(([from, to]) => `${entry}: ${from} -> ${to}`),
    );
    const rows = await this.ledger.rows<{ kind: string; from: string; to: string }>(
      `select distinct e.kind, split_part(t ->> 'from', '/', 2) as from,
              split_part(t ->> 'to', '/', 2) as to
       from (select convert_from(envelope, 'UTF8')::jsonb ->> 'kind' as kind,
                    convert_from(body, 'UTF8')::jsonb as body from log_entry) e,
            jsonb_array_elements(coalesce(e.body -> 'transfers', '[]')) t
       where e.kind = any ($1)`,
      [steps.map(({ entry }) => entry)],
    );
    if (rows.length < 5) return ['too few steps were taken to tell'];
    return rows
      .map(({ kind, from, to }) => `${kind}: ${from} -> ${to}`)
      .filter((way) => !allowed.includes(way));
  }
}
