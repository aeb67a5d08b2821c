import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fiveMemberSnapshot } from '../../../tests/support/sample-snapshot';
import * as rational from '../quantity/rational';
import { explain, reportOf } from './explanation';
import { ENGLISH } from './explanation-messages';
import { GRAMS_IN_ENGLISH, inWords } from './explanation-text';
import { runPipeline } from './pipeline';
import type { PipelineInput, PipelineMember } from './pipeline-values';
import { pipelineInput } from './replay';

/** What runs of every kind are told like: a line a sentence, each member's under its name. */
const EXPECTED = readFileSync(join(__dirname, '../../../tests/vectors/explanations.txt'), 'utf8');

const sample = pipelineInput(fiveMemberSnapshot());

function member(id: string, left: string, changes: Partial<PipelineMember> = {}): PipelineMember {
  return {
    id,
    baseline: rational.of(100_000n),
    baseSupply: rational.of(100_000n),
    ownSupply: rational.mul(rational.of(100_000n), rational.parse(left)),
    need: null,
    essential: 0n,
    standing: rational.ONE,
    equityMultiplier: rational.ONE,
    forms: ['metal'],
    ...changes,
  };
}

const stock = (id: string, free: bigint, form = 'metal') => ({ id, form, free });

function run(
  members: readonly PipelineMember[],
  stocks: readonly ReturnType<typeof stock>[],
  more: Partial<PipelineInput> = {},
): PipelineInput {
  return { parameters: sample.parameters, members, stocks, ...more };
}

const half = member('AAA', '1/2');
/** A member that lost nothing, of another size. */
const whole = (id: string, perDay: bigint) => {
  const baseline = rational.of(perDay);
  return member(id, '1', { baseline, baseSupply: baseline, ownSupply: baseline });
};
const relief = { id: 'R', claim: 100_000n, weight: rational.ONE, forms: ['metal'] };
const idle = {
  baseline: rational.ZERO,
  baseSupply: rational.ZERO,
  ownSupply: rational.ZERO,
};

const RUNS: Readonly<Record<string, PipelineInput>> = {
  'five members in a severe case': sample,
  'nothing lost': run([member('AAA', '1')], [stock('S', 9_000_000n)]),
  'one member hit': run([half, whole('ZZZ', 700_000n)], [stock('S', 9_000_000n)]),
  'a general release of a stock that is used up': run(
    [
      { ...half, forms: ['oxide'] },
      member('BBB', '1/2', { forms: ['salt'] }),
      whole('ZZZ', 800_000n),
    ],
    [stock('S', 9_000_000n), stock('T', 400_000n, 'oxide')],
  ),
  'floors scaled, standing bounded, a member without a stock': run(
    [
      member('AAA', '1/2', { essential: 400_000n, standing: rational.parse('1/9') }),
      member('BBB', '1/2', { essential: 200_000n, standing: rational.parse('3/2') }),
      member('CCC', '1/2', { forms: ['salt'] }),
    ],
    [stock('S', 800_000n)],
  ),
  'full routes, a review to come, relief': run(
    [half, member('BBB', '1/2', { equityMultiplier: rational.parse('3/2') }), member('CCC', '1/2')],
    [stock('S', 9_000_000n), stock('T', 4_000_000n, 'oxide')],
    {
      routeCaps: ['AAA', 'BBB'].map((id) => ({ stock: 'S', member: id, cap: 300_000n })),
      humanitarian: [relief],
      review: { released: 30_000_000n, unencumbered: 56_000_000n, decided: true },
    },
  ),
  'used stocks and full routes, halved, sent before, no normal use': run(
    [
      { ...half, forms: ['metal', 'oxide'] },
      member('BBB', '1/2', { ...idle, need: 5_000n }),
      member('CCC', '1/2', { forms: ['metal'] }),
    ],
    [stock('S', 90_000_000n), stock('T', 1_000_000n, 'oxide')],
    {
      routeCaps: ['AAA', 'CCC'].map((id) => ({ stock: 'S', member: id, cap: 300_000n })),
      review: { released: 30_000_000n, unencumbered: 56_000_000n, decided: false },
      delivered: [{ stock: 'S', member: 'CCC', mass: 100_000n }],
    },
  ),
  'several stocks and routes, no buffer, all sent before': run(
    [
      { ...half, forms: ['oxide', 'salt'] },
      member('BBB', '1/2'),
      member('CCC', '1/2', { need: 300_000n }),
    ],
    [
      stock('S', 9_000_000n),
      stock('T', 400_000n, 'oxide'),
      stock('U', 200_000n, 'salt'),
      stock('V', 9_000_000n),
    ],
    {
      parameters: { ...sample.parameters, humanitarianBuffer: rational.ZERO },
      routeCaps: ['S', 'V'].map((from) => ({ stock: from, member: 'BBB', cap: 100_000n })),
      delivered: [{ stock: 'S', member: 'CCC', mass: 300_000n }],
    },
  ),
};

function told(input: PipelineInput): string {
  const report = inWords(reportOf(explain(input, runPipeline(input))), ENGLISH, GRAMS_IN_ENGLISH);
  const lines = report.flatMap((part) => {
    if (typeof part === 'string') return [part];
    return 'steps' in part ? ['', `## ${part.of}`, ...part.steps] : [];
  });
  return lines.join('\n');
}

describe('an explanation in English', () => {
  it.each(Object.keys(RUNS))('reads as published: %s', (name) => {
    expect(`# ${name}\n${told(RUNS[name]!)}\n`).toBe(sectionOf(name));
  });
});

function sectionOf(name: string): string {
  const rest = EXPECTED.slice(EXPECTED.indexOf(`# ${name}\n`));
  const next = rest.indexOf('\n# ');
  return next === -1 ? rest : rest.slice(0, next);
}
