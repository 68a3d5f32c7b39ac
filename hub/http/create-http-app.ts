import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { POLICY, ROUTES, type Route } from '../access/policy.ts';
import { createEventFeed } from '../flows/follow-events.ts';
import { accountRoutes } from './account-routes.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { beginRequest } from './begin-request.ts';
import { caseRoutes } from './case-routes.ts';
import { consoleRoutes } from './console-routes.ts';
import { stateRoutes } from './state-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { describeError } from './describe-error.ts';
import { docsRoutes } from './docs-routes.ts';
import { erasureRoutes } from './erasure-routes.ts';
import { searchRoutes } from './search-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import { schemaRoutes } from './schema-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { deadlineRoutes } from './deadline-routes.ts';
import { failureRoutes } from './failure-routes.ts';
import { HttpError } from './http-error.ts';
import { incidentRoutes } from './incident-routes.ts';
import { notificationRoutes } from './notification-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { noteRoutes } from './note-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import type { HttpParts } from './parts.ts';
import { createRateLimiter } from './rate-limit.ts';
import { personRoutes } from './person-routes.ts';
import { requireCompleteTable } from './require-complete-table.ts';
import type { RouteHandlers } from './route-handler.ts';
import { providerRoutes } from './provider-routes.ts';
import { securityKeyRoutes } from './security-key-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';
import { soapRoutes } from './soap-routes.ts';
import { statementRoutes } from './statement-routes.ts';
import { type ServeParts, serveExpressError, serveProblem, serveRoute } from './serve-route.ts';

export interface HttpApp {
  readonly app: Express;
  /** Ends streams of events; requests under way go on. */
  close(): void;
}

const EVENTS_EVERY_MS = 1000;

/**
 * The HTTP API on its parts. Throws when the policy table and the routes do not fit together. The
 * order of handlers is the order of a request: headers, then its route, then "there is no such path".
 */
export function createHttpApp(parts: HttpParts): HttpApp {
  const feed = createEventFeed({
    reads: parts.reads,
    everyMs: EVENTS_EVERY_MS,
    onError: (error) => {
      parts.log.warn('loop-failed', { part: 'event-feed', ...describeError(error) });
    },
  });
  const serveParts: ServeParts = { ...parts, rateLimiter: createRateLimiter(parts.now) };
  const handlers: RouteHandlers = {
    ...messageRoutes(parts),
    ...searchRoutes(parts),
    ...healthRoutes(parts),
    ...noteRoutes(parts),
    ...inboxRoutes(parts),
    ...failureRoutes(parts),
    ...incidentRoutes(parts),
    ...deadlineRoutes(parts),
    ...erasureRoutes(parts),
    ...reviewRoutes(parts),
    ...caseRoutes(parts),
    ...contactRoutes(parts),
    ...notificationRoutes(parts),
    ...stateRoutes(parts),
    ...personRoutes(parts),
    ...ledgerRoutes(parts),
    ...statementRoutes(parts),
    ...attachmentRoutes(parts),
    ...eventRoutes(parts, feed),
    ...sessionRoutes(parts, createSignInThrottle(serveParts)),
    ...securityKeyRoutes(parts, createSignInThrottle(serveParts)),
    ...providerRoutes(parts, createSignInThrottle(serveParts)),
    ...accountRoutes(parts),
    ...operationRoutes(parts),
    ...docsRoutes(parts),
    ...consoleRoutes(),
    ...schemaRoutes(),
    ...soapRoutes(parts, serveParts),
  };
  requireCompleteTable(POLICY, handlers);
  const app = emptyApp(parts);
  for (const { route, method, path } of ROUTES_IN_ORDER) {
    app[method](path, serveRoute(serveParts, route, handlers[route]));
  }
  for (const [path, methods] of METHODS_OF_PATHS) {
    app.all(path, refuseMethod(serveParts, methods));
  }
  app.use((_request, response) => {
    serveProblem(serveParts, response, new HttpError('PATH_UNKNOWN'));
  });
  app.use(serveExpressError(serveParts));
  return {
    app,
    close: () => {
      feed.close();
    },
  };
}

function emptyApp({ behindProxy }: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.set('query parser', false);
  // One proxy: what it adds last to X-Forwarded-For is the caller's address.
  app.set('trust proxy', behindProxy ? 1 : false);
  app.use(SECURITY_HEADERS);
  app.use(beginRequest);
  return app;
}

/** For answers that no browser has to show; the page of /docs has a policy of its own. */
const SECURITY_HEADERS: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
  // For pages, plug-ins and browsers of the past; each would be set on every answer.
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

type Method = 'get' | 'post' | 'put';

interface ExpressRoute {
  readonly route: Route;
  readonly method: Method;
  readonly path: string;
}

/** Parameters that hold the rest of the path, slashes included. */
const WILDCARDS: ReadonlySet<string> = new Set(['tile', 'bundle', 'page']);

/** The most used first; those with a wildcard last, the longer before the shorter. */
const ROUTES_IN_ORDER: readonly ExpressRoute[] = ROUTES.map((route) => {
  const [method = '', path = ''] = route.split(' ');
  return {
    route,
    method: method.toLowerCase() as Method,
    path: path.replace(/\{(\w+)\}/g, (_all, name: string) =>
      WILDCARDS.has(name) ? `*${name}` : `:${name}`,
    ),
  };
}).sort((a, b) => rankOf(a) - rankOf(b) || b.path.length - a.path.length);

function rankOf({ route, path }: ExpressRoute): number {
  if (route === 'POST /v1/messages') return 0;
  return path.includes('*') ? 2 : 1;
}

const METHODS_OF_PATHS: ReadonlyMap<string, readonly string[]> = methodsOfPaths();

function methodsOfPaths(): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of ROUTES_IN_ORDER) {
    const name = method.toUpperCase();
    const known = methods.get(path) ?? [];
    methods.set(path, [...known, ...(name === 'GET' ? ['GET', 'HEAD'] : [name])]);
  }
  return methods;
}

function refuseMethod(parts: ServeParts, methods: readonly string[]): RequestHandler {
  return (_request, response) => {
    response.setHeader('Allow', methods.join(', '));
    serveProblem(parts, response, new HttpError('METHOD_NOT_ALLOWED'));
  };
}
