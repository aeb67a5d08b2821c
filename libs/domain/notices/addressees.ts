import type { EntryKind } from '../log/entry';

/** Who is told of an entry: the Trust's administrators, and members. */
export interface Addressees {
  readonly trust: boolean;
  readonly members: 'all' | readonly string[];
}

/** What an entry says that decides who is told. */
export interface Told {
  readonly kind: EntryKind;
  readonly body: object;
  /** The member acting or concerned, or null. */
  readonly member: string | null;
}

/**
 * `all` members; the `member` of the entry; those `named` in its body; the `trust`; or the `owner`,
 * which is the member of the entry, or the Trust when it has none.
 */
type Rule = 'all' | 'member' | 'named' | 'trust' | 'owner';

/** Kinds that come in thousands from one file are left out: who sends them knows of them. */
const RULES: ReadonlyMap<EntryKind, readonly Rule[]> = new Map<EntryKind, readonly Rule[]>([
  ['pledge-accepted', ['member']],
  ['pledge-amendment-accepted', ['member']],
  ['pledge-amendment-declined', ['member']],
  ['instalments-reminded', ['named']],
  ['contribution-rejected', ['member']],
  ['release-rule-in-force', ['all']],
  ['disruption-proposed', ['trust']],
  ['disruption-declared', ['all', 'trust']],
  ['needs-opened', ['all']],
  ['needs-closed', ['all', 'trust']],
  ['disruption-closed', ['all']],
  ['allocation-proposed', ['trust']],
  ['allocation-approved', ['trust']],
  ['allocation-rejected', ['trust']],
  ['allocation-failed', ['trust']],
  ['allocation-published', ['all', 'trust']],
  ['award-waived', ['trust']],
  ['award-lapsed', ['member', 'trust']],
  ['drawdown-ordered', ['member']],
  ['drawdown-released', ['member']],
  ['drawdown-collected', ['trust']],
  ['drawdown-cancelled', ['member']],
  ['collection-reported', ['trust']],
  ['collection-recounted', ['member']],
  ['collection-settled', ['member']],
  ['deadline-reminded', ['named']],
  ['deadline-passed', ['member', 'trust']],
  ['channel-disabled', ['owner']],
]);

/** Who is told of an entry, or null when nobody is. */
export function addresseesOf({ kind, body, member }: Told): Addressees | null {
  const rules = RULES.get(kind);
  if (rules === undefined) return null;
  const trust = rules.includes('trust') || (rules.includes('owner') && member === null);
  if (rules.includes('all')) return { trust, members: 'all' };
  const concerned = rules.includes('member') || rules.includes('owner') ? [member] : [];
  const named = rules.includes('named') ? namedIn(body) : [];
  const members = new Set([...concerned, ...named].filter((one) => one !== null));
  return trust || members.size > 0 ? { trust, members: [...members].sort() } : null;
}

/** Members in the lists `members` and `reminders` of a body. */
function namedIn(body: object): string[] {
  const { members = [], reminders = [] } = body as {
    members?: readonly string[];
    reminders?: readonly { readonly member: string }[];
  };
  return [...members, ...reminders.map(({ member }) => member)];
}

/** Fields of a body that a notice repeats: what it is about, and by when. */
const ABOUT = [
  ...['disruption', 'run', 'award', 'drawdown', 'pledge', 'contribution', 'rule', 'dispute'],
  ...['channel', 'deadline', 'step', 'subjectKind', 'subject', 'dueAt', 'effect'],
];

/** What a notice says beside its kind: identifiers and moments, nothing that is confidential. */
export function aboutOf(body: object): Readonly<Record<string, string>> {
  const told = Object.entries(body as Readonly<Record<string, unknown>>).filter(
    (field): field is [string, string] => ABOUT.includes(field[0]) && typeof field[1] === 'string',
  );
  return Object.fromEntries(told);
}
