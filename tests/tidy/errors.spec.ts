import { codesOf, unreadCodesOf } from './codes';
import { headings } from './headings';
import { sources } from './repository';

const PRODUCT = /^(libs|apps)\/(?!.*\.spec\.ts$)(?!.*\/testing\/).*\.ts$/;
const files = sources().filter(({ path }) => PRODUCT.test(path));
const used = new Map(files.flatMap(codesOf).map(({ code, path }) => [code, path]));
const documented = headings('docs/reference/errors.md');

describe('the list of errors', () => {
  it('has a heading for every code that a program can answer with', () => {
    expect(used.size).toBeGreaterThan(60);
    const missing = [...used].filter(([code]) => !documented.includes(code));
    expect(missing.map(([code, path]) => `${code} of ${path}`)).toEqual([]);
  });

  it('has no heading for a code that nothing answers with', () => {
    expect(documented.filter((code) => !used.has(code))).toEqual([]);
  });

  it('has each heading once', () => {
    expect(new Set(documented).size).toBe(documented.length);
  });

  it('can name every code, as none is put together at run time', () => {
    expect(files.flatMap(unreadCodesOf)).toEqual([]);
  });
});

describe('the search for codes', () => {
  it.each([
    ["throw new DomainError('rule', 'plain-code', 'text');", ['plain-code']],
    ["const GONE = 'constant-code'; throw new DomainError('rule', GONE, '');", ['constant-code']],
    [
      "function no(it: string) { return new DomainError('rule', `${it}-bad`, ''); } no('seal');",
      ['seal-bad'],
    ],
    ["new ValidationError('field-code', '', []);", ['field-code']],
    ['new DomainError(error.kind, error.code, error.message);', []],
  ])('reads %s', (text, codes) => {
    const file = { path: 'planted.ts', text };
    expect(codesOf(file).map(({ code }) => code)).toEqual(codes);
    expect(unreadCodesOf(file)).toEqual([]);
  });

  it('takes every code-like word of the file that translates statuses', () => {
    const text = "const TABLE = { 404: ['table-code', 'No such thing.'] }; problem(404, code, '');";
    const uses = codesOf({ path: 'libs/platform/http/problem.filter.ts', text });
    expect(uses.map(({ code }) => code)).toEqual(['table-code']);
    expect(codesOf({ path: 'planted.ts', text })).toEqual([]);
  });

  it('reports a code that it cannot read', () => {
    const file = { path: 'planted.ts', text: "new DomainError('rule', makeCode(), '');" };
    expect(unreadCodesOf(file)).toEqual(['planted.ts: makeCode()']);
  });
});
