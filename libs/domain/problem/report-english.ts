import { ENGLISH } from '../allocation/explanation-messages';
import { CLAIMS_ENGLISH } from './english-claims';
import { IEA_ENGLISH } from './english-iea';
import { NETWORK_ENGLISH } from './english-network';

/** Every message of a report on a problem, in English; a translation has the same ids. */
export const REPORT_ENGLISH = {
  ...ENGLISH,
  ...CLAIMS_ENGLISH,
  ...NETWORK_ENGLISH,
  ...IEA_ENGLISH,
  'units.plain': 'All figures are in the unit of the problem; ≈ marks what is rounded.',
  'units.kg': 'Masses in the table are in kg, weights in kg a day; ≈ marks what is rounded.',
  'chains.cut': 'The steps of the first {count} are told one by one:',
  none: '-',
  name: '{name}',
  'is-left': '{left} is left and goes to nobody.',
  'pool.given': 'What each rule makes of {estate}.',
  'pool.handed-out':
    'What each rule would make of the {estate} handed out, were it one pool that everybody can ' +
    'use: what forms, routes and classes forbid plays no part in it.',
  'pool.heeding':
    'Only weighted cea, weighted cel and max min coverage heed weights, floors and caps; the ' +
    'others look at the claims alone.',
  'pool.coverage': 'Max min coverage counts in what each member has of its own.',
  'pool.nothing': 'Nothing is released, by any rule.',
  'pool.unable': '{rule} cannot divide it: {why}',
  'schedules.compared':
    'What each may use (its supply right) when restraint rises in two steps, as in the treaty, ' +
    'or evenly on a ramp.',
  'schedules.below': 'The loss is below the trigger, by either schedule: nothing is shared.',
  'schedules.no-other': 'There is no other rule for this.',
  'methods.compared': 'What each method makes of {house} seats.',
  'head.claimant': 'claimant',
  'head.member': 'member',
  'head.party': 'party',
  'head.claim': 'claims',
  'head.may-claim': 'may claim',
  'head.weight': 'weight',
  'head.floor': 'floor',
  'head.cap': 'cap',
  'head.gets': 'gets',
  'head.exactly': 'exactly',
  'head.covered': 'covered',
  'head.short': 'short',
  'head.level': 'per weight',
  'head.votes': 'votes',
  'head.part': 'part',
  'head.share': 'exact share',
  'head.seats': 'seats',
  'head.by-steps': 'by steps',
  'head.on-the-ramp': 'on the ramp',
  'of.all': 'all',
  'of.claimant': 'claimant {name}',
  'of.member': 'member {name}',
  'of.party': 'party {name}',
  'own.network': 'this network',
  'own.release': 'this release',
  'apportion.problem':
    'Seats: {house}, by the method {method}. Parties: {count}, with {total} votes in all.',
  'apportion.quota': 'Its {votes} votes are {part} of all, which is worth {share} seats.',
  'apportion.no-vote': 'It has no vote, and gets no seat.',
  'apportion.whole': 'That is a whole number: it gets {seats}.',
  'apportion.up': 'Rounded up it gets {seats}.',
  'apportion.down': 'Rounded down it gets {seats}.',
  'apportion.above': 'It gets {seats}, more than its share rounded up: this method may do that.',
  'apportion.below': 'It gets {seats}, less than its share rounded down: this method may do that.',
} as const;

export type ReportId = keyof typeof REPORT_ENGLISH;
