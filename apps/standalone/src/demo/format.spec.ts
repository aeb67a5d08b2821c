import * as rational from '#domain/quantity/rational';
import { decimal, duration, percent, tonnes, withSeparators } from './format';
import { fitting, printTable, type Column } from './table';
import { parseArgs, UsageError } from './options';
import type { Output } from './progress';

describe('numbers for people', () => {
  it('groups thousands without touching a digit', () => {
    expect(withSeparators('1')).toBe('1');
    expect(withSeparators('999')).toBe('999');
    expect(withSeparators('1234567.8901')).toBe('1,234,567.8901');
    expect(withSeparators('-12345')).toBe('-12,345');
  });

  it('writes grams as tonnes, also beyond what a float can hold', () => {
    expect(tonnes(12_345_678_900n)).toBe('12,345.7');
    expect(tonnes(999_999_999_999_999_999n, 3)).toBe('1,000,000,000,000.000');
    expect(tonnes(9_007_199_254_740_993_000_000n, 0)).toBe('9,007,199,254,740,993');
  });

  it('writes ratios, percentages and durations', () => {
    expect(percent(rational.parse('113/151'))).toBe('74.8 %');
    expect(decimal(rational.parse('2/3'), 3)).toBe('0.667');
    expect(duration(85.4)).toBe('85 ms');
    expect(duration(4_230)).toBe('4.2 s');
  });
});

function screen(width: number): Output & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    width,
    live: false,
    colour: false,
    redraw: () => undefined,
    line: (text) => lines.push(text),
  };
}

describe('a table', () => {
  const columns: readonly Column[] = [
    { title: 'member', align: 'left', rank: 0, cells: ['DEU', 'Türkiye'] },
    { title: 'award', unit: 't', align: 'right', rank: 0, cells: ['1,234.5', '7.0'] },
    { title: 'weight', align: 'right', rank: 2, cells: ['1.00', '0.50'] },
  ];

  it('aligns its columns and puts units under the headings', () => {
    const wide = screen(80);
    printTable(wide, columns);
    expect(wide.lines).toEqual([
      'member     award  weight',
      '               t',
      '------------------------',
      'DEU      1,234.5    1.00',
      'Türkiye      7.0    0.50',
    ]);
  });

  it('leaves out whole columns where the screen is narrow, and says so', () => {
    const narrow = screen(20);
    printTable(narrow, columns);
    expect(fitting(columns, 20).map((column) => column.title)).toEqual(['member', 'award']);
    expect(narrow.lines.at(-1)).toBe('(not shown: weight; needs 24 columns)');
    for (const line of narrow.lines.slice(0, -1)) expect(line.length).toBeLessThanOrEqual(20);
  });
});

describe('the command line', () => {
  it('reads its options and has a default scenario', () => {
    expect(parseArgs([])).toEqual({ scenario: 'COD-CO-2025', once: false, list: false });
    expect(parseArgs(['--once', '--scenario', 'IDN-NI-2020']).scenario).toBe('IDN-NI-2020');
    expect(parseArgs(['--scenario=IDN-NI-2020', '--list']).list).toBe(true);
  });

  it.each([['--twice'], ['--scenario'], ['--scenario', 'ATLANTIS'], ['COD-CO-2025']])(
    'refuses %s %s',
    (...args) => {
      expect(() => parseArgs(args)).toThrow(UsageError);
    },
  );
});
