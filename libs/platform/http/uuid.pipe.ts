import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '#domain/errors';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** An identifier in a path; anything else names nothing. */
@Injectable()
export class UuidPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (UUID.test(value)) return value;
    throw new DomainError('invalid', 'identifier-malformed', 'The path names no UUID.', {
      pointer: '/path',
      expected: 'a lower-case UUID such as 0195f3a0-0000-7000-8000-000000000000',
    });
  }
}
