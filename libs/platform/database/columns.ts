import { Column, type ColumnOptions } from 'typeorm';

/** A bigint column as `bigint`: the driver gives text, and a JS number would lose digits. */
export function GramsColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column('bigint', {
    ...options,
    transformer: {
      to: (value: bigint | undefined) => value?.toString(),
      from: (value: string | null) => (value === null ? null : BigInt(value)),
    },
  });
}

/** A moment as RFC 3339 UTC text with milliseconds. */
export function MomentColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column('timestamptz', {
    ...options,
    transformer: {
      to: (value: string | null | undefined) => value,
      from: (value: Date | null) => value?.toISOString() ?? null,
    },
  });
}
