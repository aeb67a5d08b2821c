import { Readable } from 'node:stream';
import fc from 'fast-check';
import { detectDelimiter } from './csv-detection';
import { DecimalMarkEvidence, readDecimal } from './decimal-mark';
import { detectEncoding } from './text-encoding';

const pieces = (bytes: Buffer): AsyncIterable<Uint8Array> =>
  Readable.from([bytes.subarray(0, 7), bytes.subarray(7)].filter(({ length }) => length > 0));

describe('the encoding', () => {
  it.each([
    ['plain ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8'],
    ['UTF-8', Buffer.from('bürö,€\n'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeffa,b\n'), 'utf-8'],
    ['UTF-16 with a mark', Buffer.from('\ufeffa,b\n1,2', 'utf16le'), 'utf-16le'],
    ['the other UTF-16', Buffer.from('\ufeffa,b\n1,2', 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 without a mark', Buffer.from('name,mass\n1,2', 'utf16le'), 'utf-16le'],
    ['the other, without', Buffer.from('name,mass\n1,2', 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from('b\xfcro,\x80\n', 'latin1'), 'windows-1252'],
    ['nothing', Buffer.alloc(0), 'utf-8'],
  ])('of %s is found and reasoned', async (_what, bytes, value) => {
    const found = await detectEncoding(pieces(bytes));
    expect(found.value).toBe(value);
    expect(found.because).not.toBe('');
  });

  it('must be asked for when UTF-8 is damaged, or two encodings are mixed', async () => {
    const mixed = Buffer.concat([Buffer.from('bürö,'), Buffer.from([0xfc, 0x0a])]);
    expect((await detectEncoding(pieces(mixed))).value).toBeNull();
    expect((await detectEncoding(pieces(Buffer.from([0x81, 0x0a])))).value).toBeNull();
  });
});

describe('the delimiter', () => {
  const known = (name: string): boolean => ['form', 'depot', 'mass'].includes(name);
  const detect = (text: string, isWhole = true): ReturnType<typeof detectDelimiter> =>
    detectDelimiter({ bytes: Buffer.from(text), isWhole }, 'utf-8', known);

  it.each([
    ['form,depot,mass\nco_metal,NLRTM,1\n', ','],
    ['form;depot;mass\nco_metal;NLRTM;1585,754\n', ';'],
    ['form\tdepot\tmass\nco_metal\tNLRTM\t1\n', '\t'],
    ['form|depot|mass\nco_metal|NLRTM|1,5\n', '|'],
    ['x;y\n1,5;2,5\n1,5;2\n', ';'],
  ])('of %j is %j', async (text, value) => {
    expect((await detect(text)).value).toBe(value);
  });

  it('must be asked for when none or two make a table', async () => {
    expect((await detect('one column\nonly\n')).value).toBeNull();
    expect((await detect('x;y,z\n1;2,3\n')).value).toBeNull();
  });

  it('is found in a beginning that ends in the middle of a row', async () => {
    expect((await detect('x;y\n1;2\n3', false)).value).toBe(';');
  });
});

describe('the decimal mark', () => {
  const verdict = (...cells: string[]): ReturnType<DecimalMarkEvidence['verdict']> => {
    const evidence = new DecimalMarkEvidence();
    for (const [index, cell] of cells.entries()) evidence.add(cell, index + 2);
    return evidence.verdict();
  };

  it.each([
    [['1250.5', '3'], '.'],
    [['1250,5', '3'], ','],
    [['1.250,5'], ','],
    [['1,250.5'], '.'],
    [['1,250,000'], '.'],
    [['0,125'], ','],
    [['1,2345'], ','],
    [['1,234', '12.5'], '.'],
    [['7', ''], '.'],
    [['1,234'], null],
    [['1.234', '12.345'], null],
    [['1.5', '1,5'], null],
  ])('of %j is %j', (cells, value) => {
    expect(verdict(...cells).value).toBe(value);
  });

  it('is shown with the cell that tells', () => {
    expect(verdict('3', '1,234').because).toContain('"1,234" in row 3');
  });
});

describe('a number in a cell', () => {
  it.each([
    ['1250.5', '.', '1250.5'],
    ['1250,5', ',', '1250.5'],
    [' 7 ', ',', '7'],
  ] as const)('%j with the mark %j is %s', (cell, mark, value) => {
    expect(readDecimal(cell, mark)).toEqual({ value });
  });

  it.each([
    ['1,234', '.', '1234'],
    ['1,234.5', '.', '1234.5'],
    ['1.234.567,8', ',', '1234567,8'],
    ['1 234,5', ',', '1234,5'],
    ['1\u202f234', '.', '1234'],
    ["1'234.5", '.', '1234.5'],
  ] as const)('%j is refused with %s as what would be right', (cell, mark, right) => {
    expect(readDecimal(cell, mark)).toEqual({ expected: `no thousands separators: ${right}` });
  });

  it.each(['', '-1', '1e3', '1.5.5', 'x', '١', '1.', '.5', '+1', 'NaN'])(
    '%j is refused',
    (cell) => {
      expect(readDecimal(cell, '.')).toHaveProperty('expected');
    },
  );

  it('is never read as another number, whatever is confirmed', () => {
    const decimal = fc.tuple(fc.nat(999_999), fc.nat(99_999)).map(([a, b]) => `${a}.${b}`);
    fc.assert(
      fc.property(decimal, fc.constantFrom('.' as const, ',' as const), (value, mark) => {
        expect(readDecimal(value.replace('.', mark), mark)).toEqual({ value });
        const other = mark === '.' ? ',' : '.';
        expect(readDecimal(value.replace('.', other), mark)).toHaveProperty('expected');
      }),
    );
  });
});
