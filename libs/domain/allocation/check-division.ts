import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import { checkCertificate } from './certificate';
import { checkRounding } from './check-rounding';
import { checkRouting } from './check-routing';
import { parseDivision } from './division-reader';
import type { PublishedDivision } from './division-reader';
import type { Stake } from './supply-network';

/**
 * Checks a published division without its snapshot: both passes feasible and optimal by their
 * certificates, the awards rounded by the published rule, the routing and the totals adding up.
 * Claims, floors, weights and fairness figures are taken as stated: only the snapshot proves them.
 * Returns the faults found, none for a valid division; never throws on what it is given.
 */
export function checkDivision(value: unknown): string[] {
  const division = readOrFault(value);
  if (typeof division === 'string') return [division];
  const faults = [...checkFigures(division), ...checkTotals(division)];
  return faults.length > 0 ? faults : [...checkPasses(division), ...checkWholeAwards(division)];
}

function readOrFault(value: unknown): PublishedDivision | string {
  try {
    return parseDivision(value);
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

function checkFigures({ unit, members, network, routing }: PublishedDivision): string[] {
  const masses = [
    ...members.flatMap(({ claim, floor, award }) => [claim, floor, award]),
    ...network.stocks,
    ...routing.amounts,
  ];
  const faults = masses.some((mass) => mass % unit !== 0n)
    ? ['a claim, floor, award, stock or route is not a whole number of award units']
    : [];
  for (const { member, claim, floor, award } of members) {
    if (floor > claim) faults.push(`the floor of ${member} is above its claim`);
    if (award > claim) faults.push(`the award of ${member} is above its claim`);
  }
  return faults;
}

function checkTotals({ members, network, totals }: PublishedDivision): string[] {
  const opened = network.stocks.reduce((sum, mass) => sum + mass, 0n);
  const awarded = members.reduce((sum, { award }) => sum + award, 0n);
  const faults: string[] = [];
  if (totals.opened !== opened) faults.push('the opened total is not the sum of the stocks');
  if (totals.awarded !== awarded) faults.push('the awarded total is not the sum of the awards');
  if (totals.undistributed !== opened - awarded) {
    faults.push('awarded and undistributed do not sum to opened');
  }
  return faults;
}

function checkPasses(division: PublishedDivision): string[] {
  const { members, network, floorPass, awardPass } = division;
  const stakes = members.map(({ weight, floorAward, claim }): Stake => ({
    weight,
    lower: floorAward,
    upper: rational.of(claim),
  }));
  const awards = members.map(({ exactAward }) => exactAward);
  const ofAwards = checkCertificate(network, stakes, { ...awardPass, awards });
  const ofFloors = floorPass === null ? checkMetFloors(division) : checkScaledFloors(division);
  return [
    ...ofFloors.map((fault) => `floor pass: ${fault}`),
    ...ofAwards.map((fault) => `award pass: ${fault}`),
  ];
}

function checkMetFloors({ members }: PublishedDivision): string[] {
  return members.flatMap(({ member, floor, floorAward }) =>
    rational.equal(floorAward, rational.of(floor)) ? [] : [`the floor of ${member} is not met`],
  );
}

/** A valid certificate with a floor unmet also proves that not all floors could be met. */
function checkScaledFloors({ members, network, floorPass }: PublishedDivision): string[] {
  if (floorPass === null || members.some(({ essential }) => essential === null)) {
    return ['essential use is missing'];
  }
  const stakes = members.map(({ essential, floor }): Stake => ({
    weight: rational.of(essential ?? 0n),
    lower: rational.ZERO,
    upper: rational.of(floor),
  }));
  const awards = members.map(({ floorAward }) => floorAward);
  const unmet = members.some(
    ({ floor, floorAward }) => !rational.equal(floorAward, rational.of(floor)),
  );
  const faults = unmet ? [] : ['the floors are scaled although all are met'];
  return [...faults, ...checkCertificate(network, stakes, { ...floorPass, awards })];
}

function checkWholeAwards({ unit, members, rounding, routing }: PublishedDivision): string[] {
  const awards = members.map(({ award }) => award);
  const routed = checkRouting(routing, awards);
  if (routed.length > 0) return [...routed];
  const inUnits = members.map(({ exactAward, weight, award }) => ({
    exact: rational.div(exactAward, rational.of(unit)),
    weight,
    award: award / unit,
  }));
  return [...checkRounding(inUnits, rounding, routing)];
}
