import { randomBytes } from 'node:crypto';
import { uuidv7 } from '#platform/database/identifiers';
import { Connections } from './connections';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly key: boolean;
}

/** Columns of our transfer that a row is written with; those the database fills are left to it. */
const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
         a.attnum = any (i.indkey) as key
  from pg_attribute a join pg_index i on i.indrelid = a.attrelid and i.indisprimary
  where a.attrelid = 'public.transfer'::regclass and a.attnum > 0 and not a.attisdropped
  order by a.attnum`;

/**
 * Inserts into a table with the columns and the primary key of our transfer and nothing else: no
 * further index, no reference, no check, no trigger. Rows are real ones under fresh keys.
 */
export class BareInsert {
  private next = 0n;
  private random = Buffer.alloc(0);

  private constructor(
    private readonly connections: Connections,
    private readonly columns: readonly Column[],
    private readonly samples: readonly (readonly (string | null)[])[],
  ) {}

  /** Takes a thousand rows of the transfers on our books as samples. */
  static async open(url: string): Promise<BareInsert> {
    const connections = new Connections(url);
    const columns = await connections.rows<Column>(COLUMNS);
    const keys = columns.filter(({ key }) => key).map(({ name }) => name);
    await connections.rows('create schema bare');
    await connections.rows('create table bare.transfer (like public.transfer)');
    await connections.rows(`alter table bare.transfer add primary key (${keys.join(', ')})`);
    const texts = columns.map(({ name }) => `${name}::text`).join(', ');
    const rows = await connections.rows<Record<string, string | null>>(
      `select ${texts} from public.transfer limit 1000`,
    );
    if (rows.length < 1000) throw new Error('the books need a thousand transfers to sample');
    const samples = rows.map((row) => columns.map(({ name }) => row[name] ?? null));
    return new BareInsert(connections, columns, samples);
  }

  single(caller: number): Promise<unknown> {
    const [row = []] = this.freshRows(1);
    return this.connections.run(caller, 'single', `${this.into()} values (${marks(row, 0)})`, row);
  }

  /** A thousand rows as a list of values. */
  valuesOf1000(caller: number): Promise<unknown> {
    const rows = this.freshRows(1000);
    const list = rows.map((row, index) => `(${marks(row, index * row.length)})`).join(', ');
    return this.connections.run(caller, 'values', `${this.into()} values ${list}`, rows.flat());
  }

  /** A thousand rows as one array a column. */
  unnestOf1000(caller: number): Promise<unknown> {
    const rows = this.freshRows(1000);
    const arrays = this.columns.map((_, index) => rows.map((row) => row[index]));
    const types = this.columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
    const text = `${this.into()} select * from unnest(${types})`;
    return this.connections.run(caller, 'unnest', text, arrays);
  }

  async rows(): Promise<number> {
    const [row] = await this.connections.rows<{ n: string }>(
      'select count(*) as n from bare.transfer',
    );
    return Number(row?.n);
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  private into(): string {
    const names = this.columns.map(({ name }) => name).join(', ');
    return `insert into bare.transfer (${names})`;
  }

  private freshRows(count: number): (string | null)[][] {
    return this.samples
      .slice(0, count)
      .map((row) => row.map((value, index) => this.freshKey(this.columns[index], value)));
  }

  private freshKey(column: Column | undefined, value: string | null): string | null {
    if (!column?.key) return value;
    if (column.type === 'uuid') return uuidv7(Date.now(), this.randomTen());
    this.next += 1n;
    return this.next.toString();
  }

  /** Cut from a larger block, as asking the system for each would slow what is to be bare. */
  private randomTen(): Buffer {
    if (this.random.length < 10) this.random = randomBytes(10_000);
    const ten = this.random.subarray(0, 10);
    this.random = this.random.subarray(10);
    return ten;
  }
}

function marks(row: readonly unknown[], before: number): string {
  return row.map((_, index) => `$${before + index + 1}`).join(', ');
}
