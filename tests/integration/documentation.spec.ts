import { Ledger } from '../support/ledger';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
});
afterAll(() => ledger.stop());

interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  responses: Record<string, object>;
  requestBody?: { content: object };
  security?: object[];
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

const document = async (): Promise<Document> =>
  (await ledger.anonymous().get<Document>('/openapi.json')).body;

const operations = async (): Promise<{ path: string; method: string; operation: Operation }[]> =>
  Object.entries((await document()).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  it('is version 3.1 and uses nothing that 3.1 took away', async () => {
    const whole = await document();
    expect(whole.openapi).toMatch(/^3\.1\./);
    expect(JSON.stringify(whole)).not.toMatch(/"nullable"|"exclusiveM(in|ax)imum":(true|false)/);
  });

  it('refers only to what it holds', async () => {
    const whole = await document();
    const references = JSON.stringify(whole).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      const name = /^"\$ref":"#\/components\/schemas\/(\w+)"$/.exec(reference)?.[1] ?? reference;
      expect(Object.keys(whole.components.schemas)).toContain(name);
    }
  });

  it('names each operation once, says what it does and which parts its path has', async () => {
    const all = await operations();
    const names = all.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of all) {
      expect(operation.summary).toMatch(/\.$/);
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const expected = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }) => name)).toEqual(expected);
      expect(inPath.every(({ required }) => required === true)).toBe(true);
    }
  });

  it('asks every write but the login for an Idempotency-Key and a token', async () => {
    const writes = (await operations()).filter(({ method }) => method !== 'get');
    for (const { path, operation } of writes.filter((write) => !write.path.endsWith('/login'))) {
      const headers = (operation.parameters ?? []).filter((parameter) => parameter.in === 'header');
      expect([path, headers.map(({ name }) => name)]).toEqual([path, ['Idempotency-Key']]);
      expect(operation.security).toEqual([{ bearer: [] }]);
    }
  });
});

describe('the reading page', () => {
  it('loads nothing from outside and runs no script of its own', async () => {
    const page = await ledger.anonymous().get<string>('/docs');
    expect(page.status).toBe(200);
    const loads = [...page.body.matchAll(/<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"/g)];
    expect(loads.length).toBeGreaterThan(3);
    for (const [, address = ''] of loads) {
      expect(address).toMatch(/^\.?\/?docs\//);
      const part = await ledger.anonymous().get<string>(`/${address.replace(/^\.?\//, '')}`);
      expect([address, part.status]).toEqual([address, 200]);
      if (address.endsWith('.css')) expect(part.body).not.toMatch(/url\(["']?https?:|@import/);
    }
    expect(page.body).not.toMatch(/<script>|<script[^>]*>[^<\s]|\son\w+=/);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|script-src[^;]*unsafe/);
  });
});

it('answers with the headers that keep a browser safe', async () => {
  const { headers } = await ledger.anonymous().get('/v1/members');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});
