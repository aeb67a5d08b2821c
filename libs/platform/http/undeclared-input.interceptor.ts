import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { Observable } from 'rxjs';
import { ValidationError } from './problem';
import { escaped } from './validation';

/**
 * A route that declares no body takes no fields, and one that declares no query no parameters:
 * what would be ignored is refused, as a field that a declared body does not know is.
 */
@Injectable()
export class UndeclaredInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body, query } = context.switchToHttp().getRequest<{ body: unknown; query: unknown }>();
    const takes = declaredInputs(context);
    const names = [
      ...(takes.has(RouteParamtypes.BODY) ? [] : namesIn(body)),
      ...(takes.has(RouteParamtypes.QUERY) ? [] : namesIn(query)),
    ];
    if (names.length === 0) return next.handle();
    throw new ValidationError(
      'request-invalid',
      'The request has fields that this route does not take.',
      names.slice(0, 20).map((name) => ({
        pointer: name === '' ? '' : `/${escaped(name).slice(0, 200)}`,
        code: 'unknown',
        detail: 'Leave it out: this route takes no such field.',
      })),
    );
  }
}

/**
 * The kinds of input the handler asks for. The framework keys each by its kind and position, and
 * one of our own decorators by a random text, which may well begin with the digit of a kind.
 */
function declaredInputs(context: ExecutionContext): ReadonlySet<number> {
  const inputs = (Reflect.getMetadata(
    ROUTE_ARGS_METADATA,
    context.getClass(),
    context.getHandler().name,
  ) ?? {}) as Readonly<Record<string, unknown>>;
  const kinds = Object.keys(inputs).map((key) => /^(\d+):\d+$/.exec(key)?.[1]);
  return new Set(kinds.filter((kind) => kind !== undefined).map(Number));
}

/** A list has no names; it is refused as a whole. */
function namesIn(input: unknown): string[] {
  if (Array.isArray(input)) return [''];
  return typeof input === 'object' && input !== null ? Object.keys(input) : [];
}
