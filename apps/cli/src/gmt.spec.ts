import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { formatBundleLine, type Audience } from '#domain/verify/bundle';
import { testSigner } from '../../../tests/support/ed25519';
import { sampleLog } from '../../../tests/support/sample-log';
import { sha256 } from './ed25519';
import { runGmt } from './gmt';

const log = sampleLog(testSigner('trust.example/log', Buffer.alloc(32, 7)), sha256);
const bundle = (audience: Audience): string => log.serve(audience).map(formatBundleLine).join('');
const broken = bundle('public').replace('Germany', 'Germanx');

class Capture extends Writable {
  text = '';
  isTTY = false;
  hasColors = (): boolean => true;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function gmt(argv: readonly string[], input = '', isTTY = false) {
  const [stdout, stderr] = [new Capture(), new Capture()];
  stdout.isTTY = isTTY;
  stderr.isTTY = isTTY;
  const stdin = Readable.from([Buffer.from(input)]) as AsyncIterable<Uint8Array>;
  const status = await runGmt(argv, { stdin, stdout, stderr });
  return { status, out: stdout.text, err: stderr.text };
}

describe('gmt', () => {
  let folder: string;
  let server: Server;
  let address: string;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { url, headers } = request;
    if (url === '/v1/auth/login') {
      void Readable.prototype.toArray.call(request).then((chunks) => {
        const { password } = JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as {
          password: string;
        };
        response.statusCode = password === 'right' ? 200 : 401;
        response.end(JSON.stringify({ token: 'auditor-token' }));
      });
    } else if (url === '/log/bundle') {
      response.end(bundle(headers.authorization === 'Bearer auditor-token' ? 'auditor' : 'public'));
    } else if (url === '/cut/log/bundle') {
      response.write(bundle('public').slice(0, 2_000), () => response.destroy());
    } else {
      response.statusCode = 503;
      response.end();
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gmt-'));
    await writeFile(join(folder, 'good.jsonl'), bundle('auditor'));
    await writeFile(join(folder, 'broken.jsonl'), broken);
    await writeFile(join(folder, 'right'), 'right\n');
    await writeFile(join(folder, 'wrong'), 'wrong');
    server = createServer(answer);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true });
  });

  describe('verify', () => {
    it('proves a bundle good: status 0, a line for each check, the verdict', async () => {
      const { status, out, err } = await gmt(['verify', join(folder, 'good.jsonl')]);
      expect(status).toBe(0);
      expect(out.match(/^ {2}\u2713 passed {4} *\d/gm)).toHaveLength(10);
      expect(out).toContain('Proven good: log trust.example/log at size 17, root ');
      expect(out).toContain('  size     17 entries\n');
      expect(out).toContain('no government has agreed to any of it.');
      expect(out).not.toContain('\u001b');
      expect(err).toBe('');
    });

    it('proves a broken one bad: status 1, and names the entry', async () => {
      const { status, out } = await gmt(['verify', join(folder, 'broken.jsonl')]);
      expect(status).toBe(1);
      expect(out).toContain('\u2717 FAILED');
      expect(out).toContain('First wrong entry: 0 (member-admitted).');
      expect(out).toContain('It stands on line 2 of the bundle.');
    });

    it('reads standard input, in the form of JSON if asked', async () => {
      const { status, out } = await gmt(['verify', '-', '--format', 'json'], broken);
      expect(status).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ verdict: 'bad', exitCode: 1, first: { entry: 0 } });
    });

    it('colours a terminal and counts there, and says the same in words', async () => {
      const { status, out, err } = await gmt(['verify', '-'], bundle('public'), true);
      expect(status).toBe(0);
      expect(out).toContain('\u001b[32m\u2713 passed   \u001b[0m');
      expect(out).toContain('withheld');
      expect(err).toContain('17 of 17 entries checked');
    });

    it('reads a server: as the public, with a token, or with a name and a password', async () => {
      const kinds = [
        [],
        ['--token', 'auditor-token'],
        ['--user', 'eve', '--password-file', join(folder, 'right')],
      ];
      const answers = await Promise.all(kinds.map((kind) => gmt(['verify', address, ...kind])));
      expect(answers.map(({ status }) => status)).toEqual([0, 0, 0]);
      expect(answers.map(({ out }) => /bundle {3}(\w+)/.exec(out)?.[1])).toEqual([
        'public',
        'auditor',
        'auditor',
      ]);
    });

    it('takes a pinned key, and proves a log of another key bad', async () => {
      expect((await gmt(['verify', address, '--key', log.key])).out).toContain('(pinned)');
      const other = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
      expect((await gmt(['verify', address, '--key', other])).status).toBe(1);
    });

    it.each<[string, () => readonly string[], string]>([
      ['a missing file', () => [join(folder, 'none.jsonl')], 'cannot be read'],
      ['a folder', () => [folder], 'cannot be read'],
      ['a server that refuses', () => [`${address}/away`], 'answered 503'],
      ['a server that is not there', () => ['http://127.0.0.1:1'], 'cannot be read'],
      ['an answer that breaks off', () => [`${address}/cut`], 'cannot be read'],
      ['an address that is none', () => ['http://'], 'not an address'],
      [
        'a wrong password',
        () => [address, '--user', 'eve', '--password-file', join(folder, 'wrong')],
        '401',
      ],
      ['half of a login', () => [address, '--user', 'eve'], 'go together'],
      ['a key that is none', () => [address, '--key', 'x'], 'verifier key'],
      ['an unknown format', () => [address, '--format', 'xml'], 'Allowed choices'],
      ['no source', () => [], 'missing required argument'],
      ['an unknown option', () => [address, '--fast'], 'unknown option'],
    ])('decides nothing for %s: status 2', async (_name, argv, message) => {
      const { status, out, err } = await gmt(['verify', ...argv()]);
      expect({ status, out, err }).toEqual({
        status: 2,
        out: '',
        err: expect.stringContaining(message),
      });
    });

    it('decides nothing about what is not a bundle', async () => {
      const { status, out } = await gmt(['verify', '-'], '<html>');
      expect(status).toBe(2);
      expect(out).toContain('This is not a bundle');
    });
  });

  describe('export', () => {
    it('writes the bundle as it was served, to a file or to standard output', async () => {
      const file = join(folder, 'out.jsonl');
      expect(await gmt(['export', address, '--out', file])).toMatchObject({ status: 0, out: '' });
      expect(await readFile(file, 'utf8')).toBe(bundle('public'));
      expect(await gmt(['export', address, '--token', 'auditor-token'])).toEqual({
        status: 0,
        out: bundle('auditor'),
        err: '',
      });
    });

    it('leaves no half of a file', async () => {
      const file = join(folder, 'half.jsonl');
      const { status, err } = await gmt(['export', `${address}/cut`, '--out', file]);
      expect({ status, err }).toEqual({
        status: 2,
        err: expect.stringContaining('cannot be read'),
      });
      expect((await readdir(folder)).filter((name) => name.startsWith('half'))).toEqual([]);
    });

    it('wants a server', async () => {
      expect((await gmt(['export', 'bundle.jsonl'])).status).toBe(2);
    });
  });

  it('explains itself', async () => {
    const { status, out } = await gmt(['--help']);
    expect(status).toBe(0);
    expect(out).toContain('verify [options] <source>');
    expect((await gmt(['verify', '--help'])).out).toContain('Exit status: 0 proven good');
    expect(await gmt(['conquer'])).toMatchObject({ status: 2, out: '' });
    expect((await gmt([])).status).toBe(2);
  });
});
