import type { PipelineInput, RouteCap, RouteDistance } from '../allocation/pipeline-values';
import * as rational from '../quantity/rational';
import type { Place } from './place';

const CAPS = ['route_caps', 'route_caps_kg', 'edge_caps', 'routes', 'edges'] as const;

/** Fields that speak of single routes. */
export const ROUTE_FIELDS = [...CAPS, 'distances_km'] as const;

type Ends = Pick<PipelineInput, 'members' | 'stocks'>;

/**
 * Caps and lengths of single routes: a list of `{"depot", "member", "cap_kg"}` (or `cap`) or of
 * `[depot, member, cap]`, or an object `{depot: {member: cap}}` or `{"depot->member": cap}`; and
 * lengths in the same forms, with `km`. A route without a cap, or with null for one, is limited by
 * its depot alone.
 */
export function routesOf(
  problem: Place,
  ends: Ends,
): Pick<PipelineInput, 'routeCaps' | 'distances'> {
  const caps = problem.optionalOneOf(...CAPS);
  const distances = problem.optional('distances_km');
  return {
    ...(caps && { routeCaps: capsOf(caps, ends) }),
    ...(distances && { distances: distancesOf(distances, ends) }),
  };
}

function capsOf(place: Place, ends: Ends): readonly RouteCap[] {
  return figuresOf(place, ends, ['cap_kg', 'cap', 'capacity_kg']).flatMap((route) => {
    if (route.figure === null) return [];
    // What a route carries is whole, so a part of a kilogram changes nothing.
    const cap = rational.floor(route.figure.amount());
    return [{ stock: route.stock, member: route.member, cap }];
  });
}

function distancesOf(place: Place, ends: Ends): readonly RouteDistance[] {
  return figuresOf(place, ends, ['km', 'kilometres']).map(({ figure, place: at, ...route }) => {
    const kilometres = figure?.count() ?? at.refuse('a route with its length in "km"');
    return { ...route, kilometres };
  });
}

interface Figure {
  readonly stock: string;
  readonly member: string;
  readonly figure: Place | null;
  readonly place: Place;
}

function figuresOf(place: Place, ends: Ends, names: readonly string[]): readonly Figure[] {
  const read = Array.isArray(place.value) ? listed(place, names) : named(place, ends);
  const stocks = new Set(ends.stocks.map(({ id }) => id));
  const members = new Set(ends.members.map(({ id }) => id));
  const seen = new Set<string>();
  for (const { stock, member, place: at } of read) {
    if (!stocks.has(stock)) at.refuse(`a route from a depot of the problem, not ${stock}`);
    if (!members.has(member)) at.refuse(`a route to a member of the problem, not ${member}`);
    const route = JSON.stringify([stock, member]);
    if (seen.has(route)) at.refuse('named once');
    seen.add(route);
  }
  return read;
}

function listed(place: Place, names: readonly string[]): readonly Figure[] {
  return place.list((item) => {
    if (Array.isArray(item.value)) return triple(item);
    return {
      stock: item
        .allow('depot', 'member', ...names)
        .field('depot')
        .id(),
      member: item.field('member').id(),
      figure: item.optionalOneOf(...names),
      place: item,
    };
  });
}

function triple(item: Place): Figure {
  const [stock, member, figure, more] = item.items();
  if (!stock || !member || !figure || more) {
    return item.refuse('a depot, a member and one figure');
  }
  return { stock: stock.id(), member: member.id(), figure: orNull(figure), place: item };
}

function named(place: Place, ends: Ends): readonly Figure[] {
  return place.byId().flatMap(([name, row]) => {
    if (!(row.value instanceof Map)) return [joined(name, row, ends)];
    return row.byId().map(([member, figure]) => ({
      stock: name,
      member,
      figure: orNull(figure),
      place: figure,
    }));
  });
}

/** A name of both ends, with anything but letters and digits between them. */
function joined(name: string, figure: Place, { stocks, members }: Ends): Figure {
  for (const { id: stock } of stocks) {
    if (!name.startsWith(stock)) continue;
    const rest = name.slice(stock.length);
    const member = members.find(({ id }) => rest.endsWith(id) && isGap(rest, id.length));
    if (member) return { stock, member: member.id, figure: orNull(figure), place: figure };
  }
  return figure.refuse('under a name such as "depot->member", with ids of the problem');
}

function isGap(rest: string, idLength: number): boolean {
  return /^[^A-Za-z0-9]+$/.test(rest.slice(0, rest.length - idLength));
}

function orNull(figure: Place): Place | null {
  return figure.value === null ? null : figure;
}
