import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '#domain/errors';
import { isUnavailable, sqlState } from '../database/sql-state';
import { problem, STATUS, UnauthenticatedError, ValidationError, type Problem } from './problem';

/** The only place that knows HTTP statuses: every error leaves as an RFC 9457 problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const answer = toProblem(error);
    if (answer.status >= 500) {
      this.logger.error(
        `${request.method} ${request.path}`,
        error instanceof Error ? error.stack : error,
      );
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (answer.status === 503) response.setHeader('Retry-After', '1');
    response
      .status(answer.status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...answer, instance: request.path.slice(0, 200) }));
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) return fromDomain(error);
  if (error instanceof ValidationError) {
    return problem(400, error.code, error.message, { errors: error.faults });
  }
  if (error instanceof UnauthenticatedError) return problem(401, 'unauthenticated', error.message);
  if (error instanceof HttpException) return fromHttp(error);
  return fromParser(error) ?? fromDatabase(error);
}

function fromDomain(error: DomainError): Problem {
  const { kind, code, message, facts } = error;
  if (kind !== 'invalid') return problem(STATUS[kind], code, message, { facts });
  const pointer = typeof facts['pointer'] === 'string' ? facts['pointer'] : '';
  return problem(400, code, message, { errors: [{ pointer, code, detail: message }], facts });
}

const HTTP_CODES: Readonly<Record<number, string>> = {
  404: 'route-unknown',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'media-type-unsupported',
};

function fromHttp(error: HttpException): Problem {
  const status = error.getStatus();
  return problem(status, HTTP_CODES[status] ?? 'request-refused', error.message);
}

/** Errors of the body parser carry a status and a type of their own. */
function fromParser(error: unknown): Problem | null {
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  if (type === 'entity.too.large') {
    return problem(413, 'body-too-large', 'A request body is at most 100 kB.');
  }
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return problem(415, 'media-type-unsupported', 'Send plain UTF-8 application/json.');
  }
  return problem(status, 'body-malformed', 'The request body is not valid JSON.');
}

function fromDatabase(error: unknown): Problem {
  if (isUnavailable(error)) {
    return problem(503, 'database-unavailable', 'The ledger is busy or restarting; try again.');
  }
  const state = sqlState(error) ?? '';
  if (state.startsWith('22')) {
    return problem(
      400,
      'value-out-of-range',
      'A value cannot be stored: malformed or out of range.',
    );
  }
  if (state === '23505') return problem(409, 'already-exists', 'Such a record exists already.');
  if (state === '23503')
    return problem(422, 'reference-unknown', 'A record it names does not exist.');
  if (state === '23514')
    return problem(422, 'constraint-violated', 'A rule of the books forbids it.');
  return problem(500, 'internal-error', 'Something went wrong on our side; nothing was changed.');
}
