import type { Lifecycle } from './lifecycle';

export type PledgeState = 'draft' | 'offered' | 'accepted' | 'fulfilled' | 'withdrawn';
export type PledgeAct = 'offer' | 'accept' | 'amend' | 'fulfil' | 'withdraw' | 'reopen';
/**
 * Only what was not delivered is ever withdrawn: a pledge that is fulfilled stays so, unless a
 * contribution that was accepted by mistake is taken back.
 */
export const PLEDGE: Lifecycle<PledgeState, PledgeAct> = {
  draft: { offer: 'offered', withdraw: 'withdrawn' },
  offered: { accept: 'accepted', withdraw: 'withdrawn' },
  accepted: { amend: 'accepted', fulfil: 'fulfilled', withdraw: 'withdrawn', reopen: 'accepted' },
  fulfilled: { reopen: 'accepted' },
  withdrawn: {},
};

export type RevisionState = 'proposed' | 'accepted' | 'declined' | 'retracted';
export type RevisionAct = 'accept' | 'decline' | 'retract';
/** A schedule of a pledge, from proposed to in force or not. */
export const PLEDGE_REVISION: Lifecycle<RevisionState, RevisionAct> = {
  proposed: { accept: 'accepted', decline: 'declined', retract: 'retracted' },
  accepted: {},
  declined: {},
  retracted: {},
};

export type ContributionState =
  'notified' | 'received' | 'accepted' | 'rejected' | 'cancelled' | 'reversed';
export type ContributionAct = 'cancel' | 'receive' | 'accept' | 'reject' | 'reverse';
export const CONTRIBUTION: Lifecycle<ContributionState, ContributionAct> = {
  notified: { receive: 'received', cancel: 'cancelled' },
  received: { accept: 'accepted', reject: 'rejected' },
  accepted: { reverse: 'reversed' },
  rejected: {},
  cancelled: {},
  reversed: {},
};

export type ObjectionState = 'raised' | 'held' | 'released';
export type ObjectionAct = 'hold' | 'release';
export const OBJECTION: Lifecycle<ObjectionState, ObjectionAct> = {
  raised: { hold: 'held' },
  held: { release: 'released' },
  released: {},
};

export type ReleaseRuleState = 'proposed' | 'in-force' | 'superseded';
export type ReleaseRuleAct = 'put-in-force' | 'supersede';
export const RELEASE_RULE: Lifecycle<ReleaseRuleState, ReleaseRuleAct> = {
  proposed: { 'put-in-force': 'in-force' },
  'in-force': { supersede: 'superseded' },
  superseded: {},
};

/** A sourcing rule comes in force and is superseded as a release rule is. */
export const SOURCING_RULE = RELEASE_RULE;

export type DisruptionState =
  'draft' | 'proposed' | 'declared' | 'needs-open' | 'needs-closed' | 'allocating' | 'closed';
export type DisruptionAct =
  'propose' | 'declare' | 'open-needs' | 'close-needs' | 'allocate' | 'close';
export const DISRUPTION: Lifecycle<DisruptionState, DisruptionAct> = {
  draft: { propose: 'proposed' },
  proposed: { declare: 'declared' },
  declared: { 'open-needs': 'needs-open' },
  'needs-open': { 'close-needs': 'needs-closed' },
  'needs-closed': { allocate: 'allocating' },
  allocating: { allocate: 'allocating', close: 'closed' },
  closed: {},
};

export type RunState =
  'queued' | 'running' | 'proposed' | 'approved' | 'published' | 'rejected' | 'failed';
export type RunAct = 'claim' | 'propose' | 'approve' | 'reject' | 'publish' | 'fail';
export const ALLOCATION_RUN: Lifecycle<RunState, RunAct> = {
  queued: { claim: 'running', fail: 'failed' },
  running: { claim: 'running', propose: 'proposed', fail: 'failed' },
  proposed: { approve: 'approved', reject: 'rejected' },
  approved: { publish: 'published', reject: 'rejected' },
  published: {},
  rejected: {},
  failed: {},
};

export type DeadlineState = 'running' | 'met' | 'passed' | 'dropped';
export type DeadlineAct = 'meet' | 'pass' | 'drop';
/** A step taken after its deadline passed meets it late; one that is not needed drops it. */
export const DEADLINE: Lifecycle<DeadlineState, DeadlineAct> = {
  running: { meet: 'met', pass: 'passed', drop: 'dropped' },
  passed: { meet: 'met', drop: 'dropped' },
  met: {},
  dropped: {},
};

export type ChannelState = 'active' | 'disabled' | 'removed';
export type ChannelAct = 'disable' | 'resume' | 'remove';
/** A channel by which notices leave is disabled when it fails for long. */
export const CHANNEL: Lifecycle<ChannelState, ChannelAct> = {
  active: { disable: 'disabled', remove: 'removed' },
  disabled: { resume: 'active', remove: 'removed' },
  removed: {},
};

export type ImportState =
  | 'awaiting-file'
  | 'uploaded'
  | 'inspected'
  | 'confirmed'
  | 'checked'
  | 'committing'
  | 'committed'
  | 'failed'
  | 'cancelled';
export type ImportAct =
  'upload' | 'inspect' | 'confirm' | 'check' | 'commit' | 'return' | 'finish' | 'fail' | 'cancel';
/** A worker acts where the state waits for one: uploaded, confirmed and committing. */
export const IMPORT: Lifecycle<ImportState, ImportAct> = {
  'awaiting-file': { upload: 'uploaded', cancel: 'cancelled' },
  uploaded: { inspect: 'inspected', fail: 'failed', cancel: 'cancelled' },
  inspected: { confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: { check: 'checked', fail: 'failed', cancel: 'cancelled' },
  checked: { confirm: 'confirmed', commit: 'committing', cancel: 'cancelled' },
  committing: { finish: 'committed', return: 'checked', fail: 'failed' },
  committed: {},
  failed: {},
  cancelled: {},
};
