import type { NextFunction, Request, Response } from 'express';
import { ValidationError } from './problem';

const DEPTH_MAX = 20;

/** Nesting depth of JSON text, counted without building it, so that hostile input stays cheap. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text[i];
    if (inString) {
      if (unit === '\\') i += 1;
      else if (unit === '"') inString = false;
    } else if (unit === '"') inString = true;
    else if (unit === '{' || unit === '[') deepest = Math.max(deepest, (depth += 1));
    else if (unit === '}' || unit === ']') depth -= 1;
  }
  return deepest;
}

export type BodyRequest = Request & { rawBody?: string };

/** Accepts UTF-8 `application/json` only, at most 100 kB and 20 levels deep, and keeps its text. */
export const JSON_BODY = {
  limit: '100kb',
  strict: true,
  inflate: false,
  type: 'application/json',
  verify: (request: object, _response: object, buffer: Buffer): void => {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(buffer);
    } catch {
      throw Object.assign(new Error('not UTF-8'), { status: 400 });
    }
    if (depthOf(text) > DEPTH_MAX) throw Object.assign(new Error('too deep'), { status: 400 });
    (request as BodyRequest).rawBody = text;
  },
};

/** A write with a body of another media type is refused rather than read as empty. */
export function requireJson(request: Request, _response: Response, next: NextFunction): void {
  const hasBody =
    Number(request.headers['content-length'] ?? 0) > 0 ||
    request.headers['transfer-encoding'] !== undefined;
  if (hasBody && request.is('application/json') === false) {
    next(Object.assign(new Error('not JSON'), { status: 415, type: 'encoding.unsupported' }));
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
