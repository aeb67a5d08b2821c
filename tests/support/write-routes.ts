import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import type { Caller } from './caller';
import { drawdownWrites } from './drawdown-writes';
import { importWrites } from './import-writes';
import { PASSWORD } from './ledger';
import { lotWrites } from './lot-writes';
import { noticeWrites } from './notice-writes';
import { kg, type SmallWorld } from './small-world';
import { act, type Write } from './write';

/** The state in which every write of `allWrites` is legal. */
interface Scene {
  readonly unconfirmed: string;
  readonly draft: string;
  readonly offered: string;
  readonly withdrawable: string;
  readonly amendments: readonly [string, string];
  readonly pledge: string;
  readonly notified: readonly [string, string];
  readonly received: readonly [string, string];
  readonly rule: string;
  readonly sourcingRule: string;
  readonly drafted: string;
  readonly proposed: string;
  readonly declared: string;
  readonly window: string;
  readonly needsClosed: string;
  readonly closable: string;
  readonly runs: Readonly<Record<'approve' | 'reject' | 'publish' | 'vote' | 'settle', string>>;
  readonly award: Readonly<Record<'published' | 'accepted' | 'drawing', string>>;
}

export const disruptionBody = (reference: string): Record<string, unknown> => ({
  reference,
  title: 'Export suspension',
  material: 'cobalt',
  cause: 'a test',
  startsOn: '2025-02-22',
  endsOn: '2025-12-31',
  suppliers: [
    {
      member: 'COD',
      lossFraction: '1',
      worldShare: '3/4',
      origins: [{ member: 'DEU', share: '1/2' }],
    },
  ],
  evidence: [{ title: 'Notice', url: 'https://example.org/notice' }],
});

const baselineBody = {
  material: 'cobalt',
  period: '2024',
  quality: 'A',
  consumption: kg(100_000),
  production: kg(10),
  ownOre: kg(0),
  imports: kg(100_000),
  exports: kg(0),
  ownStocks: kg(0),
  source: 'a test',
  assumed: false,
};

const AMENDMENT = {
  instalments: [{ dueDate: '2026-06-30', quantity: kg(2_000) }],
  reason: 'The ship leaves later.',
};

const SOURCING_RULE = { standards: ['oecd_due_diligence'], requires: ['mine', 'country'] };

const PROVENANCE = {
  standard: 'oecd_due_diligence',
  certificate: 'cd'.repeat(32),
  mine: 'Mutanda',
  refiner: 'Kokkola',
  country: 'COD',
};

const OXIDE = {
  code: 'co_oxide',
  name: 'Cobalt oxide',
  containedFraction: '0.734231',
  fractionKind: 'stoichiometric',
  formula: 'Co3O4',
  hsCode: '282200',
};

const simulationBody = (disruption: string): Record<string, unknown> => ({
  disruption,
  overrides: {
    ruleVersion: '1',
    tier: 'severe',
    releaseCap: kg(10),
    needs: [{ member: 'DEU', need: kg(10), essential: kg(5) }],
  },
});

/** Every write of the API, each in a state where it would succeed. Needs a running worker. */
export async function allWrites(world: SmallWorld): Promise<Write[]> {
  const scene = await setTheScene(world);
  return [
    ...admissions(world, scene),
    ...gifts(world, scene),
    ...emergencies(world, scene),
    ...(await drawdownWrites(world, scene.award.drawing)),
    ...(await importWrites(world)),
    ...(await lotWrites(world)),
    ...(await noticeWrites(world)),
  ];
}

function admissions(world: SmallWorld, scene: Scene): Write[] {
  const { ledger, first, second, operators } = world;
  const write = (path: string, as: Caller, body: Write['body'], route: string = path): Write => ({
    route: `POST ${route}`,
    path,
    as,
    body,
  });
  return [
    write('/v1/auth/login', ledger.anonymous(), { username: 'auditor', password: PASSWORD }),
    write('/v1/users', first, {
      username: 'operator.two',
      password: PASSWORD,
      role: 'operator',
      member: 'DEU',
    }),
    act('/v1/users/{id}/confirm', scene.unconfirmed, second),
    write('/v1/members', second, {
      code: 'FRA',
      name: 'France',
      region: 'Europe',
      leastDeveloped: false,
      equityMultiplier: '1',
    }),
    write('/v1/materials', first, { code: 'nickel', name: 'Nickel', symbol: 'Ni' }),
    write('/v1/materials/cobalt/forms', first, OXIDE, '/v1/materials/{code}/forms'),
    write(
      '/v1/materials/cobalt/sourcing-rule',
      first,
      SOURCING_RULE,
      '/v1/materials/{code}/sourcing-rule',
    ),
    act('/v1/sourcing-rules/{id}/put-in-force', scene.sourcingRule, second),
    write(
      '/v1/members/DEU/usable-forms',
      first,
      { forms: ['co_metal'], basis: 'a test' },
      '/v1/members/{code}/usable-forms',
    ),
    write('/v1/depots', first, {
      unlocode: 'DEHAM',
      name: 'Hamburg',
      country: 'DEU',
      latitude: '53.55',
      longitude: '9.99',
    }),
    write('/v1/members/DEU/baselines', operators.DEU, baselineBody, '/v1/members/{code}/baselines'),
  ];
}

function gifts({ first, second, operators }: SmallWorld, scene: Scene): Write[] {
  const [toCancel, toReceive] = scene.notified;
  const [toAccept, toReject] = scene.received;
  const [toAmend, toDecline] = scene.amendments;
  return [
    {
      route: 'POST /v1/pledges',
      path: '/v1/pledges',
      as: operators.DEU,
      body: {
        material: 'cobalt',
        instalments: [
          { dueDate: '2025-01-31', quantity: kg(5) },
          { dueDate: '2025-02-28', quantity: kg(7) },
        ],
        note: 'a test',
        draft: false,
      },
    },
    act('/v1/pledges/{id}/offer', scene.draft, operators.DEU),
    act('/v1/pledges/{id}/accept', scene.offered, first),
    act('/v1/pledges/{id}/withdraw', scene.withdrawable, operators.DEU, { reason: 'No ore.' }),
    act('/v1/pledges/{id}/amendments', scene.pledge, operators.DEU, AMENDMENT),
    act('/v1/amendments/{id}/accept', toAmend, first),
    act('/v1/amendments/{id}/decline', toDecline, first, { reason: 'Not so late.' }),
    act('/v1/pledges/{id}/contributions', scene.pledge, operators.DEU, {
      form: 'co_metal',
      depot: 'NLRTM',
      grossMass: kg(10),
      assay: '0.998',
      packages: { unit: 'DR', count: '40' },
      provenance: PROVENANCE,
      titleWith: 'member',
      expectedOn: '2024-06-30',
    }),
    act('/v1/contributions/{id}/cancel', toCancel, operators.DEU),
    act('/v1/contributions/{id}/receive', toReceive, first, {
      grossMass: kg(10),
      assay: '0.998',
      assayUncertainty: '0.0005',
      assayCertificate: 'ab'.repeat(32),
      packages: { unit: '43', count: '10' },
      provenance: PROVENANCE,
      storage: 'Dry',
      bestBefore: '2034-06-30',
      receivedOn: '2024-06-30',
    }),
    act('/v1/contributions/{id}/accept', toAccept, second),
    act('/v1/contributions/{id}/reject', toReject, second, { reason: 'Wrong drums.' }),
    {
      route: 'POST /v1/release-rules',
      path: '/v1/release-rules',
      as: first,
      body: { name: 'Another rule', parameters: { ...DEFAULT_PARAMETERS } },
    },
    act('/v1/release-rules/{id}/put-in-force', scene.rule, second),
  ];
}

function emergencies({ first, second, operators }: SmallWorld, scene: Scene): Write[] {
  const { runs, award } = scene;
  return [
    {
      route: 'POST /v1/disruptions',
      path: '/v1/disruptions',
      as: first,
      body: disruptionBody('NEW-2025'),
    },
    act('/v1/disruptions/{id}/propose', scene.drafted, first),
    act('/v1/disruptions/{id}/declare', scene.proposed, second, { declaredOn: '2025-02-22' }),
    act('/v1/disruptions/{id}/open-needs', scene.declared, first),
    act('/v1/disruptions/{id}/needs', scene.window, operators.DEU, {
      need: kg(10),
      essential: kg(5),
    }),
    act('/v1/disruptions/{id}/close-needs', scene.window, first),
    act('/v1/disruptions/{id}/allocation-runs', scene.needsClosed, first),
    act('/v1/disruptions/{id}/close', scene.closable, first),
    act('/v1/allocation-runs/{id}/approve', runs.approve, second, { reason: 'Recomputed.' }),
    act('/v1/allocation-runs/{id}/reject', runs.reject, second, { reason: 'Wrong figures.' }),
    act('/v1/allocation-runs/{id}/votes', runs.vote, operators.DEU, {
      ...{ side: 'against', reason: 'Too early.' },
    }),
    act('/v1/allocation-runs/{id}/settle', runs.settle, second, { reason: 'As voted.' }),
    act('/v1/allocation-runs/{id}/publish', runs.publish, second),
    {
      route: 'POST /v1/simulations',
      path: '/v1/simulations',
      as: first,
      body: simulationBody(scene.needsClosed),
    },
    act('/v1/awards/{id}/accept', award.published, operators.DEU),
    act('/v1/awards/{id}/waive', award.published, operators.DEU, { reason: 'Met elsewhere.' }),
    act('/v1/awards/{id}/drawdowns', award.accepted, first, { quantity: kg(1) }),
  ];
}

async function setTheScene(world: SmallWorld): Promise<Scene> {
  const { first, second, operators } = world;
  await world.stock('DEU', 90_000);
  await world.stock('JPN', 90_000);
  const offer = { material: 'cobalt', instalments: [{ dueDate: '2025-01-31', quantity: kg(5) }] };
  const pledge = await world.pledge('DEU', 1_000);
  const announce = async (): Promise<string> => {
    const path = `/v1/pledges/${pledge}/contributions`;
    return (await operators.DEU.done(path, world.contribution(10))).id;
  };
  const propose = async (): Promise<string> => {
    const path = `/v1/pledges/${await world.pledge('DEU', 10)}/amendments`;
    return (await operators.DEU.done(path, AMENDMENT)).id;
  };
  const bring = (): Promise<string> => world.bring('DEU', pledge, 10);
  const rule = await first.done('/v1/release-rules', {
    name: 'A rule',
    parameters: DEFAULT_PARAMETERS,
  });
  const reach = async (reference: string, ...acts: string[]): Promise<string> => {
    const { id } = await first.done('/v1/disruptions', disruptionBody(reference));
    for (const name of acts) {
      const body = name === 'declare' ? { declaredOn: '2025-02-22' } : {};
      await (name === 'declare' ? second : first).done(`/v1/disruptions/${id}/${name}`, body);
    }
    return id;
  };
  const user = { username: 'unconfirmed', password: PASSWORD, role: 'auditor' };
  return {
    unconfirmed: (await first.done('/v1/users', user)).id,
    draft: (await operators.DEU.done('/v1/pledges', { ...offer, draft: true })).id,
    offered: (await operators.DEU.done('/v1/pledges', offer)).id,
    withdrawable: (await operators.DEU.done('/v1/pledges', offer)).id,
    amendments: [await propose(), await propose()],
    pledge,
    notified: [await announce(), await announce()],
    received: [await bring(), await bring()],
    rule: rule.id,
    sourcingRule: (await first.done('/v1/materials/cobalt/sourcing-rule', SOURCING_RULE)).id,
    drafted: await reach('DRAFTED'),
    proposed: await reach('PROPOSED', 'propose'),
    declared: await reach('DECLARED', 'propose', 'declare'),
    window: await reach('WINDOW', 'propose', 'declare', 'open-needs'),
    needsClosed: await world.disrupt('NEEDS-CLOSED'),
    ...(await runScene(world)),
  };
}

type RunScene = Pick<Scene, 'closable' | 'runs' | 'award'>;

async function runScene(world: SmallWorld): Promise<RunScene> {
  const { first, second, operators } = world;
  const proposedRun = async (reference: string): Promise<string> => {
    const disruption = await world.disrupt(reference);
    const run = await first.done(`/v1/disruptions/${disruption}/allocation-runs`);
    const state = await world.settled(run.id);
    if (state !== 'proposed') throw new Error(`the run of ${reference} is ${state}`);
    return run.id;
  };
  const closable = await world.disrupt('CLOSABLE');
  const published = await world.allocate(closable);
  const { body } = await first.get<{ awards: { id: string; member: string }[] }>(
    `/v1/awards?run=${published}`,
  );
  const awardOf = (member: string): string =>
    body.awards.find((award) => award.member === member)?.id ?? `no award of ${member}`;
  await operators.JPN.done(`/v1/awards/${awardOf('JPN')}/accept`);
  await operators.KEN.done(`/v1/awards/${awardOf('KEN')}/accept`);
  const approved = await proposedRun('TO-PUBLISH');
  await second.done(`/v1/allocation-runs/${approved}/approve`, { reason: 'Recomputed.' });
  return {
    closable,
    runs: {
      ...(await votedRuns(world, proposedRun)),
      approve: await proposedRun('TO-APPROVE'),
      reject: await proposedRun('TO-REJECT'),
      publish: approved,
    },
    award: { published: awardOf('DEU'), accepted: awardOf('JPN'), drawing: awardOf('KEN') },
  };
}

/** A vote that one member of three decides. */
export const VOTE_OF_A_THIRD = {
  ...{ electors: 'members', weights: 'equal', share: '1/3', heads: '0' },
  ...{ byDefault: 'stopped', hours: '48', gainers: 'vote' },
};

/** Two runs under a rule by which members vote; the standing rule is in force again afterwards. */
async function votedRuns(
  { first, second, operators }: SmallWorld,
  proposedRun: (reference: string) => Promise<string>,
): Promise<Record<'vote' | 'settle', string>> {
  const rule = async (more: object): Promise<void> => {
    const { id } = await first.done('/v1/release-rules', {
      ...{ name: 'A board', parameters: DEFAULT_PARAMETERS, ...more },
    });
    await second.done(`/v1/release-rules/${id}/put-in-force`);
  };
  await rule({ quorums: { approveRun: VOTE_OF_A_THIRD } });
  const vote = await proposedRun('TO-VOTE');
  const settle = await proposedRun('TO-SETTLE');
  const body = { side: 'for', reason: 'Needed.' };
  await operators.JPN.done(`/v1/allocation-runs/${settle}/votes`, body);
  await rule({});
  return { vote, settle };
}
