import { ValidationPipe, type ValidationError as Fault } from '@nestjs/common';
import { ValidationError, type FieldFault } from './problem';

function flatten(faults: readonly Fault[], path: string): FieldFault[] {
  return faults.flatMap((fault) => {
    const pointer = `${path}/${escaped(fault.property)}`;
    const own = Object.entries(fault.constraints ?? {}).map(([code, detail]) => ({
      pointer: pointer.slice(0, 200),
      code,
      detail: detail.slice(0, 300),
    }));
    return [...own, ...flatten(fault.children ?? [], pointer)];
  });
}

/** A name inside a JSON pointer (RFC 6901). */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Bodies and queries hold exactly the declared fields, of the declared types, unconverted. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    validationError: { target: false, value: false },
    exceptionFactory: (faults) =>
      new ValidationError(
        'request-invalid',
        'The request has faults; each is listed with its place.',
        flatten(faults, ''),
      ),
  });
}
