/** What is said of the sharing of the International Energy Agency, in English. */
export const IEA_ENGLISH = {
  'iea.general':
    'General sharing by the Agreement on an International Energy Program (1974), articles 7 and ' +
    '12 to 16.',
  'iea.selective':
    'Selective sharing by the Agreement on an International Energy Program (1974), articles 8 ' +
    'and 17.',
  'iea.collective':
    'A collective action of the International Energy Agency: what each member contributes.',
  'iea.review': 'The day on which the parties must decide on further measures (article 15).',
  'iea.reserve_cover':
    'Emergency reserves against the commitment of 90 days of net imports (article 2), by the two ' +
    'methods of counting stocks.',
  'iea.below': 'The group lost {ratio} of its use, less than 7 %: nothing is shared.',
  'iea.at-step': 'The group lost {ratio} of its use: every member has to do with {restraint} less.',
  'iea.shortfall':
    'Even so {shortfall} is missing each day. It is drawn from emergency reserves, by each in ' +
    'proportion to its reserve commitment.',
  'iea.surplus': 'That is enough: no reserves need be drawn.',
  'iea.permissible':
    'With {restraint} less than its use of {consumption} it may use {permissible}.',
  'iea.drawdown':
    'Its reserve commitment is {part} of all: so much of the missing supply it draws from its ' +
    'own reserves, {drawdown}.',
  'iea.no-drawdown': 'It draws nothing from its reserves.',
  'iea.right': 'That leaves it a supply right of {right}; it has {available}.',
  'iea.receives': 'It is short of its right: others owe it {amount}, its allocation right.',
  'iea.gives': 'It has more than its right: it owes others {amount}, its allocation obligation.',
  'iea.even': 'That is its right exactly: it neither receives nor gives.',
  'iea.none-hit': 'No member lost more than 7 % of its use: nothing is shared.',
  'iea.hit': 'Lost more than 7 % of their use: {members}.',
  'iea.bears':
    'It lost {reduction} of a use of {consumption}, and bears {borne} (at most 7 %) itself.',
  'iea.asks': 'Others owe it the rest, {amount}: its allocation right.',
  'iea.asks-nothing': 'That is all of it: it may ask for nothing.',
  'iea.owes': 'By its part of the use of all who give it owes {amount} to those who were hit.',
  'iea.owes-nothing': 'It owes nothing.',
  'iea.net': 'All in all it receives {amount}.',
  'iea.net-gives': 'All in all it gives {amount}.',
  'iea.net-even': 'All in all it neither receives nor gives.',
  'iea.contributes': 'It uses {part} of what all use together: its contribution is {exact}.',
  'iea.contributes-whole': 'In whole units, by largest remainder, that is {whole}.',
  'iea.never-reviewed': 'Nothing is drawn each day, so that half is never reached.',
  'iea.reviewed':
    'Half of all commitments is {half}: at this rate it is drawn after {days} days, so that a ' +
    'decision is due on day {day}.',
  'iea.cover-exporter': 'It imports no more than it exports: it has no commitment.',
  'iea.cover':
    'It imports {daily} a day net, so that its commitment is {commitment}. Its reserves count ' +
    '{all} ({allDays} days) by all products, or {main} ({mainDays} days) by the main products.',
  'iea.compliant': 'By the better of the two methods it meets its commitment.',
  'iea.not-compliant': 'By neither method it meets its commitment.',
  'head.permissible': 'may use',
  'head.drawdown': 'draws',
  'head.right': 'right to',
  'head.available': 'has',
  'head.receives': 'receives',
  'head.gives': 'gives',
  'head.lost': 'lost',
  'head.bears': 'bears',
  'head.asks': 'asks',
  'head.net': 'in all',
  'head.use': 'uses',
  'head.whole': 'whole',
} as const;
