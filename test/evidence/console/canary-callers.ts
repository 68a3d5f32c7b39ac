import { MEMBER_ROLES, NATIONAL, NATIONAL_ROLES, type Role } from '../../../hub/access/actor.ts';
import { addSystemKey, addUser } from '../../../hub/flows/administer.ts';
import type { TestSite } from '../../support/test-hub.ts';

/** Somebody who asks: `OR officer`, `TX system`, `national auditor`. */
export interface CanaryCaller {
  readonly name: string;
  readonly member: string;
  readonly role: Role;
}

export interface Asked {
  readonly status: number;
  readonly text: string;
}

/** Asks the hub as this caller. */
export type Ask = (
  caller: string,
  route: string,
  options?: { readonly json?: unknown },
) => Promise<Asked>;

/** Every role of every one of these states, and of the nation. */
export function callersOf(states: readonly string[]): CanaryCaller[] {
  const caller =
    (member: string) =>
    (role: Role): CanaryCaller => ({ name: `${member} ${role}`, member, role });
  return [
    ...states.flatMap((state) => (['system', ...MEMBER_ROLES] as const).map(caller(state))),
    ...NATIONAL_ROLES.map(caller(NATIONAL)),
  ];
}

/** Longer than the clock of a test may lie behind the machine’s. */
const VALID_MS = 400 * 24 * 3_600_000;

/** Gives each caller a credential of its own, and returns the header that proves it. */
export async function makeCredentials(
  { parts }: TestSite,
  callers: readonly CanaryCaller[],
): Promise<ReadonlyMap<string, string>> {
  const headers = new Map<string, string>();
  for (const { name, member, role } of callers) {
    const label = `asks as ${name}`;
    const { secret } =
      role === 'system'
        ? await addSystemKey(parts.administer, { member, label })
        : await addUser(parts.administer, { member, role, label, validMs: VALID_MS });
    headers.set(name, `Bearer ${secret}`);
  }
  return headers;
}

/** Asks a hub at this address with these credentials. */
export function asking(url: string, headers: ReadonlyMap<string, string>): Ask {
  return async (caller, route, { json } = {}) => {
    const [method = 'GET', path = ''] = route.split(' ');
    const authorization = headers.get(caller);
    if (authorization === undefined) throw new Error(`nobody is ${caller}`);
    const response = await fetch(url + path, {
      method,
      headers: { authorization, 'content-type': contentTypeOf(path) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    return { status: response.status, text: await response.text() };
  };
}

/** Activities come in an envelope, everything else as plain JSON. */
const contentTypeOf = (path: string): string =>
  path === '/v1/messages' || path === '/v1/dry-run'
    ? 'application/cloudevents+json'
    : 'application/json';
