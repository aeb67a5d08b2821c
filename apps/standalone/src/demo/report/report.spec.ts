import { replay } from '#domain/allocation/replay';
import type { RunRecord } from '#domain/allocation/run-record';
import { parseSnapshot } from '#domain/release/snapshot-reader';
import { SCENARIOS } from '#infra/seeds/scenarios';
import { tonnes } from '../format';
import { mostAffected } from '../most-affected';
import type { Output } from '../progress';
import { frozenWorld } from '../testing/frozen-world';
import { printFairness } from './fairness';
import { printMembers } from './members';
import { printOpening } from './opening';
import { printOtherRules } from './other-rules';
import { printRouting } from './routing';

const RUNS = new Map(
  SCENARIOS.map((scenario) => {
    const snapshot = frozenWorld(scenario);
    return [scenario.id, { scenario, snapshot, record: replay(snapshot) }] as const;
  }),
);

function recordOf(id: string): RunRecord {
  const run = RUNS.get(id);
  if (run === undefined) throw new Error(`no scenario ${id}`);
  return run.record;
}

function printed(id: string, width: number, colour = false): readonly string[] {
  const lines: string[] = [];
  const output: Output = {
    width,
    colour,
    live: false,
    redraw: () => undefined,
    line: (text) => lines.push(text),
  };
  const run = RUNS.get(id);
  if (run === undefined) throw new Error(`no scenario ${id}`);
  printOpening(output, run.scenario, run.record, 'ab'.repeat(32));
  printMembers(output, run.record, run.snapshot);
  printOtherRules(output, run.record);
  printFairness(output, run.record);
  printRouting(output, run.record);
  return lines;
}

describe('the reference world under the rule', () => {
  it('freezes into snapshots that the engine reads', () => {
    for (const { snapshot } of RUNS.values()) expect(parseSnapshot(snapshot)).toEqual(snapshot);
  });

  it('opens the reserve as far as each scenario calls for', () => {
    const tiers = [...RUNS].map(([id, { record }]) => [id, record.release.tier]);
    expect(Object.fromEntries(tiers)).toEqual({
      'COD-CO-2025': 'severe',
      'CHN-GRAPHITE-2023': 'general',
      'IDN-NI-2020': 'severe',
      'IDN-GRASBERG-2025': 'none',
      'ZAF-DURBAN-2020': 'severe',
      'ZAF-DURBAN-2022': 'severe',
    });
  });

  it('hands out what it opens, to the gram, and rations cobalt in 2025', () => {
    for (const { record } of RUNS.values()) {
      const awards = record.members.reduce((sum, member) => sum + BigInt(member.award), 0n);
      const { opened, awarded, undistributed } = record.totals;
      expect(awards).toBe(BigInt(awarded));
      expect(awards + BigInt(undistributed)).toBe(BigInt(opened));
    }
    const bounds = new Set(recordOf('COD-CO-2025').members.map((member) => member.bound));
    expect(bounds).toContain('level');
    expect(bounds).toContain('claim');
    expect(recordOf('COD-CO-2025').totals.undistributed).toBe('0');
  });

  it('calls those most affected who lose the largest part, then claim the most', () => {
    const affected = mostAffected(recordOf('COD-CO-2025')).map((member) => member.member);
    expect(affected).toEqual(['JPN', 'KOR', 'GBR']);
    expect(mostAffected(recordOf('IDN-GRASBERG-2025'))).toEqual([]);
  });
});

describe('the printed report', () => {
  it.each(SCENARIOS.map((scenario) => scenario.id))('of %s keeps to 120 columns', (id) => {
    for (const line of printed(id, 120)) expect([...line].length).toBeLessThanOrEqual(120);
  });

  it('keeps its tables whole at 120 columns and narrows them at 80', () => {
    const wide = printed('COD-CO-2025', 120).join('\n');
    expect(wide).toContain('weight*');
    expect(wide).not.toContain('(not shown');
    const narrow = printed('COD-CO-2025', 80);
    expect(narrow.join('\n')).toContain('(not shown: ');
    for (const line of narrow.filter((one) => /^[A-Z]{3} /.test(one))) {
      expect([...line].length).toBeLessThanOrEqual(80);
    }
  });

  it('shows the figures of the record, marked where they are assumed', () => {
    const lines = printed('COD-CO-2025', 120);
    const korea = lines.find((line) => line.startsWith('KOR'));
    const award = recordOf('COD-CO-2025').members.find((member) => member.member === 'KOR');
    expect(korea).toMatch(/^KOR South Korea {2,}C {2,}249\.0 {2,}74\.8 .* level/);
    expect(korea).toContain(` ${tonnes(BigInt(award?.award ?? '0'))} `);
    expect(lines.some((line) => line.startsWith('* assumed:'))).toBe(true);
    expect(lines.some((line) => line.includes('award*'))).toBe(true);
    expect(lines).toContain(`  snapshot digest    ${'ab'.repeat(32)}`);
  });

  it('writes colour codes only where colour is shown', () => {
    expect(printed('COD-CO-2025', 120).join('')).not.toContain('\u001b');
    expect(printed('COD-CO-2025', 120, true).join('')).toContain('\u001b[1m');
  });
});
