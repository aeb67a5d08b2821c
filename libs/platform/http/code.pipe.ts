import type { PipeTransform } from '@nestjs/common';
import { DomainError } from '#domain/errors';

/** A code in a path; anything of another form names nothing. */
class CodePipe implements PipeTransform<string, string> {
  constructor(
    private readonly pattern: RegExp,
    private readonly expected: string,
  ) {}

  transform(value: string): string {
    if (this.pattern.test(value)) return value;
    throw new DomainError('invalid', 'code-malformed', `The path names no ${this.expected}.`, {
      pointer: '/path',
    });
  }
}

export const MEMBER_CODE_PIPE = new CodePipe(
  /^[A-Z]{3}$/,
  'member: give an ISO 3166-1 alpha-3 code such as DEU',
);

export const MATERIAL_CODE_PIPE = new CodePipe(
  /^[a-z][a-z0-9_]{1,39}$/,
  'material: give its code such as cobalt',
);
