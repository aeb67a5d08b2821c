/** Bodies that no route may take, derived from one that it would. */

type Fields = Readonly<Record<string, unknown>>;

export interface HostileBody {
  readonly what: string;
  readonly text: string;
}

/** Stands for a piece of JSON text that `JSON.stringify` cannot write. */
const raw = (text: string): string => `\u0001raw:${text}\u0001`;

function stringify(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"\\u0001raw:(.*?)\\u0001"/g, (_all, text: string) =>
    text.replaceAll('\\"', '"'),
  );
}

/** Fields of free text, where figures such as "1e3" are as good as any other text. */
const PROSE = [
  ...['name', 'region', 'symbol', 'basis', 'source', 'note', 'reason', 'title', 'cause'],
  ...['mine', 'refiner', 'storage', 'statement', 'fileName', 'carrier', 'reference', 'purpose'],
];
/** Fields that may be left out, by their place. */
const OPTIONAL = [
  ...['/note', '/assay', '/endsOn', '/quantity', '/member', '/draft', '/packages', '/provenance'],
  ...['/provenance/mine', '/provenance/refiner', '/provenance/country', '/assayUncertainty'],
  ...['/assayCertificate', '/storage', '/bestBefore', '/titleWith', '/transport'],
  ...['/transport/expectedOn', '/lines/0/short', '/lines/0/damaged'],
  ...['/quorums', '/affiliation'],
  ...['/encoding', '/delimiter', '/decimalMark'],
  ...['', '/ruleVersion', '/tier', '/releaseCap', '/needs'].map((place) => `/overrides${place}`),
];

const WRONG_TYPES: readonly unknown[] = [
  null,
  1,
  0,
  -1,
  true,
  [],
  {},
  [null],
  { toString: 'x' },
  ...['NaN', 'Infinity', '-Infinity', '1e400', '-1e400', '1.0000000000000001', '0x10', '01'].map(
    raw,
  ),
];
const WRONG_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  'a\u202eb',
  'a\u2066b',
  'a\u200bb',
  'a\nb',
  '\ud800',
  'a\udc00b',
  ' 1',
  'x'.repeat(5_000),
];
const WRONG_FIGURES = [
  ...['1e3', '-1', '+1', '1 ', '١', '１', '9'.repeat(30), '1,5', '1.', '.5', '01', '1e400'],
  ...['NaN', 'Infinity', '0x10', '1/0', '-1/2', '1/2/3', '1n', 'null', '[object Object]'],
  ...['2025-02-30', '2025-13-01', '2025-00-10', '2023-02-29', '0000-01-01', '99999-01-01'],
  ...['2025-2-3', '2025-02-22T00:00:00Z', 'cobalt\n', 'DEU\n', 'deu', 'DÉU', 'ＤＥＵ'],
  ...["' or 1=1 --", '../../etc/passwd', '<script>alert(1)</script>', '__proto__', 'constructor'],
  ...['http://example.org', 'javascript:alert(1)', 'https://example.org/\u202e'],
];

/** Values hostile to most fields that are of the form of these. */
const GOOD_AFTER_ALL: Readonly<Record<string, RegExp>> = {
  password: /^[^]{1,128}$/,
  latitude: /^-?0?1$/,
  longitude: /^-?0?1$/,
  code: /^(null|deu|constructor)$/,
  standard: /^(null|deu|constructor)$/,
  // Of a list of codes.
  element: /^(null|deu|constructor)$/,
  username: /^(null|deu|constructor)$/,
  equityMax: /^9+$/,
};

function isGoodFor(name: string, value: unknown): boolean {
  return typeof value === 'string' && GOOD_AFTER_ALL[name]?.test(value) === true;
}

function hostileValues(name: string, value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return ['true', 'false', null, 0, 1, '', [], {}, raw('1e400')];
  const texts = PROSE.includes(name) ? WRONG_TEXTS : [...WRONG_TEXTS, ...WRONG_FIGURES];
  return [...WRONG_TYPES, ...texts].filter((hostile) => !isGoodFor(name, hostile));
}

type Replace = (value: unknown) => unknown;

/** Every place in a body, with a function that gives the body with that place replaced. */
function* places(
  value: unknown,
  pointer: string,
  replace: Replace,
): Generator<{ pointer: string; value: unknown; replace: Replace }> {
  if (pointer !== '') yield { pointer, value, replace };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const inside: Replace = (other) => replace(Object.assign([...value], { [index]: other }));
      yield* places(item, `${pointer}/${index}`, inside);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const inside: Replace = (other) => replace({ ...value, [key]: other });
      yield* places(item, `${pointer}/${key}`, inside);
    }
  }
}

const UNKNOWN_KEYS = [
  'unexpected',
  'id',
  'state',
  'member_',
  'constructor',
  'toString',
  '',
  'a/b~c',
];

function* unknownFields(object: Fields, pointer: string, replace: Replace): Generator<HostileBody> {
  for (const key of UNKNOWN_KEYS) {
    const text = stringify(replace({ ...object, [key]: 'x' }));
    yield { what: `unknown ${pointer}/${key}`, text };
  }
  const members = JSON.stringify(object).slice(1);
  const separator = members === '}' ? '' : ',';
  for (const key of ['__proto__', 'constructor', '\\u005f_proto__', '\\ud800', '\\u202e']) {
    const inner = `{"${key}":{"polluted":"yes"}${separator}${members}`;
    yield {
      what: `${pointer}/${key}`,
      text: stringify(replace('@@')).replace('"@@"', () => inner),
    };
  }
}

function* wrongLists(
  list: readonly unknown[],
  pointer: string,
  replace: Replace,
): Generator<HostileBody> {
  const [item] = list;
  const lists: readonly unknown[] = [
    ...[null, {}, 'x', 1, true, [null], [[]], [[item]], [1], [true], ['\u0000'], [{}]],
    ...[{ 0: item, length: 1 }, [item, null], [item, [item]], Array(2_000).fill(null)],
    ...[Array(500).fill(item), Array(5_000).fill('x')],
  ];
  for (const hostile of lists) {
    const text = stringify(replace(hostile));
    yield { what: `list ${pointer} = ${text.slice(0, 80)}`, text };
  }
}

/** Wrong in one place each: wrong type, wrong form, missing, unknown, nested wrongly. */
export function* oneFault(body: Fields): Generator<HostileBody> {
  yield* unknownFields(body, '', (other) => other);
  for (const { pointer, value, replace } of places(body, '', (other) => other)) {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    const owner = /^[0-9]+$/.test(name) ? 'element' : name;
    if (!OPTIONAL.includes(pointer) && owner !== 'element') {
      yield { what: `missing ${pointer}`, text: stringify(replace(undefined)) };
    }
    if (Array.isArray(value)) {
      yield* wrongLists(value, pointer, replace);
    } else if (typeof value === 'object' && value !== null) {
      for (const hostile of [null, [], [value], 'x', 1, true, '[object Object]']) {
        const text = stringify(replace(hostile));
        yield { what: `object ${pointer} = ${JSON.stringify(hostile)}`, text };
      }
      yield* unknownFields(value as Fields, pointer, replace);
    } else {
      for (const hostile of hostileValues(owner, value)) {
        const text = stringify(replace(hostile));
        yield { what: `${pointer} = ${JSON.stringify(hostile).slice(0, 60)}`, text };
      }
    }
  }
}

/** Texts that are no JSON object, or none that is worth reading. */
export function brokenTexts(body: Fields): readonly HostileBody[] {
  const text = JSON.stringify(body);
  const broken = [
    ...['null', 'true', '1', '"x"', '[]', '[{}]', '{', '{"a":', '{]', "{'a':1}", '{a:1}', 'NaN'],
    ...[text.slice(0, -1), `${text}x`, `${text}${text}`, `\ufeff${text}\ufeff`, `[${text}]`],
    ...['['.repeat(5_000) + ']'.repeat(5_000), '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
    ...[`{"a":"${'x'.repeat(200_000)}"}`, '<xml/>', 'a=1&b=2', '\u0000', '//', '1e400'],
    ...[text.replace('{', '{"x":1,"x":1,'), text.replace('{', '{"__proto__":null,')],
  ];
  return broken.map((hostile) => ({ what: hostile.slice(0, 40), text: hostile }));
}
