import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { assert } from '#domain/assert';
import type { AuthenticatedRequest } from '../auth/access.guard';
import { CommandContext, type Actor } from '../database/command-context';
import { requestDigest } from '../database/unit-of-work';
import type { BodyRequest } from './body.middleware';
import { ValidationError } from './problem';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** The command context of a write: the signed-in actor, the client's key and the request digest. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<AuthenticatedRequest & BodyRequest>();
  assert(request.actor, 'a write route must not be public');
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY.test(key)) {
    const detail = 'Send an Idempotency-Key header of 1 to 200 printable ASCII characters.';
    throw new ValidationError('idempotency-key-missing', detail, [
      { pointer: '/headers/idempotency-key', code: 'idempotency-key-missing', detail },
    ]);
  }
  const ctx = new CommandContext(
    request.actor,
    key,
    `${request.method} ${request.path}`.slice(0, 500),
    requestDigest(request.rawBody ?? ''),
  );
  context.switchToHttp().getResponse<{ locals: { ctx?: CommandContext } }>().locals.ctx = ctx;
  return ctx;
});

/** The signed-in actor of a read, or null when nobody signed in to a public route. */
export const Reader = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Actor | null =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().actor ?? null,
);
