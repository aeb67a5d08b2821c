import * as http from 'node:http';

export interface RawRequest {
  readonly method: string;
  /** Sent as it stands, also when it is no valid path. */
  readonly path: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Sends exactly the bytes it is given: what `fetch` would correct or refuse to send goes out. */
export class RawClient {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  private readonly base: URL;

  constructor(url: string) {
    this.base = new URL(url);
  }

  send({ method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const request = http.request({
        agent: this.agent,
        host: this.base.hostname,
        port: this.base.port,
        method,
        path,
        headers: present({ ...length, ...headers }),
      });
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** A header that is set to undefined is not sent. */
function present(headers: http.OutgoingHttpHeaders): http.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}
