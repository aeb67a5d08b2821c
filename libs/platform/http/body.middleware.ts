import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { faultOfJsonText } from './json-text';
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

/** A write with a body of another media type is refused rather than read as empty. */
export function requireJson(request: Request, _response: Response, next: NextFunction): void {
  const hasBody =
    Number(request.headers['content-length'] ?? 0) > 0 ||
    request.headers['transfer-encoding'] !== undefined;
  if (hasBody && request.is('application/json') === false) {
    next(notUtf8Json());
    return;
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
