import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** OpenAPI 3.1 at /openapi.json and its reading page at /docs, which loads nothing from outside. */
export function serveDocumentation(app: NestExpressApplication): void {
  const description = [
    'Pooled mineral reserves, divided by a rule everyone can recompute.',
    'Every write needs an `Idempotency-Key`; its answer names its log `entry`.',
    'Refusals are RFC 9457 problems. Quantities are decimal texts with a Rec 20 unit.',
  ].join(' ');
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Global Minerals Trust ledger')
      .setDescription(description)
      .setVersion('0.1.0')
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .setOpenAPIVersion('3.1.0')
      .addBearerAuth()
      .build(),
  );
  requireIdempotencyKey(document.paths);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json' });
}

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: true,
  description: 'Chosen by you, once per command; the same key gives the same answer for ever.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

type Paths = ReturnType<typeof SwaggerModule.createDocument>['paths'];

function requireIdempotencyKey(paths: Paths): void {
  for (const [path, item] of Object.entries(paths)) {
    for (const write of [item.post, item.put]) {
      if (!write || path.endsWith('/login')) continue;
      write.parameters = [...(write.parameters ?? []), KEY_PARAMETER];
    }
  }
}
