import { randomUUID } from 'node:crypto';

/** Chooses the Idempotency-Key of a write that names none. */
export type Keys = () => string;

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** One client of the HTTP API, signed in or not. */
export class Caller {
  constructor(
    private readonly url: string,
    readonly token: string | undefined,
    private readonly keys: Keys = randomUUID,
  ) {}

  static async signIn(
    url: string,
    username: string,
    password: string,
    keys?: Keys,
  ): Promise<Caller> {
    const answer = await new Caller(url, undefined).send<{ token: string }>(
      'POST',
      '/v1/auth/login',
      JSON.stringify({ username, password }),
    );
    if (answer.status !== 200) throw new Error(`sign-in of ${username}: ${answer.status}`);
    return new Caller(url, answer.body.token, keys);
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.send<Body>('GET', path, undefined);
  }

  /** A write under its own key unless one is given. */
  post<Body>(path: string, body: object = {}, key: string = this.keys()): Promise<Answer<Body>> {
    return this.send<Body>('POST', path, JSON.stringify(body), { 'Idempotency-Key': key });
  }

  /** A write that must succeed. */
  async done<Body = { id: string; entry: string }>(path: string, body: object = {}): Promise<Body> {
    const answer = await this.post<Body>(path, body);
    if (answer.status >= 300) {
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  async send<Body>(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, body: parse<Body>(text), headers: response.headers };
  }
}

function parse<Body>(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return text as Body;
  }
}
