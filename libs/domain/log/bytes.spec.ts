import fc from 'fast-check';
import { equalBytes, fromBase64, toBase64, toHex, utf8, utf8Text } from './bytes';

const bytes = fc.uint8Array({ maxLength: 70 });

describe('bytes as text', () => {
  it('writes base64 and hexadecimal as Node does', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'));
        expect(toHex(value)).toBe(Buffer.from(value).toString('hex'));
        expect(equalBytes(fromBase64(toBase64(value)), value)).toBe(true);
      }),
    );
  });

  it.each(['QQ', 'QQ=', 'QR==', 'QUI', 'Q===', 'QQ==\n', 'Q Q=', 'QQ==QQ==', '-_==', '====', '='])(
    'refuses %j, which is not the one base64 text of its bytes',
    (text) => {
      expect(() => fromBase64(text)).toThrow(expect.objectContaining({ code: 'base64-malformed' }));
    },
  );

  it('carries every text through UTF-8, a byte order mark too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Text(utf8(`\ufeff${text}`))).toBe(`\ufeff${text}`);
      }),
    );
  });

  it('refuses what UTF-8 cannot carry', () => {
    expect(() => utf8('\ud800')).toThrow('surrogate');
    expect(() => utf8Text(Uint8Array.of(0x41, 0xff))).toThrow('not UTF-8');
    expect(() => utf8Text(Uint8Array.of(0xed, 0xa0, 0x80))).toThrow('not UTF-8');
  });

  it('tells different bytes apart, also by length', () => {
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(2))).toBe(false);
  });
});
