import { randomUUID } from 'node:crypto';
import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Public } from '#platform/auth/roles.decorator';
import { requireRolesOnEveryRoute } from '#platform/auth/route-check';
import { ACCESS, PEOPLE, type Person } from '../support/access-table';
import type { Answer, Caller } from '../support/caller';
import { fingerprint } from '../support/fingerprint';
import { Ledger, PASSWORD } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';
import { lotWrites } from '../support/lot-writes';
import { disruptionBody } from '../support/write-routes';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

const NOTHING = '0195f3a0-0000-7000-8000-000000000000';

function callerOf(person: Person): Caller {
  return {
    anonymous: ledger.anonymous(),
    operator: world.operators.DEU,
    administrator: world.first,
    auditor: world.auditor,
  }[person];
}

const typeOf = (answer: Answer): unknown => `${String(answer.body['type'])}`.split('/').at(-1);

/** How a route answers whom it lets in: it has no such record, or does not take such a body. */
const PASSED: Readonly<Record<string, readonly number[]>> = {
  GET: [200, 404],
  POST: [400],
  PUT: [404],
};

/** Whether somebody is let in. A write is told apart by an unknown field, so that none succeeds. */
async function letIn(route: string, person: Person): Promise<boolean | string> {
  const [method = '', template = ''] = route.split(' ');
  const path = template
    .replace('{code}', 'DEU')
    .replace('{id}', NOTHING)
    .replace('{material}/{kind}/{member}/{depot}', 'cobalt/drawn/DEU/-')
    .replace('{format}', 'csv')
    .replace('{file}', template.includes('exports') ? 'members.csv' : 'pledges.csv');
  const caller = callerOf(person);
  const answer: Answer =
    method === 'GET'
      ? await caller.get(path)
      : await caller.send(method, path, '{"unexpected":"x"}', {
          'Idempotency-Key': randomUUID(),
          ...(method === 'PUT' ? { 'Content-Type': 'text/csv' } : {}),
        });
  const { status } = answer;
  if (status === 401 && person === 'anonymous') return typeOf(answer) !== 'unauthenticated';
  if (status === 403) return typeOf(answer) !== 'role-not-allowed';
  const passed = PASSED[method]?.includes(status);
  return passed || `${route} answers ${person} with ${status}`;
}

describe('every route', () => {
  it('has its row in the table, and no row is without a route', async () => {
    const { body } = await ledger
      .anonymous()
      .get<{ paths: Record<string, object> }>('/openapi.json');
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(ACCESS).sort()).toEqual(routes.sort());
  });

  it.each(Object.entries(ACCESS))('%s is for %j', async (route, people) => {
    const before = await fingerprint(ledger);
    const let_in: Person[] = [];
    for (const person of PEOPLE) {
      const outcome = await letIn(route, person);
      expect(['boolean', outcome]).toContain(typeof outcome);
      if (outcome === true) let_in.push(person);
    }
    expect(let_in).toEqual(people);
    expect(await fingerprint(ledger)).toEqual(before);
  });

  it('stops the start when it names no role', async () => {
    @Controller()
    class Open {
      @Get('open')
      open(): void {}

      @Get('known')
      @Public()
      known(): void {}
    }
    @Module({ imports: [DiscoveryModule], controllers: [Open] })
    class Forgetful {}
    const app = await NestFactory.create(Forgetful, { logger: false });
    expect(() => requireRolesOnEveryRoute(app)).toThrow('Routes without a role: Open.open');
    await app.close();
  });
});

describe('an operator', () => {
  /** Sends the same request for a record of another member and for one that is not there. */
  async function expectAlike(path: (id: string) => string, foreign: string, body: object) {
    const before = await fingerprint(ledger);
    const [there, absent] = [
      await world.operators.DEU.post<Record<string, unknown>>(path(foreign), body),
      await world.operators.DEU.post<Record<string, unknown>>(path(NOTHING), body),
    ];
    expect(there.status).toBe(403);
    expect(typeOf(there)).toBe('member-not-yours');
    expect({ ...there.body, instance: '' }).toEqual({ ...absent.body, instance: '' });
    expect(absent.status).toBe(there.status);
    expect(await fingerprint(ledger)).toEqual(before);
  }

  it("cannot contribute to another member's pledge, nor learn whether it exists", async () => {
    for (const pledge of [await world.pledge('JPN', 100), await offered('JPN')]) {
      const path = (id: string): string => `/v1/pledges/${id}/contributions`;
      await expectAlike(path, pledge, world.contribution(1));
    }
  });

  it("cannot accept another member's award, nor collect its drawdown", async () => {
    const { award, drawdown } = await plantAward('JPN');
    await expectAlike((id) => `/v1/awards/${id}/accept`, award, {});
    await expectAlike((id) => `/v1/awards/${id}/waive`, award, { reason: 'Not ours.' });
    await expectAlike((id) => `/v1/drawdowns/${id}/collect`, drawdown, {});
    const lines = [{ lot: award, short: kg(1), reason: 'Not ours.' }];
    await expectAlike((id) => `/v1/drawdowns/${id}/report`, drawdown, { lines });
    const uses = [{ purpose: 'Not ours.', quantity: kg(1) }];
    const use = { uses, statement: 'Not ours.' };
    await expectAlike((id) => `/v1/drawdowns/${id}/end-use`, drawdown, use);
  });

  it("cannot report or read another member's baselines, member or not", async () => {
    const baseline = {
      ...{ material: 'cobalt', period: '2024', quality: 'A', source: 'a test', assumed: false },
      ...{ consumption: kg(1), production: kg(0), ownOre: kg(0), imports: kg(1) },
      ...{ exports: kg(0), ownStocks: kg(0) },
    };
    const before = await fingerprint(ledger);
    const { DEU } = world.operators;
    for (const member of ['JPN', 'XXX']) {
      const path = `/v1/members/${member}/baselines`;
      for (const answer of [await DEU.post(path, baseline), await DEU.get(path)]) {
        expect([answer.status, typeOf(answer as Answer)]).toEqual([403, 'member-not-yours']);
      }
    }
    expect(await fingerprint(ledger)).toEqual(before);
  });

  it("does not get another person's answer under the same key", async () => {
    const pledge = await world.pledge('JPN', 100);
    const path = `/v1/pledges/${pledge}/contributions`;
    const mine = await world.operators.JPN.post(path, world.contribution(1), 'a-shared-key');
    const theirs = await world.operators.DEU.post(path, world.contribution(1), 'a-shared-key');
    expect([mine.status, theirs.status]).toEqual([201, 403]);
  });

  async function offered(member: 'JPN'): Promise<string> {
    const instalments = [{ dueDate: '2025-01-31', quantity: kg(5) }];
    const pledge = { material: 'cobalt', instalments };
    return (await world.operators[member].done('/v1/pledges', pledge)).id;
  }
});

/** An award with a released drawdown, put there without the run that would come before it. */
async function plantAward(member: string): Promise<{ award: string; drawdown: string }> {
  const { id } = await world.first.done('/v1/disruptions', disruptionBody('PLANTED'));
  const [row] = await ledger.rows<{ award: string; drawdown: string }>(
    `with people as (
       select min(id::text)::uuid as one, max(id::text)::uuid as two from principal
       where role = 'administrator'),
     run as (
       insert into allocation_run
         (id, disruption_id, material, release_rule_id, state, result, started_by, decided_by,
          queued_at)
       select gen_random_uuid(), $1, 'cobalt', r.id, 'published', '{}', one, two, now()
       from people, release_rule r limit 1 returning id),
     award as (
       insert into award
         (id, run_id, member, material, grams, ordered, state, entry_id, published_at)
       select '0195f3a0-1111-7000-8000-000000000000', run.id, $2, 'cobalt', 5, 5, 'published',
              (select id from log_entry limit 1), now() from run returning id)
     insert into drawdown
       (id, award_id, member, material, grams, state, ordered_by, released_by, ordered_at)
     select '0195f3a0-2222-7000-8000-000000000000', award.id, $2, 'cobalt', 5, 'released', one,
            two, now() from award, people
     returning id as drawdown, award_id as award`,
    [id, member],
  );
  if (!row) throw new Error('nothing was planted');
  return row;
}

describe('four eyes in the database', () => {
  it.each([
    ['disruption', 'declared_by', 'proposed_by'],
    ['release_rule', 'in_force_by', 'proposed_by'],
    ['sourcing_rule', 'in_force_by', 'proposed_by'],
    ['allocation_run', 'decided_by', 'started_by'],
    ['drawdown', 'released_by', 'ordered_by'],
    ['drawdown', 'settled_by', 'released_by'],
    ['lot_move', 'arrived_by', 'dispatched_by'],
    ['lot_objection', 'held_by', 'raised_by'],
    ['lot_objection', 'released_by', 'held_by'],
    ['lot_loss', 'confirmed_by', 'proposed_by'],
    ['contribution_reversal', 'confirmed_by', 'proposed_by'],
    ['contribution', 'received_by', 'notified_by'],
    ['contribution', 'decided_by', 'notified_by'],
    ['contribution', 'decided_by', 'received_by'],
    ['pledge', 'accepted_by', 'offered_by'],
    ['principal', 'confirmed_by', 'granted_by'],
  ])('refuses a %s whose %s is its %s', async (table, second, first) => {
    await oneOfEach();
    const change = `update ${table} set ${second} = ${first} where ${first} is not null`;
    await expect(ledger.rows(change)).rejects.toMatchObject({ code: '23514' });
    const [row] = await ledger.rows<{ n: number }>(
      `select count(*)::int as n from ${table} where ${first} is not null`,
    );
    expect(row?.n).toBeGreaterThan(0);
  });

  let done: Promise<void> | undefined;
  const oneOfEach = (): Promise<void> => (done ??= prepare());

  async function prepare(): Promise<void> {
    await world.stock('DEU', 10);
    const { id } = await world.first.done('/v1/disruptions', disruptionBody('FOUR-EYES'));
    await world.first.done(`/v1/disruptions/${id}/propose`);
    await world.second.done(`/v1/disruptions/${id}/declare`, { declaredOn: '2025-02-22' });
    for (const write of await lotWrites(world)) await write.as.done(write.path, write.body ?? {});
    const asked = { standards: [], requires: [] };
    const rule = await world.first.done('/v1/materials/cobalt/sourcing-rule', asked);
    await world.second.done(`/v1/sourcing-rules/${rule.id}/put-in-force`);
  }
});

describe('access that one administrator gave', () => {
  it('is not betrayed to somebody who does not know the password', async () => {
    const user = { username: 'third.self', password: PASSWORD, role: 'auditor' };
    await world.first.done('/v1/users', user);
    for (const username of [user.username, 'nobody.at.all']) {
      const login = { username, password: 'not the password of it' };
      const answer = await ledger
        .anonymous()
        .post<Record<string, unknown>>('/v1/auth/login', login);
      expect([answer.status, typeOf(answer)]).toEqual([401, 'unauthenticated']);
    }
  });
});

describe('a sealed need', () => {
  it('is for its own member alone until the window closes', async () => {
    const { id } = await world.first.done('/v1/disruptions', disruptionBody('SEALED'));
    const at = `/v1/disruptions/${id}`;
    await world.first.done(`${at}/propose`);
    await world.second.done(`${at}/declare`, { declaredOn: '2025-02-22' });
    await world.first.done(`${at}/open-needs`);
    const need = { need: kg('918273.645'), essential: kg(1) };
    const { entry } = await world.operators.DEU.done(`${at}/needs`, need);
    await ledger.startWorker();
    await integrated(entry);

    const seenBy = async (reader: Caller): Promise<string> => {
      const list = await reader.get(`${at}/needs`);
      const entries = await reader.get('/log/entries?count=500');
      const bundle = await reader.get('/log/bundle');
      const texts = [list.body, entries.body, bundle.body].map((body) => JSON.stringify(body));
      return texts.map((text) => (/918273\.?645/.test(text) ? 'seen' : 'hidden')).join(' ');
    };
    const others = [world.first, world.auditor, world.operators.JPN, ledger.anonymous()];
    for (const reader of others) expect(await seenBy(reader)).toBe('hidden hidden hidden');
    expect(await seenBy(world.operators.DEU)).toBe('seen seen hidden');

    await world.first.done(`${at}/close-needs`);
    for (const reader of [world.first, world.auditor]) {
      expect(await seenBy(reader)).toBe('seen seen seen');
    }
    expect(await seenBy(world.operators.DEU)).toBe('seen seen hidden');
    for (const reader of [world.operators.JPN, ledger.anonymous()]) {
      expect(await seenBy(reader)).toBe('hidden hidden hidden');
    }
    await ledger.stopWorker();
  });

  async function integrated(entry: string): Promise<void> {
    const query = `select 1 from log_leaf where entry_id = $1`;
    while ((await ledger.rows(query, [entry])).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});
