import { expect } from 'chai';
import { type Route } from '../../../hub/access/policy.ts';
import { requireCompleteTable } from '../../../hub/http/require-complete-table.ts';
import { buildConsole } from '../../support/build-console.ts';
import { codeOf, httpParts, makeCaller, startTestHttp } from '../../support/test-http.ts';
import { DOOR_ROUTES, OPEN_ROUTES } from '../access/policy-matrix.ts';
import { CLOSED_ROUTES, type PolicyApp, pathOf, startPolicyApp } from './policy-app.ts';

describe('permissions over HTTP', () => {
  const revoked = makeCaller('OR', ['system'], { revoked_at: new Date('2026-01-02T00:00:00Z') });
  const expired = makeCaller('OR', ['compact-office'], {
    expires_at: new Date('2026-01-02T00:00:00Z'),
  });
  const unknown = makeCaller('OR', ['system']);
  let app: PolicyApp;

  before(async () => {
    await buildConsole();
    app = await startPolicyApp([revoked, expired]);
  });
  after(() => app.http.close());

  it('refuses every route but the open ones without a valid credential, before any flow', async () => {
    const answers: Record<string, number> = {};
    app.called.clear();
    for (const route of CLOSED_ROUTES) {
      for (const caller of [undefined, unknown, revoked, expired]) {
        answers[route] = await app.statusOf(route, caller);
        expect(answers[route], route).to.equal(401);
      }
    }
    expect([...app.called]).to.deep.equal([]);
    console.log(`      ${CLOSED_ROUTES.length} routes × 4 kinds of no credential`);
  });

  it('answers the open routes without one', async () => {
    const others: Partial<Record<Route, number>> = {
      // Its credential stands in the envelope; without one the answer is a fault.
      'POST /soap': 500,
      'GET /': 302,
      // Of no file that there is.
      'GET /assets/{file}': 404,
    };
    for (const route of OPEN_ROUTES) {
      if (DOOR_ROUTES.includes(route)) continue;
      expect(await app.statusOf(route), route).to.equal(others[route] ?? 200);
    }
  });

  it('does what the matrix says, cell by cell', async () => {
    const { cells, differences } = await app.playCells();
    expect(differences).to.deep.equal([]);
    console.log(`      ${cells} cells, ${differences.length} mismatches`);
  });

  it('asks the flow for nothing when the role is refused', async () => {
    app.called.clear();
    await app.statusOf('POST /v1/messages/{transmissionId}/release', app.callers['sending system']);
    await app.statusOf('POST /v1/messages', app.callers['national office']);
    expect([...app.called]).to.deep.equal([]);
  });

  it('answers 404 and not 403 where a state must not learn that a record exists', async () => {
    const path = pathOf('GET /v1/messages/{transmissionId}');
    const answer = await app.http.call(path, { as: app.callers['third system']! });
    expect([answer.status, codeOf(answer)]).to.deep.equal([404, 'NOT_FOUND']);
  });
});

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
