import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import type { Answer } from '../support/caller';
import { fingerprint } from '../support/fingerprint';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 9_000);
});
afterAll(() => ledger.stop());

interface Comparison {
  from: { version: string };
  to: { version: string };
  differences: { pointer: string; from: string; to: string }[];
  lastDisruption: {
    run: string;
    refusal: string | null;
    opened: { from: string; to: string };
    members: { member: string; from: string; to: string; change: string }[];
  } | null;
}

const propose = (changes: object, more: object = {}): Promise<Answer<{ id: string }>> => {
  const parameters = { ...DEFAULT_PARAMETERS, ...changes };
  return world.first.post('/v1/release-rules', { name: 'Standing rule', parameters, ...more });
};
const proposed = async (changes: object, more?: object) => (await propose(changes, more)).body.id;
const compare = async (id: string, query = '') =>
  (await world.auditor.get<Comparison>(`/v1/release-rules/${id}/comparison${query}`)).body;

describe('a comparison', () => {
  it('tells what a rule changes before there was any disruption', async () => {
    const id = await proposed({ releaseSevere: '1/3', floorCap: '1/4' });
    const before = await fingerprint(ledger);
    expect(await compare(id)).toMatchObject({
      from: { version: '1', state: 'in-force' },
      to: { version: '2', state: 'proposed' },
      differences: [
        { pointer: '/parameters/floorCap', from: '1/5', to: '1/4' },
        { pointer: '/parameters/releaseSevere', from: '1/2', to: '1/3' },
      ],
      lastDisruption: null,
    });
    expect(await fingerprint(ledger)).toEqual(before);
  });

  it('tells what it would have changed for each member in the last one', async () => {
    const run = await world.allocate(await world.disrupt());
    const { awards } = (
      await world.auditor.get<{ awards: { member: string; quantity: { value: string } }[] }>(
        `/v1/awards?run=${run}`,
      )
    ).body;
    const before = await fingerprint(ledger);
    const id = await proposed({ releaseSevere: '1/3' });
    const { lastDisruption } = await compare(id);
    expect(lastDisruption).toMatchObject({ run, refusal: null });
    // Half of 9,000 kg, and a third of it; a twentieth of both is the buffer.
    expect(lastDisruption?.opened).toEqual({ from: '4275000', to: '2850000' });
    const members = lastDisruption?.members ?? [];
    expect(members).toHaveLength(3);
    for (const { member, from, to, change } of members) {
      const award = awards.find((each) => each.member === member)?.quantity.value;
      expect(from).toBe(`${award}000`);
      expect(BigInt(to) - BigInt(from)).toBe(BigInt(change));
      expect(BigInt(change)).toBeLessThan(0n);
    }
    const same = await compare(id, `?with=${id}`);
    expect(same.differences).toEqual([]);
    expect(same.lastDisruption?.members.map(({ change }) => change)).toEqual(['0', '0', '0']);
    const after = await fingerprint(ledger);
    expect(before).toMatchObject({
      award: after['award'],
      allocation_run: after['allocation_run'],
    });
  });

  it('names quorums and clock, and refuses rules that are not there', async () => {
    const quorums = { declare: { electors: 'administrators', needed: '1' } };
    const id = await proposed({}, { quorums, clock: { needsHours: '100' } });
    const { differences } = await compare(id);
    expect(differences.map(({ pointer }) => pointer)).toContain('/clock/needsHours');
    expect(differences.map(({ pointer }) => pointer)).toContain('/quorums/declare/needed');
    const nothing = '0195f3a0-0000-7000-8000-000000000000';
    expect(await compare(nothing)).toMatchObject({ status: 404 });
    expect(await compare(id, `?with=${nothing}`)).toMatchObject({ status: 404 });
    expect(await compare(id, '?with=x')).toMatchObject({ status: 400 });
    expect(await compare(id, '?unknown=1')).toMatchObject({ status: 400 });
    const { status } = await world.operators.DEU.get(`/v1/release-rules/${id}/comparison`);
    expect(status).toBe(403);
  });

  it('says why where frozen figures cannot be divided any more', async () => {
    await ledger.rows(
      `update allocation_run set snapshot = replace(snapshot, '"engine":"', '"engine":"0')
       where state = 'published'`,
    );
    const { lastDisruption } = await compare(await proposed({ floorCap: '1/3' }));
    expect(lastDisruption).toMatchObject({ opened: null, members: [] });
    expect(lastDisruption?.refusal).toContain('engine');
  });
});

it('refuses a rule with every fault in its place, and keeps that under its key', async () => {
  const { vestingDays: _, ...rest } = DEFAULT_PARAMETERS;
  const before = await fingerprint(ledger);
  const body = {
    name: 'All wrong',
    parameters: { ...rest, releaseSevere: '3/0', horizonDays: '0', more: '1' },
    quorums: {
      declare: { electors: 'administrators', needed: '0' },
      approveRun: { electors: 'administrators', needed: 'x' },
    },
    clock: { needsHours: 'x' },
  };
  for (const key of ['all-wrong', 'all-wrong', 'all-wrong-again']) {
    const answer = await world.first.post<{ errors: { pointer: string; detail: string }[] }>(
      '/v1/release-rules',
      body,
      key,
    );
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual([
      ...['/parameters/vestingDays', '/parameters/more', '/parameters/releaseSevere'],
      ...['/parameters/horizonDays', '/quorums/declare/needed', '/quorums/approveRun/needed'],
      '/clock/needsHours',
    ]);
    for (const { pointer, detail } of answer.body.errors) expect(detail).toContain(pointer);
  }
  const disordered = await propose({ triggerSevere: '1/100', equityMax: '1/4' });
  expect(disordered.body).toMatchObject({
    errors: [{ pointer: '/parameters/triggerSevere' }, { pointer: '/parameters/equityMax' }],
  });
  expect(await fingerprint(ledger)).toEqual(before);
});
