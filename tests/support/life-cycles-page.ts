import * as award from '#domain/lifecycle/award';
import * as drawdown from '#domain/lifecycle/drawdown';
import { stateOf, type Lifecycle, type Move } from '#domain/lifecycle/lifecycle';
import * as lifecycles from '#domain/lifecycle/lifecycles';

type Table = Lifecycle<string, string>;

/** Where the page is kept; a test fails when it is not what the tables say. */
export const LIFE_CYCLES_PAGE = 'docs/reference/life-cycles.md';

const HEAD = `# Life cycles

What may follow what, as the code has it: one table for each kind of thing in
\`libs/domain/lifecycle\`. \`npm run docs:life-cycles\` writes this page from them.
An act that is not legal now is refused as \`act-not-legal-now\`, which names those that are, and
changes nothing. Where the table says so, each step has who takes it, what guards it (the
[refusals](errors.md) besides those of sign-in and role), which accounts its grams move between, and
the [entry](events.md) that tells of it.
`;

const TABLES = { ...lifecycles, ...award, ...drawdown } as Record<string, Table>;

/** The page: a diagram and a table for each life cycle, by name. */
export function lifeCyclesPage(): string {
  const distinct = new Map<Table, string>();
  for (const name of Object.keys(TABLES).sort()) {
    const table = TABLES[name] as Table;
    const title = name.toLowerCase().replaceAll('_', ' ');
    const known = distinct.get(table);
    distinct.set(table, known === undefined ? title : `${known}, ${title}`);
  }
  return [HEAD, ...[...distinct].map(([table, title]) => section(title, table))].join('\n');
}

function section(title: string, table: Table): string {
  const heading = `## ${title.charAt(0).toUpperCase()}${title.slice(1)}\n`;
  const full = steps(table);
  const tables = full.length === 0 ? rows(table) : [...rows(table), '', ...full];
  return [heading, diagram(table), '', ...tables, ''].join('\n');
}

/** Mermaid takes hyphens in the name of a state for a part of an arrow. */
const nodeOf = (state: string): string => state.replaceAll('-', '_');

function diagram(table: Table): string {
  const states = Object.keys(table);
  const names = states
    .filter((state) => nodeOf(state) !== state)
    .map((state) => `  state "${state}" as ${nodeOf(state)}`);
  const arrows = states.flatMap((state) =>
    Object.entries(table[state] ?? {}).map(
      ([act, step]) => `  ${nodeOf(state)} --> ${nodeOf(stateOf(step ?? ''))}: ${act}`,
    ),
  );
  const first = `  [*] --> ${nodeOf(states[0] ?? '')}`;
  const ends = states.filter((state) => isEnd(table, state));
  const last = ends.map((state) => `  ${nodeOf(state)} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', ...names, first, ...arrows, ...last, '```'].join('\n');
}

function isEnd(table: Table, state: string): boolean {
  return Object.keys(table[state] ?? {}).length === 0;
}

/** One row a state, padded as the formatter does. */
function rows(table: Table): string[] {
  const cells = Object.entries(table).map(([state, acts]) => {
    const moves = Object.entries(acts).map(([act, step]) => `${act}: ${stateOf(step ?? '')}`);
    return [`\`${state}\``, moves.join('; ') || 'it ends here'] as const;
  });
  return padded([['state', 'acts, and where each leads'], ...cells]);
}

/** One row a step of a table that says everything of its steps; none of another. */
function steps(table: Table): string[] {
  const cells = Object.entries(table).flatMap(([state, acts]) =>
    Object.entries(acts).flatMap(([act, step]) =>
      typeof step === 'object' ? [stepCells(state, act, step)] : [],
    ),
  );
  if (cells.length === 0) return [];
  return padded([['step', 'by', 'guarded by', 'moves', 'entry'], ...cells]);
}

function stepCells(state: string, act: string, step: Move<string>): string[] {
  const others = Object.values(step.notBy).map((did) => `not who ${did}`);
  const guards = step.guards.map((code) => `\`${code}\``);
  const ways = step.ways.map(([from, to]) => `${from} → ${to}`);
  return [
    `\`${state}\`: ${act}`,
    step.by,
    [...others, ...guards].join(', ') || '-',
    ways.join(', ') || 'nothing',
    `\`${step.entry}\``,
  ];
}

/** A table whose columns are as wide as their widest cell; the first row is its head. */
function padded(all: readonly (readonly string[])[]): string[] {
  const [first = []] = all;
  const widths = first.map((_cell, n) => Math.max(...all.map((row) => (row[n] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = '', ...others] = all.map(line);
  return [head, rule, ...others];
}
