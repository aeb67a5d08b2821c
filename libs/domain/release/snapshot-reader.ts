import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { parseParameters } from './parameters';
import type {
  RuleParametersRecord,
  Snapshot,
  SnapshotBaseline,
  SnapshotDisruption,
  SnapshotMember,
  SnapshotStock,
} from './snapshot';
import {
  readDate,
  readInteger,
  readList,
  readObject,
  readRatio,
  readText,
  readWord,
  requireAscending,
} from './strict-reading';
import type { Refuse } from './strict-reading';

/** Limits of one run; each is far above the world as it is. */
export const SNAPSHOT_MEMBERS_MAX = 400;
export const SNAPSHOT_STOCKS_MAX = 2000;
export const SNAPSHOT_SUPPLIERS_MAX = 50;
export const SNAPSHOT_FORMS_MAX = 200;

/** Reads a snapshot strictly; refuses as `snapshot-invalid` with the first fault's JSON pointer. */
export function parseSnapshot(value: unknown): Snapshot {
  const keys = ['v', 'engine', 'disruption', 'rule', 'members', 'stocks'] as const;
  const record = readObject(value, '', keys, refuseSnapshot);
  const disruption = readDisruption(record.disruption, '/disruption');
  const supplierCount = disruption.suppliers.length;
  const snapshot: Snapshot = {
    v: readWord(record.v, '/v', ['1'], refuseSnapshot),
    engine: text(record.engine, '/engine'),
    disruption,
    rule: readRule(record.rule),
    members: list(record.members, '/members', SNAPSHOT_MEMBERS_MAX, (item, pointer) =>
      readMember(item, pointer, supplierCount),
    ),
    stocks: list(record.stocks, '/stocks', SNAPSHOT_STOCKS_MAX, readStock),
  };
  requireAscending(snapshot.members, '/members', (member) => member.member, refuseSnapshot);
  requireAscending(snapshot.stocks, '/stocks', (stock) => stock.id, refuseSnapshot);
  return snapshot;
}

function readRule(value: unknown): Snapshot['rule'] {
  const rule = readObject(value, '/rule', ['id', 'version', 'parameters'], refuseSnapshot);
  // Only for its refusals: the snapshot keeps the text as it was frozen.
  parseParameters(rule.parameters, '/rule/parameters');
  return {
    id: text(rule.id, '/rule/id'),
    version: text(rule.version, '/rule/version'),
    parameters: rule.parameters as RuleParametersRecord,
  };
}

function readDisruption(value: unknown, pointer: string): SnapshotDisruption {
  const keys = ['id', 'material', 'declaredOn', 'suppliers'] as const;
  const record = readObject(value, pointer, keys, refuseSnapshot);
  return {
    id: text(record.id, `${pointer}/id`),
    material: text(record.material, `${pointer}/material`),
    declaredOn: readDate(record.declaredOn, `${pointer}/declaredOn`, refuseSnapshot),
    suppliers: list(record.suppliers, `${pointer}/suppliers`, SNAPSHOT_SUPPLIERS_MAX, readSupplier),
  };
}

function readSupplier(value: unknown, pointer: string): SnapshotDisruption['suppliers'][number] {
  const record = readObject(value, pointer, ['member', 'lossFraction'], refuseSnapshot);
  return {
    member: text(record.member, `${pointer}/member`),
    lossFraction: fraction(record.lossFraction, `${pointer}/lossFraction`, rational.ONE),
  };
}

const MEMBER_KEYS = [
  'member',
  'baseline',
  'supplierShares',
  'need',
  'essential',
  'standing',
  'equityMultiplier',
  'forms',
] as const;

function readMember(value: unknown, pointer: string, supplierCount: number): SnapshotMember {
  const record = readObject(value, pointer, MEMBER_KEYS, refuseSnapshot);
  const shares = `${pointer}/supplierShares`;
  const supplierShares = list(record.supplierShares, shares, SNAPSHOT_SUPPLIERS_MAX, readShare);
  if (supplierShares.length !== supplierCount) {
    refuseSnapshot(shares, `a list of ${supplierCount} shares, one for each failing supplier`);
  }
  const forms = list(record.forms, `${pointer}/forms`, SNAPSHOT_FORMS_MAX, text);
  requireAscending(forms, `${pointer}/forms`, (form) => form, refuseSnapshot);
  return {
    member: text(record.member, `${pointer}/member`),
    baseline: readBaseline(record.baseline, `${pointer}/baseline`),
    supplierShares,
    need: record.need === null ? null : grams(record.need, `${pointer}/need`),
    essential: grams(record.essential, `${pointer}/essential`),
    standing: fraction(record.standing, `${pointer}/standing`, null),
    equityMultiplier: fraction(record.equityMultiplier, `${pointer}/equityMultiplier`, null),
    forms,
  };
}

function readShare(value: unknown, pointer: string): SnapshotMember['supplierShares'][number] {
  const record = readObject(value, pointer, ['share', 'basis'], refuseSnapshot);
  return {
    share: fraction(record.share, `${pointer}/share`, rational.ONE),
    basis: readWord(record.basis, `${pointer}/basis`, ['origin', 'world'], refuseSnapshot),
  };
}

const BASELINE_GRAMS = [
  'consumption',
  'production',
  'ownOre',
  'imports',
  'exports',
  'ownStocks',
] as const;

function readBaseline(value: unknown, pointer: string): SnapshotBaseline {
  const keys = ['period', 'days', 'quality', ...BASELINE_GRAMS] as const;
  const record = readObject(value, pointer, keys, refuseSnapshot);
  const mass = (key: (typeof BASELINE_GRAMS)[number]) => grams(record[key], `${pointer}/${key}`);
  const days = grams(record.days, `${pointer}/days`);
  if (days === '0') refuseSnapshot(`${pointer}/days`, 'at least 1');
  return {
    period: text(record.period, `${pointer}/period`),
    days,
    quality: readWord(record.quality, `${pointer}/quality`, ['A', 'B', 'C', 'D'], refuseSnapshot),
    consumption: mass('consumption'),
    production: mass('production'),
    ownOre: mass('ownOre'),
    imports: mass('imports'),
    exports: mass('exports'),
    ownStocks: mass('ownStocks'),
  };
}

function readStock(value: unknown, pointer: string): SnapshotStock {
  const record = readObject(value, pointer, ['id', 'depot', 'form', 'free'], refuseSnapshot);
  const stock: SnapshotStock = {
    id: text(record.id, `${pointer}/id`),
    depot: text(record.depot, `${pointer}/depot`),
    form: text(record.form, `${pointer}/form`),
    free: grams(record.free, `${pointer}/free`),
  };
  if (stock.id !== `${stock.depot}/${stock.form}`) {
    refuseSnapshot(`${pointer}/id`, 'the depot and the form, joined by a slash');
  }
  return stock;
}

function text(value: unknown, pointer: string): string {
  return readText(value, pointer, refuseSnapshot);
}

function grams(value: unknown, pointer: string): string {
  return `${readInteger(value, pointer, refuseSnapshot)}`;
}

/** A ratio from 0 to `most` (no upper end when null), kept as the text it was. */
function fraction(value: unknown, pointer: string, most: Rational | null): string {
  const ratio = readRatio(value, pointer, refuseSnapshot);
  if (ratio.p < 0n) refuseSnapshot(pointer, 'not negative');
  if (most !== null && rational.compare(ratio, most) > 0) refuseSnapshot(pointer, 'at most 1');
  return value as string;
}

function list<T>(
  value: unknown,
  pointer: string,
  lengthMax: number,
  read: (item: unknown, pointer: string) => T,
): readonly T[] {
  return readList(value, pointer, lengthMax, read, refuseSnapshot);
}

const refuseSnapshot: Refuse = (pointer, expected) => {
  const message = `The snapshot's ${pointer === '' ? 'whole' : pointer} must be ${expected}.`;
  throw new DomainError('invalid', 'snapshot-invalid', message, { pointer });
};
