import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { finalize, type Observable } from 'rxjs';
import type { CommandContext } from '../database/command-context';

/** Marks an answer that was stored by an earlier call with the same Idempotency-Key. */
@Injectable()
export class ReplayInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context
      .switchToHttp()
      .getResponse<Response<unknown, { ctx?: CommandContext }>>();
    return next.handle().pipe(
      finalize(() => {
        if (response.locals.ctx?.replayed && !response.headersSent) {
          response.setHeader('Idempotency-Replayed', 'true');
        }
      }),
    );
  }
}
