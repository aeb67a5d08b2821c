/**
 * Every message of an explanation in English: by id, with the names of its figures in braces.
 * A translation is another table with the same ids and the same figures.
 */
export const ENGLISH = {
  'run.none': 'The group lost {loss} of its supply, less than any trigger: nothing is released.',
  'run.selective': 'The group lost {loss} of its supply: a release for the members hit alone.',
  'run.general': 'The group lost {loss} of its supply: a general release.',
  'run.severe': 'The group lost {loss} of its supply: a severe case, at the full rate.',
  'run.opening': 'Everybody restrains {restraint}; {fraction} of each free stock is released.',
  'run.review-due': '{drawn} of the first stock has been drawn, and the parties decided to go on.',
  'run.halved':
    '{drawn} of the first stock has been drawn and no review was decided: half is released.',
  'run.buffer-held': '{buffer} is held back for people outside national plans.',
  'run.buffer-served': '{buffer} went to people outside national plans, before everybody else.',
  'run.opened': '{opened} is opened to the members; {total} is awarded, {left} finds no claim.',
  supply: 'It uses {baseline} and is left with {supply}: it lost {loss} of its use.',
  permissible: 'Under restraint of {restraint} it may use {permissible} in {days} days.',
  'gap.some': 'Its own supply brings {supplied} of that, which leaves a gap of {gap}.',
  'gap.none': 'Its own supply brings {supplied}: there is no gap.',
  'claim.not-eligible': 'It was not hit hard enough to claim in a release for single members.',
  'claim.no-gap': 'Without a gap it claims nothing.',
  'claim.need': 'It asks for {need}, less than the gap: that is its claim, {claim} in whole units.',
  'claim.gap': 'It asks for {need}, but no claim is above the gap: {claim} in whole units.',
  'claim.unstated': 'It stated no need, so that the gap is its claim: {claim} in whole units.',
  'floor.none': 'None of it is essential use.',
  'floor.essential': 'Essential use is {essential}: it is served first, {floor} in whole units.',
  'floor.claim': 'Essential use is {essential}, more than the claim: all of {floor} goes first.',
  weight:
    'Its weight is {baseline} times an equity multiplier of {equity} times a standing of ' +
    '{standing}: {weight}.',
  'weight.standing-bounded':
    'Its weight is {baseline} times an equity multiplier of {equity} times a standing of ' +
    '{standing}, the bound nearest to {stated}: {weight}.',
  'weight.smallest': 'Without a baseline it has the smallest weight of anybody: {weight}.',
  'floors.met': 'All essential use is met: {floorAward} is sure.',
  'floors.scaled': 'Not all essential use can be met: {floorAward} of its {floor} is sure.',
  'level.not-eligible': 'So it takes no part in the division.',
  'level.no-gap': 'So it takes no part in the division.',
  'level.claim': 'The level rises to {level} days, enough for the whole claim: {exact}.',
  'level.floor': 'The level stops at {level} days, below what is sure already: {exact}.',
  'level.level':
    'The level stops at {level} days, where the reserve is used up: times {weight} it is {exact}.',
  'level.network':
    'The level stops at {level} days, where the stocks it can use are used up: times {weight} ' +
    'it is {exact}.',
  'rounding.whole': 'That is a whole number of units of {unit}.',
  'rounding.up': 'Its part of a unit is {fraction}, number {place} of {count}: it is rounded up.',
  'rounding.down':
    'Its part of a unit is {fraction}, number {place} of {count}: it is rounded down.',
  award: 'Its award is {award}.',
  'award.covers':
    'Its award is {award}: {before} of normal use was covered, now {after} is; {days} days of it.',
  route: '{amount} comes from {stock}.',
  'route.none': 'Nothing is sent to it.',
  'route.before': '{amount} was sent to it before.',
} as const;

export type MessageId = keyof typeof ENGLISH;

/** The messages in one language. */
export type Messages = Readonly<Record<MessageId, string>>;
