import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import type { Caller } from './caller';
import { PASSWORD, type Ledger } from './ledger';

export const kg = (value: number | string): { value: string; unit: 'KGM' } => ({
  value: value.toString(),
  unit: 'KGM',
});

/** A lot in the free reserve, and where it came from. */
export interface FreeLot {
  readonly pledge: string;
  readonly contribution: string;
  readonly lot: string;
}

/** Three members, two forms, two depots and a failing supplier: the least that is divided. */
export class SmallWorld {
  private constructor(
    readonly ledger: Ledger,
    readonly first: Caller,
    readonly second: Caller,
    readonly auditor: Caller,
    readonly operators: Readonly<Record<'DEU' | 'JPN' | 'KEN', Caller>>,
  ) {}

  static async load(ledger: Ledger): Promise<SmallWorld> {
    const first = await ledger.as('administrator.1');
    const second = await ledger.as('administrator.2');
    await first.done('/v1/materials', { code: 'cobalt', name: 'Cobalt', symbol: 'Co' });
    for (const form of [
      {
        ...{ code: 'co_metal', name: 'Cobalt metal', containedFraction: '1', hsCode: '810520' },
        ...{ fractionKind: 'stoichiometric', formula: 'Co' },
      },
      {
        ...{ code: 'co_hydroxide', name: 'Cobalt hydroxide', containedFraction: '0.63' },
        ...{ fractionKind: 'mixture', hsCode: '282200' },
      },
    ]) {
      await first.done('/v1/materials/cobalt/forms', form);
    }
    for (const [unlocode, name, country, latitude, longitude] of [
      ['NLRTM', 'Rotterdam', 'NLD', '51.92', '4.5'],
      ['JPYOK', 'Yokohama', 'JPN', '35.44', '139.64'],
    ]) {
      await first.done('/v1/depots', { unlocode, name, country, latitude, longitude });
    }
    const rule = await first.done('/v1/release-rules', {
      name: 'Standing rule',
      parameters: DEFAULT_PARAMETERS,
    });
    await second.done(`/v1/release-rules/${rule.id}/put-in-force`);
    const operators = {
      DEU: await admit(ledger, [first, second], 'DEU', 'Germany', ['co_metal']),
      JPN: await admit(ledger, [first, second], 'JPN', 'Japan', ['co_hydroxide', 'co_metal']),
      KEN: await admit(ledger, [first, second], 'KEN', 'Kenya', ['co_metal']),
    };
    const auditor = { username: 'auditor', password: PASSWORD, role: 'auditor' };
    await giveAccess([first, second], auditor);
    return new SmallWorld(ledger, first, second, await ledger.as('auditor'), operators);
  }

  /** An accepted pledge of a member over one instalment, in kilograms. */
  async pledge(member: 'DEU' | 'JPN' | 'KEN', kilograms: number): Promise<string> {
    const pledge = await this.operators[member].done('/v1/pledges', {
      material: 'cobalt',
      instalments: [{ dueDate: '2024-06-30', quantity: kg(kilograms) }],
    });
    await this.first.done(`/v1/pledges/${pledge.id}/accept`);
    return pledge.id;
  }

  contribution(kilograms: number, form = 'co_metal', depot = 'NLRTM'): object {
    return { form, depot, grossMass: kg(kilograms), expectedOn: '2024-06-30' };
  }

  receipt(kilograms: number): object {
    return { grossMass: kg(kilograms), receivedOn: '2024-06-30' };
  }

  /** Announces kilograms of metal against a pledge and receives them; returns the contribution. */
  async bring(member: 'DEU' | 'JPN' | 'KEN', pledge: string, kilograms: number): Promise<string> {
    const path = `/v1/pledges/${pledge}/contributions`;
    const { id } = await this.operators[member].done(path, this.contribution(kilograms));
    await this.first.done(`/v1/contributions/${id}/receive`, this.receipt(kilograms));
    return id;
  }

  /** Pledges and delivers kilograms of metal, accepted into the free reserve. */
  async stock(member: 'DEU' | 'JPN' | 'KEN', kilograms: number): Promise<FreeLot> {
    const pledge = await this.pledge(member, kilograms);
    const contribution = await this.bring(member, pledge, kilograms);
    const path = `/v1/contributions/${contribution}/accept`;
    const { lot } = await this.second.done<{ lot: { id: string } }>(path);
    return { pledge, contribution, lot: lot.id };
  }

  /** A declared disruption with every need stated and the window closed; returns its id. */
  async disrupt(reference = 'COD-CO-2025'): Promise<string> {
    const { id } = await this.first.done('/v1/disruptions', disruption(reference));
    const at = `/v1/disruptions/${id}`;
    await this.first.done(`${at}/propose`);
    await this.second.done(`${at}/declare`, { declaredOn: '2025-02-22' });
    await this.first.done(`${at}/open-needs`);
    for (const operator of Object.values(this.operators)) {
      await operator.done(`${at}/needs`, { need: kg(9_000), essential: kg(500) });
    }
    await this.first.done(`${at}/close-needs`);
    return id;
  }

  /** Polls a run until it has left the worker's hands. */
  async settled(run: string): Promise<string> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const { body } = await this.first.get<{ state: string }>(`/v1/allocation-runs/${run}`);
      if (!['queued', 'running'].includes(body.state)) return body.state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`run ${run} did not settle within a minute`);
  }

  /** A whole run from started to published; returns its id. */
  async allocate(disruptionId: string): Promise<string> {
    const run = await this.first.done(`/v1/disruptions/${disruptionId}/allocation-runs`);
    const state = await this.settled(run.id);
    if (state !== 'proposed') throw new Error(`the run is ${state}`);
    const at = `/v1/allocation-runs/${run.id}`;
    await this.second.done(`${at}/approve`, { reason: 'Recomputed.' });
    await this.second.done(`${at}/publish`);
    return run.id;
  }
}

/** Access that one administrator gives and the other confirms. */
export async function giveAccess(
  [first, second]: readonly [Caller, Caller],
  user: object,
): Promise<void> {
  const { id } = await first.done('/v1/users', user);
  await second.done(`/v1/users/${id}/confirm`);
}

async function admit(
  ledger: Ledger,
  administrators: readonly [Caller, Caller],
  code: string,
  name: string,
  forms: string[],
): Promise<Caller> {
  const [administrator] = administrators;
  const member = { code, name, region: 'World', leastDeveloped: false, equityMultiplier: '1' };
  await administrator.done('/v1/members', member);
  const username = `operator.${code.toLowerCase()}`;
  const user = { username, password: PASSWORD, role: 'operator', member: code };
  await giveAccess(administrators, user);
  await administrator.done(`/v1/members/${code}/usable-forms`, { forms, basis: 'a test' });
  const operator = await ledger.as(username);
  await operator.done(`/v1/members/${code}/baselines`, {
    material: 'cobalt',
    period: '2023',
    quality: 'B',
    consumption: kg(100_000),
    production: kg(0),
    ownOre: kg(0),
    imports: kg(100_000),
    exports: kg(0),
    ownStocks: kg(0),
    source: 'a test',
    assumed: false,
    effectiveDate: '2024-01-01',
  });
  return operator;
}

/** What declares a disruption of cobalt, as a draft. */
export function disruption(reference: string): object {
  return {
    reference,
    title: 'Export suspension',
    material: 'cobalt',
    cause: 'a test',
    startsOn: '2025-02-22',
    suppliers: [{ member: 'COD', lossFraction: '1', worldShare: '3/4', origins: [] }],
    evidence: [],
  };
}
