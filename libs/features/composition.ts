import { AccessModule } from './access/access.module';
import { PrincipalEntity } from './access/principal.entity';
import {
  AllocationRunEntity,
  AwardEntity,
  EarmarkEntity,
} from './allocations/allocation-run.entity';
import { AllocationsModule } from './allocations/allocations.module';
import { BaselineEntity } from './baselines/baseline.entity';
import { BaselinesModule } from './baselines/baselines.module';
import {
  ContributionEntity,
  ContributionReversalEntity,
} from './contributions/contribution.entity';
import { ContributionsModule } from './contributions/contributions.module';
import { ClockModule } from './clock/clock.module';
import { DeadlineEntity } from './deadlines/deadline.entity';
import { DeadlinesModule } from './deadlines/deadlines.module';
import { ActEntity, DecisionEntity } from './decisions/act.entity';
import { DecisionsModule } from './decisions/decisions.module';
import { DepotEntity } from './depots/depot.entity';
import { DepotsModule } from './depots/depots.module';
import { DisruptionEntity } from './disruptions/disruption.entity';
import { DisruptionsModule } from './disruptions/disruptions.module';
import { DrawdownEntity, DrawdownLineEntity, EndUseEntity } from './drawdowns/drawdown.entity';
import { DrawdownsModule } from './drawdowns/drawdowns.module';
import { EventLogModule } from './event-log/event-log.module';
import { ExportsModule } from './exports/exports.module';
import { ImportEntity } from './imports/import.entity';
import { ImportsModule } from './imports/imports.module';
import { LotLossEntity, LotMoveEntity, LotObjectionEntity } from './lots/lot-act.entity';
import { LotEntity } from './lots/lot.entity';
import { LotsModule } from './lots/lots.module';
import { FormEntity, MaterialEntity } from './materials/materials.entity';
import { MaterialsModule } from './materials/materials.module';
import { SourcingRuleEntity } from './materials/sourcing-rule.entity';
import { MemberEntity } from './members/member.entity';
import { MembersModule } from './members/members.module';
import { NeedEntity } from './needs/need.entity';
import { NeedsModule } from './needs/needs.module';
import {
  DeliveryEntity,
  InstalmentEntity,
  PledgeEntity,
  PledgeRevisionEntity,
} from './pledges/pledge.entity';
import { ChannelEntity } from './notices/channel.entity';
import { NoticesModule } from './notices/notices.module';
import { PledgesModule } from './pledges/pledges.module';
import { ReminderEntity } from './pledges/reminder.entity';
import { ReleaseRuleEntity } from './release-rules/release-rule.entity';
import { ReleaseRulesModule } from './release-rules/release-rules.module';
import { ReplenishmentEntity } from './replenishments/replenishment.entity';
import { ReplenishmentsModule } from './replenishments/replenishments.module';
import { ReportsModule } from './reports/reports.module';
import { ReservesModule } from './reserves/reserves.module';
import { SimulationEntity } from './simulations/simulation.entity';
import { SimulationsModule } from './simulations/simulations.module';

/** Every feature, in the order in which they may know one another. */
export const FEATURES = [
  EventLogModule,
  AccessModule,
  MembersModule,
  NoticesModule,
  MaterialsModule,
  DepotsModule,
  BaselinesModule,
  ReservesModule,
  LotsModule,
  PledgesModule,
  ContributionsModule,
  DecisionsModule,
  ReleaseRulesModule,
  DeadlinesModule,
  DisruptionsModule,
  NeedsModule,
  AllocationsModule,
  SimulationsModule,
  ClockModule,
  ReplenishmentsModule,
  DrawdownsModule,
  ImportsModule,
  ExportsModule,
  ReportsModule,
];

/** Every table that is read or written through an entity. */
export const ENTITIES = [
  PrincipalEntity,
  MemberEntity,
  ChannelEntity,
  MaterialEntity,
  FormEntity,
  SourcingRuleEntity,
  DepotEntity,
  BaselineEntity,
  LotEntity,
  LotMoveEntity,
  LotObjectionEntity,
  LotLossEntity,
  PledgeEntity,
  PledgeRevisionEntity,
  InstalmentEntity,
  DeliveryEntity,
  ReminderEntity,
  ContributionEntity,
  ContributionReversalEntity,
  ActEntity,
  DecisionEntity,
  ReleaseRuleEntity,
  DeadlineEntity,
  DisruptionEntity,
  NeedEntity,
  AllocationRunEntity,
  EarmarkEntity,
  AwardEntity,
  SimulationEntity,
  ReplenishmentEntity,
  DrawdownEntity,
  DrawdownLineEntity,
  EndUseEntity,
  ImportEntity,
];
