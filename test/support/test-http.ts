import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createSoapIntake } from '../../adapters/soap-intake.ts';
import { hubWsdl } from '../../adapters/soap-intake-wsdl.ts';
import type { Actor, Role } from '../../hub/access/actor.ts';
import { type Authenticator, createAuthenticator } from '../../hub/access/authenticate.ts';
import { mintReference, mintSystemKey, mintUserToken } from '../../hub/access/credential.ts';
import type { Access } from '../../hub/flows/create-access.ts';
import type { Reads } from '../../hub/flows/reads.ts';
import { createHttpApp } from '../../hub/http/create-http-app.ts';
import { listen } from '../../hub/http/listen.ts';
import type { Flows, HttpParts } from '../../hub/http/parts.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import { createLog } from '../../hub/log.ts';
import { createMetrics } from '../../hub/metrics.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { PrincipalRow } from '../../hub/store/principals.ts';

/** Who a test calls as: the principal's row and the header that proves it. */
export interface TestCaller {
  readonly row: PrincipalRow;
  readonly authorization: string;
}

/** A principal with a fresh credential. */
export function makeCaller(
  member: string,
  roles: readonly Role[],
  changes: Partial<PrincipalRow> = {},
): TestCaller {
  const kind = roles.includes('system') ? 'system' : 'person';
  const { secret, hash } =
    kind === 'system' ? mintSystemKey(member, randomBytes) : mintUserToken(randomBytes);
  const row: PrincipalRow = {
    principal_id: randomUUID(),
    kind,
    member,
    roles,
    reference: mintReference(kind, randomBytes),
    label: 'test',
    credential_hash: hash,
    created_at: new Date('2026-01-01T00:00:00Z'),
    expires_at: null,
    revoked_at: null,
    ...changes,
  };
  return { row, authorization: `Bearer ${secret}` };
}

/** Finds the callers of a test as the store would. */
export function authenticatorOf(
  callers: readonly TestCaller[],
  now: () => Date = () => new Date(),
): Authenticator {
  const rows = new Map(callers.map(({ row }) => [row.credential_hash.toString('hex'), row]));
  return createAuthenticator({
    findPrincipals: (hashes) =>
      Promise.resolve(hashes.flatMap((hash) => rows.get(hash.toString('hex')) ?? [])),
    now,
  });
}

export const SCHEMA_FILES = loadSchemas(join(PROJECT_ROOT, 'schemas'));

/** Every call fails the test: a part that a test does not give must not be used. */
export const unexpectedFlows = unexpected('flows') as Flows;
export const unexpectedReads = unexpected('reads') as Reads;
export const unexpectedAccess = unexpected('access') as Access;

function unexpected(what: string): object {
  return new Proxy(
    {},
    {
      get: (_target, name) => () => {
        throw new Error(`unexpected call of ${what}.${String(name)}`);
      },
    },
  );
}

/** Parts with fakes that must not be called, but for what the test gives. */
export function httpParts(given: Partial<HttpParts> = {}): HttpParts {
  return {
    flows: unexpectedFlows,
    reads: unexpectedReads,
    soap: { ...createSoapIntake(() => new Date()), wsdl: hubWsdl },
    authenticator: authenticatorOf([]),
    access: unexpectedAccess,
    log: createLog('silent'),
    metrics: createMetrics(),
    health: () =>
      Promise.resolve({ database: true, ledger: true, sequencer: true, intake: 'open' }),
    now: () => new Date(),
    members: () => Promise.resolve([]),
    timeZoneOf: () => undefined,
    receiptKeys: () => ({ keys: [] }),
    schemaFiles: SCHEMA_FILES,
    publicUrl: 'http://127.0.0.1',
    softwareVersion: '0.0.0',
    limits: { activityBytes: 1024 * 1024, attachmentBytes: 4 * 1024 * 1024 },
    behindProxy: false,
    ...given,
  };
}

export interface TestHttp {
  readonly url: string;
  readonly port: number;
  call(route: string, options?: CallOptions): Promise<TestAnswer>;
  close(graceMs?: number): Promise<void>;
}

export interface CallOptions {
  readonly as?: TestCaller;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly json?: unknown;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON. */
  readonly body: unknown;
}

/** The API on a real server. `call('GET /v1/messages?limit=1')`. */
export async function startTestHttp(parts: HttpParts): Promise<TestHttp> {
  const http = createHttpApp(parts);
  const listening = await listen(http.app, { port: 0, host: '127.0.0.1', log: parts.log });
  return {
    url: listening.url,
    port: Number(new URL(listening.url).port),
    call: (route, options = {}) => call(listening.url, route, options),
    close: async (graceMs = 100) => {
      http.close();
      await listening.close(graceMs);
    },
  };
}

async function call(url: string, route: string, options: CallOptions): Promise<TestAnswer> {
  const [method = 'GET', path = ''] = route.split(' ');
  const { as: caller, json } = options;
  const body = json === undefined ? options.body : JSON.stringify(json);
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(caller === undefined ? {} : { authorization: caller.authorization }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    redirect: 'manual',
  });
  const text = await response.text();
  const { status, headers } = response;
  return {
    status,
    headers,
    text,
    get body() {
      return JSON.parse(text) as unknown;
    },
  };
}

/** The code of a problem document. */
export function codeOf(answer: TestAnswer): string {
  return (answer.body as { code: string }).code;
}

/** The actor that a caller is to the flows. */
export function actorOf({ row }: TestCaller): Actor {
  return {
    principalId: row.principal_id,
    kind: row.kind,
    member: row.member,
    roles: row.roles,
    reference: row.reference,
  };
}
