import type { PipeTransform } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { FORMATS, isFormat, type Format } from '#platform/spreadsheet/formats';

/** The format of a file in a path. */
class FormatPipe implements PipeTransform<string, Format> {
  transform(value: string): Format {
    if (isFormat(value)) return value;
    throw new DomainError('not-found', 'format-unknown', 'No report is written in this format.', {
      formats: [...FORMATS],
    });
  }
}

export const FORMAT_PIPE = new FormatPipe();
