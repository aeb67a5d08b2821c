/** A fault of JSON text that `JSON.parse` would let pass. */
export interface TextFault {
  readonly pointer: string;
  readonly detail: string;
}

/** Objects inside objects that a request may hold. */
const DEPTH_MAX = 20;

/** One open object or list: its own pointer, the names it had, and the name or index it is at. */
interface Level {
  readonly pointer: string;
  readonly names: Set<string> | null;
  at: string;
}

/**
 * The first fault of a JSON text, found in one pass without building it, so that hostile input
 * stays cheap: too deep, a name twice in one object (parsers disagree which one counts), or a
 * name that every JavaScript object inherits. Text that is no JSON at all is left to the parser.
 */
export function faultOfJsonText(text: string): TextFault | null {
  const levels: Level[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const unit = text[i] ?? '';
    const level = levels.at(-1);
    if (unit === '"') {
      const end = endOfString(text, i);
      const fault = faultOfString(text, i, end, level);
      if (fault) return fault;
      i = end - 1;
    } else if ('{['.includes(unit)) {
      if (levels.length === DEPTH_MAX) return tooDeep();
      levels.push(openLevel(unit, level));
    } else if ('}]'.includes(unit)) {
      levels.pop();
    } else if (unit === ',' && level?.names === null) {
      level.at = `${Number(level.at) + 1}`;
    }
  }
  return null;
}

function openLevel(unit: string, outer: Level | undefined): Level {
  const pointer = outer ? `${outer.pointer}/${outer.at}` : '';
  return { pointer, names: unit === '{' ? new Set() : null, at: '0' };
}

/** A string that a colon follows inside an object is a name; other strings have no fault. */
function faultOfString(
  text: string,
  start: number,
  end: number,
  level: Level | undefined,
): TextFault | null {
  if (!level?.names || nextMark(text, end) !== ':') return null;
  return enterName(level, level.names, text.slice(start, end));
}

/** Index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

function nextMark(text: string, start: number): string | undefined {
  let i = start;
  while (i < text.length && ' \t\n\r'.includes(text[i] ?? '')) i += 1;
  return text[i];
}

function enterName(level: Level, names: Set<string>, token: string): TextFault | null {
  const name = readString(token);
  if (name === null) return null;
  level.at = name.slice(0, 50).replaceAll('~', '~0').replaceAll('/', '~1');
  const pointer = `${level.pointer}/${level.at}`;
  if (name in Object.prototype) return { pointer, detail: 'No request has a field of this name.' };
  if (names.has(name)) return { pointer, detail: 'The field stands twice in one object.' };
  names.add(name);
  return null;
}

function readString(token: string): string | null {
  try {
    return JSON.parse(token) as string;
  } catch {
    return null;
  }
}

function tooDeep(): TextFault {
  return { pointer: '', detail: `A request is nested at most ${DEPTH_MAX} levels deep.` };
}
