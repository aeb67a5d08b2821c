import type { Lifecycle } from '#domain/lifecycle/lifecycle';
import * as lifecycles from '#domain/lifecycle/lifecycles';

type Table = Lifecycle<string, string>;

/** Where the page is kept; a test fails when it is not what the tables say. */
export const LIFE_CYCLES_PAGE = 'docs/reference/life-cycles.md';

const HEAD = `# Life cycles

What may follow what, as the code has it: one table for each kind of thing in
\`libs/domain/lifecycle/lifecycles.ts\`. \`npm run docs:life-cycles\` writes this page from them.
An act that is not legal now is refused as \`act-not-legal-now\`, which names those that are, and
changes nothing.
`;

/** The page: a diagram and a table for each life cycle, by name. */
export function lifeCyclesPage(): string {
  const distinct = new Map<Table, string>();
  for (const [name, table] of Object.entries(lifecycles as Record<string, Table>)) {
    const title = name.toLowerCase().replaceAll('_', ' ');
    const known = distinct.get(table);
    distinct.set(table, known === undefined ? title : `${known}, ${title}`);
  }
  return [HEAD, ...[...distinct].map(([table, title]) => section(title, table))].join('\n');
}

function section(title: string, table: Table): string {
  const heading = `## ${title.charAt(0).toUpperCase()}${title.slice(1)}\n`;
  return [heading, diagram(table), '', ...rows(table), ''].join('\n');
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
      ([act, target]) => `  ${nodeOf(state)} --> ${nodeOf(target ?? '')}: ${act}`,
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
    const moves = Object.entries(acts).map(([act, target]) => `${act}: ${target}`);
    return [`\`${state}\``, moves.join('; ') || 'it ends here'] as const;
  });
  const all = [['state', 'acts, and where each leads'] as const, ...cells];
  const widths = [0, 1].map((n) => Math.max(...all.map((row) => (row[n] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = [], ...others] = all.map(line);
  return [head as string, rule, ...others];
}
