/** What is said of claims problems, in English. */
export const CLAIMS_ENGLISH = {
  'claims.short':
    'To divide: {estate}. Claimants: {count}, who claim {total} in all. That is enough for ' +
    '{part} of it.',
  'claims.enough':
    'To divide: {estate}. Claimants: {count}, who claim {total} in all. That is enough for ' +
    'everybody.',
  'rule.proportional': 'Rule proportional: everybody gets the same part of its claim.',
  'rule.cea':
    'Rule cea (equal awards): everybody gets the same amount, but nobody more than its claim.',
  'rule.cel':
    'Rule cel (equal losses): everybody goes short by the same amount, but nobody by more than ' +
    'its claim.',
  'rule.talmud':
    'Rule talmud: up to half of each claim, everybody gets the same amount; beyond it, everybody ' +
    'goes short by the same amount.',
  'rule.reverse_talmud':
    'Rule reverse_talmud: up to half of each claim, everybody goes short by the same amount; ' +
    'beyond it, everybody gets the same amount.',
  'rule.piniles':
    'Rule piniles: everybody gets the same amount up to half of its claim, and then once more up ' +
    'to the other half.',
  'rule.constrained_egalitarian':
    'Rule constrained_egalitarian: up to half of each claim, everybody gets the same amount; ' +
    'beyond it, the least served are raised first.',
  'rule.random_arrival':
    'Rule random_arrival: what everybody would get on average if all came in a random order and ' +
    'each took its claim as long as there is some.',
  'rule.minimal_overlap':
    'Rule minimal_overlap: each part is shared equally by those who claim it, with as few ' +
    'claiming the same part as can be.',
  'rule.adjusted_proportional':
    'Rule adjusted_proportional: everybody first gets what all others leave it; the rest is ' +
    'divided in proportion to what each can still claim.',
  'rule.weighted_cea':
    'Rule weighted_cea (weighted equal awards): everybody gets the same amount per unit of its ' +
    'weight, within its floor and its cap.',
  'rule.weighted_cel':
    'Rule weighted_cel (weighted equal losses): everybody goes short by the same amount per unit ' +
    'of its weight, within its floor and its cap.',
  'rule.max_min_coverage':
    'Rule max_min_coverage (equal days of supply): the least covered for what they use are ' +
    'served first, within floor and cap.',
  'claimant.claims': 'It claims {claim}.',
  'claimant.weight': 'Its weight is {weight}.',
  'claimant.bounds': 'It gets at least {lower} and at most {upper}.',
  'half.first':
    'There is no more than half of all claims, so that halves are divided: half of its claim is ' +
    '{half}.',
  'half.second':
    'There is more than half of all claims, so that everybody has half of its claim, {half}, and ' +
    'the other halves are divided.',
  'half.kept':
    'There is more than half of all claims, so that everybody has at least half of its claim, ' +
    '{half}.',
  'held.upper': 'The rule would give more, but it is held by its upper bound: {award}.',
  'held.claim': 'Its whole claim is met, {award}: nobody gets more than that.',
  'held.half': 'Of the half that is divided it gets all, {award}.',
  'held.half-floor':
    'Half of its claim is more than the common amount: it keeps that half, {award}.',
  'held.lower': 'The rule would give less, but it is held by its floor: {award}.',
  'held.nothing':
    'The common loss is as large as all that it could get, or larger: it gets nothing of it.',
  'held.same-part': 'Everybody gets the same part of its claim, {part}: {award}.',
  'held.same-amount': 'It gets the same amount as all who are held by no bound: {award}.',
  'held.same-per-weight':
    'It gets {level} for each unit of its weight, as all who are held by no bound: {award}.',
  'held.same-loss':
    'It goes short by {loss}, as much as all who are held by no bound: it gets {award}.',
  'held.same-loss-per-weight':
    'It goes short by {level} for each unit of its weight, as all who are held by no bound, so ' +
    'by {loss}: {award}.',
  'held.minimal-right':
    'All others together claim so much that {right} is left to it alone: that is sure.',
  'held.average': 'Over all orders of arrival it gets {award} on average.',
  'held.overlap':
    'Of the parts that it claims it gets {award}, shared with those who claim them too.',
  'held.in-proportion':
    'With its part of the rest, in proportion to what each can still claim, it gets {award}.',
  'claimant.gets': 'In all it gets {award}: {part} of its claim, {short} short.',
  'claimant.gets-nothing': 'It claims nothing and gets nothing.',
} as const;
