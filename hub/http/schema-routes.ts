import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExchangeError } from '../flows/exchange-error.ts';
import { PROJECT_ROOT } from '../project-root.ts';
import type { Answer, OpenCall, RouteHandlers } from './route-handler.ts';

type SchemaRoutes = Pick<RouteHandlers, 'GET /schemas/{file}' | 'GET /schemas/code-lists/{file}'>;

const SCHEMAS = join(PROJECT_ROOT, 'schemas');

/** By the end of a file's name. */
const MEDIA_TYPES: readonly (readonly [end: string, mediaType: string])[] = [
  ['.schema.json', 'application/schema+json'],
  ['.jsonld', 'application/ld+json'],
  ['.wsdl', 'text/xml; charset=utf-8'],
  ['.json', 'application/json'],
];

/**
 * The published schemas, their JSON-LD context, the WSDL that a state may implement, and the code lists, as
 * they stand in schemas/ (docs/schemas.md). Throws NOT_FOUND for what was no file there at the start.
 */
export function schemaRoutes(): SchemaRoutes {
  return {
    'GET /schemas/{file}': filesOf(SCHEMAS),
    'GET /schemas/code-lists/{file}': filesOf(join(SCHEMAS, 'code-lists')),
  };
}

function filesOf(folder: string): (call: OpenCall) => Promise<Answer> {
  const names: ReadonlySet<string> = new Set(readdirSync(folder));
  return async ({ params }) => {
    const name = params['file'] ?? '';
    const [, mediaType] = MEDIA_TYPES.find(([end]) => name.endsWith(end)) ?? [];
    if (mediaType === undefined || !names.has(name)) throw new ExchangeError('NOT_FOUND');
    const headers = { 'Content-Type': mediaType };
    return { status: 200, headers, body: await readFile(join(folder, name)) };
  };
}
