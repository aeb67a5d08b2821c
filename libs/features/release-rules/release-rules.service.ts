import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { Faults } from '#domain/faults';
import { next } from '#domain/lifecycle/lifecycle';
import { RELEASE_RULE } from '#domain/lifecycle/lifecycles';
import { canonicalJson } from '#domain/log/canonical-json';
import { parseClock, type ClockRecord } from '#domain/release/clock-parameters';
import { parseParameters } from '#domain/release/parameters';
import { DEFAULT_QUORUMS, parseQuorums, type QuorumsRecord } from '#domain/release/quorum';
import { electorateOf } from '#domain/release/tally';
import type { RuleParametersRecord } from '#domain/release/snapshot';
import { parseTerms, type TermsRecord } from '#domain/release/terms';
import type { CommandContext } from '#platform/database/command-context';
import type { Snapshot } from '#platform/database/snapshot-reads';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DecisionsService } from '#features/decisions/decisions.service';
import { EventLog } from '#features/event-log/event-log';
import { ReleaseRuleEntity } from './release-rule.entity';
import type {
  NewReleaseRuleRequest,
  ReleaseRuleAnswer,
  ReleaseRuleResponse,
} from './release-rules.dto';

/** Versions are given one at a time. */
const VERSION_LOCK = 7_140_293_553;

/** The rules by which the reserve opens; each version takes two people to come in force. */
@Injectable()
export class ReleaseRulesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly decisions: DecisionsService,
  ) {}

  /** Refuses what is missing, unknown or out of range, naming the place of every fault. */
  propose(ctx: CommandContext, request: NewReleaseRuleRequest): Promise<ReleaseRuleAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const faults = new Faults();
      faults.reading(() => parseParameters(request.parameters, '/parameters'));
      const quorums = faults.reading(
        () => request.quorums && parseQuorums(request.quorums, '/quorums'),
      );
      const parsedClock = faults.reading(() => parseClock(request.clock ?? {}, '/clock'));
      const parsedTerms = faults.reading(() => parseTerms(request.terms ?? {}, '/terms'));
      faults.refuseAny();
      if (quorums) await requireWithinReach(tx, quorums);
      const parameters = canonicalJson(request.parameters);
      const clock = canonicalJson(parsedClock);
      const terms = canonicalJson(parsedTerms);
      await tx.query('select pg_advisory_xact_lock($1)', [VERSION_LOCK]);
      const [last] = await tx.query<{ version: number }>(
        'select coalesce(max(version), 0) as version from release_rule',
      );
      const rule: ReleaseRuleEntity = {
        id: tx.newId(),
        name: request.name,
        version: (last?.version ?? 0) + 1,
        state: 'proposed',
        parameters,
        clock,
        quorums: quorums ? canonicalJson(quorums) : null,
        terms,
        proposedBy: ctx.actor.id,
        inForceBy: null,
        proposedAt: tx.now,
      };
      await tx.manager.insert(ReleaseRuleEntity, rule);
      const response = toReleaseRuleResponse(rule);
      const { state: _, ...body } = response;
      const kind = 'release-rule-proposed';
      return { ...response, entry: await this.log.append(tx, ctx, { kind, body: { rule: body } }) };
    });
  }

  /** Supersedes the rule in force. Refuses `four-eyes-required` and `act-not-legal-now`. */
  putInForce(ctx: CommandContext, id: string, reason: string | null): Promise<ReleaseRuleAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const rule = await this.lock(tx, id);
      const state = next('release rule', RELEASE_RULE, rule.state, 'put-in-force');
      const { proposedBy, proposedAt } = rule;
      const quorum = (await this.quorumsInForce(tx)).putInForce;
      const act = { kind: 'put-in-force', subject: id, proposedBy, proposedAt, quorum } as const;
      const vote = { inFavour: true, reason };
      const decided = await this.decisions.decide(tx, ctx, { ...act, gaining: [] }, vote);
      if (decided.outcome === 'open') {
        return { ...toReleaseRuleResponse(rule), entry: decided.entry };
      }
      await tx.manager.update(ReleaseRuleEntity, { state: 'in-force' }, { state: 'superseded' });
      await tx.manager.update(ReleaseRuleEntity, { id }, { state, inForceBy: ctx.actor.id });
      const why = reason === null ? {} : { reason };
      const body = { rule: id, version: rule.version.toString(), ...why };
      const entry = await this.log.append(tx, ctx, { kind: 'release-rule-in-force', body });
      return { ...toReleaseRuleResponse({ ...rule, state }), entry };
    });
  }

  async list(): Promise<{ rules: ReleaseRuleResponse[] }> {
    const rows = await this.dataSource.manager.find(ReleaseRuleEntity, {
      order: { version: 'ASC' },
    });
    return { rules: rows.map(toReleaseRuleResponse) };
  }

  /** The rule in force; refuses `no-rule-in-force`. */
  async inForce(tx: Pick<Tx, 'manager'>): Promise<ReleaseRuleResponse> {
    const rule = await tx.manager.findOneBy(ReleaseRuleEntity, { state: 'in-force' });
    if (rule) return toReleaseRuleResponse(rule);
    throw new DomainError('conflict', 'no-rule-in-force', 'Put a release rule in force first.');
  }

  /** The decision clock of the rule in force, or null while there is none. */
  async clockInForce(tx: Pick<Tx, 'manager'>): Promise<ClockRecord | null> {
    const rule = await tx.manager.findOneBy(ReleaseRuleEntity, { state: 'in-force' });
    return rule && toReleaseRuleResponse(rule).clock;
  }

  /** Who decides, by the rule in force; as by default before there is one. */
  async quorumsInForce(tx: Tx): Promise<QuorumsRecord> {
    return toQuorums(await tx.manager.findOneBy(ReleaseRuleEntity, { state: 'in-force' }));
  }

  async quorumsOf(tx: Tx, id: string): Promise<QuorumsRecord> {
    return toQuorums(await tx.manager.findOneByOrFail(ReleaseRuleEntity, { id }));
  }

  /** Name and version of the rule in force, or null, for reports. */
  async named(snapshot: Snapshot): Promise<{ name: string; version: string } | null> {
    const [rule] = await snapshot.query<{ name: string; version: string }>(
      `select name, version::text from release_rule where state = 'in-force'`,
    );
    return rule ?? null;
  }

  /** A rule by its identifier; refuses `release-rule-unknown`. */
  async get(manager: Tx['manager'], id: string): Promise<ReleaseRuleResponse> {
    const rule = await manager.findOneBy(ReleaseRuleEntity, { id });
    if (rule) return toReleaseRuleResponse(rule);
    throw new DomainError('not-found', 'release-rule-unknown', 'No release rule has this id.');
  }

  async byId(tx: Tx, id: string): Promise<ReleaseRuleResponse> {
    return toReleaseRuleResponse(await tx.manager.findOneByOrFail(ReleaseRuleEntity, { id }));
  }

  /** One version, in force or not; refuses `release-rule-unknown`. */
  async byVersion(tx: Tx, version: string): Promise<ReleaseRuleResponse> {
    const rule = await tx.manager.findOneBy(ReleaseRuleEntity, { version: Number(version) });
    if (rule) return toReleaseRuleResponse(rule);
    throw new DomainError('not-found', 'release-rule-unknown', 'No release rule has this version.');
  }

  private async lock(tx: Tx, id: string): Promise<ReleaseRuleEntity> {
    const rule = await tx.locked(ReleaseRuleEntity, id);
    if (rule) return rule;
    throw new DomainError('not-found', 'release-rule-unknown', 'No release rule has this id.');
  }
}

function toQuorums(rule: ReleaseRuleEntity | null): QuorumsRecord {
  return rule?.quorums ? (JSON.parse(rule.quorums) as QuorumsRecord) : DEFAULT_QUORUMS;
}

/** A quorum that nobody can bring together would lock the Trust out of its own rules. */
async function requireWithinReach(tx: Tx, quorums: QuorumsRecord): Promise<void> {
  const { putInForce, declare, approveRun } = quorums;
  const [row] = await tx.query<{ others: number; members: string[] }>(
    `select (select count(*)::int - 1 from principal where role = 'administrator'
              and (granted_by is null or confirmed_by is not null)) as others,
            (select coalesce(array_agg(code), '{}') from member) as members`,
  );
  const { others = 0, members = [] } = row ?? {};
  for (const [name, quorum] of Object.entries({ putInForce, declare, approveRun })) {
    const isWithin =
      quorum.electors === 'administrators'
        ? Number(quorum.needed) <= others
        : electorateOf(quorum, members, []).size > 0;
    if (isWithin) continue;
    const there = `${others} administrators besides a proposer, and ${members.length} members`;
    const message = `There are ${there}; ask for no more, or give the vote to members that exist.`;
    const pointer = `/quorums/${name}`;
    throw new DomainError('rule', 'quorum-out-of-reach', message, { pointer });
  }
}

function toReleaseRuleResponse(rule: ReleaseRuleEntity): ReleaseRuleResponse {
  const { id, name, version, state, parameters, clock, quorums, terms } = rule;
  return {
    id,
    name,
    version: version.toString(),
    state,
    parameters: JSON.parse(parameters) as RuleParametersRecord,
    clock: JSON.parse(clock) as ClockRecord,
    ...(quorums === null ? {} : { quorums: toQuorums(rule) }),
    terms: JSON.parse(terms) as TermsRecord,
  };
}
