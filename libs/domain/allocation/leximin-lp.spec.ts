import loadHighs from 'highs';
import type { Highs } from 'highs';
import { linearLeximin } from '../../../tests/support/linear-leximin';
import { chainNetwork, randomNetwork } from '../../../tests/support/random-network';
import type { NetworkProblem, Shape } from '../../../tests/support/random-network';
import * as rational from '../quantity/rational';
import { checkCertificate } from './certificate';
import { leximin } from './leximin';

const SOAK = process.env['GMT_SOAK'] === '1';
const COUNT = SOAK ? 3_000 : 150;

const PLAIN: Shape = {
  members: 8,
  stocks: 5,
  routes: 16,
  stockMax: 200,
  claimMax: 120,
  weightMax: 9,
  capMax: 60,
  cappedShare: 30,
};

const SHAPES: readonly (readonly [string, Shape])[] = [
  ['few routes', PLAIN],
  ['every route capped', { ...PLAIN, cappedShare: 100, routes: 30 }],
  ['floors', { ...PLAIN, floorPart: 6n }],
  ['more members', { ...PLAIN, members: 25, stocks: 12, routes: 90, weightMax: 1_000 }],
];

/** Of the largest stock: what doubles and the solver's own tolerances cost. */
const TOLERANCE = 1e-6;

describe('leximin against linear programs solved by HiGHS', () => {
  let highs: Highs;
  beforeAll(async () => {
    highs = await loadHighs();
  });

  it.each(SHAPES)('agrees on random networks with %s', (_name, shape) => {
    for (let seed = 1; seed <= COUNT; seed += 1) compare(highs, randomNetwork(shape, seed), seed);
  });

  it('agrees on chains, where all awards depend on each other', () => {
    for (let seed = 1; seed <= COUNT / 5; seed += 1) {
      compare(highs, chainNetwork(12, seed), seed);
      compare(highs, chainNetwork(12, seed, 400_000), seed);
    }
  });
});

function compare(highs: Highs, { network, stakes }: NetworkProblem, seed: number): void {
  const exact = leximin(network, stakes);
  const linear = linearLeximin(highs, network, stakes);
  if (exact === null || linear === null) {
    expect({ seed, exact, linear }).toEqual({ seed, exact: null, linear: null });
    return;
  }
  const allowed = TOLERANCE * network.stocks.map(Number).reduce((a, b) => Math.max(a, b), 1);
  const apart = exact.awards.filter((award, index) => {
    const [own, other] = [Number(award.p) / Number(award.q), linear.awards[index] ?? Number.NaN];
    return !(Math.abs(own - other) <= allowed);
  });
  expect({ seed, apart: apart.map(rational.format) }).toEqual({ seed, apart: [] });
  expect({ seed, faults: checkCertificate(network, stakes, exact) }).toEqual({ seed, faults: [] });
}
