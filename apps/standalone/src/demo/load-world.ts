import {
  ASSUMED,
  equityMultiplier,
  ownStocks,
  RULE_PARAMETERS,
  usableForms,
} from '#infra/seeds/assumptions';
import { formatMass } from '#domain/quantity/mass';
import { plannedPledges } from '#infra/seeds/pledges';
import type { BaselineRow } from '#infra/seeds/rows';
import { gramsOfTonnes, WORLD } from '#infra/seeds/world';
import { loadPledge } from './load-pledge';
import { Progress, type Output } from './progress';
import type { Sessions } from './sessions';

/** The rule's name; it is put in force last, so that it also marks a world that is fully loaded. */
export const RULE_NAME = 'Illustrative reference rule';

interface RuleAnswer {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

/** One write of the loading, with what the progress line says about it. */
interface Step {
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

/** True when an earlier start has loaded everything. */
export async function isLoaded(sessions: Sessions): Promise<boolean> {
  const answer = await sessions.anyone().get<{ rules: RuleAnswer[] }>('/v1/release-rules');
  return answer.rules.some((rule) => rule.name === RULE_NAME && rule.state !== 'proposed');
}

/**
 * Loads the reference world through the HTTP API, in one fixed order, each write under a key made
 * of its content: started again after any interruption it carries on where it stopped.
 */
export async function loadWorld(sessions: Sessions, output: Output): Promise<void> {
  const steps = [
    ...memberSteps(sessions),
    ...materialSteps(sessions),
    ...WORLD.baselines.map((row) => baselineStep(sessions, row)),
    ...WORLD.materials.flatMap((material) =>
      plannedPledges(material.code).map((pledge) => ({
        what: `pledge of ${pledge.member}, ${pledge.material}`,
        run: () => loadPledge(sessions, pledge),
      })),
    ),
    { what: 'release rule', run: () => putRuleInForce(sessions) },
  ];
  const progress = new Progress(output, 'Loading the reference world', steps.length);
  for (const step of steps) {
    await step.run();
    progress.step(step.what);
  }
  progress.finish();
}

/** One administrator gives the access, the other confirms it. */
async function giveAccess(sessions: Sessions, name: string, user: object): Promise<void> {
  const key = `world/user/${name}`;
  const { id } = await (await sessions.first()).post<{ id: string }>('/v1/users', key, user);
  await (await sessions.second()).post(`/v1/users/${id}/confirm`, `${key}/confirm`);
}

function memberSteps(sessions: Sessions): readonly Step[] {
  const asFirst = async (path: string, key: string, body: object): Promise<unknown> =>
    (await sessions.first()).post(path, key, body);
  const auditor = { ...sessions.auditorLogin(), role: 'auditor' };
  return [
    { what: 'auditor', run: () => giveAccess(sessions, 'auditor', auditor) },
    ...WORLD.members.flatMap((member) => [
      {
        what: member.name,
        run: () =>
          asFirst('/v1/members', `world/member/${member.code}`, {
            code: member.code,
            name: member.name,
            region: member.region,
            leastDeveloped: member.leastDeveloped,
            equityMultiplier: equityMultiplier(member),
          }),
      },
      {
        what: `operator of ${member.code}`,
        run: async () => {
          const { code } = member;
          const user = { ...sessions.operatorLogin(code), role: 'operator', member: code };
          await giveAccess(sessions, code, user);
          sessions.prepareOperator(code);
        },
      },
    ]),
  ];
}

function materialSteps(sessions: Sessions): readonly Step[] {
  const step = (what: string, path: string, key: string, body: object): Step => ({
    what,
    run: async () => (await sessions.first()).post(path, key, body),
  });
  return [
    ...WORLD.materials.map(({ code, name, symbol }) =>
      step(name, '/v1/materials', `world/material/${code}`, { code, name, symbol }),
    ),
    ...WORLD.forms.map(({ material, ...form }) => {
      const { code, name, containedFraction, fractionKind, formula, hsCode } = form;
      const body = { code, name, containedFraction, fractionKind, formula, hsCode };
      return step(name, `/v1/materials/${material}/forms`, `world/form/${code}`, body);
    }),
    ...WORLD.depots.map(({ unlocode, name, country, latitude, longitude }) =>
      step(name, '/v1/depots', `world/depot/${unlocode}`, {
        unlocode,
        name,
        country,
        latitude,
        longitude,
      }),
    ),
    ...WORLD.members.map(({ code }) =>
      step(`forms ${code} can use`, `/v1/members/${code}/usable-forms`, `world/usable/${code}`, {
        forms: usableForms(code),
        basis: `${ASSUMED}: refiners use every form of what they refine, others refined forms only`,
      }),
    ),
  ];
}

/** The figures are public; only the government stocks are assumed, and the source says so. */
function baselineStep(sessions: Sessions, row: BaselineRow): Step {
  const stocks = ownStocks(row);
  const sources = row.sources.join(', ');
  const mass = (tonnes: string): object => formatMass(gramsOfTonnes(tonnes));
  return {
    what: `baseline of ${row.member}, ${row.material}`,
    run: async () =>
      (await sessions.operator(row.member)).post(
        `/v1/members/${row.member}/baselines`,
        `world/baseline/${row.member}/${row.material}/${row.period}`,
        {
          material: row.material,
          period: row.period,
          quality: row.quality,
          consumption: mass(row.consumption),
          production: mass(row.production),
          ownOre: mass(row.ownOre),
          imports: mass(row.imports),
          exports: mass(row.exports),
          ownStocks: formatMass(stocks),
          source: stocks > 0n ? `${sources}; own stocks ${ASSUMED}` : sources,
          assumed: false,
          effectiveDate: `${Number(row.period) + 1}-01-01`,
        },
      ),
  };
}

async function putRuleInForce(sessions: Sessions): Promise<void> {
  const rule = await (
    await sessions.first()
  ).post<RuleAnswer>('/v1/release-rules', 'world/release-rule', {
    name: RULE_NAME,
    parameters: RULE_PARAMETERS,
  });
  const path = `/v1/release-rules/${rule.id}/put-in-force`;
  await (await sessions.second()).post(path, 'world/release-rule/in-force');
}
