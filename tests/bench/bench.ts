import { batchBars, contentionBar, growthBar, throughputBars, type Bar } from './bars';
import { measureBatches, SINGLE } from './batches';
import { measureContention, overdraw } from './contention';
import type { Contender } from './contender';
import { drawChart } from './curve-svg';
import { Floor } from './floor';
import { growthChart, growthJson, growthTable, measureGrowth } from './growth';
import type { Measured } from './interleave';
import { integrateAll } from './leaves';
import { BATCH, OurLedger } from './our-ledger';
import { Grouped, OneByOne, type Ours } from './ours';
import { Peer } from './peer';
import type { BookPart, Plan } from './plan';
import {
  asJson,
  barTable,
  bytesTable,
  histogramTable,
  latencyTable,
  rateTable,
  throughputTable,
} from './report';
import type { BenchServer } from './server';
import { figure } from './table';
import { measureThroughput, warmUp } from './throughput';

export interface Results {
  readonly text: string;
  readonly json: object;
  readonly svg: string;
  readonly good: boolean;
}

/** Draws that the clients of the overdraft try; the reserve can stand half of them. */
const DRAWS = 400;
const OVERDRAWING_CLIENTS = 64;

/** One run of everything that the plan names, on one server. */
export class Bench {
  private readonly bars: Bar[] = [];
  private readonly tables: string[] = [];
  private readonly faults: string[] = [];
  private readonly json: Record<string, unknown> = {};
  private svg = '';

  constructor(
    private readonly server: BenchServer,
    private readonly plan: Plan,
    private readonly say: (text: string) => void,
  ) {}

  async run(): Promise<Results> {
    if (this.has('growth')) await this.growth();
    const url = await this.server.database('ours');
    // Books of their own, or each would undo what the other knows about the accounts.
    const ours = [
      new Grouped(await OurLedger.start(url)),
      new OneByOne(await OurLedger.start(await this.server.database('one_by_one'))),
    ] as const;
    if (this.has('throughput')) await this.throughput(ours);
    if (this.has('batches')) await this.batches(ours[0].ledger, url);
    if (this.has('contention')) await this.contention(ours);
    for (const one of ours) {
      await this.check(one);
      await one.close();
    }
    const books = this.faults.length === 0 ? 'All books balance.' : this.faults.join('\n');
    const text = [...this.tables, barTable(this.bars), books].join('\n');
    const good = this.faults.length === 0 && this.bars.every(({ met }) => met);
    return { text, json: { ...this.json, bars: this.bars }, svg: this.svg, good };
  }

  private has(part: BookPart): boolean {
    return this.plan.parts.includes(part);
  }

  private async throughput(ours: readonly [Grouped, OneByOne]): Promise<void> {
    const floor = await Floor.open(await this.server.database('floor'));
    const peer = await Peer.open(await this.server.database('peer'));
    const contenders = [floor, peer, ...ours];
    await ours[0].warmUp();
    await warmUp(contenders);
    const before = await Promise.all(contenders.map((one) => one.transfers()));
    const cells = await measureThroughput(contenders, this.plan.throughput, this.say);
    const [{ ledger, name }] = ours;
    const leaves = await integrateAll(ledger);
    this.bars.push(...throughputBars(cells, name, leaves.bytesPerEntry));
    this.tables.push(
      throughputTable(cells),
      latencyTable(cells),
      histogramTable(cells, name),
      bytesTable(cells, leaves.bytesPerEntry, name),
      `integration: ${leaves.entries} entries, ${figure(leaves.perSecond)}/s\n`,
    );
    this.json['throughput'] = cells.map(({ load, of }) => ({ load, of: asJson([...of.values()]) }));
    this.json['integration'] = leaves;
    for (const [index, one] of contenders.entries()) {
      const answered = cells.map(({ of }) => of.get(one.name)?.answered ?? 0);
      await this.compare(one, [before[index] ?? 0, ...answered]);
    }
    for (const one of [floor, peer]) {
      await this.check(one);
      await one.close();
    }
  }

  /** Every transfer that was answered must be on the books, and no other. */
  private async compare(contender: Contender, answered: readonly number[]): Promise<void> {
    const expected = answered.reduce((sum, transfers) => sum + transfers, 0);
    const booked = await contender.transfers();
    if (booked === expected) return;
    this.faults.push(`${contender.name}: ${booked} transfers instead of the ${expected} answered`);
  }

  private async batches(ledger: OurLedger, url: string): Promise<void> {
    const measured = await measureBatches(ledger, url, this.plan.batches);
    this.bars.push(...batchBars(measured));
    const rowsOf = ({ subject }: Measured): number => (subject.name === SINGLE ? 1 : BATCH);
    this.tables.push(rateTable('rows/s, by connections', measured, rowsOf));
    this.json['batches'] = asJson(measured);
  }

  private async contention(ours: readonly Ours[]): Promise<void> {
    const { clients, ...pace } = this.plan.contention;
    for (const one of ours) {
      const measured = await measureContention(one, clients, pace);
      this.bars.push(contentionBar(one.name, measured));
      this.tables.push(rateTable(`draws/s on one reserve, ${one.name}`, measured));
      this.json[`contention, ${one.name}`] = asJson(measured);
      this.tables.push(await this.overdraft(one));
    }
  }

  /** More draws than the reserve stands: exactly those that fit may succeed. */
  private async overdraft(ours: Ours): Promise<string> {
    const { ledger, name } = ours;
    const grams = (await ledger.free(0)) / BigInt(DRAWS / 2);
    const { drawn, refused } = await overdraw(OVERDRAWING_CLIENTS, DRAWS, (client) =>
      ours.transfer(client, 0, 1 + client, grams),
    );
    if (drawn !== DRAWS / 2 || refused !== DRAWS / 2 || (await ledger.free(0)) < 0n) {
      this.faults.push(`${name}: ${drawn} draws of ${DRAWS / 2} went through`);
    }
    const who = `${name}: ${OVERDRAWING_CLIENTS} clients, ${DRAWS} draws`;
    return `${who} on a reserve for half: ${drawn} booked, ${refused} refused\n`;
  }

  private async growth(): Promise<void> {
    const { sizes, calls } = this.plan.growth;
    const { reads, faults } = await measureGrowth(this.server, sizes, calls, this.say);
    this.faults.push(...faults);
    this.bars.push(...reads.map(({ name, bySize }) => growthBar(name, [...bySize.values()])));
    this.tables.push(growthTable(reads));
    this.json['growth'] = growthJson(reads);
    this.svg = drawChart(growthChart(reads));
  }

  private async check(contender: Contender): Promise<void> {
    this.say(`checking the books of ${contender.name}`);
    const faults = await contender.faults();
    this.faults.push(...faults.map((fault) => `${contender.name}: ${fault}`));
  }
}
