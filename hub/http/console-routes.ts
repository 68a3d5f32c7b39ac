import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { extname, join } from 'node:path';
import { ExchangeError } from '../flows/exchange-error.ts';
import { PROJECT_ROOT } from '../project-root.ts';
import { readPageLinks } from './page-links.ts';
import type { Answer, OpenCall, RouteHandlers } from './route-handler.ts';

type ConsoleRoutes = Pick<
  RouteHandlers,
  'GET /' | 'GET /app' | 'GET /app/{page}' | 'GET /assets/{file}'
>;

const DIST = join(PROJECT_ROOT, 'console', 'dist');

/** Only what this server gives; no script or style within the page, and nothing made up at run time. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join(';');

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/** How a file may be packed (RFC 9110 section 8.4.1), the smallest first, and how its name ends then. */
const CODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** A built file with its packed forms, where it has them. */
interface BuiltFile {
  readonly contentType: string;
  readonly plain: Buffer;
  readonly packed: ReadonlyMap<string, Buffer>;
}

/**
 * The console as `npm run build` made it: one page for every address below /app, and its files, which have
 * the hash of their content in their names and are kept by browsers for good. They lie in memory: a build that
 * takes their place is served from the next start on. Throws NOT_FOUND while there is none.
 */
export function consoleRoutes(): ConsoleRoutes {
  const page = builtFile(join(DIST, 'index.html'), 'text/html; charset=utf-8');
  const assets = assetsIn(join(DIST, 'assets'));
  const linksOf = readPageLinks(join(DIST, 'pages.json'));
  const servePage = ({ request, params }: OpenCall): Answer => {
    if (page === undefined) throw new ExchangeError('NOT_FOUND');
    return answer(request, page, {
      'Cache-Control': 'no-store',
      'Content-Security-Policy': PAGE_POLICY,
      Link: linksOf(params['page'] ?? ''),
    });
  };
  return {
    'GET /': () => ({ status: 302, headers: { Location: '/app' } }),
    'GET /app': servePage,
    'GET /app/{page}': servePage,
    'GET /assets/{file}': ({ request, params }) => {
      const asset = assets.get(params['file'] ?? '');
      if (asset === undefined) throw new ExchangeError('NOT_FOUND');
      return answer(request, asset, { 'Cache-Control': 'public, max-age=31536000, immutable' });
    },
  };
}

function assetsIn(folder: string): ReadonlyMap<string, BuiltFile> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = names.flatMap((name) => {
    const contentType = MEDIA_TYPES[extname(name)];
    const file = contentType === undefined ? undefined : builtFile(join(folder, name), contentType);
    return file === undefined ? [] : [[name, file] as const];
  });
  return new Map(found);
}

function builtFile(path: string, contentType: string): BuiltFile | undefined {
  if (!existsSync(path)) return undefined;
  const packed = CODINGS.flatMap(([coding, ending]) => {
    const file = `${path}${ending}`;
    return existsSync(file) ? [[coding, readFileSync(file)] as const] : [];
  });
  return { contentType, plain: readFileSync(path), packed: new Map(packed) };
}

function answer(
  request: IncomingMessage,
  { contentType, plain, packed }: BuiltFile,
  headers: Readonly<Record<string, string>>,
): Answer {
  const [coding] = CODINGS.find(([name]) => packed.has(name) && takes(request, name)) ?? [];
  return {
    status: 200,
    headers: {
      ...headers,
      'Content-Type': contentType,
      Vary: 'Accept-Encoding',
      ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
    },
    body: packed.get(coding ?? '') ?? plain,
  };
}

/** RFC 9110 section 12.5.3, as far as browsers use it. */
function takes({ headers }: IncomingMessage, coding: string): boolean {
  const accepted = (headers['accept-encoding'] ?? '').split(',').map((one) => one.trim());
  return accepted.some((one) => {
    const [name = '', weight = ''] = one.split(/\s*;\s*q=/);
    return name === coding && !/^0(?:\.0*)?$/.test(weight);
  });
}
