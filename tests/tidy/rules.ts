import * as ts from 'typescript';

/** A text of the repository, by its path from the top. */
export interface Text {
  readonly path: string;
  readonly text: string;
}

const LINE_CHARS_MAX = 100;
const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 60;
const CONSTRUCTOR_DEPENDENCIES_MAX = 6;
export const RUNTIME_DEPENDENCIES_MAX = 20;

/** Written so that no pattern matches its own source. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/@ts-(ignore|nocheck|expect-error)/, 'silences the compiler'],
  [/eslint-(disable)/, 'silences the linter'],
  [/\.(only)\(|\b(fit|fdescribe)\(/, 'switches off every other test'],
  [/\b(TO)DO\b|\b(FIX)ME\b/, 'promises work: do it, or write an issue'],
  [/forward(Ref)\b/, 'hides a circular dependency'],
];

const MACHINE_PATHS = /\/(work)\/\w|\/(tmp)\/\w|\/(home)\/\w|\/(root)\/|\.\.\/(shared)\//;
const VAGUE_NAME = /(Manager|Helper|Utils?|Common|Impl)$|^Base[A-Z]|^I[A-Z][a-z]/;
const VAGUE_FILE = /(^|[/.-])(manager|helper|util|common|impl|base)s?\.ts$/;

/** Everything wrong with one source text, each as `path:line what`. */
export function faultsOf(source: Text): string[] {
  const lines = source.text.split('\n');
  const faults = lines.flatMap((line, index) =>
    faultsOfLine(line).map((fault) => `${source.path}:${index + 1} ${fault}`),
  );
  if (lines.length > FILE_LINES_MAX + 1) {
    faults.push(`${source.path}:1 has ${lines.length - 1} lines, more than ${FILE_LINES_MAX}`);
  }
  if (/^(libs|apps)\/(.*\/)?index\.ts$/.test(source.path)) {
    faults.push(`${source.path}:1 is a barrel: import from the file that has the thing`);
  }
  if (VAGUE_FILE.test(source.path)) {
    faults.push(`${source.path}:1 has a name that says nothing about its content`);
  }
  return [...faults, ...syntaxFaults(source)];
}

/** Paths of one machine in any text of the repository, documents included. */
export function machinePathsIn({ path, text }: Text): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      MACHINE_PATHS.test(line) ? [`${path}:${index + 1} names a path of one machine`] : [],
    );
}

/** Compares the migrations with the list of those that are merged. */
export function migrationFaults(
  hashes: Readonly<Record<string, string>>,
  merged: Readonly<Record<string, string>>,
): string[] {
  const changed = Object.entries(merged).flatMap(([name, hash]) => {
    if (hashes[name] === undefined) return [`${name} is merged and may not be removed`];
    if (hashes[name] === hash) return [];
    return [`${name} is merged and may not be changed: write a new migration instead`];
  });
  const unlisted = Object.keys(hashes).filter((name) => merged[name] === undefined);
  return [
    ...changed,
    ...unlisted.map((name) => `${name} is not listed: run \`npm run migrations:list\` at the end`),
  ];
}

function faultsOfLine(line: string): string[] {
  const banned = BANNED.flatMap(([pattern, why]) => {
    const found = pattern.exec(line);
    return found ? [`"${found[0]}" ${why}`] : [];
  });
  if (line.length <= LINE_CHARS_MAX) return banned;
  return [...banned, `has ${line.length} characters, more than ${LINE_CHARS_MAX}`];
}

function syntaxFaults({ path, text }: Text): string[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const faults: string[] = [];
  // SQL is best read in one piece.
  const isMigration = path.startsWith('infra/migrations/');
  const lineOf = (position: number): number =>
    tree.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    const first = lineOf(node.getStart(tree));
    const lines = lineOf(node.end) - first + 1;
    for (const fault of faultsOfNode(node, isMigration ? 1 : lines))
      faults.push(`${path}:${first} ${fault}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return faults;
}

function faultsOfNode(node: ts.Node, lines: number): string[] {
  if (ts.isConstructorDeclaration(node)) {
    const count = node.parameters.length;
    if (count > CONSTRUCTOR_DEPENDENCIES_MAX) {
      return [`a constructor takes ${count} things, more than ${CONSTRUCTOR_DEPENDENCIES_MAX}`];
    }
  }
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
    const name = node.name?.text ?? '';
    if (VAGUE_NAME.test(name)) return [`the name ${name} says nothing about its purpose`];
  }
  if (ts.isFunctionLike(node) && lines > FUNCTION_LINES_MAX && !isTestGroup(node)) {
    return [`a function has ${lines} lines, more than ${FUNCTION_LINES_MAX}`];
  }
  return [];
}

/** The callback of `describe` is a chapter, not a function. */
function isTestGroup(node: ts.Node): boolean {
  const call = node.parent;
  return ts.isCallExpression(call) && call.expression.getText().startsWith('describe');
}
