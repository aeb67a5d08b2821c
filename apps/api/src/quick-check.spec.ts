import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { NewBaselineRequest } from '#features/baselines/baselines.dto';
import { NewContributionRequest, ReceiptRequest } from '#features/contributions/contributions.dto';
import { NewPledgeRequest } from '#features/pledges/pledges.dto';
import { keepsRules } from '#platform/http/quick-check';

const mass = { value: '12.5', unit: 'KGM' };
const provenance = { standard: 'oecd_due_diligence', certificate: 'ab'.repeat(32), country: 'COD' };
const packages = { unit: 'DR', count: '40' };

/** A request of each class that keeps every rule. */
const GOOD: readonly (readonly [new () => object, object])[] = [
  [
    NewContributionRequest,
    {
      ...{ form: 'co_metal', depot: 'NLRTM', grossMass: mass, assay: '0.5', packages, provenance },
      expectedOn: '2026-06-30',
    },
  ],
  [ReceiptRequest, { grossMass: mass, receivedOn: '2026-06-30', packages, provenance }],
  [
    NewPledgeRequest,
    { material: 'cobalt', instalments: [{ dueDate: '2026-06-30', quantity: mass }] },
  ],
  [
    NewBaselineRequest,
    { material: 'cobalt', period: '2023', source: 'a test', withheld: 'defence grounds' },
  ],
];

/** What the library itself says of the same fields, as the routes ask it. */
function libraryAgrees(type: new () => object, fields: object): boolean {
  const request = plainToInstance(type, fields, { enableImplicitConversion: false });
  const rules = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };
  return validateSync(request, rules).length === 0;
}

const anything = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', ' ', 0, true, [], {}, [null], '2026-02-30', '0'),
  fc.constantFrom<unknown>(mass, [mass], packages, [{ dueDate: '2026-06-30', quantity: mass }]),
  fc.string({ maxLength: 5 }),
);

it.each(GOOD)('takes what is right of %p', (type, fields) => {
  expect(libraryAgrees(type, fields)).toBe(true);
  expect(keepsRules(type, fields)).toBe(true);
});

it.each(GOOD)('says of any change to %p what the library says', (type, fields) => {
  const names = [...Object.keys(fields), 'unknown', 'titleWith', 'note', 'withheld', 'assay'];
  fc.assert(
    fc.property(fc.constantFrom(...names), anything, (name, value) => {
      const changed = JSON.parse(JSON.stringify({ ...fields, [name]: value })) as object;
      expect(keepsRules(type, changed)).toBe(libraryAgrees(type, changed));
    }),
    { numRuns: 500 },
  );
});

it.each(GOOD)('says of any change inside %p what the library says', (type, fields) => {
  const inner = Object.entries(fields as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? [...Object.keys(value), 'unknown'].map((field) => [name, field] as const)
      : [],
  );
  if (inner.length === 0) return;
  fc.assert(
    fc.property(fc.constantFrom(...inner), anything, ([name, field], value) => {
      const own = (fields as Record<string, object>)[name];
      const changed = JSON.parse(
        JSON.stringify({ ...fields, [name]: { ...own, [field]: value } }),
      ) as object;
      expect(keepsRules(type, changed)).toBe(libraryAgrees(type, changed));
    }),
    { numRuns: 500 },
  );
});
