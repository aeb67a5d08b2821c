import { faultsOf, machinePathsIn, migrationFaults } from './rules';

const lines = (count: number, line: string): string => `${line}\n`.repeat(count);
const inLib = (text: string, path = 'libs/domain/planted.ts'): string[] => faultsOf({ path, text });

const long = `function long() {\n${lines(59, '  step();')}}\n`;
const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}: A`);

it.each([
  ['a long line', `// ${'x'.repeat(98)}\n`, /101 characters/],
  ['a long file', lines(401, 'x;'), /401 lines/],
  ['a long function', long, /a function has 61 lines/],
  ['a long method', `class A {\n${long.replace('function ', '')}}\n`, /a function has 61 lines/],
  ['a long arrow', long.replace('function long()', 'const f = () =>'), /a function has 61/],
  ['many dependencies', `class A { constructor(${seven.join(', ')}) {} }`, /takes 7 things/],
  ['a silenced compiler', '// @ts-' + 'ignore', /silences the compiler/],
  ['a silenced linter', '// eslint-' + 'disable-next-line', /silences the linter/],
  ['a lonely test', 'it.' + 'only("x", f)', /every other test/],
  ['a lonely group', 'fdescribe' + '("x", f)', /every other test/],
  ['a promise', '// TO' + 'DO later', /promises work/],
  ['a repair', '// FIX' + 'ME later', /promises work/],
  ['a hidden cycle', 'forward' + 'Ref(() => A)', /circular/],
  ['a vague class', 'class PledgeManager {}', /says nothing/],
  ['a prefixed interface', 'interface IPledge {}', /says nothing/],
])('catches %s', (_, text, fault) => {
  const faults = inLib(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(fault);
});

it.each([
  ['libs/features/pledges/index.ts', /barrel/],
  ['apps/api/src/index.ts', /barrel/],
  ['libs/platform/http/http-util.ts', /name that says nothing/],
])('catches the file name %s', (path, fault) => {
  expect(inLib('x;\n', path)[0]).toMatch(fault);
});

it('lets through what is just within the limits', () => {
  const fits = [
    `// ${'x'.repeat(97)}\n`,
    lines(400, 'x;'),
    long.replace('  step();\n', ''),
    `describe('chapter', () => {\n${lines(80, '  x;')}});\n`,
    `class A { constructor(${seven.slice(1).join(', ')}) {} }`,
    'class UnitOfWork {}\ninterface Item {}\nstore.readOnly(f);',
  ];
  expect(fits.flatMap((text) => inLib(text))).toEqual([]);
});

it.each(['/wo' + 'rk/main', '/tm' + 'p/x', '/ho' + 'me/me', '/ro' + 'ot/', '../sha' + 'red/'])(
  'catches the machine path %s',
  (place) => {
    expect(machinePathsIn({ path: 'a.md', text: `see\n${place}` })).toEqual([
      'a.md:2 names a path of one machine',
    ]);
  },
);

it('catches changed, removed and unlisted migrations', () => {
  const faults = migrationFaults(
    { '1-same.ts': 'a', '2-changed.ts': 'b', '4-new.ts': 'd' },
    { '1-same.ts': 'a', '2-changed.ts': 'x', '3-gone.ts': 'c' },
  );
  expect(faults).toEqual([
    '2-changed.ts is merged and may not be changed: write a new migration instead',
    '3-gone.ts is merged and may not be removed',
    '4-new.ts is not listed: run `npm run migrations:list` at the end',
  ]);
});
