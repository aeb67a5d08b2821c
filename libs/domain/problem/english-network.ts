/** What is said of networks of depots and members, and of releases, in English. */
export const NETWORK_ENGLISH = {
  'network.problem':
    'Depots: {depots}, which hold {stock}. Members: {members}, who claim {claims} in all.',
  'network.rule':
    'As much as the routes can carry is handed out, and whoever has the least for its weight is ' +
    'raised first, as long as anything can reach it.',
  'network.classes':
    'The members are served in classes, one after the other: a later class gets what the earlier ' +
    'ones leave.',
  'network.total': '{total} is handed out, and {left} stays in the depots.',
  'member.claims': 'It claims {claim}, with a weight of {weight}.',
  'member.class': 'It is served in class {class}.',
  'member.floor': 'Its floor is {floor}: that is sure.',
  'member.reach': 'It can be served from these depots: {stocks}.',
  'member.no-reach': 'No depot can serve it.',
  'member.no-claim': 'It claims nothing and gets nothing.',
  'bound.claim': 'Its whole claim is met: {award}.',
  'bound.floor':
    'The level stops at {level} for each unit of weight. That would be less than its floor, so ' +
    'it keeps {award}.',
  'bound.stocks':
    'Its level stops at {level} for each unit of weight, where all that can serve it is used up ' +
    'by it and by members with no more for their weight (depots: {stocks}): {award}.',
  'bound.routes':
    'Its level stops at {level} for each unit of weight, where all routes to it carry as much as ' +
    'they may (from depots: {routes}): {award}.',
  'bound.stocks-and-routes':
    'Its level stops at {level} for each unit of weight, where depots are used up (depots: ' +
    '{stocks}) and the other routes to it carry as much as they may (from depots: {routes}): ' +
    '{award}.',
  'bound.nothing': 'Nothing can reach it: {award}.',
  'member.part': 'That is {part} of its claim.',
  'member.from': '{amount} comes from depot {stock}.',
  'member.from-full': '{amount} comes from depot {stock}, all that this route may carry.',
  'fair.before':
    'Before, {worst} was covered least, with {coverage} of its normal use; the coverage of all ' +
    'members had a Gini index of {gini} (a measure of inequality: 0 is equal).',
  'fair.after':
    'Now {worst} is covered least, with {coverage} of its normal use; the Gini index is {gini}.',
} as const;
