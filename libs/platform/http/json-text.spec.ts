import { faultOfJsonText } from './json-text';

describe('faultOfJsonText', () => {
  it.each([
    '{}',
    '[]',
    '"x"',
    '{"a":{"b":1},"c":{"b":2}}',
    '[{"a":1},{"a":2}]',
    '{"a":"constructor","b":["__proto__"]}',
    '{"a":"\\"}{[,\\\\","b":1}',
    `${'['.repeat(20)}${']'.repeat(20)}`,
  ])('passes %s', (text) => {
    expect(faultOfJsonText(text)).toBeNull();
  });

  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a" : 1, "\\u0061"\n:2}', '/a'],
    ['{"x":[{},{"a/b":1,"a/b":1}]}', '/x/1/a~1b'],
    ['{"x":{"y":"{[","z":1,"z":1}}', '/x/z'],
    ['{"__proto__":1}', '/__proto__'],
    ['{"a":[0,{"constructor":1}]}', '/a/1/constructor'],
    ['{"\\u005f_proto__":1}', '/__proto__'],
    ['{"toString":1}', '/toString'],
  ])('finds the fault of %s at %s', (text, pointer) => {
    expect(faultOfJsonText(text)?.pointer).toBe(pointer);
  });

  it('stops at the twenty-first level, however deep the text goes on', () => {
    expect(faultOfJsonText('['.repeat(21))?.detail).toContain('20 levels');
    expect(faultOfJsonText('{"a":'.repeat(50_000))?.detail).toContain('20 levels');
  });

  it.each(['{"a', '{"a\\', '"', '}}}', '{"a":1', '{"\\x":1}', ''])(
    'leaves %j to the parser',
    (text) => {
      expect(faultOfJsonText(text)).toBeNull();
    },
  );
});
