import { ValidationPipe, type ValidationError as Fault } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ValidationError, type FieldFault } from './problem';
import { keepsRules } from './quick-check';

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

/** Exactly the declared fields, of the declared types, unconverted. */
const RULES = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
};

/** Bodies and queries hold exactly the declared fields. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    ...RULES,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    exceptionFactory: (faults) =>
      new ValidationError(
        'request-invalid',
        'The request has faults; each is listed with its place.',
        flatten(faults, ''),
      ),
  });
}

/** Reads plain fields that came some other way than in a body, by the very same rules. */
export function readFields<Request extends object>(
  type: new () => Request,
  fields: object,
): { readonly request: Request; readonly faults: readonly FieldFault[] } {
  if (keepsRules(type, fields)) return { request: fields as Request, faults: [] };
  const request = plainToInstance(type, fields, { enableImplicitConversion: false });
  return { request, faults: flatten(validateSync(request, RULES), '') };
}
