import type { Role } from '../../../hub/access/actor.ts';
import { type Access, POLICY, ROUTES, type Route } from '../../../hub/access/policy.ts';
import { MEMBER_CODES } from '../../../hub/compact/members.ts';
import { OPERATIONS, type QueryParameter } from '../../../hub/http/openapi/operations.ts';
import { activity } from '../../support/activity.ts';
import { COMMANDS } from '../../hub/access/policy-matrix.ts';
import type { CanaryNation, OwnedId } from './canary-nation.ts';

/** One thing to ask of the hub. */
export interface Question {
  readonly route: Route;
  /** Method and path, filled in. */
  readonly path: string;
  readonly json?: object;
  /** The members that the record is of; absent where no record is named. */
  readonly of?: readonly string[];
}

/** Routes that only read though they are called with a body, and what that is: each person and each number. */
const READING_POSTS: Partial<Record<Route, (nation: CanaryNation) => readonly object[]>> = {
  'POST /v1/messages/search': (nation) => caseNumbers(nation).map((caseNumber) => ({ caseNumber })),
  'POST /v1/find': (nation) => caseNumbers(nation).map((text) => ({ text })),
  'POST /v1/persons/search': ({ messages }) =>
    messages.map(({ person }) => ({ name: { last: person } })),
  'POST /v1/dry-run': (nation) => [foreignActivity(nation)],
  'POST /v1/failures/replay': ({ states }) => states.map((member) => ({ member })),
};

/** As the states wrote them. */
const caseNumbers = ({ messages }: CanaryNation): string[] =>
  messages.map(({ person }) => person.replace('person', 'case'));

/** Asked by `event-canaries.ts`: it has no end. */
const STREAM: Route = 'GET /v1/events';

const accessOf = (route: Route): Access => POLICY[route];

/** Routes for some role or relation, as the policy table has them. */
export const GUARDED_ROUTES: readonly Route[] = ROUTES.filter((route) => 'rows' in accessOf(route));

export const readsOnly = (route: Route): boolean =>
  route.startsWith('GET ') || route in READING_POSTS;

/** The roles that the table lets call the route at all. */
export function rolesOf(route: Route): readonly Role[] {
  const access = accessOf(route);
  return 'rows' in access ? access.rows.map(({ role }) => role) : [];
}

/** Everything that a route can be asked of this nation; a parameter that nobody knows here throws. */
export function questionsOf(route: Route, nation: CanaryNation): Question[] {
  if (route === STREAM) return [];
  const paths = pathsOf(route, nation);
  if (!readsOnly(route)) {
    return paths.map((about) => ({ ...about, json: commandOf(route, nation) }));
  }
  const bodies = READING_POSTS[route]?.(nation);
  if (bodies !== undefined) return bodies.map((json) => ({ route, path: route, json }));
  const asked = OPERATIONS[route].query ?? [];
  const most = asked.find(({ name }) => name === 'limit')?.schema['maximum'];
  const limit = typeof most === 'number' ? [`limit=${most}`] : [];
  const filters = asked.flatMap((parameter) => valuesOf(route, parameter, nation));
  return paths.flatMap((about) =>
    ['', ...filters]
      .filter((filter) => filter !== '' || !NEEDS_A_FILTER.has(route))
      .map((filter): Question => {
        const query = [...(filter === '' ? [] : [filter]), ...limit].join('&');
        return { ...about, path: query === '' ? about.path : `${about.path}?${query}` };
      }),
  );
}

const NEEDS_A_FILTER: ReadonlySet<Route> = new Set<Route>(['GET /v1/find']);

/** A path for each record that the route may name. */
function pathsOf(route: Route, { ids, states }: CanaryNation): Question[] {
  if (route === 'POST /v1/messages') return [{ route, path: route, of: states.slice(0, 2) }];
  const [parameter] = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (parameter === undefined) return [{ route, path: route }];
  const records = ids[parameter];
  if (records === undefined) throw new Error(`${route}: nothing here has a ${parameter}`);
  return records.map(({ id, of }) => ({ route, path: route.replace(`{${parameter}}`, id), of }));
}

/** The values by which a list is filtered, one at a time. */
function valuesOf(route: Route, { name, schema }: QueryParameter, nation: CanaryNation): string[] {
  const { ids, states } = nation;
  if (name === 'limit' || name === 'cursor') return [];
  const idsNamed = (of: string): string[] => (ids[of] ?? []).map(({ id }: OwnedId) => id);
  const choices = schema['enum'] as readonly string[] | undefined;
  if (choices !== undefined) {
    const isElsewhere = (choice: string): boolean =>
      MEMBER_CODES.some((code) => code === choice) && !states.includes(choice);
    return choices.filter((choice) => !isElsewhere(choice)).map((choice) => `${name}=${choice}`);
  }
  const known: Readonly<Record<string, () => readonly string[]>> = {
    case: () => idsNamed('caseId'),
    person: () => idsNamed('person'),
    account: () => idsNamed('reference'),
    id: () => idsNamed('messageId'),
    q: () =>
      ['transmissionId', 'caseId', 'messageId', 'deliveryId', 'reference', 'person'].flatMap(
        idsNamed,
      ),
    type: () => ['compact.transfer-request.v1'],
    failure: () => ['DOCUMENT_REFUSED'],
    code: () => ['DOCUMENT_REFUSED'],
    field: () => ['/data/supervisedIndividual'],
    assignedTo: () => states.map((state) => `zebulonassignee${state.toLowerCase()}`),
    day: () => ['2026-01-01'],
  };
  const values = known[name]?.() ?? (isMoment(schema) ? ['2026-01-01T00:00:00Z'] : undefined);
  if (values === undefined) throw new Error(`${route}: nobody knows here what to ask by ${name}`);
  return values.map((value) => `${name}=${encodeURIComponent(value)}`);
}

const isMoment = ({ description }: QueryParameter['schema']): boolean =>
  typeof description === 'string' && description.startsWith('ISO 8601');

/** What a route that writes is told about a record that is not the caller’s. */
function commandOf(route: Route, nation: CanaryNation): object {
  if (route === 'POST /v1/messages') return foreignActivity(nation);
  if (route.endsWith('/assign')) return { person: 'officer-1' };
  return (
    COMMANDS[route] ??
    (/\/(return|nack|replay|skip|cancel)$/.test(route) ? { reason: 'because' } : {})
  );
}

/** About a case that most callers have no part in. */
function foreignActivity({ messages, states }: CanaryNation): object {
  const [from = '', to = ''] = states;
  const subject = messages[0]?.caseId;
  return activity('progress-report', {
    from,
    to,
    ...(subject === undefined ? {} : { subject }),
  });
}
