import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { faultOfJsonText } from './json-text';
import { MEDIA_TYPES, type SheetType } from '../spreadsheet/limits';
import { ValidationError } from './problem';

export type BodyRequest = Request & { rawBody?: string };

function malformed(detail: string, pointer = ''): ValidationError {
  return new ValidationError('body-malformed', detail, [
    { pointer, code: 'body-malformed', detail },
  ]);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The request body is not valid UTF-8.');
  }
}

/**
 * Accepts UTF-8 `application/json` only, at most 100 kB and 20 levels deep, without doubled
 * names, and keeps its text.
 */
export const JSON_BODY = {
  limit: '100kb',
  strict: true,
  inflate: false,
  type: 'application/json',
  verify: (request: object, _response: object, bytes: Buffer, charset: string): void => {
    // Read in another charset, the text checked here would not be the one that is parsed.
    if (charset !== 'utf-8') throw notUtf8Json();
    const text = decodeUtf8(bytes);
    const fault = faultOfJsonText(text);
    if (fault) throw malformed(fault.detail, fault.pointer);
    (request as BodyRequest).rawBody = text;
  },
};

function notUtf8Json(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException('Send plain UTF-8 application/json, uncompressed.');
}

/** The one route that takes a file instead of JSON. */
const FILE_ROUTE = /^\/v1\/imports\/[^/]+\/file$/;

/** How long a request may take to arrive; a file may take as long as the server allows at all. */
const BODY_MS_MAX = 30_000;

function hasBody({ headers }: Request): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

function isFile(request: Request): boolean {
  return request.method === 'PUT' && FILE_ROUTE.test(request.path);
}

/** The type of the file that a request carries; its encoding is confirmed later, never stated. */
export function fileTypeOf(request: Request): SheetType {
  const type = request.headers['content-type'];
  for (const [name, mediaType] of Object.entries(MEDIA_TYPES)) {
    if (type === mediaType) return name as SheetType;
  }
  throw new UnsupportedMediaTypeException();
}

/** A write with a body of another media type is refused rather than read as empty. */
export function requireMediaType(request: Request, _response: Response, next: NextFunction): void {
  try {
    if (isFile(request)) requirePlainFile(request);
    else if (hasBody(request) && request.is('application/json') === false) throw notUtf8Json();
    next();
  } catch (error) {
    next(error);
  }
}

function requirePlainFile(request: Request): void {
  fileTypeOf(request);
  if (request.headers['content-encoding'] !== undefined) throw notUtf8Json();
}

/** A body that trickles in is cut off, so that it cannot hold a connection for minutes. */
export function refuseSlowBody(request: Request, _response: Response, next: NextFunction): void {
  if (hasBody(request) && !isFile(request)) {
    const timer = setTimeout(() => request.destroy(), BODY_MS_MAX);
    for (const event of ['end', 'close']) request.once(event, () => clearTimeout(timer));
  }
  next();
}

/** A repeated query parameter would arrive as a list; no route takes one. */
export function refuseRepeatedQuery(
  request: Request,
  _response: Response,
  next: NextFunction,
): void {
  for (const [name, value] of Object.entries(request.query)) {
    if (typeof value !== 'string') {
      const pointer = `/${name.slice(0, 50)}`;
      const detail = 'Give each query parameter once, as text.';
      next(new ValidationError('request-invalid', detail, [{ pointer, code: 'repeated', detail }]));
      return;
    }
  }
  next();
}
