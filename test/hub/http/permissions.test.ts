import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../hub/access/actor.ts';
import { ROUTES, type Route, openReason } from '../../../hub/access/policy.ts';
import type { Reads } from '../../../hub/flows/reads.ts';
import { requirePermission } from '../../../hub/flows/require-permission.ts';
import type { Flows } from '../../../hub/http/parts.ts';
import { requireCompleteTable } from '../../../hub/http/require-complete-table.ts';
import {
  type TestCaller,
  type TestHttp,
  authenticatorOf,
  codeOf,
  httpParts,
  makeCaller,
  startTestHttp,
} from '../../support/test-http.ts';
import { MATRIX, OPEN_ROUTES } from '../access/policy-matrix.ts';

/** What every record of this test says of its states. */
const PARTIES = { from_member: 'OR', to_member: 'TX' };

/** Flows and reads that only ask for permission, as the real ones do with the record in hand. */
function askingParts(): { flows: Flows; reads: Reads; called: Set<string> } {
  const called = new Set<string>();
  const ask = (route: Route, actor: Actor): void => {
    called.add(route);
    requirePermission(route, actor, PARTIES);
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
    finishReview: done('POST /v1/messages/{transmissionId}/review'),
    replay: done('POST /v1/deliveries/{deliveryId}/replay'),
    cancel: done('POST /v1/deliveries/{deliveryId}/cancel'),
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
    failures: listed('GET /v1/failures'),
    deadlines: listed('GET /v1/deadlines'),
    reviews: listed('GET /v1/reviews'),
    message: read('GET /v1/messages/{transmissionId}'),
    bodies: read('GET /v1/messages/{transmissionId}/bodies'),
    proof: read('GET /v1/messages/{transmissionId}/proof'),
    caseById: read('GET /v1/cases/{caseId}'),
    traffic: () => {
      called.add('GET /v1/traffic');
      return Promise.resolve([]);
    },
    checkpoint: () => Promise.resolve('checkpoint'),
    tile: () => Promise.resolve(Buffer.alloc(32)),
    entryBundle: () => {
      called.add('GET /v1/ledger/tile/entries/{bundle}');
      return Promise.resolve(Buffer.alloc(0));
    },
    events: (_actor, after) => Promise.resolve({ events: [], last: after, more: false }),
    lastEventIndex: () => Promise.resolve(-1),
  };
  return { flows, reads, called };
}

/** A real path for a route of the table. */
function pathOf(route: Route): string {
  return route
    .replace(/\{(transmissionId|deliveryId)\}/g, () => randomUUID())
    .replace('{caseId}', `C-${'0'.repeat(26)}`)
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
  if (route.startsWith('PUT')) {
    return { body: 'x', headers: { 'content-type': 'application/pdf' } };
  }
  if (route.endsWith('/assign')) return { json: { person: 'officer-1' } };
  return { json: /\/(return|nack|replay|cancel)$/.test(route) ? { reason: 'because' } : {} };
}

describe('permissions over HTTP', () => {
  const { flows, reads, called } = askingParts();
  const member = {
    'sending system': makeCaller('OR', ['system']),
    'receiving system': makeCaller('TX', ['system']),
    'third system': makeCaller('WA', ['system']),
    'sending office': makeCaller('OR', ['compact-office']),
    'receiving office': makeCaller('TX', ['compact-office']),
    'third office': makeCaller('WA', ['compact-office']),
    'national office': makeCaller('national', ['national-office']),
    auditor: makeCaller('national', ['auditor']),
    'nobody in particular': makeCaller('OR', []),
    'a national officer at a state': makeCaller('OR', ['national-office']),
    'an auditor at a state': makeCaller('OR', ['auditor']),
  };
  const revoked = makeCaller('OR', ['system'], { revoked_at: new Date('2026-01-02T00:00:00Z') });
  const expired = makeCaller('OR', ['compact-office'], {
    expires_at: new Date('2026-01-02T00:00:00Z'),
  });
  const unknown = makeCaller('OR', ['system']);
  const closed = ROUTES.filter((route) => openReason(route) === undefined);
  let http: TestHttp;

  before(async () => {
    const authenticator = authenticatorOf([...Object.values(member), revoked, expired]);
    http = await startTestHttp(httpParts({ flows, reads, authenticator }));
  });
  after(() => http.close());

  async function statusOf(route: Route, as?: TestCaller): Promise<number> {
    const path = pathOf(route);
    const sends = /^(POST|PUT)/.test(route);
    const options = { ...(as === undefined ? {} : { as }), ...(sends ? bodyOf(route) : {}) };
    if (route !== 'GET /v1/events') return (await http.call(path, options)).status;
    // A stream has no end to wait for; its head says enough.
    return (await http.call(path.replace('GET', 'HEAD'), options)).status;
  }

  it('refuses every route but the open ones without a valid credential, before any flow', async () => {
    const answers: Record<string, number> = {};
    called.clear();
    for (const route of closed) {
      for (const caller of [undefined, unknown, revoked, expired]) {
        answers[route] = await statusOf(route, caller);
        expect(answers[route], route).to.equal(401);
      }
    }
    expect([...called]).to.deep.equal([]);
    console.log(`      ${closed.length} routes × 4 kinds of no credential`);
  });

  it('answers the open routes without one', async () => {
    for (const route of OPEN_ROUTES) {
      // Its credential stands in the envelope; without one the answer is a fault.
      const expected = route === 'POST /soap' ? 500 : 200;
      expect(await statusOf(route), route).to.equal(expected);
    }
  });

  it('does what the matrix says, cell by cell', async () => {
    const differences: string[] = [];
    let cells = 0;
    for (const route of closed) {
      for (const [who, caller] of Object.entries(member)) {
        const status = await statusOf(route, caller);
        const expected = expectedOf(route, who);
        if (!expected(status)) differences.push(`${route} by ${who}: ${status}`);
        cells += 1;
      }
    }
    expect(differences).to.deep.equal([]);
    console.log(`      ${cells} cells, ${differences.length} mismatches`);
  });

  it('asks the flow for nothing when the role is refused', async () => {
    called.clear();
    await statusOf('POST /v1/messages/{transmissionId}/release', member['sending system']);
    await statusOf('POST /v1/messages', member['national office']);
    expect([...called]).to.deep.equal([]);
  });

  it('answers 404 and not 403 where a state must not learn that a record exists', async () => {
    const path = pathOf('GET /v1/messages/{transmissionId}');
    const answer = await http.call(path, { as: member['third system'] });
    expect([answer.status, codeOf(answer)]).to.deep.equal([404, 'NOT_FOUND']);
  });
});

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
  const column = role === 'system' ? rights.system : role === 'office' ? rights.office : '-';
  if (!['sending', 'receiving', 'third'].includes(side!)) return forbidden;
  if (!column.includes('+')) return forbidden;
  if (rights.kind === 'list') return BY_LETTER[column]!;
  return BY_LETTER[column[['sending', 'receiving', 'third'].indexOf(side!)]!]!;
}

describe('the table and the routes', () => {
  it('fit: the app starts', async () => {
    const http = await startTestHttp(httpParts());
    await http.close();
  });

  it('stop the start when a route has no row, or a row no route, naming all of them', () => {
    const policy = { 'GET /a': {}, 'GET /b': {} };
    expect(() => {
      requireCompleteTable(policy, { 'GET /a': 1, 'GET /c': 1 });
    }).to.throw('GET /b has no handler; GET /c has no row in the policy table');
    expect(() => {
      requireCompleteTable(policy, { 'GET /a': 1, 'GET /b': 1 });
    }).to.not.throw();
  });
});
