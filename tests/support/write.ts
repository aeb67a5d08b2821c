import type { Caller } from './caller';

/** One write that would succeed if it were sent as it stands. */
export interface Write {
  /** Method and path as the OpenAPI document names them. */
  readonly route: string;
  readonly path: string;
  readonly as: Caller;
  /** Null for an act that takes no fields. */
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Of a route that takes a file instead of fields. */
  readonly file?: { readonly type: string; readonly bytes: string };
}

/** An act on one record: `{id}` in the route stands for it. */
export function act(route: string, id: string, as: Caller, body: Write['body'] = null): Write {
  return { route: `POST ${route}`, path: route.replace('{id}', id), as, body };
}
