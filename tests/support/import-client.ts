import { createHash, randomUUID } from 'node:crypto';
import type { Answer, Caller } from './caller';

export interface ImportState {
  readonly id: string;
  readonly state: string;
  readonly rows: Readonly<Record<'total' | 'read' | 'valid' | 'refused' | 'committed', string>>;
  readonly detected: {
    readonly encoding?: { value: string | null };
    readonly delimiter?: { value: string | null };
    readonly decimalMark: { value: string | null; because: string };
    readonly sheet?: string;
    readonly header: string[];
    readonly sample: { row: string; cells: string[] }[];
  } | null;
  readonly problem: { code: string; detail: string; facts: Record<string, unknown> } | null;
}

export interface ImportError {
  readonly row: string;
  readonly column: string | null;
  readonly code: string;
  readonly found: string;
  readonly expected: string;
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface NewFile {
  readonly kind: 'contributions' | 'lots' | 'baselines' | 'pledges';
  readonly bytes: string | Buffer;
  readonly mode?: 'all' | 'valid';
  readonly type?: string;
  readonly name?: string;
}

const WAITING = ['uploaded', 'confirmed', 'committing'];
const PATIENCE_MS = 120_000;

/** Carries files through the import as a client of the API does. */
export class ImportClient {
  constructor(
    private readonly url: string,
    private readonly caller: Caller,
  ) {}

  open(file: NewFile): Promise<Answer<ImportState & { detail?: string; facts?: object }>> {
    const bytes = Buffer.from(file.bytes);
    return this.caller.post('/v1/imports', {
      kind: file.kind,
      mode: file.mode ?? 'all',
      fileName: file.name ?? 'rows.csv',
      size: bytes.length.toString(),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  }

  /** Sends the bytes of a file. */
  async send(
    id: string,
    bytes: string | Buffer,
    type = 'text/csv',
    key: string = randomUUID(),
  ): Promise<Answer<ImportState & { type?: string }>> {
    const response = await fetch(`${this.url}/v1/imports/${id}/file`, {
      method: 'PUT',
      headers: {
        'Content-Type': type,
        'Idempotency-Key': key,
        ...(this.caller.token === undefined
          ? {}
          : { Authorization: `Bearer ${this.caller.token}` }),
      },
      body: new Uint8Array(Buffer.from(bytes)),
    });
    const body = (await response.json()) as ImportState;
    return { status: response.status, body, headers: response.headers };
  }

  /** Announces and sends a file, and waits until it was looked at. */
  async upload(file: NewFile): Promise<ImportState> {
    const opened = await this.open(file);
    if (opened.status !== 201) throw new Error(JSON.stringify(opened.body));
    const { id } = opened.body;
    const sent = await this.send(id, file.bytes, file.type);
    if (sent.status !== 200) throw new Error(JSON.stringify(sent.body));
    return this.settled(id);
  }

  async confirm(id: string, format: object = {}): Promise<ImportState> {
    await this.caller.done(`/v1/imports/${id}/confirm`, format);
    return this.settled(id);
  }

  async commit(id: string): Promise<ImportState> {
    await this.caller.done(`/v1/imports/${id}/commit`);
    return this.settled(id);
  }

  /** All steps of a file that is right. */
  async whole(file: NewFile, format: object = {}): Promise<ImportState> {
    const { id } = await this.upload(file);
    await this.confirm(id, format);
    return this.commit(id);
  }

  async get(id: string): Promise<ImportState> {
    return (await this.caller.get<ImportState>(`/v1/imports/${id}`)).body;
  }

  async errors(id: string): Promise<ImportError[]> {
    const path = `/v1/imports/${id}/errors`;
    return (await this.caller.get<{ errors: ImportError[] }>(path)).body.errors;
  }

  async errorsFile(id: string): Promise<Buffer> {
    const response = await fetch(`${this.url}/v1/imports/${id}/errors-file`, {
      headers: { Authorization: `Bearer ${this.caller.token ?? ''}` },
    });
    return Buffer.from(await response.arrayBuffer());
  }

  /** Polls until the import waits for nobody but its user. */
  async settled(id: string): Promise<ImportState> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { status, body: now } = await this.caller.get<ImportState>(`/v1/imports/${id}`);
      // A database that is away answers later.
      if (status < 500 && !WAITING.includes(now.state)) return now;
      if (Date.now() > deadline) throw new Error(`import ${id} stays ${now.state}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
