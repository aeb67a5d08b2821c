import { Readable, Writable } from 'node:stream';
import { runGmt } from './gmt';

class Capture extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    setImmediate(done);
  }
}

async function divide(input: string | Buffer, ...options: readonly string[]) {
  const [stdout, stderr] = [new Capture({ highWaterMark: 1 }), new Capture()];
  const stdin = Readable.from([Buffer.from(input)]) as AsyncIterable<Uint8Array>;
  const status = await runGmt(['divide', ...options], { stdin, stdout, stderr });
  return { status, out: stdout.text, err: stderr.text };
}

const network = JSON.stringify({
  kind: 'network',
  stock: ['6', '12'],
  claims: ['20', '20', '20'],
  weights: ['1', '1', '1'],
  edges: [
    { depot: 0, member: 0, cap: null },
    { depot: 0, member: 1, cap: null },
    { depot: 1, member: 2, cap: '7/2' },
  ],
});

describe('gmt divide', () => {
  it('answers a problem with one line, however it is laid out', async () => {
    const compact = await divide(network);
    expect(compact).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(compact.out)).toMatchObject({ awards: ['3', '3', '7/2'] });
    expect(compact.out.match(/\n/g)).toHaveLength(1);
    const wide = JSON.stringify(JSON.parse(network), null, 2).replaceAll('\n', '\r\n');
    expect(await divide(wide)).toEqual(compact);
  });

  it('answers each of several problems in its place, also a bad one', async () => {
    const bad = network.replace('"6"', '"-6"');
    const { status, out, err } = await divide([bad, network, '', '{', network, bad].join('\n'));
    const lines = out.trimEnd().split('\n');
    expect(status).toBe(2);
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual([
      'error',
      'awards',
      'error',
      'awards',
      'error',
    ]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      error: {
        code: 'problem-invalid',
        pointer: '/stock/0',
        message: 'The value at /stock/0 must be 0 or more.',
        line: 1,
      },
    });
    expect(err.split('\n')).toEqual([
      'gmt: line 1, at "/stock/0": The value at /stock/0 must be 0 or more. (problem-invalid)',
      expect.stringMatching(/^gmt: line 4, at "": The text is not JSON at its end/),
      expect.stringMatching(/^gmt: line 6, at "\/stock\/0"/),
      '',
    ]);
  });

  it('refuses a single problem on one line of standard error: status 2', async () => {
    expect(await divide(network.replace('"1"', '"1.5"'))).toEqual({
      status: 2,
      out: '',
      err:
        'gmt: line 1, at "/weights/0": The value at /weights/0 must be a quantity p or p/q ' +
        'in plain digits, such as "7/100". (problem-invalid)\n',
    });
  });

  it.each<[string, string | Buffer, string]>([
    ['an empty input', '', 'there is no problem on standard input'],
    ['blank lines', '\n\r\n \n', 'there is no problem on standard input'],
    ['no object', '[1]', 'at "": The problem must be an object.'],
    ['no kind', '{}', 'at "/kind": The value at /kind must be present'],
    ['an unknown kind', '{"kind":"lottery"}', 'at "/kind": The value at /kind must be one of'],
    ['a kind every object has', '{"kind":"constructor"}', 'must be one of'],
    ['a misspelt field', network.replace('weights', 'weigths'), 'at "/weigths": There is no'],
    ['a field twice', network.replace('{', '{"kind":"network",'), 'at "/kind"'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'at "": The problem is not a'],
    ['UTF-16', Buffer.from(network, 'utf16le'), 'is not JSON'],
    ['a number that is none', network.replace('"6"', 'NaN'), 'at "/stock/0"'],
    ['a number for a quantity', network.replace('"6"', '6'), 'at "/stock/0"'],
    ['a million digits', network.replace('"6"', `"${'9'.repeat(1_000_000)}"`), '/stock/0'],
    ['a depot that is not there', network.replace('"depot":1', '"depot":2'), '/edges/2/depot'],
    ['half a depot', network.replace('"depot":1', '"depot":1e0'), '/edges/2/depot'],
    ['deep nesting', `{"kind":${'['.repeat(100_000)}`, 'nested deeper'],
    ['a terminal that would be moved', '{"kind":"network","\\u001b[2J":1}', '/\\u001b[2J'],
  ])('refuses %s', async (_name, input, message) => {
    const { status, out, err } = await divide(input);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toMatch(/^gmt: [^\n\p{Cc}]+\n$/u);
  });

  it('explains itself', async () => {
    expect((await divide('', '--help')).out).toContain('JSON Lines');
  });
});
