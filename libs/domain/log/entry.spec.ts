import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256 } from '../../../tests/support/ed25519';
import { canonicalJson } from './canonical-json';
import {
  bodyDigest,
  buildEnvelope,
  ENTRY_KINDS,
  isCalendarDate,
  parseEnvelope,
  type EntryKind,
  type Envelope,
} from './entry';

const fields: Envelope = {
  id: '019a0000-0000-7000-8000-000000000001',
  kind: 'contribution-accepted',
  recordedAt: '2025-02-24T00:00:00.000Z',
  effectiveDate: '2025-02-22',
  role: 'administrator',
  member: 'DEU',
  command: '019a0000-0000-7000-8000-000000000002',
  bodyDigest: `${'A'.repeat(43)}=`,
};

/** An envelope as the log wrote them at first. */
const first = { v: '1', ...fields, bodyDigest: '00'.repeat(32) };

const malformed = expect.objectContaining({ code: 'envelope-malformed' }) as Error;

const WRONG: [string, object][] = [
  ['an unknown kind', { kind: 'contribution-lost' }],
  ['a kind of the prototype', { kind: 'toString' }],
  ['an id in upper case', { id: fields.id.toUpperCase().replace('0', 'A') }],
  ['a command that is none', { command: 'x' }],
  ['no milliseconds', { recordedAt: '2025-02-22T00:00:00Z' }],
  ['another offset', { recordedAt: '2025-02-22T00:00:00.000+01:00' }],
  ['a day that is not', { effectiveDate: '2025-02-29' }],
  ['an hour that is not', { recordedAt: '2025-02-22T24:00:00.000Z' }],
  ['an unknown role', { role: 'witness' }],
  ['a member by name', { member: 'Germany' }],
  ['a member that breaks out', { member: 'DEU","x":"' }],
  ['a line behind the date', { effectiveDate: '2025-02-22\n' }],
  ['a short digest', { bodyDigest: '00' }],
];

describe('envelopes', () => {
  it('are canonical text that reads back', () => {
    const text = buildEnvelope(fields);
    expect(text).toBe(canonicalJson(fields));
    expect(parseEnvelope(text)).toEqual(fields);
  });

  it('leave out the command when it is their own id', () => {
    const own = { ...fields, command: fields.id };
    const { command, ...rest } = own;
    expect(command).toBe(fields.id);
    expect(buildEnvelope(own)).toBe(canonicalJson(rest));
    expect(parseEnvelope(buildEnvelope(own))).toEqual(own);
  });

  it('leave out the legal day when it is the day of recording', () => {
    const today = { ...fields, effectiveDate: '2025-02-24' };
    const { effectiveDate, ...rest } = today;
    expect(buildEnvelope(today)).toBe(canonicalJson(rest));
    expect(parseEnvelope(buildEnvelope(today))).toEqual({ ...rest, effectiveDate });
  });

  it('need no member', () => {
    const { member, ...rest } = fields;
    expect(member).toBe('DEU');
    expect(buildEnvelope(rest)).toBe(canonicalJson(rest));
    expect(parseEnvelope(buildEnvelope(rest))).toEqual(rest);
  });

  it('are written as canonical JSON is, whatever they say', () => {
    const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const kind = fc.constantFrom(...(Object.keys(ENTRY_KINDS) as EntryKind[]));
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), kind, digest, (id, command, of, bytes) => {
        const bodyDigest = Buffer.from(bytes).toString('base64');
        const envelope = { ...fields, id, command, kind: of, bodyDigest };
        expect(buildEnvelope(envelope)).toBe(canonicalJson(envelope));
        expect(parseEnvelope(buildEnvelope(envelope))).toEqual(envelope);
      }),
    );
  });

  it.each(WRONG)('refuse %s', (_name, change) => {
    expect(() => buildEnvelope({ ...fields, ...change })).toThrow(malformed);
    expect(() => parseEnvelope(canonicalJson({ ...fields, ...change }))).toThrow(malformed);
  });

  it.each([
    ['a command that says their id again', { command: fields.id }],
    ['the day of recording said again', { effectiveDate: '2025-02-24' }],
    ['a legal day that is not a text', { effectiveDate: null }],
    ['a moment that is not a text', { recordedAt: [] }],
    ['a command that is not a text', { command: null }],
    ['a hexadecimal digest', { bodyDigest: first.bodyDigest }],
    ['a digest with stray bits', { bodyDigest: `${'A'.repeat(42)}B=` }],
    ['a digest of 33 bytes', { bodyDigest: 'A'.repeat(44) }],
    ['a version to come', { v: '2' }],
    ['an unknown field', { note: 'x' }],
    ['a field called __proto__', JSON.parse('{"__proto__":"x"}') as object],
    ['an over-long field', { note: 'x'.repeat(5000) }],
  ])('are not read with %s', (_name, change) => {
    const text = canonicalJson(Object.fromEntries([...entries(fields), ...entries(change)]));
    expect(() => parseEnvelope(text)).toThrow(malformed);
  });

  it.each(['id', 'kind', 'recordedAt', 'role', 'bodyDigest'])('are not read without %s', (name) => {
    const rest = Object.fromEntries(entries(fields).filter(([key]) => key !== name));
    expect(() => parseEnvelope(canonicalJson(rest))).toThrow(`its ${name} is wrong`);
  });

  it('bind the body by SHA-256 of salt and body', () => {
    const salt = Buffer.from('saltsaltsaltsalt');
    for (const body of ['{"a":"b"}', `{"a":"${'\u20ac'.repeat(2_000)}"}`, '{"a":"\u{1f600}"}']) {
      const expected = createHash('sha256').update(salt).update(body).digest('base64');
      expect(bodyDigest(salt, body, sha256)).toBe(expected);
    }
    expect(() => bodyDigest(salt, '\ud800', sha256)).toThrow('surrogate');
  });
});

describe('envelopes of the first form', () => {
  it('read as the others do', () => {
    expect(parseEnvelope(canonicalJson(first))).toEqual(fields);
    const text =
      '{"bodyDigest":"00ff10ef20df30cf40bf50af609f708f808f907fa06fb05fc04fd03fe02ff01f00010203",' +
      '"command":"019a0000-0000-7000-8000-000000000001","effectiveDate":"2025-02-22",' +
      '"id":"019a0000-0000-7000-8000-000000000001","kind":"need-stated",' +
      '"recordedAt":"2025-02-22T00:00:00.000Z","role":"operator","v":"1"}';
    const digits = '00ff10ef20df30cf40bf50af609f708f808f907fa06fb05fc04fd03fe02ff01f';
    expect(parseEnvelope(text.replace('00010203', ''))).toMatchObject({
      ...{ id: fields.id, command: fields.id },
      bodyDigest: Buffer.from(digits, 'hex').toString('base64'),
    });
    expect(() => parseEnvelope(text)).toThrow(malformed);
  });

  it.each([
    ...WRONG,
    ['a digest in base64', { bodyDigest: fields.bodyDigest }],
    ['another version', { v: '2' }],
    ['a version that is not a text', { v: null }],
    ['an unknown field', { note: 'x' }],
  ] as [string, object][])('are refused with %s', (_name, change) => {
    expect(() => parseEnvelope(canonicalJson({ ...first, ...change }))).toThrow(malformed);
  });

  it('always say their command', () => {
    const { command, ...rest } = first;
    expect(command).toBe(fields.command);
    expect(() => parseEnvelope(canonicalJson(rest))).toThrow('its command is wrong');
  });
});

it('knows the calendar', () => {
  const days = ['2024-02-29', '2000-02-29', '2025-12-31', '1900-02-28', '2025-04-30', '2025-01-31'];
  const not = ['2023-02-29', '1900-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '2025-1-01'];
  expect(days.filter(isCalendarDate)).toEqual(days);
  expect([...not, '2025-01-00', '2025-01-32', '2024-02-30'].filter(isCalendarDate)).toEqual([]);
});

function entries(of: object): [string, unknown][] {
  return Object.entries(of);
}
