/**
 * Every message of an explanation in English: by id, with the names of its figures in braces.
 * A translation is another table with the same ids and the same figures.
 */
export const ENGLISH = {
  'run.none':
    'The group lost {loss} of its normal use, less than any trigger: nothing is released.',
  'run.selective':
    'The group lost {loss} of its normal use, less than the trigger for all, but some members ' +
    'lost more: the release is for those alone.',
  'run.general': 'The group lost {loss} of its normal use: a release for all members.',
  'run.severe':
    'The group lost {loss} of its normal use: a severe case, and a release at the full rate.',
  'run.opening':
    'Every member has to do with {restraint} less than its normal use. Of each stock that is ' +
    'free, {fraction} is released.',
  'run.review-due': '{drawn} of the first stock has been drawn, and the parties decided to go on.',
  'run.halved':
    '{drawn} of the first stock has been drawn and no review was decided: half is released.',
  'run.buffer-held': '{buffer} is held back for people outside national plans.',
  'run.buffer-served': '{buffer} went to people outside national plans, before everybody else.',
  'run.opened':
    'For the members {opened} is opened: {total} is awarded, and {left} stays in the depots.',
  member: '{member}',
  supply:
    'It normally uses {baseline} and is left with a supply of {supply}: it lost {loss} of its use.',
  permissible: 'With {restraint} less it may use {permissible} in the {days} days of the plan.',
  'gap.some': 'Its own supply brings {supplied} of that, which leaves a gap of {gap}.',
  'gap.none': 'Its own supply brings {supplied} in that time: there is no gap.',
  'claim.not-eligible': 'It was not hit hard enough to claim in a release for single members.',
  'claim.no-gap': 'Without a gap it claims nothing.',
  'claim.need': 'It asks for {need}, less than the gap: that is its claim, {claim} in whole units.',
  'claim.gap':
    'It asks for {need}, but no claim may be above the gap: it claims {claim} in whole units.',
  'claim.unstated':
    'It stated no need, so that the gap is its claim: it claims {claim} in whole units.',
  'floor.none': 'None of it is for essential use.',
  'floor.essential':
    'Essential use is {essential}: that part of the claim is its floor, {floor} in whole units, ' +
    'which is served before anything else.',
  'floor.claim':
    'Essential use is {essential}, more than the claim: all of the claim is its floor, {floor}, ' +
    'which is served before anything else.',
  weight:
    'Its share is measured by its weight: normal use of {baseline}, times {equity} (the equity ' +
    'multiplier), times {standing} (its standing: what it has delivered of its pledges) is ' +
    '{weight}.',
  'weight.standing-bounded':
    'Its share is measured by its weight: normal use of {baseline}, times {equity} (the equity ' +
    'multiplier), times {standing} (the bound of the rule nearest to its standing, {stated} of ' +
    'its pledges delivered) is {weight}.',
  'weight.smallest':
    'Its share is measured by its weight. Without a normal use it has the smallest of anybody: ' +
    '{weight}.',
  'floors.met': 'The floors of all members can be met: {floorAward} is sure.',
  'floors.scaled':
    'Not all floors can be met, so each gets as many days of essential use as can be: ' +
    '{floorAward} of its {floor} is sure.',
  'level.not-eligible': 'So it takes no part in the division.',
  'level.no-gap': 'So it takes no part in the division.',
  'level.claim':
    'What is left is divided so that all who are short get the same number of days of their ' +
    'weight. It is not short: its whole claim is met, {exact}.',
  'level.floor':
    'What is left is divided so that all who are short get the same number of days of their ' +
    'weight: {level}. For this member that would be less than what is sure, so it keeps {exact}.',
  'level.level':
    'What is left is divided so that all who are short get the same number of days of their ' +
    'weight: {level} when the reserve is used up. Times {weight} it is {exact}.',
  'level.network':
    'It gets as many days of its weight as the stocks it can use allow: {level} when they are ' +
    'used up ({stocks}). Times {weight} it is {exact}.',
  'level.routes':
    'It gets as many days of its weight as its routes can carry: {level} when they are full ' +
    '(from {routes}). Times {weight} it is {exact}.',
  'level.stocks-and-routes':
    'It gets as many days of its weight as it can be sent: {level} when the stocks it can use ' +
    'are used up ({stocks}) and its other routes are full (from {routes}). Times {weight} it is ' +
    '{exact}.',
  'level.no-stock':
    'No stock that is opened holds a form it can use, or no route leads to it: it gets {exact}.',
  'rounding.whole': 'That is a whole number of award units of {unit}.',
  'rounding.up':
    'Awards are whole units. Its part of a unit is {fraction}, number {place} of {count} in ' +
    'order of size: it is rounded up.',
  'rounding.down':
    'Awards are whole units. Its part of a unit is {fraction}, number {place} of {count} in ' +
    'order of size: it is rounded down.',
  award: 'Its award is {award}.',
  'award.covers':
    'Its award is {award}. Before, {before} of its normal use was covered; now {after} is, or ' +
    '{days} days of it.',
  route: '{amount} comes from {stock}.',
  'route.none': 'Nothing is sent to it.',
  'route.before': '{amount} was sent to it before.',
} as const;

export type MessageId = keyof typeof ENGLISH;
