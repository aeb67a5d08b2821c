import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import type { Delimiter } from '#platform/spreadsheet/csv-reader';
import type { DecimalMark } from '#platform/spreadsheet/decimal-mark';
import type { Detected, Encoding } from '#platform/spreadsheet/text-encoding';
import type { ImportEntity } from './import.entity';

/** What the worker found out about a file, shown to the user before anything is read as data. */
export interface Detection {
  /** CSV only. */
  readonly encoding?: Detected<Encoding>;
  /** CSV only. */
  readonly delimiter?: Detected<Delimiter>;
  readonly decimalMark: Detected<DecimalMark>;
  /** XLSX only: the sheet that is read, and those that are not. */
  readonly sheet?: string;
  readonly ignoredSheets?: readonly string[];
  /** Rows of data as they would be read; none while the delimiter is open. */
  readonly header: readonly string[];
  readonly sample: readonly { readonly row: string; readonly cells: readonly string[] }[];
}

/** How the file is read, said by the user. */
export interface ConfirmedFormat {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly decimalMark: DecimalMark;
}

interface Asked {
  readonly encoding?: Encoding;
  readonly delimiter?: Delimiter;
  readonly decimalMark?: DecimalMark;
}

/** Null is open: the user must say. What a workbook does not have is as good as any. */
type Settled = { readonly [Name in keyof ConfirmedFormat]: ConfirmedFormat[Name] | null };

/**
 * What the user says, and for the rest what was detected without doubt. Refuses
 * `import-format-ambiguous` for what is open, and `format-not-of-workbooks`.
 */
export function confirmedFormat(
  { detected, fileType }: Pick<ImportEntity, 'detected' | 'fileType'>,
  asked: Asked,
): ConfirmedFormat {
  assert(detected !== null, 'an inspected import has a detection');
  if (fileType === 'xlsx' && (asked.encoding ?? asked.delimiter) !== undefined) {
    throw new DomainError(
      'rule',
      'format-not-of-workbooks',
      'A workbook has no encoding and no delimiter; only the decimal mark can be said.',
    );
  }
  const detection = JSON.parse(detected) as Detection;
  const format = settle(detection, asked);
  if (isWhole(format)) return format;
  throw ambiguous(format, detection);
}

function settle({ encoding, delimiter, decimalMark }: Detection, asked: Asked): Settled {
  const tried = {
    encoding: encoding ? encoding.value : 'utf-8',
    delimiter: delimiter ? delimiter.value : ',',
  } as const;
  const said = { ...tried, ...asked };
  // Read in another way than the one that was tried, the numbers tell nothing any more.
  const isAsTried = said.encoding === tried.encoding && said.delimiter === tried.delimiter;
  return { decimalMark: isAsTried ? decimalMark.value : null, ...said };
}

function isWhole(format: Settled): format is ConfirmedFormat {
  return !Object.values(format).includes(null);
}

function ambiguous(format: Settled, detection: Detection): DomainError {
  const open = (['encoding', 'delimiter', 'decimalMark'] as const).filter(
    (name) => format[name] === null,
  );
  const because = open.map((name) => {
    const found = detection[name];
    return `${name}: ${found?.because ?? 'it depends on the rest'}`;
  });
  return new DomainError(
    'rule',
    'import-format-ambiguous',
    `Say which it is: ${open.join(', ')}. ${because.join(' ')}`,
    { open, because },
  );
}
