import { readFile } from 'node:fs/promises';
import { Unavailable } from './console';

/** How a command shows who is asking; without either, the public answers are served. */
export interface Credentials {
  readonly token?: string;
  readonly user?: string;
  readonly passwordFile?: string;
}

/** A server that says nothing for this long is given up. */
export const SILENCE_MS_MAX = 60_000;

export function isServer(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** Streams `GET <server>/log/bundle`. Throws `Unavailable` for anything but a complete answer. */
export async function* fetchBundle(
  server: string,
  credentials: Credentials,
): AsyncGenerator<Uint8Array> {
  const address = endpoint(server, 'log/bundle');
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX);
  try {
    const token = await tokenOf(server, credentials, silence.signal);
    const headers = {
      accept: 'application/jsonl',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(address, { headers, signal: silence.signal });
    requireSuccess(response, `GET ${address.href}`);
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX);
      yield chunk;
    }
  } catch (error) {
    throw unavailable(error, address, silence.signal);
  } finally {
    clearTimeout(timer);
    // The reader may leave before the end; the connection must not outlive it.
    silence.abort();
  }
}

async function tokenOf(
  server: string,
  { token, user, passwordFile }: Credentials,
  signal: AbortSignal,
): Promise<string | null> {
  if (token !== undefined) return token;
  if (user === undefined || passwordFile === undefined) return null;
  const password = (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '');
  const address = endpoint(server, 'v1/auth/login');
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ username: user, password }),
    signal,
  });
  requireSuccess(response, `POST ${address.href}`);
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'token' in answer) {
    if (typeof answer.token === 'string') return answer.token;
  }
  throw new Unavailable(`POST ${address.href} answered without a token.`);
}

function endpoint(server: string, path: string): URL {
  try {
    return new URL(path, server.endsWith('/') ? server : `${server}/`);
  } catch {
    throw new Unavailable(`${server} is not an address.`);
  }
}

function requireSuccess(response: Response, request: string): void {
  if (!response.ok) {
    throw new Unavailable(`${request} answered ${response.status} ${response.statusText}.`);
  }
}

function unavailable(error: unknown, address: URL, signal: AbortSignal): Unavailable {
  if (error instanceof Unavailable) return error;
  if (signal.aborted) return new Unavailable(`${address.href} fell silent.`);
  // fetch wraps what happened ("fetch failed") around the reason ("connect ECONNREFUSED ...").
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Unavailable(`${address.href} cannot be read: ${reason}`);
}
