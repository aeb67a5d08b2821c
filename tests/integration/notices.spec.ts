import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { DeliveryService } from '#features/notices/delivery.service';
import type { Answer, Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { Receiver } from '../support/receiver';
import { SmallWorld } from '../support/small-world';
import { disruptionBody } from '../support/write-routes';

interface Notice {
  readonly id: string;
  readonly kind: string;
  readonly about: Record<string, string>;
  readonly readAt: string | null;
}
interface Inbox {
  readonly notices: Notice[];
  readonly unread: string;
  readonly next?: string;
}
interface Channel {
  readonly id: string;
  readonly state: string;
  readonly secret?: string;
}
interface Log {
  readonly deliveries: {
    notice: string;
    state: string;
    attempts: { attempt: string; status: string | null; fault: string | null }[];
  }[];
}

let ledger: Ledger;
let world: SmallWorld;
let receiver: Receiver;
let mail: SMTPServer;
const mails: string[] = [];
let rejecting = false;

// No worker delivers here: the test does, twice at a time.
beforeAll(async () => {
  receiver = await Receiver.start();
  mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      if (rejecting) done(new Error('no such mailbox'));
      else done();
    },
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    mail.listen(0, '127.0.0.1', resolve);
  });
  const { port } = mail.server.address() as AddressInfo;
  ledger = await Ledger.start({
    worker: false,
    env: { SMTP_URL: `smtp://127.0.0.1:${port}`, SMTP_FROM: 'ledger@trust.example' },
  });
  world = await SmallWorld.load(ledger);
});
afterAll(async () => {
  await ledger.stop();
  await receiver.stop();
  await new Promise<void>((resolve) => {
    mail.close(resolve);
  });
});

const typeOf = (answer: Answer): unknown => `${String(answer.body['type'])}`.split('/').at(-1);
const inbox = async (caller: Caller, query = ''): Promise<Inbox> =>
  (await caller.get<Inbox>(`/v1/notices${query}`)).body;

/** Two workers deliver what is due, until nothing is. */
async function deliver(): Promise<number> {
  const service = ledger.service(DeliveryService);
  let all = 0;
  for (;;) {
    const done = await Promise.all([service.deliver(), service.deliver()]);
    const sum = done.reduce((total, one) => total + one, 0);
    if (sum === 0) return all;
    all += sum;
  }
}

/** What every member is told: a disruption was declared. */
async function declare(reference: string): Promise<string> {
  const { id } = await world.first.done('/v1/disruptions', disruptionBody(reference));
  await world.first.done(`/v1/disruptions/${id}/propose`);
  await world.second.done(`/v1/disruptions/${id}/declare`, { declaredOn: '2025-02-22' });
  return id;
}

const retryNow = (): Promise<unknown> =>
  ledger.rows(`update channel_delivery set next_at = clock_timestamp() where state = 'waiting'`);

describe('the inbox', () => {
  it('has what concerns its member, in pages, read by each person for itself', async () => {
    const id = await declare('INBOX');
    const { notices, unread } = await inbox(world.operators.DEU);
    expect(notices[0]).toMatchObject({
      kind: 'disruption-declared',
      about: { disruption: id },
      readAt: null,
    });
    expect(unread).toBe(notices.length.toString());
    const seen: string[] = [];
    for (let page = await inbox(world.operators.DEU, '?limit=1'); ;) {
      seen.push(...page.notices.map((notice) => notice.id));
      if (page.next === undefined) break;
      page = await inbox(world.operators.DEU, `?limit=1&before=${page.next}`);
    }
    expect(seen).toEqual(notices.map((notice) => notice.id));
    const upTo = notices[0]?.id;
    const answer = await world.operators.DEU.post('/v1/notices/read', { upTo });
    expect([answer.status, answer.body]).toEqual([200, { unread: '0' }]);
    expect((await inbox(world.operators.DEU, '?unread=true')).notices).toEqual([]);
    expect((await inbox(world.operators.DEU)).notices[0]?.readAt).not.toBeNull();
    expect((await inbox(world.operators.JPN)).unread).not.toBe('0');
    expect((await inbox(world.first)).unread).not.toBe('0');
  });

  it("shows and marks nobody else's", async () => {
    const trust = (await inbox(world.first)).notices.find(
      ({ kind }) => kind === 'disruption-proposed',
    );
    const read = (caller: Caller): Promise<Answer> =>
      caller.post('/v1/notices/read', { upTo: trust?.id });
    for (const operator of Object.values(world.operators)) {
      expect((await inbox(operator)).notices.map(({ id }) => id)).not.toContain(trust?.id);
      const answer = await read(operator);
      expect([answer.status, typeOf(answer)]).toEqual([404, 'notice-unknown']);
    }
    expect((await world.auditor.get('/v1/notices')).status).toBe(403);
    expect((await ledger.anonymous().get('/v1/notices')).status).toBe(401);
  });

  it('tells nothing when the command is refused', async () => {
    const before = await inbox(world.first);
    const id = await declare('TWICE');
    const again = await world.second.post(`/v1/disruptions/${id}/declare`, {
      declaredOn: '2025-02-22',
    });
    expect(again.status).toBe(409);
    expect(Number((await inbox(world.first)).unread) - Number(before.unread)).toBe(2);
  });
});

describe('a webhook', () => {
  let hook: Channel;
  const at = (): string => `/v1/notice-channels/${hook.id}`;
  const log = async (): Promise<Log['deliveries']> =>
    (await world.operators.DEU.get<Log>(`${at()}/deliveries`)).body.deliveries;
  const verified = (index: number, secret: string | undefined): unknown => {
    const { headers, body } = receiver.received.at(index) ?? { headers: {}, body: '' };
    return new Webhook(secret ?? '').verify(body, headers);
  };

  it('shows its secret once', async () => {
    const body = { kind: 'webhook', target: receiver.url };
    const first = await world.operators.DEU.post<Channel>('/v1/notice-channels', body, 'open');
    expect(first.status).toBe(201);
    hook = first.body;
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const again = await world.operators.DEU.post<Channel>('/v1/notice-channels', body, 'open');
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.body).toEqual({ ...hook, secret: undefined });
    const stored = await ledger.rows<{ n: number }>(
      `select count(*)::int as n from command where answer like '%whsec%'`,
    );
    expect(stored).toEqual([{ n: 0 }]);
    const { body: listed } = await world.operators.DEU.get('/v1/notice-channels');
    expect(JSON.stringify(listed)).not.toContain('whsec');
  });

  it('is sent what its member is told, signed, under the id of the notice', async () => {
    const id = await declare('HOOK');
    expect(await deliver()).toBe(1);
    expect(receiver.received).toHaveLength(1);
    const [notice] = (await inbox(world.operators.DEU)).notices;
    expect(receiver.received[0]?.headers['webhook-id']).toBe(notice?.id);
    expect(verified(0, hook.secret)).toEqual({
      specversion: '1.0',
      id: notice?.id,
      source: 'test.globalmineralstrust.example/log',
      type: 'gmt.disruption-declared',
      time: expect.stringMatching(/Z$/),
      datacontenttype: 'application/json',
      data: { recipient: 'DEU', disruption: id },
    });
    expect(() => verified(0, `whsec_${Buffer.alloc(32).toString('base64')}`)).toThrow();
    expect(await log()).toMatchObject([
      { notice: notice?.id, state: 'delivered', attempts: [{ attempt: '1', status: '204' }] },
    ]);
  });

  it('is signed with both secrets while one is changed for another', async () => {
    const { secret } = await world.operators.DEU.done<Channel>(`${at()}/rotate-secret`);
    await declare('ROTATED');
    await deliver();
    expect(verified(-1, hook.secret)).toEqual(verified(-1, secret));
    await ledger.rows(`update channel_secret set until = now() where until is not null`);
    await declare('ROTATED-OUT');
    await deliver();
    expect(() => verified(-1, hook.secret)).toThrow();
    expect(verified(-1, secret)).toMatchObject({ type: 'gmt.disruption-declared' });
    hook = { ...hook, secret: secret ?? '' };
  });

  it('is tried again with the same id and body, and given up in the end', async () => {
    receiver.status = 500;
    await declare('FAILING');
    const before = receiver.received.length;
    for (let n = 0; n < 12; n += 1) {
      await deliver();
      await retryNow();
    }
    const sent = receiver.received.slice(before);
    expect(sent).toHaveLength(8);
    expect(new Set(sent.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(
      1,
    );
    const [last] = await log();
    expect(last).toMatchObject({ state: 'given-up' });
    expect(last?.attempts.map(({ status }) => status)).toEqual(Array(8).fill('500'));
    receiver.status = 204;
    await world.operators.DEU.done(`${at()}/replay`, { notice: last?.notice });
    expect(await deliver()).toBe(1);
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(last?.notice);
    expect((await log())[0]).toMatchObject({ state: 'delivered' });
  });

  it('is not followed to another place', async () => {
    receiver.status = 302;
    receiver.headers = { Location: `${receiver.url}/elsewhere` };
    await declare('REDIRECTED');
    const before = receiver.received.length;
    await deliver();
    expect(receiver.received.length).toBe(before + 1);
    expect((await log())[0]?.attempts).toMatchObject([{ status: '302', fault: 'it answered 302' }]);
    receiver.status = 204;
    receiver.headers = {};
    await retryNow();
    await deliver();
  });

  it('is disabled after long failure, or when it is gone, and its owner is told', async () => {
    receiver.status = 500;
    await declare('LONG');
    await deliver();
    await ledger.rows(`update channel set failing_since = now() - interval '6 days'`);
    await retryNow();
    await deliver();
    const state = async (): Promise<unknown> =>
      (
        await ledger.rows<{ state: string }>('select state from channel where id = $1', [hook.id])
      )[0]?.state;
    expect(await state()).toBe('disabled');
    const [notice] = (await inbox(world.operators.DEU)).notices;
    expect(notice).toMatchObject({ kind: 'channel-disabled', about: { channel: hook.id } });
    await retryNow();
    expect(await deliver()).toBe(0);
    expect((await world.operators.DEU.post(`${at()}/replay`, { notice: notice?.id })).status).toBe(
      409,
    );
    await world.operators.DEU.done(`${at()}/resume`);
    receiver.status = 410;
    await deliver();
    expect(await state()).toBe('disabled');
    receiver.status = 204;
    await world.operators.DEU.done(`${at()}/resume`);
    const again: Answer = await world.operators.DEU.post(`${at()}/resume`);
    expect([again.status, again.body['facts']]).toEqual([
      409,
      { state: 'active', act: 'resume', legal: ['disable', 'remove'] },
    ]);
  });

  it("is nobody else's", async () => {
    const absent = '0195f3a0-0000-7000-8000-000000000000';
    for (const act of ['rotate-secret', 'resume', 'remove', 'replay']) {
      const body = act === 'replay' ? { notice: absent } : {};
      for (const caller of [world.operators.JPN, world.first]) {
        const [theirs, none] = [
          await caller.post<Record<string, unknown>>(`${at()}/${act}`, body),
          await caller.post<Record<string, unknown>>(`/v1/notice-channels/${absent}/${act}`, body),
        ];
        expect([theirs.status, typeOf(theirs)]).toEqual([404, 'channel-unknown']);
        expect({ ...theirs.body, instance: '' }).toEqual({ ...none.body, instance: '' });
      }
    }
    expect((await world.operators.JPN.get(`${at()}/deliveries`)).status).toBe(404);
    expect((await world.operators.JPN.get('/v1/notice-channels')).body).toEqual({ channels: [] });
  });

  it('is sent nothing more once it is removed', async () => {
    await declare('WAITING');
    await world.operators.DEU.done(`${at()}/remove`);
    await declare('REMOVED');
    expect(await deliver()).toBe(0);
    const waiting = `select from channel_delivery where state = 'waiting' and channel_id = $1`;
    expect(await ledger.rows(waiting, [at().split('/').at(-1)])).toEqual([]);
    for (const act of ['resume', 'rotate-secret']) {
      expect((await world.operators.DEU.post(`${at()}/${act}`)).status).toBe(409);
    }
  });
});

describe('an e-mail address', () => {
  it('is sent what its recipient is told, and is tried again', async () => {
    const body = { kind: 'e-mail', target: 'duty@ministry.example' };
    const channel = await world.operators.JPN.done<Channel>('/v1/notice-channels', body);
    expect(channel.secret).toBeUndefined();
    rejecting = true;
    const id = await declare('MAIL');
    await deliver();
    expect(mails).toEqual([]);
    rejecting = false;
    await retryNow();
    await deliver();
    expect(mails).toHaveLength(1);
    const [notice] = (await inbox(world.operators.JPN)).notices;
    expect(mails[0]).toContain(`Message-ID: <${notice?.id}@trust.example>`);
    expect(mails[0]).toContain('To: duty@ministry.example');
    expect(mails[0]).toContain(`disruption: ${id}`);
    await world.operators.JPN.done(`/v1/notice-channels/${channel.id}/remove`);
    const rotated = await world.operators.JPN.post(
      `/v1/notice-channels/${channel.id}/rotate-secret`,
    );
    expect(rotated.status).toBe(409);
  });

  it.each(['x', 'a@b\r\nBcc: c@d', 'a@b, c@d', '<a@b>', 'a@@b', '@b', 'a@', 'ä@b'])(
    'refuses %j',
    async (target) => {
      const answer = await world.operators.JPN.post<Record<string, unknown>>(
        '/v1/notice-channels',
        { kind: 'e-mail', target },
      );
      expect([answer.status, typeOf(answer)]).toEqual([422, 'channel-target-refused']);
    },
  );

  it('has no more than ten channels', async () => {
    const body = { kind: 'webhook', target: receiver.url };
    const answers = await Promise.all(
      Array.from({ length: 14 }, () => world.operators.KEN.post('/v1/notice-channels', body)),
    );
    const opened = answers.filter(({ status }) => status === 201);
    expect([opened.length, answers.filter(({ status }) => status === 422).length]).toEqual([10, 4]);
  });
});
