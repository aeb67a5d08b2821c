import type { Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;
let pledge: string;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
  pledge = await world.pledge('DEU', 1_000);
});
afterAll(() => ledger.stop());

const GOOD = { standard: 'irma', certificate: 'cd'.repeat(32), mine: 'Mutanda', country: 'COD' };

interface Refusal {
  readonly type?: string;
  readonly detail?: string;
  readonly facts?: Record<string, unknown>;
}

async function inForce(standards: string[], requires: string[]): Promise<string> {
  const path = '/v1/materials/cobalt/sourcing-rule';
  const { id } = await world.first.done(path, { standards, requires });
  await world.second.done(`/v1/sourcing-rules/${id}/put-in-force`);
  return id;
}

const codeOf = ({ type }: Refusal): unknown => type?.split('/').at(-1);

async function refusal(by: Caller, path: string, body: object = {}): Promise<Refusal> {
  return (await by.post<Refusal>(path, body)).body;
}

const announce = (provenance?: object): Promise<Refusal> =>
  refusal(world.operators.DEU, `/v1/pledges/${pledge}/contributions`, {
    ...world.contribution(1),
    provenance,
  });

it('lets anything in while no rule is in force', async () => {
  expect(codeOf(await announce())).toBeUndefined();
  const proposal = { standards: ['irma'], requires: [] };
  await world.first.done('/v1/materials/cobalt/sourcing-rule', proposal);
  expect(codeOf(await announce())).toBeUndefined();
});

it('comes in force by another administrator, who is not its proposer', async () => {
  const { id } = await world.first.done('/v1/materials/cobalt/sourcing-rule', {
    standards: [],
    requires: [],
  });
  const path = `/v1/sourcing-rules/${id}/put-in-force`;
  expect(codeOf(await refusal(world.first, path))).toBe('four-eyes-required');
  await world.second.done(path);
  expect(codeOf(await refusal(world.second, path))).toBe('act-not-legal-now');
  const unknown = '/v1/sourcing-rules/0195f3a0-0000-7000-8000-000000000000/put-in-force';
  expect(codeOf(await refusal(world.second, unknown))).toBe('sourcing-rule-unknown');
  const none = await refusal(world.first, '/v1/materials/unobtainium/sourcing-rule', {
    standards: [],
    requires: [],
  });
  expect(codeOf(none)).toBe('material-unknown');
});

it('refuses a notice that breaks it, naming itself, the part and what would be right', async () => {
  const rule = await inForce(['oecd_due_diligence', 'irma'], ['mine', 'country']);
  const facts = { rule, version: expect.any(String), expected: ['irma', 'oecd_due_diligence'] };
  expect(await announce()).toMatchObject({
    type: expect.stringMatching(/sourcing-rule-broken$/),
    detail: expect.stringContaining('sourcing rule, cobalt needs an attestation'),
    facts: { ...facts, pointer: '/provenance' },
  });
  expect(await announce({ ...GOOD, standard: 'own_word' })).toMatchObject({
    facts: { ...facts, pointer: '/provenance/standard' },
  });
  expect(await announce({ ...GOOD, country: undefined })).toMatchObject({
    facts: { rule, pointer: '/provenance/country' },
  });
  expect(codeOf(await announce(GOOD))).toBeUndefined();
});

it('judges at the depot what was announced before it came in force', async () => {
  await inForce([], []);
  const path = `/v1/pledges/${pledge}/contributions`;
  const { id } = await world.operators.DEU.done(path, world.contribution(1));
  const rule = await inForce(['irma'], []);
  const receive = `/v1/contributions/${id}/receive`;
  const refused = await refusal(world.first, receive, world.receipt(1));
  expect([codeOf(refused), refused.facts?.['rule']]).toEqual(['sourcing-rule-broken', rule]);
  await world.first.done(receive, { ...world.receipt(1), provenance: GOOD });
});

it('keeps one rule in force for each material, and all that were', async () => {
  const { body } = await ledger
    .anonymous()
    .get<{ rules: { version: string; state: string }[] }>('/v1/sourcing-rules');
  expect(body.rules.filter(({ state }) => state === 'in-force')).toHaveLength(1);
  expect(body.rules.map(({ version }) => version)).toEqual(
    body.rules.map((_rule, index) => `${index + 1}`),
  );
});
