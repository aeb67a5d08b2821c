/** Any JSON value. */
type Json = null | number | string | readonly Json[] | { readonly [name: string]: Json };

const FLOW = [
  { stock: 'S/metal', member: 'AAA', exactGrams: '3500' },
  { stock: 'S/metal', member: 'BBB', exactGrams: '3500' },
];

const block = (level: string) => ({
  level,
  members: ['AAA', 'BBB'],
  cut: { stocks: ['S/metal'], members: ['AAA', 'BBB'] },
});

const member = (id: string, award: string) => ({
  member: id,
  forms: ['metal'],
  claim: '10000',
  floor: '0',
  essential: null,
  weight: '1',
  floorAward: '0',
  exactAward: '3500',
  award,
});

const DIVISION = {
  v: '1',
  engine: '2',
  material: 'cobalt',
  unitGrams: '1000',
  members: [member('AAA', '4000'), member('BBB', '3000')],
  stocks: [{ stock: 'S/metal', form: 'metal', opened: '7000' }],
  floorPass: null,
  awardPass: { blocks: [block('3500')], flow: FLOW },
  rounding: [
    { member: 'AAA', fraction: '1/2', outcome: 'up' },
    { member: 'BBB', fraction: '1/2', outcome: 'down' },
  ],
  routing: [
    { stock: 'S/metal', member: 'AAA', grams: '4000' },
    { stock: 'S/metal', member: 'BBB', grams: '3000' },
  ],
  totals: { opened: '7000', awarded: '7000', undistributed: '0' },
  fairness: {},
};

/**
 * A published division of 7 kg between two equal members, one of whom gets the odd kilogram; then
 * changed at these JSON pointers, where undefined takes a key away.
 */
export function sampleDivision(changes: { readonly [pointer: string]: Json | undefined } = {}) {
  const division: unknown = structuredClone(DIVISION);
  for (const [pointer, value] of Object.entries(changes)) put(division, pointer, value);
  return division;
}

/** The sample when its two members have floors of 5 kg, which had to be scaled to 3.5 kg. */
export function scaledDivision(changes: { readonly [pointer: string]: Json | undefined } = {}) {
  const scaled = [0, 1].map((place) => ({
    [`/members/${place}/floor`]: '5000',
    [`/members/${place}/essential`]: '5000',
    [`/members/${place}/floorAward`]: '3500',
  }));
  const floorPass = { blocks: [block('7/10')], flow: FLOW };
  return sampleDivision({ ...scaled[0], ...scaled[1], '/floorPass': floorPass, ...changes });
}

function put(root: unknown, pointer: string, value: Json | undefined): void {
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  const holder = keys.reduce((place, key) => (place as { [key: string]: unknown })[key], root);
  if (value === undefined) delete (holder as { [key: string]: unknown })[last];
  else (holder as { [key: string]: unknown })[last] = structuredClone(value);
}
