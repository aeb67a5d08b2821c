import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import {
  readInteger,
  readList,
  readObject,
  readRatio,
  readText,
  readWord,
  requireAscending,
} from '../release/strict-reading';
import type { Refuse } from '../release/strict-reading';
import type { PublishedRouting } from './check-routing';
import type { PublishedStep } from './check-rounding';
import type { Division, SupplyNetwork } from './supply-network';

/** A published division, typed: masses in grams, members and stocks by position. */
export interface PublishedDivision {
  readonly unit: bigint;
  readonly network: SupplyNetwork;
  readonly members: readonly PublishedMember[];
  readonly floorPass: Pick<Division, 'blocks' | 'flow'> | null;
  readonly awardPass: Pick<Division, 'blocks' | 'flow'>;
  readonly rounding: readonly PublishedStep[];
  readonly routing: PublishedRouting;
  readonly totals: {
    readonly opened: bigint;
    readonly awarded: bigint;
    readonly undistributed: bigint;
  };
}

export interface PublishedMember {
  readonly member: string;
  readonly forms: readonly string[];
  readonly claim: bigint;
  readonly floor: bigint;
  readonly essential: bigint | null;
  readonly weight: Rational;
  readonly floorAward: Rational;
  readonly exactAward: Rational;
  readonly award: bigint;
}

/** The most items any list of a published division may hold. */
export const DIVISION_ITEMS_MAX = 100_000;

const KEYS = [
  'v',
  'engine',
  'material',
  'unitGrams',
  'members',
  'stocks',
  'floorPass',
  'awardPass',
  'rounding',
  'routing',
  'totals',
  'fairness',
] as const;

/** Reads a division strictly; refuses as `division-invalid` with the pointer of the first fault. */
export function parseDivision(value: unknown): PublishedDivision {
  const record = readObject(value, '', KEYS, refuse);
  readWord(record.v, '/v', ['1'], refuse);
  const members = list(record.members, '/members', readMember);
  const stocks = list(record.stocks, '/stocks', readStock);
  requireAscending(members, '/members', ({ member }) => member, refuse);
  requireAscending(stocks, '/stocks', ({ stock }) => stock, refuse);
  const names: Names = {
    member: positionReader(members.map(({ member }) => member)),
    stock: positionReader(stocks.map(({ stock }) => stock)),
  };
  const network = networkOf(stocks, members);
  const routeReader = routeReaderOf(network, names);
  const unit = readInteger(record.unitGrams, '/unitGrams', refuse);
  if (unit === 0n) refuse('/unitGrams', 'at least 1');
  return {
    unit,
    network,
    members,
    floorPass:
      record.floorPass === null
        ? null
        : readPass(record.floorPass, '/floorPass', names, network, routeReader),
    awardPass: readPass(record.awardPass, '/awardPass', names, network, routeReader),
    rounding: list(record.rounding, '/rounding', (item, pointer) => {
      const step = readObject(item, pointer, ['member', 'fraction', 'outcome'], refuse);
      return {
        index: names.member(step.member, `${pointer}/member`),
        fraction: readRatio(step.fraction, `${pointer}/fraction`, refuse),
        up: readWord(step.outcome, `${pointer}/outcome`, ['up', 'down'], refuse) === 'up',
      };
    }),
    routing: { network, amounts: readRouting(record.routing, network, routeReader) },
    totals: readTotals(record.totals),
  };
}

function readMember(value: unknown, pointer: string): PublishedMember {
  const keys = [
    'member',
    'forms',
    'claim',
    'floor',
    'essential',
    'weight',
    'floorAward',
    'exactAward',
    'award',
  ] as const;
  const record = readObject(value, pointer, keys, refuse);
  const grams = (key: 'claim' | 'floor' | 'essential' | 'award') =>
    readInteger(record[key], `${pointer}/${key}`, refuse);
  const ratio = (key: 'weight' | 'floorAward' | 'exactAward') =>
    readPositiveOrZero(record[key], `${pointer}/${key}`);
  return {
    member: readText(record.member, `${pointer}/member`, refuse),
    forms: list(record.forms, `${pointer}/forms`, (form, place) => readText(form, place, refuse)),
    claim: grams('claim'),
    floor: grams('floor'),
    essential: record.essential === null ? null : grams('essential'),
    weight: ratio('weight'),
    floorAward: ratio('floorAward'),
    exactAward: ratio('exactAward'),
    award: grams('award'),
  };
}

interface ReadStock {
  readonly stock: string;
  readonly form: string;
  readonly opened: bigint;
}

function readStock(value: unknown, pointer: string): ReadStock {
  const record = readObject(value, pointer, ['stock', 'form', 'opened'], refuse);
  return {
    stock: readText(record.stock, `${pointer}/stock`, refuse),
    form: readText(record.form, `${pointer}/form`, refuse),
    opened: readInteger(record.opened, `${pointer}/opened`, refuse),
  };
}

/** A route wherever a member can use a stock's form, in the order of stocks and members. */
function networkOf(
  stocks: readonly ReadStock[],
  members: readonly PublishedMember[],
): SupplyNetwork {
  const usable = members.map(({ forms }) => new Set(forms));
  const routes = stocks.flatMap(({ form }, stock) =>
    usable.flatMap((forms, member) => (forms.has(form) ? [{ stock, member, cap: null }] : [])),
  );
  return { stocks: stocks.map(({ opened }) => opened), memberCount: members.length, routes };
}

type ReadPosition = (value: unknown, pointer: string) => number;

interface Names {
  readonly member: ReadPosition;
  readonly stock: ReadPosition;
}

function positionReader(ids: readonly string[]): ReadPosition {
  const positions = new Map(ids.map((id, index) => [id, index]));
  return (value, pointer) =>
    positions.get(readText(value, pointer, refuse)) ?? refuse(pointer, 'named in the division');
}

type ReadRoute = (stock: unknown, member: unknown, pointer: string) => number;

function routeReaderOf(network: SupplyNetwork, names: Names): ReadRoute {
  const positions = new Map(
    network.routes.map(({ stock, member }, index) => [`${stock} ${member}`, index]),
  );
  return (stock, member, pointer) => {
    const [from, to] = [
      names.stock(stock, `${pointer}/stock`),
      names.member(member, `${pointer}/member`),
    ];
    return positions.get(`${from} ${to}`) ?? refuse(pointer, 'a form the member can use');
  };
}

function readPass(
  value: unknown,
  pointer: string,
  names: Names,
  network: SupplyNetwork,
  readRoute: ReadRoute,
): Pick<Division, 'blocks' | 'flow'> {
  const record = readObject(value, pointer, ['blocks', 'flow'], refuse);
  const flow = network.routes.map(() => rational.ZERO);
  list(record.flow, `${pointer}/flow`, (item, place) => {
    const each = readObject(item, place, ['stock', 'member', 'exactGrams'], refuse);
    const route = readRoute(each.stock, each.member, place);
    if (flow[route]?.p !== 0n) refuse(place, 'named once');
    flow[route] = readPositiveOrZero(each.exactGrams, `${place}/exactGrams`);
  });
  const blocks = list(record.blocks, `${pointer}/blocks`, (item, place) => {
    const block = readObject(item, place, ['level', 'members', 'cut'], refuse);
    const cut = readObject(block.cut, `${place}/cut`, ['stocks', 'members'], refuse);
    return {
      level: readPositiveOrZero(block.level, `${place}/level`),
      members: list(block.members, `${place}/members`, names.member),
      cut: {
        stocks: list(cut.stocks, `${place}/cut/stocks`, names.stock),
        members: list(cut.members, `${place}/cut/members`, names.member),
      },
    };
  });
  return { blocks, flow };
}

function readRouting(
  value: unknown,
  network: SupplyNetwork,
  readRoute: ReadRoute,
): readonly bigint[] {
  const amounts = network.routes.map(() => 0n);
  let last = -1;
  list(value, '/routing', (item, pointer) => {
    const each = readObject(item, pointer, ['stock', 'member', 'grams'], refuse);
    const route = readRoute(each.stock, each.member, pointer);
    if (route <= last) refuse(pointer, 'after the item before it, by stock and member');
    last = route;
    amounts[route] = readInteger(each.grams, `${pointer}/grams`, refuse);
    if (amounts[route] === 0n) refuse(`${pointer}/grams`, 'above 0');
  });
  return amounts;
}

function readTotals(value: unknown): PublishedDivision['totals'] {
  const keys = ['opened', 'awarded', 'undistributed'] as const;
  const record = readObject(value, '/totals', keys, refuse);
  const grams = (key: (typeof keys)[number]) => readInteger(record[key], `/totals/${key}`, refuse);
  return {
    opened: grams('opened'),
    awarded: grams('awarded'),
    undistributed: grams('undistributed'),
  };
}

function readPositiveOrZero(value: unknown, pointer: string): Rational {
  const ratio = readRatio(value, pointer, refuse);
  return ratio.p < 0n ? refuse(pointer, 'not negative') : ratio;
}

function list<T>(
  value: unknown,
  pointer: string,
  read: (item: unknown, pointer: string) => T,
): readonly T[] {
  return readList(value, pointer, DIVISION_ITEMS_MAX, read, refuse);
}

const refuse: Refuse = (pointer, expected) => {
  const message = `The division's ${pointer === '' ? 'whole' : pointer} must be ${expected}.`;
  throw new DomainError('invalid', 'division-invalid', message, { pointer });
};
