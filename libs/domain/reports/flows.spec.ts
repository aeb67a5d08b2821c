import * as fc from 'fast-check';
import { PHYSICAL_KINDS, type AccountKind } from '../books/account';
import { flowsOf, WHOLE, type MonthOfTransfers, type Place } from './flows';
import { MOVEMENT_FLOWS } from './monthly';

const place = (kind: AccountKind, area: string | null = null, forMember = false): Place => ({
  ...{ kind, area, forMember },
});
const NLD = place('reserve-free', 'NLD');
const JPN = place('reserve-hold', 'JPN');
const OUTSIDE = place('outside');
const UNDER_WAY = place('in-transit');
const TO_MEMBER = place('in-transit', null, true);
const LOSS = place('loss');

const moved = (from: Place, to: Place, reversal = false): MonthOfTransfers => ({
  ...{ product: 'cobalt', month: '2025-02', from, to, grams: 5n, reversal },
});
const shown = (one: MonthOfTransfers): unknown[] =>
  flowsOf(one).map(({ area, flow, grams }) => [area, flow, grams]);
const both = (area: string, flow: string, grams: bigint): unknown[] => [
  [area, flow, grams],
  [WHOLE, flow, grams],
];

it.each<[string, MonthOfTransfers, unknown[]]>([
  ['a delivery', moved(OUTSIDE, JPN), both('JPN', 'receipts', 5n)],
  ['a rejection', moved(JPN, OUTSIDE), both('JPN', 'returns', 5n)],
  ['an acceptance', moved(place('reserve-hold', 'NLD'), NLD), []],
  [
    'a release',
    moved(place('reserve-earmarked', 'NLD', true), TO_MEMBER),
    both('NLD', 'releases', 5n),
  ],
  ['what a member signs for', moved(TO_MEMBER, place('released', null, true)), []],
  ['a loss', moved(NLD, LOSS), both('NLD', 'losses', 5n)],
  ['a dispatch to another depot', moved(NLD, UNDER_WAY), [['NLD', 'transfers-out', 5n]]],
  ['its arrival', moved(UNDER_WAY, JPN), [['JPN', 'transfers-in', 5n]]],
  ['a loss on the way', moved(UNDER_WAY, LOSS), [[WHOLE, 'losses', 5n]]],
  ['a move within a country', moved(NLD, place('reserve-free', 'NLD')), []],
  [
    'a move to another country',
    moved(NLD, JPN),
    [
      ['NLD', 'transfers-out', 5n],
      ['JPN', 'transfers-in', 5n],
    ],
  ],
  ['a delivery taken back', moved(JPN, OUTSIDE, true), both('JPN', 'receipts', -5n)],
  ['a loss taken back', moved(LOSS, NLD, true), both('NLD', 'losses', -5n)],
  ['a loss found again', moved(LOSS, NLD), both('NLD', 'losses', -5n)],
  ['a release that never left', moved(TO_MEMBER, NLD), both('NLD', 'releases', -5n)],
])('counts %s', (_, one, flows) => {
  expect(shown(one)).toEqual(flows);
});

it('changes every area by what its stock changes, and no other', () => {
  const anywhere = fc.record({
    kind: fc.constantFrom(...PHYSICAL_KINDS),
    area: fc.constantFrom('NLD', 'JPN', 'DEU'),
    forMember: fc.boolean(),
  });
  const counts = (area: string, { kind, area: at, forMember }: Place): bigint => {
    const between = kind === 'in-transit' && !forMember;
    const stored = kind.startsWith('reserve-');
    return (area === WHOLE ? stored || between : stored && at === area) ? 1n : 0n;
  };
  fc.assert(
    fc.property(anywhere, anywhere, fc.boolean(), (from, to, reversal) => {
      const flows = flowsOf(moved(from, to, reversal));
      for (const area of ['NLD', 'JPN', 'DEU', WHOLE]) {
        const change = flows
          .filter((flow) => flow.area === area)
          .reduce((sum, { flow, grams }) => sum + MOVEMENT_FLOWS[flow] * grams, 0n);
        expect(change).toBe(5n * (counts(area, to) - counts(area, from)));
      }
    }),
  );
});
