import { CLAIMS_RULES } from '#domain/allocation/divide-claims';
import { MINIMAL_OVERLAP_CLAIMANTS_MAX } from '#domain/allocation/rules/minimal-overlap';
import { RANDOM_ARRIVAL_CLAIMANTS_MAX } from '#domain/allocation/rules/random-arrival';
import { readJson, texts } from './repository';

interface Table {
  readonly table: readonly Record<string, boolean | string>[];
  readonly weighted_table: readonly Record<string, boolean | string>[];
}

const page = texts().find(({ path }) => path === 'docs/reference/rules.md')?.text ?? '';
const [definitions = '', properties = ''] = page.split('## Properties');

it('defines every rule, in the order of the code, and no other', () => {
  const defined = [...definitions.matchAll(/^\| `(\w+)` +\|/gm)].map(([, rule]) => rule);
  expect(defined).toEqual(CLAIMS_RULES);
});

it('names the sizes up to which rules are exact', () => {
  expect(definitions).toContain(`up to ${RANDOM_ARRIVAL_CLAIMANTS_MAX} claims above 0`);
  const most = MINIMAL_OVERLAP_CLAIMANTS_MAX.toLocaleString('en-US');
  expect(definitions).toContain(`up to ${most} claimants`);
});

it('marks every property as the tests assert it', () => {
  const { table, weighted_table: weighted } = readJson<Table>('tests/vectors/properties.json');
  const expected = [...table, ...weighted].map(({ property, ...rules }) => [
    property,
    ...Object.values(rules).map((holds) => (holds === true ? 'Y' : '.')),
  ]);
  const shown = [...properties.matchAll(/^\| `(\w+)` +\|[^|]+\|(( *[Y.] *\|)+)$/gm)];
  const marks = shown.map(([, property, cells = '']) => [
    property,
    ...(cells.match(/[Y.]/g) ?? []),
  ]);
  expect(marks).toEqual(expected);
});
