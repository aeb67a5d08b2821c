import { DEFAULT_QUORUMS, parseQuorums } from './quorum';
import type { BoardQuorumRecord, QuorumRecord } from './quorum';
import { electorateOf, requireElector, tally } from './tally';
import type { Act, Decision, Elector } from './tally';

const MEMBERS = ['DEU', 'JPN', 'KEN', 'USA'];
const CLOSES = '2026-01-03T00:00:00.000Z';
const BEFORE = '2026-01-02T23:59:59.999Z';

const board = (changes: Partial<BoardQuorumRecord> = {}): BoardQuorumRecord => ({
  ...{ electors: 'members', weights: 'equal', share: '3/5', heads: '0' },
  ...{ byDefault: 'carried', hours: '48', gainers: 'vote', ...changes },
});
const actOf = (quorum: QuorumRecord, gaining: readonly string[] = []): Act => ({
  ...{ quorum, proposedBy: 'proposer', gaining },
  electorate: electorateOf(quorum, MEMBERS, gaining),
  closesAt: quorum.electors === 'members' ? CLOSES : null,
});
const votes = (text: string): Decision[] =>
  text.split(' ').flatMap((vote) => {
    const member = vote.slice(1);
    const inFavour = vote.startsWith('+');
    return vote === '' ? [] : [{ principal: `operator.${member}`, member, inFavour }];
  });
const outcomeOf = (quorum: QuorumRecord, text: string, now = BEFORE) =>
  tally(actOf(quorum), votes(text), now).outcome;

describe('administrators', () => {
  const two: QuorumRecord = { electors: 'administrators', needed: '2' };
  const decided = (...sides: boolean[]) =>
    sides.map((inFavour, index) => ({ principal: `a${index}`, member: null, inFavour }));

  it.each([
    [[], 'open'],
    [[true], 'open'],
    [[true, false], 'open'],
    [[true, false, true], 'carried'],
    [[false, false], 'stopped'],
  ])('of whom two are needed decide %j as %s', (sides, outcome) => {
    expect(tally(actOf(two), decided(...sides), BEFORE).outcome).toBe(outcome);
  });
});

describe('a vote to stop what starts by default', () => {
  it.each([
    ['', BEFORE, 'open'],
    ['', CLOSES, 'carried'],
    ['-DEU -JPN', CLOSES, 'carried'],
    ['+DEU +JPN +KEN +USA', BEFORE, 'open'],
    ['-DEU -JPN -KEN', BEFORE, 'stopped'],
    ['-DEU -JPN -KEN +USA', CLOSES, 'stopped'],
  ])('comes with %s at %s to %s', (text, now, outcome) => {
    expect(outcomeOf(board(), text, now)).toBe(outcome);
  });

  it('counts weights to the last unit, and heads besides where the rule says so', () => {
    const weights = { DEU: '600000001', JPN: '199999999', KEN: '100000000', USA: '100000000' };
    const exact = board({ weights, share: '600000001/1000000000' });
    expect(outcomeOf(exact, '-DEU')).toBe('stopped');
    expect(outcomeOf(board({ weights, share: '600000002/1000000000' }), '-DEU')).toBe('open');
    expect(outcomeOf({ ...exact, heads: '1/2' }, '-DEU')).toBe('open');
    expect(outcomeOf({ ...exact, heads: '1/2' }, '-DEU -KEN')).toBe('stopped');
  });
});

it('needs a majority where nothing stands by default', () => {
  const quorum = board({ byDefault: 'stopped', share: '1/2' });
  expect(outcomeOf(quorum, '+DEU')).toBe('open');
  expect(outcomeOf(quorum, '+DEU +JPN')).toBe('carried');
  expect(outcomeOf(quorum, '+DEU', CLOSES)).toBe('stopped');
});

it('gives nobody a majority where nobody votes', () => {
  const nobody = board({ gainers: 'recused', byDefault: 'stopped', share: '1/2' });
  expect(tally(actOf(nobody, MEMBERS), [], BEFORE)).toMatchObject({ total: 0n, outcome: 'open' });
});

describe('who may decide', () => {
  const one = DEFAULT_QUORUMS.approveRun;
  const administrator = (changes: Partial<Elector> = {}): Elector => ({
    ...{ principal: 'second', role: 'administrator', member: null, affiliation: null, ...changes },
  });
  const operator = (member: string, principal = `operator.${member}`): Elector => ({
    ...{ principal, role: 'operator', member, affiliation: null },
  });
  const recusing = board({ gainers: 'recused' });

  it.each<[string, Act, Elector, string, string]>([
    [
      'the proposer',
      actOf(one),
      administrator({ principal: 'proposer' }),
      '',
      'four-eyes-required',
    ],
    [
      ...['an administrator from a member that gains', actOf(one, ['DEU'])],
      ...[administrator({ affiliation: 'DEU' }), '', 'conflict-of-interest'],
    ] as [string, Act, Elector, string, string],
    ['an operator', actOf(one), operator('DEU'), '', 'decision-of-others'],
    ['an administrator', actOf(board()), administrator(), '', 'decision-of-others'],
    ['a member that gains', actOf(recusing, ['DEU']), operator('DEU'), '', 'conflict-of-interest'],
    [
      ...['a member without weight', actOf(board({ weights: { DEU: '1' } }))],
      ...[operator('KEN'), '', 'decision-of-others'],
    ] as [string, Act, Elector, string, string],
    ['who voted', actOf(board()), operator('DEU'), '+DEU', 'decision-taken-already'],
    ['its colleague', actOf(board()), operator('DEU', 'x'), '+DEU', 'decision-taken-already'],
  ])('is not %s', (_who, act, elector, text, code) => {
    const decide = () => requireElector(act, elector, votes(text), BEFORE);
    expect(decide).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('is whoever else has a vote, until the end', () => {
    expect(() => requireElector(actOf(one, ['DEU']), administrator(), [], BEFORE)).not.toThrow();
    const elsewhere = administrator({ affiliation: 'JPN' });
    expect(() => requireElector(actOf(one, ['DEU']), elsewhere, [], BEFORE)).not.toThrow();
    const vote = (now: string) => () =>
      requireElector(actOf(board(), ['DEU']), operator('DEU'), votes('-JPN'), now);
    expect(vote(BEFORE)).not.toThrow();
    expect(vote(CLOSES)).toThrow('The vote ended');
  });
});

describe('quorums of a rule', () => {
  it('are as by default where nothing is said', () => {
    expect(parseQuorums({})).toEqual(DEFAULT_QUORUMS);
    const approveRun = board({ weights: { DEU: '3', JPN: '2' } });
    expect(parseQuorums({ approveRun })).toEqual({ ...DEFAULT_QUORUMS, approveRun });
  });

  it.each<[unknown, string]>([
    [null, '/q'],
    [[], '/q'],
    [{ more: {} }, '/q/more'],
    [{ declare: board() }, '/q/declare/needed'],
    [{ declare: { electors: 'administrators', needed: '0' } }, '/q/declare/needed'],
    [{ declare: { electors: 'administrators', needed: '21' } }, '/q/declare/needed'],
    [{ declare: { electors: 'administrators', needed: 1 } }, '/q/declare/needed'],
    [{ approveRun: board({ share: '0' }) }, '/q/approveRun/share'],
    [{ approveRun: board({ share: '5/4' }) }, '/q/approveRun/share'],
    [{ approveRun: board({ heads: '-1/4' }) }, '/q/approveRun/heads'],
    [{ approveRun: board({ hours: '721' }) }, '/q/approveRun/hours'],
    [{ approveRun: board({ weights: {} }) }, '/q/approveRun/weights'],
    [{ approveRun: board({ weights: { deu: '1' } }) }, '/q/approveRun/weights'],
    [{ approveRun: board({ weights: { DEU: '0' } }) }, '/q/approveRun/weights/DEU'],
    [{ approveRun: { ...board(), byDefault: 'open' } }, '/q/approveRun/byDefault'],
  ])('refuse %j at %s', (value, pointer) => {
    const wrong = { code: 'quorums-invalid', facts: { pointer } };
    expect(() => parseQuorums(value, '/q')).toThrow(expect.objectContaining(wrong) as Error);
  });
});
