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
import {
  BusyError,
  problem,
  STATUS,
  UnauthenticatedError,
  ValidationError,
  type Problem,
} from './problem';

/** The only place that knows HTTP statuses: every error leaves as an RFC 9457 problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const answer = toProblem(error, request.path);
    if (answer.status >= 500 && !(error instanceof BusyError)) {
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
      .send(inertJson({ ...answer, instance: request.path.slice(0, 200) }));
  }
}

/** Parts of refused input stand in a problem; nothing in them may act on whoever displays it. */
function inertJson(value: object): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function toProblem(error: unknown, path: string): Problem {
  if (error instanceof DomainError) return fromDomain(error);
  if (error instanceof ValidationError) {
    return problem(400, error.code, error.message, { errors: error.faults });
  }
  if (error instanceof UnauthenticatedError) return problem(401, 'unauthenticated', error.message);
  if (error instanceof BusyError) return problem(503, 'busy', error.message);
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (status >= 400 && status < 500) return fromHttp(status, path);
  return fromDatabase(error);
}

/** Errors of the body parser carry a status of their own. */
function statusOf(error: unknown): number {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' ? status : 500;
}

function fromDomain(error: DomainError): Problem {
  const { kind, code, message, facts } = error;
  if (kind !== 'invalid') return problem(STATUS[kind], code, message, { facts });
  const pointer = typeof facts['pointer'] === 'string' ? facts['pointer'] : '';
  const { pointers, codes, details, ...others } = facts;
  if (!Array.isArray(pointers)) return { ...invalid(code, pointer, message), facts };
  const errors = pointers.map((place: string, index) => ({
    ...{ pointer: place, code: codes?.[index] ?? code, detail: details?.[index] ?? message },
  }));
  return { ...problem(400, code, message, { errors }), facts: others };
}

const REFUSALS: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  404: ['route-unknown', 'No route has this method and path.'],
  413: ['body-too-large', 'A request body is at most 100 kB.'],
  415: ['media-type-unsupported', 'Send plain UTF-8 application/json; a file as text/csv or XLSX.'],
};

/** The framework's own texts quote the path or the body, so only statuses are taken over. */
function fromHttp(status: number, path: string): Problem {
  if (status === 400 && !isDecodable(path)) {
    return invalid('path-malformed', '/path', 'The path holds a malformed percent escape.');
  }
  if (status === 400) {
    return invalid('body-malformed', '', 'The request body is not one whole JSON object.');
  }
  const [code, detail] = REFUSALS[status] ?? ['request-refused', 'The request is refused.'];
  return problem(status, code, detail);
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

function invalid(code: string, pointer: string, detail: string): Problem {
  return problem(400, code, detail, { errors: [{ pointer, code, detail }] });
}

function fromDatabase(error: unknown): Problem {
  if (isUnavailable(error)) {
    return problem(503, 'database-unavailable', 'The ledger is busy or restarting; try again.');
  }
  const state = sqlState(error) ?? '';
  if (state.startsWith('22')) {
    return invalid(
      'value-out-of-range',
      '',
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
