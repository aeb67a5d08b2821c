import { createServer, type AddressInfo } from 'node:net';
import { postPinned } from '#platform/outgoing/pinned-post';
import { DeliveryService } from '#features/notices/delivery.service';
import type { Answer } from '../support/caller';
import { Ledger } from '../support/ledger';
import { Receiver } from '../support/receiver';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await Receiver.start();
  ledger = await Ledger.start({ worker: false, env: { WEBHOOK_PRIVATE_ADDRESSES: 'refused' } });
  world = await SmallWorld.load(ledger);
});
afterAll(async () => {
  await ledger.stop();
  await receiver.stop();
});

const open = (target: unknown): Promise<Answer> =>
  world.operators.DEU.post('/v1/notice-channels', { kind: 'webhook', target });

it.each([
  ...['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://0.0.0.0/'],
  ...['https://2130706433/', 'https://0x7f.1/', 'https://127.1/', 'https://[::ffff:127.0.0.1]/'],
  ...['https://169.254.169.254/latest/meta-data/', 'https://10.0.0.1/', 'https://192.168.0.1/'],
  ...['https://[fd00:ec2::254]/', 'https://[fe80::1]/', 'https://[64:ff9b::7f00:1]/'],
  ...['http://8.8.8.8/', 'ftp://8.8.8.8/', 'file:///etc/passwd', 'javascript:alert(1)', 'x', ''],
  ...['https://user:secret@8.8.8.8/', 'https://8.8.8.8/#part', 'https://8.8.8.8/\u00a0'],
  ...['https://no-such-name.invalid/', 'https://１２７.0.0.1/'],
])('refuses the target %j when it is registered', async (target) => {
  const answer = await open(target);
  expect([answer.status, answer.body['title']]).toEqual([422, 'Channel target refused']);
});

it('refuses a private address again at each connection, whatever was registered', async () => {
  expect((await open('https://8.8.8.8/hook')).status).toBe(201);
  // As if the name had come to mean this machine since.
  await ledger.rows('update channel set target = $1', [receiver.url]);
  const { id } = await world.first.done('/v1/release-rules', {
    name: 'Another',
    parameters: (await world.first.get<{ rules: { parameters: object }[] }>('/v1/release-rules'))
      .body.rules[0]?.parameters,
  });
  await world.second.done(`/v1/release-rules/${id}/put-in-force`);
  expect(await ledger.service(DeliveryService).deliver()).toBe(1);
  expect(receiver.received).toEqual([]);
  const [attempt] = await ledger.rows<{ fault: string }>('select fault from channel_attempt');
  expect(attempt?.fault).toBe('refused: its address is private, local or reserved');
});

it('connects to the address that was checked, not to what the name means', async () => {
  const url = new URL(receiver.url.replace('127.0.0.1', 'localhost'));
  expect(await postPinned(url, '{}', {}, true)).toBe(204);
  await expect(postPinned(url, '{}', {}, false)).rejects.toThrow('private, local or reserved');
  expect(receiver.received).toHaveLength(1);
});

it('sends no e-mail while no server is configured', async () => {
  const body = { kind: 'e-mail', target: 'duty@ministry.example' };
  const answer = await world.operators.DEU.post<Record<string, unknown>>(
    '/v1/notice-channels',
    body,
  );
  expect([answer.status, answer.body['title']]).toEqual([409, 'Smtp not configured']);
});

it('gives up where another protocol is answered instead', async () => {
  const other = createServer((socket) => {
    socket.resume().end('HTTP/1.1 101 Other\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const posted = postPinned(new URL(`http://127.0.0.1:${port}/`), '{}', {}, true);
  await expect(posted).rejects.toThrow('closed without an answer');
  await new Promise((resolve) => other.close(resolve));
});
