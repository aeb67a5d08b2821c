/** What a file may be at most. Every limit is refused by name: `spreadsheet-too-large`. */
export const SHEET_LIMITS = {
  /** Data rows and the header. */
  rows: 1_000_001,
  columns: 100,
  /** Characters of one cell. */
  cellChars: 10_000,
  /** Bytes of one CSV record; a quote that is never closed is noticed here. */
  recordBytes: 1_048_576,
  csvFileBytes: 268_435_456,
  /** An XLSX file is held in memory as it is, compressed. */
  xlsxFileBytes: 33_554_432,
  /** Bytes of all parts of an XLSX file together, declared and really inflated. */
  xlsxInflatedBytes: 1_073_741_824,
  /** Inflated bytes for one compressed byte, per part; above this it is a bomb. */
  xlsxRatio: 200,
  xlsxEntries: 1_000,
  /** Characters of all shared strings, which are the one part that is kept. */
  xlsxSharedChars: 33_554_432,
} as const;

/** The media types of the two formats. */
export const MEDIA_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export type SheetType = keyof typeof MEDIA_TYPES;
