import { ROUTES, openReason } from '../../hub/access/policy.ts';
import { fetchText } from '../faults/fetch-text.ts';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { security?: object[] }>>>>;
}

export interface Unguarded {
  /** Operations that should refuse and do not. */
  readonly answering: readonly string[];
  readonly guarded: number;
  readonly open: number;
}

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'patch']);

/**
 * Asks for every operation of the published contract without credentials. Open are those that the
 * policy table gives a reason for and the contract says so too; each other must answer 401.
 */
export async function findUnguarded(url: string): Promise<Unguarded> {
  const { paths } = JSON.parse(await fetchText(`${url}/openapi.json`)) as OpenApi;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.has(method))
      .map(([method, { security }]) => ({ route: `${method.toUpperCase()} ${path}`, security })),
  );
  const open = operations.filter(({ route, security }) => isOpen(route) && security?.length === 0);
  const guarded = operations.filter((operation) => !open.includes(operation));
  const statuses = await Promise.all(guarded.map(({ route }) => statusOf(url, route)));
  const answering = guarded
    .map(({ route }, index) => `${route} ${statuses[index] ?? 0}`)
    .filter((_, index) => statuses[index] !== 401);
  return { answering, guarded: guarded.length, open: open.length };
}

function isOpen(name: string): boolean {
  const route = ROUTES.find((known) => known === name);
  return route !== undefined && openReason(route) !== undefined;
}

async function statusOf(url: string, route: string): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const signal = AbortSignal.timeout(20_000);
  const response = await fetch(url + path.replaceAll(/\{[^}]+\}/g, '0'), { method, signal });
  await response.body?.cancel();
  return response.status;
}
