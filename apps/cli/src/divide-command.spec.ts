import { divide } from '../../../tests/support/divide';

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

const withFloors = (...floors: readonly string[]) =>
  JSON.stringify({ ...(JSON.parse(network) as object), floors });

const pooled = (more: object) =>
  JSON.stringify({
    ...{ kind: 'claims', rule: 'weighted_cea', estate: '3', claims: ['4', '8'] },
    ...more,
  });

/** A release with one member that uses these forms. */
const released = (forms: unknown) =>
  JSON.stringify({
    ...{ kind: 'pipeline', horizon_days: 30, depots: [] },
    members: [
      {
        ...{ id: 'A', baseline_kg_per_day: '1', own_supply_kg_per_day: '0' },
        ...{ essential_kg: '0', forms },
      },
    ],
  });

/** Consecutive odd numbers have hardly a factor in common. */
const finer = JSON.stringify({
  kind: 'claims',
  rule: 'cea',
  estate: '1',
  claims: Array.from({ length: 200 }, (_, index) => `1/${10n ** 300n + BigInt(2 * index + 1)}`),
});

describe('gmt divide', () => {
  it('answers a problem with one line, however it is laid out', async () => {
    const compact = await divide(network);
    expect(compact).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(compact.out)).toMatchObject({ awards: ['3', '3', '7/2'] });
    expect(compact.out.match(/\n/g)).toHaveLength(1);
    const wide = JSON.stringify(JSON.parse(network), null, 2).replaceAll('\n', '\r\n');
    expect(await divide(wide)).toEqual(compact);
    expect(await divide(`\ufeff\r\n\n${network}\r\n`)).toEqual(compact);
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
    ['figures finer than any use', finer, 'a common denominator of more than 20000 digits'],
    ['a depot that is not there', network.replace('"depot":1', '"depot":2'), '/edges/2/depot'],
    ['half a depot', network.replace('"depot":1', '"depot":1e0'), '/edges/2/depot'],
    ['NaN in a string', network.replace('"6"', '"NaN"'), '/stock/0'],
    ['a negative claim', network.replace('"20"', '"-20"'), '/claims/0'],
    ['a weight of nothing with a claim', network.replace('"1"', '"0"'), '/weights/0'],
    ['floors that no route carries', withFloors('20', '20', '4'), 'at "/floors": The network'],
    ['a floor above the claim', withFloors('21', '0', '0'), '/floors/0'],
    ['floors above the estate', pooled({ lower: ['2', '2'] }), 'at "/lower": The floors sum to 4'],
    ['a floor above a claim', pooled({ floors: ['0', '9'] }), 'at "/floors/1"'],
    ['weights of nothing', pooled({ weights: ['1', '0'] }), 'at "/weights/1"'],
    ['a form that is no name', released([7]), 'at "/members/0/forms/0"'],
    ['forms that are no list', released('metal'), 'at "/members/0/forms"'],
    ['something after the problem', `${network} 7`, 'nothing after the end'],
    ['two problems on a line', `${network}${network}`, 'nothing after the end'],
    ['deep nesting', `{"kind":${'['.repeat(100_000)}`, 'nested deeper'],
    ['a terminal that would be moved', '{"kind":"network","\\u001b[2J":1}', '/\\u001b[2J'],
  ])('refuses %s', async (_name, input, message) => {
    const { status, out, err } = await divide(input);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toMatch(/^gmt: [^\n\p{Cc}]+\n$/u);
  });

  it.each<[string, string, object]>([
    ['no claimant', pooled({ claims: [] }), { awards: [], undistributed: '3' }],
    ['an estate above the claims', pooled({ estate: '20' }), { undistributed: '8' }],
    [
      'a million million tonnes',
      pooled({ estate: `${10n ** 15n}`, claims: [`${10n ** 15n}`, `${10n ** 15n}`] }),
      { awards: ['500000000000000', '500000000000000'], undistributed: '0' },
    ],
    ['a form that no depot has', released(['metal', 'oxide']), { tier: 'severe', total: '0' }],
  ])('answers %s', async (_name, problem, expected) => {
    const { status, out, err } = await divide(problem);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject(expected);
  });

  describe('for people', () => {
    const claims = { kind: 'claims', rule: 'talmud', estate: '200', claims: ['100', '200', '300'] };
    const cea = JSON.stringify({ ...claims, rule: 'cea', estate: '700', claims: ['1/3', '200'] });

    it('explains an answer by a table, and each award by what held it', async () => {
      const { status, out } = await divide(JSON.stringify(claims), '--explain');
      expect(status).toBe(0);
      expect(out.slice(0, out.indexOf('claimant 2\n'))).toBe(
        [
          'To divide: 200. Claimants: 3, who claim 600 in all. That is enough for 33.3 % of it.',
          '',
          'Rule talmud: up to half of each claim, everybody gets the same amount; beyond it,',
          'everybody goes short by the same amount.',
          '',
          'claimant  claims  gets  covered  short',
          '--------------------------------------',
          '0            100    50   50.0 %     50',
          '1            200    75   37.5 %    125',
          '2            300    75   25.0 %    225',
          'all          600   200   33.3 %    400',
          '',
          'All figures are in the unit of the problem; ≈ marks what is rounded.',
          '',
          'claimant 0',
          '  It claims 100.',
          '  There is no more than half of all claims, so that halves are divided: half of its',
          '    claim is 50.',
          '  Of the half that is divided it gets all, 50.',
          '  In all it gets 50: 50.0 % of its claim, 50 short.',
          '',
          'claimant 1',
          '  It claims 200.',
          '  There is no more than half of all claims, so that halves are divided: half of its',
          '    claim is 100.',
          '  It gets the same amount as all who are held by no bound: 75.',
          '  In all it gets 75: 37.5 % of its claim, 125 short.',
          '',
          '',
        ].join('\n'),
      );
    });

    it('puts explanations apart, and one decimal point below the other', async () => {
      const { out } = await divide(`${JSON.stringify(claims)}\n${cea}`, '--explain');
      const second = out.slice(out.lastIndexOf('\n\nTo divide: ') + 2);
      expect(second.slice(0, second.indexOf('claimant 1\n'))).toBe(
        [
          'To divide: 700. Claimants: 2, who claim ≈ 200.333 in all. That is enough for',
          'everybody.',
          '',
          'Rule cea (equal awards): everybody gets the same amount, but nobody more than its',
          'claim.',
          '',
          'claimant     claims       gets  covered  short',
          '----------------------------------------------',
          '0           ≈ 0.333    ≈ 0.333  100.0 %      0',
          '1           200        200      100.0 %      0',
          'all       ≈ 200.333  ≈ 200.333  100.0 %      0',
          '',
          '≈ 499.667 is left and goes to nobody.',
          '',
          'All figures are in the unit of the problem; ≈ marks what is rounded.',
          '',
          'claimant 0',
          '  It claims ≈ 0.333.',
          '  Its whole claim is met, ≈ 0.333: nobody gets more than that.',
          '  In all it gets ≈ 0.333: 100.0 % of its claim, 0 short.',
          '',
          '',
        ].join('\n'),
      );
    });

    it.each(['--explain', '--compare'])(
      'tells %s of no more than anybody reads',
      async (option) => {
        const crowd = {
          ...claims,
          rule: 'cea',
          claims: Array.from({ length: 100_001 }, () => '1'),
        };
        const { status, out, err } = await divide(JSON.stringify(crowd), option);
        expect({ status, out }).toEqual({ status: 2, out: '' });
        expect(err).toMatch(
          /^gmt: line 1, at "\/claims": .* ask for the answer alone\. \(problem-/,
        );
      },
    );

    it('shows all rules side by side, also where some cannot divide', async () => {
      const many = { ...claims, claims: Array.from({ length: 30 }, (_, index) => `${index}`) };
      const few = (await divide(JSON.stringify(claims), '--compare')).out;
      expect(few).toMatch(/^random arrival +≈ 33\.333 +≈ 83\.333 +≈ 83\.333$/m);
      const wide = (await divide(JSON.stringify(many), '--compare')).out;
      expect(wide).toMatch(/^claimant +claims +proportional +cea/m);
      expect(wide).toContain('random arrival cannot divide it: ');
      const seats = { kind: 'apportion', votes: ['5117', '4400', '162'], house: 100 };
      expect((await divide(JSON.stringify(seats), '--compare')).out).toMatch(/^hamilton +53 +45/m);
    });

    it('explains a member that is called like a figure', async () => {
      const member = {
        id: '1/0',
        base_final_consumption: '100',
        normal_production: '90',
        net_imports_available: '0',
        reserve_commitment: '1/3',
      };
      const inputs = { base_period_supply: '100', members: [member] };
      const general = JSON.stringify({ kind: 'iea', mode: 'general', inputs });
      expect((await divide(general, '--explain')).out).toMatch(/^1\/0 +93 +3 +90 +90 +0 +0$/m);
      expect((await divide(general, '--compare')).out).toMatch(/^1\/0 +90 +90$/m);
    });

    it('compares a network with one pool', async () => {
      const { out } = await divide(network, '--compare');
      expect(out).toMatch(/^this network +3 +3 +3\.5$/m);
      const explained = (await divide(network, '--explain')).out;
      expect(explained).toMatch(/^2 +20 +1 +0 +3\.5 +17\.5 % +3\.5$/m);
      expect(explained.slice(explained.indexOf('member 2\n'))).toBe(
        [
          'member 2',
          '  It claims 20, with a weight of 1.',
          '  It can be served from these depots: 1.',
          '  Its level stops at 3.5 for each unit of weight, where all routes to it carry as',
          '    much as they may (from depots: 1): 3.5.',
          '  That is 17.5 % of its claim.',
          '  3.5 comes from depot 1, all that this route may carry.',
          '',
        ].join('\n'),
      );
    });
  });

  describe('checking', () => {
    const problem = { kind: 'claims', rule: 'cea', estate: '10', claims: ['4', '8'] };
    const given = (answer: unknown, of: unknown = problem) =>
      JSON.stringify({ problem: of, answer });

    it('finds an answer good: status 0', async () => {
      const all = [
        given({ awards: ['4', '12/2'] }),
        given(
          { seats: [2, 2] },
          { kind: 'apportion', method: 'adams', votes: ['1', '1'], house: 4 },
        ),
      ];
      expect(await divide(all.join('\n'), '--check')).toEqual({
        status: 0,
        out: '{"valid":true,"by":"certificate","faults":[]}\n'.repeat(2),
        err: '',
      });
    });

    it('finds one bad: status 1, and says why, in words if asked', async () => {
      const bad = given({ awards: ['5', '5'] });
      const both = await divide(`${bad}\n${given({ awards: ['4', '6'] })}`, '--check');
      expect(both.status).toBe(1);
      expect(both.out).toBe(
        '{"valid":false,"by":"certificate","faults":["/answer/awards/0: Award 0 is above its ' +
          'claim or upper bound."]}\n{"valid":true,"by":"certificate","faults":[]}\n',
      );
      expect((await divide(bad, '--check', '--explain')).out).toMatch(
        /^The answer does not hold, by its/,
      );
      const seats = { kind: 'apportion', method: 'adams', votes: ['1', '1'], house: 4 };
      expect((await divide(given({ seats: [3, 1], more: '1' }, seats), '--check')).out).toBe(
        '{"valid":false,"by":"recomputation","faults":["/answer/seats/0 is 3, and must be 2.",' +
          '"/answer/seats/1 is 1, and must be 2.",' +
          '"/answer/more stands in no answer to this problem."]}\n',
      );
    });

    it.each([
      ['an answer without its problem', JSON.stringify({ answer: {} }), '/problem'],
      ['no answer', JSON.stringify({ problem }), '/answer'],
      ['an empty answer', given({}), '/answer/awards'],
      ['a bad problem', given({ awards: [] }, { ...problem, estate: '-1' }), '/problem/estate'],
      ['a bad floor', given({ awards: [] }, { ...problem, weights: ['1'] }), '/problem/weights'],
    ])('refuses %s', async (_name, input, pointer) => {
      const { status, err } = await divide(input, '--check');
      expect(status).toBe(2);
      expect(err).toContain(`at "${pointer}"`);
    });

    it('compares or checks, not both', async () => {
      expect(await divide(network, '--compare', '--check')).toMatchObject({ status: 2, out: '' });
    });
  });

  it('explains itself', async () => {
    expect((await divide('', '--help')).out).toContain('JSON Lines');
  });
});
