import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Case = Readonly<Record<string, unknown>>;

function sections(name: string): Readonly<Record<string, readonly Case[]>> {
  const file = join(__dirname, '../vectors', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, readonly Case[]>>;
}

/** Title, problem, and the part of its answer that is published. */
export type Row = readonly [string, Case, Case];

function titled(one: Case): string {
  return String(one['id'] ?? one['title']);
}

const claims = sections('claims');
const iea = sections('iea');

/** Every division problem among the vectors, by kind. */
export const PUBLISHED_PROBLEMS: Readonly<Record<string, readonly Row[]>> = {
  claims: [...(claims['cases'] ?? []), ...(sections('claims-weighted-bounded')['cases'] ?? [])]
    // Decimals that a source printed are compared where the rules are tested.
    .filter((one) => one['within'] === undefined)
    .map((one) => [titled(one), { kind: 'claims', ...one }, { awards: one['expected'] }]),
  'claims by every rule': (claims['reference_inputs'] ?? []).flatMap((one) =>
    Object.entries(one['expected'] as Case).map(([rule, awards]): Row => [
      `${titled(one)} by ${rule}`,
      { kind: 'claims', rule, ...one },
      { awards },
    ]),
  ),
  network: (sections('leximin-network')['leximin_flows'] ?? []).map((one) => [
    titled(one),
    { kind: 'network', ...one },
    { awards: one['expected_awards'], total: one['total'] },
  ]),
  pipeline: (sections('pipeline')['cases'] ?? []).map((one) => [
    titled(one),
    { kind: 'pipeline', ...one },
    one['expected'] as Case,
  ]),
  iea: Object.entries({
    general: 'general',
    selective: 'selective',
    collective: 'collective_action',
    review: 'review',
    reserve_cover: 'reserve_cover',
  }).flatMap(([mode, section]) =>
    (iea[section] ?? []).flatMap((one): Row[] => {
      const expected = one['expected'] as Case;
      const { inputs, ...rest } = one;
      return [
        [`${titled(one)}, nested`, { kind: 'iea', mode, ...one }, expected],
        [`${titled(one)}, flat`, { kind: 'iea', mode, ...rest, ...(inputs as Case) }, expected],
      ];
    }),
  ),
  'claims on one link': (sections('leximin-network')['water_filling'] ?? []).map((one) => [
    titled(one),
    { kind: 'claims', rule: 'weighted_cea', ...one },
    { awards: one['expected'] },
  ]),
  'apportion beyond a house': (sections('apportionment')['failures'] ?? []).flatMap(
    (one): Row[] => [
      [`${titled(one)}, the house`, { kind: 'apportion', ...one }, { seats: one['seats'] }],
      [
        `${titled(one)}, a seat more`,
        { kind: 'apportion', ...one, house: Number(one['house']) + 1 },
        { seats: one['next_house_seats'] },
      ],
    ],
  ),
  apportion: (sections('apportionment')['cases'] ?? []).flatMap((one) =>
    Object.entries(one['published'] as Case).map(([method, seats]): Row => [
      `${titled(one)} by ${method}`,
      { kind: 'apportion', method, ...one },
      { seats },
    ]),
  ),
};
