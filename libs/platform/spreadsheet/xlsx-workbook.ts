import { posix } from 'node:path';
import { SHEET_LIMITS } from './limits';
import { malformed, tooLarge } from './sheet-row';
import { XmlReader, type XmlAttributes, type XmlEvents } from './xml-reader';
import { ZipArchive } from './zip-archive';

export interface SheetName {
  readonly name: string;
  readonly isVisible: boolean;
  /** Its part inside the archive. */
  readonly part: string;
}

/** What a workbook says apart from the cells of its sheets. */
export interface Workbook {
  readonly archive: ZipArchive;
  readonly sheets: readonly SheetName[];
  /** Days count from 1904 instead of 1900. */
  readonly from1904: boolean;
  /** Texts that cells name by number. */
  readonly shared: readonly string[];
  /** By number of a cell's style: whether it shows a number as a date or a time. */
  readonly dateStyles: readonly boolean[];
}

/** Reads everything of an XLSX file but its cells. */
export async function openWorkbook(file: Buffer): Promise<Workbook> {
  const archive = ZipArchive.open(file);
  const part = await workbookPart(archive);
  const targets = await relationsOf(archive, part);
  const { sheets, from1904 } = await readSheetNames(archive, part, targets);
  const named = (type: string): string | undefined =>
    [...targets.values()].find((target) => target.type.endsWith(type))?.part;
  return {
    archive,
    sheets,
    from1904,
    shared: await readShared(archive, named('/sharedStrings')),
    dateStyles: await readDateStyles(archive, named('/styles')),
  };
}

/** Has a part read by `events`, piece by piece. */
export async function* readXml(
  archive: ZipArchive,
  part: string,
  events: XmlEvents,
): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8');
  const reader = new XmlReader(events);
  for await (const bytes of archive.read(part)) {
    reader.write(decoder.decode(bytes, { stream: true }));
    yield;
  }
  reader.write(decoder.decode());
  reader.end();
  yield;
}

async function readAll(archive: ZipArchive, part: string, events: XmlEvents): Promise<void> {
  for await (const _piece of readXml(archive, part, events));
}

type Target = { readonly type: string; readonly part: string };

/** The main part, which the package's own relations name. */
async function workbookPart(archive: ZipArchive): Promise<string> {
  const targets = await relationsOf(archive, '');
  const found = [...targets.values()].find(({ type }) => type.endsWith('/officeDocument'));
  if (found) return found.part;
  throw malformed('The file is no XLSX workbook.');
}

async function relationsOf(archive: ZipArchive, part: string): Promise<Map<string, Target>> {
  const folder = posix.dirname(part);
  const relations = new Map<string, Target>();
  await readAll(archive, posix.join(folder, '_rels', `${posix.basename(part)}.rels`), {
    ...IGNORE,
    open: (name, attribute) => {
      const [id, type, target] = ['Id', 'Type', 'Target'].map(attribute);
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      if (attribute('TargetMode') === 'External') return;
      const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relations.set(id, { type: type ?? '', part: path });
    },
  });
  return relations;
}

const IGNORE: XmlEvents = { open: () => undefined, close: () => undefined, text: () => undefined };

async function readSheetNames(
  archive: ZipArchive,
  part: string,
  targets: ReadonlyMap<string, Target>,
): Promise<Pick<Workbook, 'sheets' | 'from1904'>> {
  const sheets: SheetName[] = [];
  let from1904 = false;
  const open = (name: string, attribute: XmlAttributes): void => {
    if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
    // The attribute is r:id, and `id` once its prefix is dropped.
    const target = name === 'sheet' ? targets.get(attribute('id') ?? '') : undefined;
    if (!target?.type.endsWith('/worksheet')) return;
    const isVisible = (attribute('state') ?? 'visible') === 'visible';
    sheets.push({ name: attribute('name') ?? '', isVisible, part: target.part });
  };
  await readAll(archive, part, { ...IGNORE, open });
  return { sheets, from1904 };
}

/** Runs of formatted text are put together; phonetic guides, which only help to read, left out. */
async function readShared(archive: ZipArchive, part: string | undefined): Promise<string[]> {
  const shared: string[] = [];
  if (part === undefined) return shared;
  let chars = 0;
  let text = '';
  let within: 'nothing' | 'text' | 'phonetic' = 'nothing';
  await readAll(archive, part, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') within = 'phonetic';
      if (name === 't' && within === 'nothing') within = 'text';
    },
    close: (name) => {
      if (name === 'rPh' || (name === 't' && within === 'text')) within = 'nothing';
      if (name === 'si') shared.push(text);
    },
    text: (piece) => {
      if (within !== 'text') return;
      chars += piece.length;
      if (chars > SHEET_LIMITS.xlsxSharedChars) {
        throw tooLarge('characters of shared text', SHEET_LIMITS.xlsxSharedChars);
      }
      text += piece;
    },
  });
  return shared;
}

/** Built-in number formats that show dates or times (ECMA-376 18.8.30, all locales). */
function isBuiltInDate(id: number): boolean {
  return (
    (id >= 14 && id <= 22) ||
    (id >= 27 && id <= 36) ||
    (id >= 45 && id <= 47) ||
    (id >= 50 && id <= 58)
  );
}

/** A format code shows a date when day, month, year or hour stands outside quotes and brackets. */
function showsDate(code: string): boolean {
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]/gi, '');
  return /[dmyhs]/i.test(bare.replaceAll(/general/gi, ''));
}

async function readDateStyles(archive: ZipArchive, part: string | undefined): Promise<boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  if (part === undefined) return styles;
  let inCellStyles = false;
  await readAll(archive, part, {
    ...IGNORE,
    open: (name, attribute) => {
      if (name === 'cellXfs') inCellStyles = true;
      const id = Number(attribute('numFmtId') ?? '0');
      if (name === 'numFmt') own.set(id, showsDate(attribute('formatCode') ?? ''));
      if (name === 'xf' && inCellStyles) styles.push(own.get(id) ?? isBuiltInDate(id));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return styles;
}
