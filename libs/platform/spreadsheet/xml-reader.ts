import { malformed } from './sheet-row';

/** What happens in an XML document, by local names: prefixes of name spaces are dropped. */
export interface XmlEvents {
  open(name: string, attributes: XmlAttributes): void;
  close(name: string): void;
  text(text: string): void;
}

/** Attributes of one element, read when they are asked for. */
export type XmlAttributes = (name: string) => string | undefined;

/** Characters that one tag, comment or entity may have. */
const MARKUP_CHARS_MAX = 65_536;
const DEPTH_MAX = 64;
const ATTRIBUTE = /\s+(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gy;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/**
 * Reads XML text piece by piece and tells what it holds, keeping nothing. A document type, with
 * which entities could be made to grow without end, is refused. Refuses `spreadsheet-malformed`.
 */
export class XmlReader {
  private rest = '';
  private readonly within: string[] = [];

  constructor(private readonly events: XmlEvents) {}

  write(piece: string): void {
    const text = this.rest + piece;
    let at = 0;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag < 0) break;
      if (tag > at) this.tell(text.slice(at, tag));
      const end = endOfMarkup(text, tag);
      if (end < 0) {
        at = tag;
        break;
      }
      this.markup(text.slice(tag, end));
      at = end;
    }
    this.rest = this.tellWhole(text.slice(at));
    if (this.rest.length > MARKUP_CHARS_MAX) throw notXml();
  }

  end(): void {
    if (this.rest.trim() !== '' || this.within.length > 0) throw notXml();
  }

  /** Text up to an entity that is not whole yet; gives what must wait. */
  private tellWhole(text: string): string {
    if (text.startsWith('<')) return text;
    const entity = text.lastIndexOf('&');
    const whole = entity >= 0 && !text.includes(';', entity) ? entity : text.length;
    if (whole > 0) this.tell(text.slice(0, whole));
    return text.slice(whole);
  }

  private tell(text: string): void {
    this.events.text(text.includes('&') ? unescape(text) : text);
  }

  private markup(tag: string): void {
    if (tag.startsWith('<![CDATA[')) {
      this.events.text(tag.slice(9, -3));
    } else if (tag.startsWith('</')) {
      const name = localName(tag.slice(2, -1).trimEnd());
      if (this.within.pop() !== name) throw notXml();
      this.events.close(name);
    } else if (!tag.startsWith('<!') && !tag.startsWith('<?')) {
      this.open(tag);
    }
  }

  private open(tag: string): void {
    const isEmpty = tag.endsWith('/>');
    const inside = tag.slice(1, isEmpty ? -2 : -1);
    const [full = ''] = /^[^\s/]+/.exec(inside) ?? [];
    const name = localName(full);
    this.events.open(name, (wanted) => attributeOf(inside.slice(full.length), wanted));
    if (isEmpty) this.events.close(name);
    else this.within.push(name);
    if (this.within.length > DEPTH_MAX) throw notXml();
  }
}

function attributeOf(text: string, wanted: string): string | undefined {
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(text); found; found = ATTRIBUTE.exec(text)) {
    if (found[1] === wanted) return unescape(found[2] ?? found[3] ?? '');
  }
  return undefined;
}

/** Index after the markup that begins at `start`, or -1 when it is not whole yet. */
function endOfMarkup(text: string, start: number): number {
  if (text.startsWith('<!', start)) return endOfDeclaration(text, start);
  let quote = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text[at] ?? '';
    if (quote !== '') {
      if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") {
      quote = unit;
    } else if (unit === '>') {
      return at + 1;
    }
  }
  return -1;
}

function endOfDeclaration(text: string, start: number): number {
  for (const [opening, closing] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
  ] as const) {
    const head = text.slice(start, start + opening.length);
    if (head === opening) {
      const end = text.indexOf(closing, start + opening.length);
      return end < 0 ? -1 : end + closing.length;
    }
    if (head.length < opening.length && opening.startsWith(head)) return -1;
  }
  throw malformed('The workbook declares a document type, which no workbook needs.');
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function unescape(text: string): string {
  return text.replaceAll(/&([^;&]*);?/g, (whole, name: string) => {
    const known = ENTITIES[name];
    if (known !== undefined && whole.endsWith(';')) return known;
    const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal ?? 'NaN') : parseInt(hex, 16);
    if (!whole.endsWith(';') || !(code <= 0x10ffff)) throw notXml();
    return String.fromCodePoint(code);
  });
}

function notXml(): Error {
  return malformed('The workbook holds a part that is not well-formed: save it again as XLSX.');
}
