import fc from 'fast-check';
import type {
  PipelineInput,
  PipelineMember,
  PipelineStock,
} from '#domain/allocation/pipeline-values';
import * as rational from '#domain/quantity/rational';
import { DEFAULT_PARAMETERS, parseParameters } from '#domain/release/parameters';

export const RUN_FORMS = ['metal', 'oxide', 'sulphate'] as const;

const member = fc.record({
  baseline: fc.bigInt(1n, 40n),
  lost: fc.bigInt(0n, 100n),
  need: fc.option(fc.bigInt(0n, 900n)),
  essential: fc.oneof(fc.constant(0n), fc.bigInt(0n, 400n)),
  standing: fc.bigInt(0n, 12n),
  equity: fc.bigInt(2n, 8n),
  forms: fc.subarray([...RUN_FORMS]),
});

const stock = fc.record({ form: fc.constantFrom(...RUN_FORMS), free: fc.bigInt(0n, 1500n) });

/** Whole runs small enough for hundreds of them: up to five members and four stocks. */
export const runs: fc.Arbitrary<PipelineInput> = fc
  .record({
    members: fc.array(member, { minLength: 1, maxLength: 5 }),
    stocks: fc.array(stock, { minLength: 1, maxLength: 4 }),
    unit: fc.constantFrom(1n, 1n, 7n, 50n),
    caps: fc.array(fc.record({ stock: fc.nat(3), member: fc.nat(4), cap: fc.bigInt(0n, 300n) }), {
      maxLength: 2,
    }),
    schedule: fc.constantFrom('ramp' as const, 'step' as const),
  })
  .map(({ members, stocks, unit, caps, schedule }) => ({
    parameters: parseParameters({
      ...DEFAULT_PARAMETERS,
      schedule,
      awardUnitGrams: `${unit}`,
      humanitarianBuffer: '0',
    }),
    members: members.map((each, index): PipelineMember => ({
      id: `M${index}`,
      baseline: rational.of(each.baseline),
      baseSupply: rational.of(each.baseline),
      ownSupply: rational.ratio(each.baseline * (100n - each.lost), 100n),
      need: each.need,
      essential: each.essential,
      standing: rational.ratio(each.standing, 10n),
      equityMultiplier: rational.ratio(each.equity, 4n),
      forms: each.forms,
    })),
    stocks: stocks.map((each, index): PipelineStock => ({ id: `S${index}`, ...each })),
    routeCaps: caps
      .filter((cap, index) => caps.findIndex(isSameRoute(cap)) === index)
      .map(({ stock: from, member: to, cap }) => ({ stock: `S${from}`, member: `M${to}`, cap })),
  }));

function isSameRoute(one: { readonly stock: number; readonly member: number }) {
  return (other: { readonly stock: number; readonly member: number }) =>
    one.stock === other.stock && one.member === other.member;
}
