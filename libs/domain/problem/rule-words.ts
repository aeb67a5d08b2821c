import type { ClaimsRule } from '../allocation/divide-claims';

/** Each rule in one sentence, for people who never heard its name. */
export const RULE_WORDS: Readonly<Record<ClaimsRule, string>> = {
  proportional: 'Everybody gets the same part of its claim.',
  cea: 'Everybody gets the same amount, but nobody more than its claim.',
  cel: 'Everybody goes short by the same amount, but nobody by more than its claim.',
  talmud:
    'Up to half of each claim, everybody gets the same amount; beyond it, everybody goes short ' +
    'by the same amount.',
  reverse_talmud:
    'Up to half of each claim, everybody goes short by the same amount; beyond it, everybody ' +
    'gets the same amount.',
  piniles:
    'Everybody gets the same amount up to half of its claim, and then once more up to the ' +
    'other half.',
  constrained_egalitarian:
    'Up to half of each claim, everybody gets the same amount; beyond it, the least served are ' +
    'raised first.',
  random_arrival:
    'What everybody would get on average if all came in a random order and each took its claim ' +
    'as long as there is some.',
  minimal_overlap:
    'Each part is shared equally by those who claim it, with as few claiming the same part as ' +
    'can be.',
  adjusted_proportional:
    'Everybody first gets what all others leave it; the rest is divided in proportion to what ' +
    'each can still claim.',
  weighted_cea:
    'Everybody gets the same amount per unit of its weight, within its floor and its cap.',
  weighted_cel:
    'Everybody goes short by the same amount per unit of its weight, within its floor and its ' +
    'cap.',
  max_min_coverage: 'The least covered, by days of use, are served first, within floor and cap.',
};
