import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ExchangeError } from '../flows/exchange-error.ts';
import { PROJECT_ROOT } from '../project-root.ts';
import { createOpenApi } from './openapi/create-openapi.ts';
import type { HttpParts } from './parts.ts';
import type { RouteHandlers } from './route-handler.ts';

type DocsRoutes = Pick<
  RouteHandlers,
  'GET /openapi.json' | 'GET /asyncapi.json' | 'GET /docs' | 'GET /docs/{file}'
>;

/** Files of swagger-ui-dist that the page needs, with their types; no other is served. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Generated from the tables by which the queue adapter works. */
const ASYNC_API = join(PROJECT_ROOT, 'schemas', 'asyncapi.json');

/** Only what this server gives, no script or style within the page; pictures in styles are data. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Compact hub API</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  validatorUrl: null,
});
`;

/** The OpenAPI and AsyncAPI documents, and the page by which a person reads it and tries it out. */
export function docsRoutes(parts: HttpParts): DocsRoutes {
  const document = JSON.stringify(createOpenApi(parts));
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return {
    'GET /openapi.json': () => ({
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: document,
    }),
    'GET /asyncapi.json': async () => ({
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: await readFile(ASYNC_API),
    }),
    'GET /docs': () => ({
      status: 200,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': PAGE_POLICY,
      },
      body: PAGE,
    }),
    'GET /docs/{file}': async ({ params }) => {
      const name = params['file'] ?? '';
      if (name === 'start.js') {
        return {
          status: 200,
          headers: { 'Content-Type': 'text/javascript; charset=utf-8' },
          body: START,
        };
      }
      const contentType = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
      if (contentType === undefined) throw new ExchangeError('NOT_FOUND');
      const headers = { 'Content-Type': contentType };
      return { status: 200, headers, body: await readFile(join(folder, name)) };
    },
  };
}
