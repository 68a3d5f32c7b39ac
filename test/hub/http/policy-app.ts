import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../hub/access/actor.ts';
import { type Parties, ROUTES, type Route, openReason } from '../../../hub/access/policy.ts';
import type { Access } from '../../../hub/flows/create-access.ts';
import type { Reads } from '../../../hub/flows/reads.ts';
import { requirePermission } from '../../../hub/flows/require-permission.ts';
import type { Administrator } from '../../../hub/flows/run-accounts.ts';
import type { Flows } from '../../../hub/http/parts.ts';
import {
  type TestCaller,
  type TestHttp,
  authenticatorOf,
  httpParts,
  makeCaller,
  startTestHttp,
  unexpectedAccess,
} from '../../support/test-http.ts';
import { COMMANDS, MATRIX, STATE_COLUMNS } from '../access/policy-matrix.ts';

const SIDES = ['sending', 'receiving', 'third'];

/** What every record of this test says of its states. */
const PARTIES = { from_member: 'OR', to_member: 'TX' };

/** Flows and reads that only ask for permission, as the real ones do with the record in hand. */
function askingParts(): { flows: Flows; reads: Reads; access: Access; called: Set<string> } {
  const called = new Set<string>();
  const ask = (route: Route, actor: Actor, parties: Parties = PARTIES): void => {
    called.add(route);
    requirePermission(route, actor, parties);
  };
  const done = (route: Route) => (actor: Actor) => {
    ask(route, actor);
    return Promise.resolve();
  };
  const read = (route: Route) => (actor: Actor) => {
    ask(route, actor);
    return Promise.resolve({} as never);
  };
  const listed = (route: Route) => () => {
    called.add(route);
    return Promise.resolve({ items: [] });
  };
  const flows: Flows = {
    accept: () => {
      called.add('POST /v1/messages');
      return Promise.resolve({ repeated: false, receipt: '{}' });
    },
    dryRun: () => {
      called.add('POST /v1/dry-run');
      return Promise.resolve({ verdict: 'would-be-accepted' });
    },
    inbox: () => {
      called.add('GET /v1/inbox');
      return Promise.resolve([]);
    },
    acknowledge: done('POST /v1/inbox/{deliveryId}/ack'),
    refuse: done('POST /v1/inbox/{deliveryId}/nack'),
    release: done('POST /v1/messages/{transmissionId}/release'),
    returnToSender: done('POST /v1/messages/{transmissionId}/return'),
    assign: done('POST /v1/messages/{transmissionId}/assign'),
    recordViewing: () => Promise.resolve(),
    recordReasonedViewing: done('POST /v1/messages/{transmissionId}/viewings'),
    writeNote: read('POST /v1/cases/{caseId}/notes'),
    saveFilters: () => {
      called.add('PUT /v1/saved-filters');
      return Promise.resolve();
    },
    finishReview: done('POST /v1/messages/{transmissionId}/review'),
    replay: done('POST /v1/deliveries/{deliveryId}/replay'),
    cancel: done('POST /v1/deliveries/{deliveryId}/cancel'),
    skip: done('POST /v1/deliveries/{deliveryId}/skip'),
    supersede: done('POST /v1/deliveries/{deliveryId}/supersede'),
    listReplay: () => {
      called.add('POST /v1/failures/replay');
      return Promise.resolve({ count: 0, deliveryIds: [], digest: '', more: false });
    },
    replayList: () => Promise.resolve({ replayed: 0, passed: 0 }),
    proposeErasure: (actor) => {
      ask('POST /v1/erasures', actor, { from_member: actor.member, to_member: null });
      return Promise.resolve({} as never);
    },
    approveErasure: read('POST /v1/erasures/{erasureId}/approve'),
    withdrawErasure: done('POST /v1/erasures/{erasureId}/withdraw'),
    contacts: () => Promise.resolve([]),
    contact: () => {
      called.add('GET /v1/members/{state}/contact');
      return Promise.resolve({} as never);
    },
    notificationSettings: read('GET /v1/members/{state}/notifications'),
    setNotificationSettings: done('PUT /v1/members/{state}/notifications'),
    hooks: () => {
      called.add('GET /v1/hooks');
      return Promise.resolve([]);
    },
    addHook: () => {
      called.add('POST /v1/hooks');
      return Promise.resolve({ hookId: randomUUID(), secret: 'whsec_' });
    },
    rotateHook: read('POST /v1/hooks/{hookId}/rotate'),
    enableHook: done('POST /v1/hooks/{hookId}/enable'),
    removeHook: done('POST /v1/hooks/{hookId}/remove'),
    setContact: read('PUT /v1/members/{state}/contact'),
    exchangePolicy: { version: '1', title: 'title', text: ['text'] },
    agree: done('POST /v1/members/{state}/agreement'),
    pauseDeliveries: done('POST /v1/members/{state}/pause'),
    resumeDeliveries: done('POST /v1/members/{state}/resume'),
    designate: done('PUT /v1/cases/{caseId}/assignment'),
    storeAttachment: () => {
      called.add('PUT /v1/attachments/{sha256}');
      return Promise.resolve({ repeated: false });
    },
    readAttachment: (actor, sha256) => {
      ask('GET /v1/attachments/{sha256}', actor);
      return Promise.resolve({ sha256, mediaType: 'application/pdf', body: Buffer.from('%PDF') });
    },
  };
  const reads: Reads = {
    messages: listed('GET /v1/messages'),
    exportMessages: () => {
      called.add('GET /v1/messages.csv');
      return Promise.resolve([]);
    },
    find: () => {
      called.add('GET /v1/find');
      return Promise.resolve([]);
    },
    failures: listed('GET /v1/failures'),
    incidents: listed('GET /v1/incidents'),
    incident: read('GET /v1/incidents/{incidentId}'),
    deadlines: listed('GET /v1/deadlines'),
    reviews: listed('GET /v1/reviews'),
    erasures: listed('GET /v1/erasures'),
    message: read('GET /v1/messages/{transmissionId}'),
    bodies: read('GET /v1/messages/{transmissionId}/bodies'),
    viewings: (actor) => {
      ask('GET /v1/messages/{transmissionId}/viewings', actor);
      return Promise.resolve({ items: [] });
    },
    bodiesForReason: () => Promise.resolve({} as never),
    mapping: read('GET /v1/messages/{transmissionId}/mapping'),
    proof: read('GET /v1/messages/{transmissionId}/proof'),
    opening: read('GET /v1/messages/{transmissionId}/opening'),
    statements: listed('GET /v1/statements'),
    statement: read('GET /v1/statements/{statementId}'),
    cases: listed('GET /v1/cases'),
    searchPersons: () => {
      called.add('POST /v1/persons/search');
      return Promise.resolve([]);
    },
    state: read('GET /v1/members/{state}/profile'),
    dialect: (actor) => {
      ask('GET /v1/members/{state}/dialect', actor);
      return {} as never;
    },
    caseById: read('GET /v1/cases/{caseId}'),
    traffic: () => {
      called.add('GET /v1/traffic');
      return Promise.resolve([]);
    },
    trafficSums: () => Promise.resolve([]),
    health: () => Promise.resolve({} as never),
    destinations: () => Promise.resolve([]),
    compliance: () => Promise.resolve([]),
    notes: (actor) => {
      ask('GET /v1/cases/{caseId}/notes', actor);
      return Promise.resolve({ items: [] });
    },
    filters: () => Promise.resolve([]),
    checkpoint: () => Promise.resolve('checkpoint'),
    ledgerKeys: () => Promise.resolve({ origin: '', keys: [], closed: [] }),
    tile: () => Promise.resolve(Buffer.alloc(32)),
    entryBundle: () => {
      called.add('GET /v1/ledger/tile/entries/{bundle}');
      return Promise.resolve(Buffer.alloc(0));
    },
    events: (_actor, after) => Promise.resolve({ events: [], last: after, more: false }),
    lastEventIndex: () => Promise.resolve(-1),
  };
  const administer = (route: Route) => (by: Administrator) => {
    if (by.actor === undefined) throw new Error('a route says who asks');
    ask(route, by.actor);
    return Promise.resolve({} as never);
  };
  const access: Access = {
    ...unexpectedAccess,
    policy: { version: '1', title: 'title', text: ['text'] },
    keys: { offered: false } as Access['keys'],
    byProvider: { offered: [] as Access['byProvider']['offered'] } as Access['byProvider'],
    accounts: listed('GET /v1/accounts'),
    events: listed('GET /v1/access-events'),
    account: read('GET /v1/accounts/{reference}'),
    sessions: read('GET /v1/accounts/{reference}/sessions'),
    invite: ({ actor }) => {
      ask('POST /v1/accounts', actor!, { from_member: actor!.member, to_member: null });
      return Promise.resolve({} as never);
    },
    reinvite: administer('POST /v1/accounts/{reference}/reinvite'),
    changeRoles: administer('POST /v1/accounts/{reference}/roles'),
    deactivate: administer('POST /v1/accounts/{reference}/deactivate'),
    unlock: administer('POST /v1/accounts/{reference}/unlock'),
    confirmStaff: administer('POST /v1/accounts/{reference}/confirm'),
    endSessionsOf: administer('POST /v1/accounts/{reference}/sessions/end'),
  };
  return { flows, reads, access, called };
}

/** A real path for a route of the table. */
export function pathOf(route: Route): string {
  if (route === 'GET /v1/find') return 'GET /v1/find?q=OR-1';
  return route
    .replace(/\{(transmissionId|deliveryId|statementId|incidentId)\}/g, () => randomUUID())
    .replace(/\{(transmissionId|deliveryId|erasureId)\}/g, () => randomUUID())
    .replace('{caseId}', `C-${'0'.repeat(26)}`)
    .replace('{state}', 'OR')
    .replace('{reference}', 'U-0000000000ZZ')
    .replace('{hookId}', () => randomUUID())
    .replace('{sha256}', 'ab'.repeat(32))
    .replace('{tile}', '0/000')
    .replace('{bundle}', '000')
    .replace('/docs/{file}', '/docs/swagger-ui.css')
    .replace('/schemas/{file}', '/schemas/context.jsonld')
    .replace('{file}', 'race.v1.json');
}

function bodyOf(
  route: Route,
): { json: unknown } | { body: string; headers: Record<string, string> } {
  const command = COMMANDS[route];
  if (command !== undefined) return { json: command };
  if (route.startsWith('PUT')) {
    return { body: 'x', headers: { 'content-type': 'application/pdf' } };
  }
  if (route.endsWith('/assign')) return { json: { person: 'officer-1' } };
  return {
    json: /\/(return|nack|(?<!failures\/)replay|skip|cancel)$/.test(route)
      ? { reason: 'because' }
      : {},
  };
}

/** Everybody whom the matrix has a column for, on every side of a record, and some who are nobody's. */
const CALLERS: Readonly<Record<string, TestCaller>> = {
  ...Object.fromEntries(
    STATE_COLUMNS.flatMap(([role]) =>
      ['OR', 'TX', 'WA'].map((state, side) => [
        `${SIDES[side]!} ${role}`,
        makeCaller(state, [role]),
      ]),
    ),
  ),
  'national office': makeCaller('national', ['national-office']),
  auditor: makeCaller('national', ['auditor']),
  'nobody in particular': makeCaller('OR', []),
  'a national officer at a state': makeCaller('OR', ['national-office']),
  'an auditor at a state': makeCaller('OR', ['auditor']),
};

/** Every route that is not open to everybody. */
export const CLOSED_ROUTES: readonly Route[] = ROUTES.filter(
  (route) => openReason(route) === undefined,
);

/** An app over HTTP whose flows and reads only ask for permission. */
export interface PolicyApp {
  readonly http: TestHttp;
  /** Routes whose flow was asked. */
  readonly called: Set<string>;
  readonly callers: typeof CALLERS;
  /** The status of a route, for nobody where no caller is named. */
  statusOf(route: Route, as?: TestCaller): Promise<number>;
  /** Executes every cell of the policy table. */
  playCells(): Promise<PlayedCells>;
}

export interface PlayedCells {
  readonly cells: number;
  /** Cells that are otherwise than the matrix says, with what was answered. */
  readonly differences: readonly string[];
}

/** Starts the app; whoever starts it closes its `http`. `others` are callers beside those of the matrix. */
export async function startPolicyApp(others: readonly TestCaller[] = []): Promise<PolicyApp> {
  const { flows, reads, access, called } = askingParts();
  const authenticator = authenticatorOf([...Object.values(CALLERS), ...others]);
  const http = await startTestHttp(httpParts({ flows, reads, access, authenticator }));
  const statusOf = async (route: Route, as?: TestCaller): Promise<number> => {
    const path = pathOf(route);
    const sends = /^(POST|PUT)/.test(route);
    const options = { ...(as === undefined ? {} : { as }), ...(sends ? bodyOf(route) : {}) };
    if (route !== 'GET /v1/events') return (await http.call(path, options)).status;
    // A stream has no end to wait for; its head says enough.
    return (await http.call(path.replace('GET', 'HEAD'), options)).status;
  };
  const playCells = async (): Promise<PlayedCells> => {
    const differences: string[] = [];
    let cells = 0;
    for (const route of CLOSED_ROUTES) {
      for (const [who, caller] of Object.entries(CALLERS)) {
        const status = await statusOf(route, caller);
        const expected = expectedOf(route, who);
        if (!expected(status)) differences.push(`${route} by ${who}: ${status}`);
        cells += 1;
      }
    }
    return { cells, differences };
  };
  return { http, called, callers: CALLERS, statusOf, playCells };
}

const ok = (status: number): boolean => status >= 200 && status < 300;
const forbidden = (status: number): boolean => status === 403;
const hidden = (status: number): boolean => status === 404;
const BY_LETTER: Readonly<Record<string, (status: number) => boolean>> = {
  '+': ok,
  '-': forbidden,
  '0': hidden,
};

/** The matrix read for one cell. A role that never may is told so before any record is looked for. */
function expectedOf(route: Route, who: string): (status: number) => boolean {
  const rights = MATRIX[route];
  if (rights === undefined) throw new Error(`${route} is not in the matrix`);
  if (who === 'national office') return BY_LETTER[rights.national]!;
  if (who === 'auditor') return BY_LETTER[rights.auditor]!;
  const [side, role] = who.split(' ');
  const named = STATE_COLUMNS.find(([known]) => known === role);
  if (named === undefined || !SIDES.includes(side!)) return forbidden;
  const column = rights[named[1]];
  if (!column.includes('+')) return forbidden;
  if (rights.kind === 'list') return BY_LETTER[column]!;
  return BY_LETTER[column[SIDES.indexOf(side!)]!]!;
}
