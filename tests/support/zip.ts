import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: Buffer;
  /** Size that the archive claims, by default the true one. */
  readonly claims?: number;
}

/** A zip archive of these parts, deflated, honest unless told otherwise. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims = content.length } of parts) {
    const compressed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    for (const [header, at] of [
      [local, 4],
      [central, 6],
    ] as const) {
      header.writeUInt16LE(20, at);
      header.writeUInt16LE(8, at + 4);
      header.writeUInt32LE(crc32(content), at + 10);
      header.writeUInt32LE(compressed.length, at + 14);
      header.writeUInt32LE(claims, at + 18);
      header.writeUInt16LE(Buffer.byteLength(name), at + 22);
    }
    central.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), compressed);
    directory.push(central, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + compressed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** What of a workbook a test may choose; the rest is the least that a workbook has. */
export interface WorkbookParts {
  /** XML inside `sheetData`. */
  readonly rows: string;
  /** XML after `sheetData`. */
  readonly after?: string;
  /** XML of `sheets`, by default one visible sheet. */
  readonly sheets?: string;
  readonly shared?: string;
  readonly workbookPr?: string;
  readonly more?: readonly ZipPart[];
  /** Size that the archive claims for the sheet. */
  readonly claims?: number;
}

/** The bytes of an XLSX file written by hand, as hostile programs may write it. */
export function workbook(parts: WorkbookParts): Buffer {
  const { rows, after = '', shared = '', workbookPr = '', more = [] } = parts;
  const { sheets = '<sheet name="Rows" sheetId="1" r:id="rId1"/>' } = parts;
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${TYPES}/${type}" Target="${target}"/>`;
  const relations = (inside: string): string =>
    `<Relationships xmlns="${RELATIONS}">${inside}</Relationships>`;
  const part = (name: string, xml: string): ZipPart => ({ name, content: Buffer.from(xml) });
  const inner =
    relation('rId1', 'worksheet', 'worksheets/sheet1.xml') +
    relation('rId2', 'sharedStrings', 'sharedStrings.xml');
  const sheet = `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;
  return zip([
    part('_rels/.rels', relations(relation('r', 'officeDocument', 'xl/workbook.xml'))),
    part('xl/_rels/workbook.xml.rels', relations(inner)),
    part('xl/workbook.xml', `<workbook>${workbookPr}<sheets>${sheets}</sheets></workbook>`),
    part('xl/sharedStrings.xml', `<sst>${shared}</sst>`),
    {
      ...part('xl/worksheets/sheet1.xml', sheet),
      ...(parts.claims === undefined ? {} : { claims: parts.claims }),
    },
    ...more,
  ]);
}
