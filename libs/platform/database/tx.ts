import { In, type EntityManager, type FindOptionsOrder, type FindOptionsWhere } from 'typeorm';
import { firstPlace, placed, uuidv7, type RandomSource } from './identifiers';

/** One open transaction of one command, with the only clock and identifiers it may use. */
export class Tx {
  private uses = 0;
  private entries = 0;
  /** Entries that transfers name, until they are appended. */
  private readonly owed = new Set<string>();
  private isOutsideTheLog = false;
  private place: number | undefined;
  /** What the answer says by name besides what the service returns, each item under its key. */
  private readonly said = new Map<string, Map<string, object>>();

  constructor(
    readonly manager: EntityManager,
    /** The database's time at the start of the transaction, RFC 3339 UTC with milliseconds. */
    readonly now: string,
    readonly commandId: string,
    private readonly random: RandomSource,
    /** True when everything will be undone: what cannot be refused need not be done. */
    readonly isTrial = false,
  ) {}

  /** A new UUID version 7. Those of one transaction ascend in the order of the calls. */
  newId(): string {
    const random = this.randomBytes(10);
    this.place = this.place === undefined ? firstPlace(random) : this.place + 1;
    return uuidv7(Date.parse(this.now), placed(random, this.place));
  }

  randomBytes(length: number): Buffer {
    this.uses += 1;
    return this.random(this.uses, length);
  }

  /** The calendar date of `now`. */
  today(): string {
    return this.now.slice(0, 10);
  }

  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.manager.query<Row[]>(sql, parameters);
  }

  /** The row of this identifier, locked until the transaction ends, or null. */
  locked<Row extends { readonly id: string }>(
    entity: new () => Row,
    id: string,
  ): Promise<Row | null> {
    const where = { id } as FindOptionsWhere<Row>;
    return this.manager.findOne(entity, { where, lock: { mode: 'pessimistic_write' } });
  }

  /** The rows that have these identifiers, locked in the order of them, by identifier. */
  async lockedAll<Row extends { readonly id: string }>(
    entity: new () => Row,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Row>> {
    const rows = await this.manager.find(entity, {
      where: { id: In([...new Set(ids)]) } as FindOptionsWhere<Row>,
      order: { id: 'ASC' } as FindOptionsOrder<Row>,
      lock: { mode: 'pessimistic_write' },
    });
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Has the answer of the command list this item under `name`; a later one of its key holds. */
  alsoAnswer(name: string, key: string, item: object): void {
    const items = this.said.get(name) ?? new Map<string, object>();
    this.said.set(name, items.set(key, item));
  }

  /** The answer with everything that `alsoAnswer` was given, in the order of the keys. */
  wholeAnswer<Answer>(answer: Answer): Answer {
    const parts = [...this.said].map(([name, items]) => {
      const sorted = [...items].sort(([a], [b]) => (a < b ? -1 : 1));
      return [name, sorted.map(([, item]) => item)] as const;
    });
    return parts.length === 0 ? answer : { ...answer, ...Object.fromEntries(parts) };
  }

  /** Notes that this entry must be appended before the command is done. */
  oweEntry(id: string): void {
    this.owed.add(id);
  }

  countEntries(ids: readonly string[]): void {
    this.entries += ids.length;
    for (const id of ids) this.owed.delete(id);
  }

  /** Says that this command is no part of history: the log need not tell of it. */
  changesNoRecord(): void {
    this.isOutsideTheLog = true;
  }

  /** What the log lacks, which no write may leave: a trace of it, or the entry of transfers. */
  missingInLog(): string | null {
    if (this.entries === 0 && !this.isOutsideTheLog) return 'any log entry';
    const [id] = this.owed;
    return id === undefined ? null : `the entry ${id} of its transfers`;
  }
}
