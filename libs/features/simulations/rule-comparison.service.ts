import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { ENGINE_VERSION } from '#domain/allocation/replay';
import type { RunRecord } from '#domain/allocation/run-record';
import { canonicalJson, type Json } from '#domain/log/canonical-json';
import type { LiveInput, SimulationRecord } from '#domain/problem/simulate';
import { differencesOf } from '#domain/release/rule-difference';
import type { Snapshot } from '#domain/release/snapshot';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import type { AwardChange, RuleComparison } from './rule-comparison.dto';
import { SimulationThreads } from './simulation-threads';

type Rule = Awaited<ReturnType<ReleaseRulesService['get']>>;

/** What was frozen for the run that was published last. */
interface LastRun {
  readonly run: string;
  readonly disruption: string;
  readonly snapshot: string;
}

/** What a version of the release rule changes, also in the last disruption. */
@Injectable()
export class RuleComparisonService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rules: ReleaseRulesService,
    private readonly threads: SimulationThreads,
  ) {}

  /** Refuses `release-rule-unknown` and `no-rule-in-force`. */
  async compare(id: string, withId: string | undefined): Promise<RuleComparison> {
    const { manager } = this.dataSource;
    const to = await this.rules.get(manager, id);
    const from = withId
      ? await this.rules.get(manager, withId)
      : await this.rules.inForce({ manager });
    return {
      ...{ from: named(from), to: named(to) },
      differences: differencesOf(saying(from), saying(to)),
      lastDisruption: await this.inLastDisruption(from, to),
    };
  }

  private async inLastDisruption(from: Rule, to: Rule): Promise<RuleComparison['lastDisruption']> {
    const [last] = await this.dataSource.query<LastRun[]>(
      `select id as run, disruption_id as disruption, snapshot from allocation_run
       where state = 'published' order by published_at desc, id desc limit 1`,
    );
    if (!last) return null;
    const { run, disruption } = last;
    try {
      const frozen = JSON.parse(last.snapshot) as Snapshot;
      const [before, after] = [await this.under(frozen, from), await this.under(frozen, to)];
      return { run, disruption, refusal: null, ...changesOf(before, after) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { run, disruption, refusal: error.message, opened: null, members: [] };
    }
  }

  /** The frozen figures divided under a rule, by the functions of a run. */
  private async under(frozen: Snapshot, rule: Rule): Promise<RunRecord> {
    const { id, version, parameters } = rule;
    const input: LiveInput = {
      ...{ v: '1', engine: ENGINE_VERSION, kind: 'live' },
      snapshot: { ...frozen, rule: { id, version, parameters } },
      assumed: { tier: null, releaseMaxGrams: null },
    };
    const { record } = await this.threads.run({ kind: 'live', text: canonicalJson(input) });
    return (JSON.parse(record) as SimulationRecord).result as RunRecord;
  }
}

function changesOf(
  before: RunRecord,
  after: RunRecord,
): Pick<NonNullable<RuleComparison['lastDisruption']>, 'opened' | 'members'> {
  const later = new Map(after.members.map(({ member, award }) => [member, award]));
  const members = before.members.map(({ member, award }): AwardChange => {
    const to = later.get(member) ?? '0';
    return { member, from: award, to, change: `${BigInt(to) - BigInt(award)}` };
  });
  return { opened: { from: before.totals.opened, to: after.totals.opened }, members };
}

function named({ id, name, version, state }: Rule): RuleComparison['from'] {
  return { id, name, version, state };
}

function saying({ name, parameters, clock, terms, quorums }: Rule): Json {
  const said = { name, parameters, clock, terms, ...(quorums === undefined ? {} : { quorums }) };
  return JSON.parse(canonicalJson(said)) as Json;
}
