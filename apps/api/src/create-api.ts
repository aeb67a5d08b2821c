import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { AccessService } from '#features/access/access.service';
import { requireRolesOnEveryRoute } from '#platform/auth/route-check';
import {
  JSON_BODY,
  refuseRepeatedQuery,
  refuseSlowBody,
  requireMediaType,
} from '#platform/http/body.middleware';
import { ApiModule } from './api.module';
import { serveDocumentation } from './documentation';

/** Node's own limits would keep a slow client's socket open for minutes. */
const HEADERS_MS_MAX = 10_000;
/** Files may be large and lines slow; everything else is cut off far earlier. */
const FILE_MS_MAX = 600_000;

/** The whole HTTP application, configured from the environment, not yet listening. */
export async function createApi(): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule, {
    bodyParser: false,
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(helmet({ contentSecurityPolicy: { directives: CONTENT_POLICY } }));
  app.use(refuseSlowBody);
  app.use(requireMediaType);
  app.useBodyParser('json', JSON_BODY);
  app.use(refuseRepeatedQuery);
  app.enableShutdownHooks();
  serveDocumentation(app);
  await app.init();
  requireRolesOnEveryRoute(app);
  await app.get(AccessService).createFirstAdministrators();
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_MS_MAX;
  server.requestTimeout = FILE_MS_MAX;
  return app;
}

/** Everything from here; the inline styles are those of the documentation page. */
const CONTENT_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'upgrade-insecure-requests': null,
};
