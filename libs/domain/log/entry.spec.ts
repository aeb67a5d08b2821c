import { createHash } from 'node:crypto';
import { sha256 } from '../../../tests/support/ed25519';
import { bodyDigest, buildEnvelope, isCalendarDate, parseEnvelope, type Envelope } from './entry';

const fields: Omit<Envelope, 'v'> = {
  id: '019a0000-0000-7000-8000-000000000001',
  kind: 'contribution-accepted',
  recordedAt: '2025-02-22T00:00:00.000Z',
  effectiveDate: '2025-02-22',
  role: 'administrator',
  member: 'DEU',
  command: '019a0000-0000-7000-8000-000000000002',
  bodyDigest: '0'.repeat(64),
};

describe('envelopes', () => {
  it('are canonical text that reads back', () => {
    const text = buildEnvelope(fields);
    expect(text.startsWith('{"bodyDigest":"0000')).toBe(true);
    expect(text.endsWith('"role":"administrator","v":"1"}')).toBe(true);
    expect(parseEnvelope(text)).toEqual({ v: '1', ...fields });
  });

  it('need no member', () => {
    const { member, ...rest } = fields;
    expect(member).toBe('DEU');
    expect(parseEnvelope(buildEnvelope(rest))).toEqual({ v: '1', ...rest });
  });

  it.each([
    ['an unknown kind', { kind: 'contribution-lost' }],
    ['a kind of the prototype', { kind: 'toString' }],
    ['an id in upper case', { id: fields.id.toUpperCase().replace('0', 'A') }],
    ['no milliseconds', { recordedAt: '2025-02-22T00:00:00Z' }],
    ['another offset', { recordedAt: '2025-02-22T00:00:00.000+01:00' }],
    ['a day that is not', { effectiveDate: '2025-02-29' }],
    ['an hour that is not', { recordedAt: '2025-02-22T24:00:00.000Z' }],
    ['an unknown role', { role: 'witness' }],
    ['a member by name', { member: 'Germany' }],
    ['a short digest', { bodyDigest: '00' }],
    ['another version', { v: '2' }],
    ['an unknown field', { note: 'x' }],
    ['an over-long field', { note: 'x'.repeat(5000) }],
  ])('refuse %s', (_name, change) => {
    expect(() => buildEnvelope({ ...fields, ...change } as never)).toThrow(
      expect.objectContaining({ code: 'envelope-malformed' }),
    );
  });

  it('bind the body by SHA-256 of salt and body', () => {
    const expected = createHash('sha256').update('saltsaltsaltsalt{"a":"b"}').digest('hex');
    expect(bodyDigest(Buffer.from('saltsaltsaltsalt'), '{"a":"b"}', sha256)).toBe(expected);
  });

  it('know the calendar', () => {
    const days = ['2024-02-29', '2000-02-29', '2025-12-31', '1900-02-28'];
    const not = ['2023-02-29', '1900-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '2025-1-01'];
    expect(days.filter(isCalendarDate)).toEqual(days);
    expect(not.filter(isCalendarDate)).toEqual([]);
  });
});
