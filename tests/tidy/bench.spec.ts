import { closedLoop } from '../bench/closed-loop';
import { drawChart } from '../bench/curve-svg';
import { interleave } from '../bench/interleave';
import { planOf } from '../bench/plan';
import { latencyOf, median, percentile, ratiosOf, spreadOf } from '../bench/statistics';
import { figure, textTable } from '../bench/table';

const oneTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

describe('the statistics of the bench', () => {
  it.each([
    [0.5, 50],
    [0.95, 95],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('takes the %d share of 1 to 100 at %d, in any order', (share, expected) => {
    expect(percentile(oneTo(100).reverse(), share)).toBe(expected);
  });

  it('takes the middle, and the mean of two middles', () => {
    expect([median([3, 1, 2]), median([10, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
  });

  it('compares round with round, so a round slow for both changes nothing', () => {
    expect(ratiosOf([40, 4, 80], [10, 1, 10])).toEqual({ median: 4, low: 4, high: 8 });
    expect(() => ratiosOf([1, 2], [1])).toThrow('every round');
  });

  it('has no figure without measurements', () => {
    expect(() => median([])).toThrow('no values');
    expect(() => percentile([], 0.5)).toThrow('no values');
  });

  it('counts each call in the bucket of its duration', () => {
    const { histogram, max } = latencyOf([0.1, 0.25, 0.26, 0.5, 0.9, 3]);
    expect(histogram).toEqual([
      { upTo: 0.25, calls: 2 },
      { upTo: 0.5, calls: 2 },
      { upTo: 1, calls: 1 },
      { upTo: 2, calls: 0 },
      { upTo: 4, calls: 1 },
    ]);
    expect(max).toBe(3);
  });
});

it('keeps as many calls under way as there are callers, and counts each', async () => {
  let [underWay, most, calls] = [0, 0, 0];
  const run = await closedLoop(5, 20, async () => {
    most = Math.max(most, (underWay += 1));
    await new Promise(setImmediate);
    underWay -= 1;
    calls += 1;
  });
  expect({ most, calls, counted: run.latencies.length }).toEqual({
    most: 5,
    calls: run.calls,
    counted: run.calls,
  });
});

it('runs every subject in every round, keeps all but the first, and turns the order', async () => {
  const begun: string[] = [];
  const subject = (name: string) => ({
    name,
    callers: 1,
    begin: (round: number) => {
      begun.push(`${round}${name}`);
      return () => new Promise(setImmediate);
    },
  });
  const measured = await interleave([subject('a'), subject('b')], { rounds: 2, milliseconds: 3 });
  expect(begun).toEqual(['0a', '0b', '1b', '1a', '2a', '2b']);
  expect(measured.map(({ runs }) => runs.length)).toEqual([2, 2]);
  expect(measured.every(({ answered, calls }) => answered > calls)).toBe(true);
});

it('lays out figures to the right and names to the left', () => {
  expect(
    textTable([
      ['who', 'many', ''],
      ...[
        ['a', '1,000', 'met'],
        ['long', '2', ''],
      ],
    ]),
  ).toBe('who    many\na     1,000  met\nlong      2\n');
  expect([12_345.6, 99.96, 0.12345, 0, 3].map(figure)).toEqual([
    '12,346',
    '100',
    '0.123',
    '0',
    '3',
  ]);
});

it('draws every point of a chart, and no markup from its names', () => {
  const points = [[10, 1] as const, [100, 2] as const, [1000, 4] as const];
  const names = { title: 'a < b', description: 'd', xName: 'x', yName: 'y' };
  const svg = drawChart({ ...names, lines: [{ name: 'one', points }] });
  expect(svg.match(/<circle/g)).toHaveLength(3);
  expect(svg).toContain('<title id="title">a &lt; b</title>');
  // The three are evenly apart, as x is logarithmic, and 4 is the top of the scale.
  expect(svg).toContain('points="76.0,284.0 358.0,208.0 640.0,56.0"');
});

it('refuses a part that it does not have', () => {
  expect(planOf(['--quick', '--part', 'growth']).parts).toEqual(['growth']);
  expect(() => planOf(['--part', 'weather'])).toThrow('not weather');
});
