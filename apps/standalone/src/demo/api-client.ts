/** What the server answered when it refused: an RFC 9457 problem in short. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

interface ProblemText {
  readonly type?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly detail?: string }[];
}

/** One signed-in caller of the HTTP API. Answers are taken as the contract says they are. */
export class ApiClient {
  private constructor(
    private readonly baseUrl: string,
    readonly token: string | null,
  ) {}

  /** Reads what anybody may read. */
  static public(baseUrl: string): ApiClient {
    return new ApiClient(baseUrl.replace(/\/$/, ''), null);
  }

  static async signIn(baseUrl: string, login: Login): Promise<ApiClient> {
    const anyone = ApiClient.public(baseUrl);
    const body = { username: login.username, password: login.password };
    const { token } = await anyone.send<{ token: string }>('POST', '/v1/auth/login', {}, body);
    return new ApiClient(anyone.baseUrl, token);
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.send<Answer>('GET', path, {});
  }

  /** A write under its own key: sending it again gives the stored answer. */
  post<Answer>(path: string, key: string, body: object = {}): Promise<Answer> {
    return this.send<Answer>('POST', path, { 'idempotency-key': key }, body);
  }

  /** A text document as bytes, for what must be checked byte by byte. */
  async bytes(path: string): Promise<Uint8Array> {
    const response = await this.call('GET', path, {});
    return new Uint8Array(await response.arrayBuffer());
  }

  private async send<Answer>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
  ): Promise<Answer> {
    const response = await this.call(method, path, headers, body);
    return (await response.json()) as Answer;
  }

  private async call(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
  ): Promise<Response> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        ...headers,
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await refusal(`${method} ${path}`, response);
    return response;
  }
}

async function refusal(call: string, response: Response): Promise<ApiRefusal> {
  const text = await response.text();
  let problem: ProblemText = {};
  try {
    problem = JSON.parse(text) as ProblemText;
  } catch {
    problem = { detail: text.slice(0, 200) };
  }
  const faults = (problem.errors ?? []).map((one) => ` ${one.pointer ?? ''}: ${one.detail ?? ''}`);
  const why = `${problem.detail ?? ''}${faults.join()}`;
  const what = `${call} was answered with ${response.status}: ${why}`;
  return new ApiRefusal(response.status, problem.type ?? '', what);
}
