import * as ts from 'typescript';
import type { Text } from './rules';

/** What makes a refusal, and which of its arguments is the code. */
const SINKS: Readonly<Record<string, number>> = {
  DomainError: 1,
  ValidationError: 0,
  problem: 1,
  invalid: 0,
};

/** This one translates statuses by tables, so that every word of this form in it is a code. */
const TRANSLATOR = 'libs/platform/http/problem.filter.ts';
const CODE = /^[a-z]+(-[a-z0-9]+)+$/;

export interface CodeUse {
  readonly path: string;
  readonly code: string;
}

interface Reading {
  readonly codes: readonly string[];
  /** Codes that only the running program knows, as they are written. */
  readonly unread: readonly string[];
}

/** Every stable code that a source file can answer with. */
export function codesOf({ path, text }: Text): readonly CodeUse[] {
  return readCodes(path, text).codes.map((code) => ({ path, code }));
}

/** Codes of a source file that no reader can know, such as `makeCode()`. */
export function unreadCodesOf({ path, text }: Text): readonly string[] {
  return readCodes(path, text).unread.map((expression) => `${path}: ${expression}`);
}

function readCodes(path: string, text: string): Reading {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const nodes = descendants(file);
  const calls = nodes.filter(
    (node): node is ts.CallExpression | ts.NewExpression =>
      ts.isCallExpression(node) || ts.isNewExpression(node),
  );
  const codes: string[] = [];
  const unread: string[] = [];
  for (const call of calls) {
    const argument = call.arguments?.[SINKS[call.expression.getText()] ?? -1];
    if (argument === undefined) continue;
    const found = textsOf(argument, { nodes, calls });
    if (found === null) unread.push(argument.getText());
    else codes.push(...found);
  }
  if (path === TRANSLATOR) {
    const texts = nodes.filter(ts.isStringLiteral).map(({ text: word }) => word);
    codes.push(...texts.filter((word) => CODE.test(word)));
  }
  return { codes, unread };
}

interface Around {
  readonly nodes: readonly ts.Node[];
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
}

/**
 * The texts an expression may have: itself, a constant of the file, or what the callers pass for
 * the parameter it names. A code handed on from another refusal has none of its own; null when
 * nothing of this applies.
 */
function textsOf(expression: ts.Expression, around: Around): readonly string[] | null {
  if (ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression)) {
    return [expression.text];
  }
  if (ts.isPropertyAccessExpression(expression)) {
    return expression.name.text === 'code' ? [] : null;
  }
  if (ts.isTemplateExpression(expression)) return filledIn(expression, around);
  return ts.isIdentifier(expression) ? textsOfName(expression, around) : null;
}

function filledIn(template: ts.TemplateExpression, around: Around): readonly string[] | null {
  const [span, ...others] = template.templateSpans;
  const inner = span === undefined ? null : textsOf(span.expression, around);
  if (span === undefined || inner === null || others.length > 0) return null;
  return inner.map((text) => `${template.head.text}${text}${span.literal.text}`);
}

function textsOfName(name: ts.Identifier, around: Around): readonly string[] | null {
  for (const node of around.nodes) {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text && node.initializer) {
      return textsOf(node.initializer, around);
    }
  }
  const own = enclosingFunction(name);
  const position = own?.parameters.findIndex((one) => one.name.getText() === name.text) ?? -1;
  if (own?.name === undefined || position < 0) return name.text === 'code' ? [] : null;
  const caller = own.name.getText();
  const passed = around.calls.flatMap((call) => {
    const argument = call.expression.getText() === caller ? call.arguments?.[position] : undefined;
    return argument === undefined ? [] : [textsOf(argument, around)];
  });
  return passed.includes(null) ? null : passed.flatMap((texts) => texts ?? []);
}

function enclosingFunction(node: ts.Node): ts.FunctionDeclaration | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isFunctionDeclaration(at)) return at;
  }
  return undefined;
}

function descendants(root: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
