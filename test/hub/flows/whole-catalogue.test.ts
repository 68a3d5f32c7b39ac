import { expect } from 'chai';
import { ACTIVITIES } from '../../../hub/compact/activity-catalogue.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

type Step = readonly [from: 'OR' | 'TX', name: string, data?: JsonObject];

/** Cases from OR to TX that together have every activity. */
const STORIES: readonly { name: string; steps: readonly Step[]; end: JsonObject }[] = [
  {
    name: 'a violation, the return in place of retaking, letters and changes',
    steps: [
      ['OR', 'reporting-instructions-request'],
      ['TX', 'reporting-instructions-reply'],
      ['OR', 'transfer-request'],
      ['TX', 'transfer-reply'],
      ['OR', 'departure-notice'],
      ['TX', 'failure-to-arrive-notice'],
      ['OR', 'warrant-status'],
      ['TX', 'arrival-notice'],
      ['OR', 'action-request'],
      ['TX', 'progress-report'],
      ['TX', 'action-request'],
      ['OR', 'action-reply'],
      ['TX', 'profile-update'],
      ['OR', 'profile-update', { changes: { tolling: 'TOLLED' } }],
      ['TX', 'violation-report'],
      ['OR', 'violation-response'],
      ['OR', 'violation-response-addendum'],
      ['TX', 'violation-report-addendum'],
      ['TX', 'return-instructions-request'],
      ['OR', 'return-instructions-reply'],
      ['TX', 'departure-notice', { direction: 'RETURN' }],
      ['TX', 'case-closure-notice', { closureReason: 'RETURNED_TO_SENDING_STATE' }],
      ['OR', 'arrival-notice'],
      ['OR', 'case-closure-reply'],
    ],
    end: { status: 'closed', location: 'returned', supervising: 'OR' },
  },
  {
    name: 'a request taken back and made again, a retaking, a reopening',
    steps: [
      ['OR', 'transfer-request'],
      ['OR', 'activity-withdrawal', { withdrawn: { activity: 'TREQ', id: 'any' } }],
      ['OR', 'transfer-request'],
      ['TX', 'transfer-reply'],
      ['OR', 'departure-notice'],
      ['TX', 'arrival-notice'],
      ['OR', 'discretionary-retaking-notice'],
      ['TX', 'case-closure-notice', { closureReason: 'RETAKEN' }],
      ['OR', 'case-closure-reply'],
      ['TX', 'case-reopening'],
      ['TX', 'progress-report'],
    ],
    end: { status: 'accepted', location: 'receiving', supervising: 'TX' },
  },
  {
    name: 'a case taken back, of which the two go on to write',
    steps: [
      ['OR', 'transfer-request'],
      ['OR', 'case-withdrawal'],
      ['TX', 'action-request'],
    ],
    end: { status: 'withdrawn', location: 'sending', supervising: 'OR' },
  },
];

describe('the whole catalogue', () => {
  let site: TestSite;
  let hub: TestHub;
  before(async () => {
    site = await openTestSite();
    hub = await site.start();
  });
  after(() => site.close());

  it('is told by these stories', () => {
    const told = new Set(STORIES.flatMap(({ steps }) => steps.map(([, name]) => name)));
    const names = ACTIVITIES.map(({ type }) => type.replace(/^compact\.|\.v1$/g, ''));
    expect([...told].sort()).to.deep.equal(names.sort());
  });

  for (const { name, steps, end } of STORIES) {
    it(`crosses through the hub: ${name}`, async () => {
      let subject: string | undefined;
      const expected: Record<'OR' | 'TX', string[]> = { OR: [], TX: [] };
      for (const [from, type, data = {}] of steps) {
        const to = from === 'OR' ? 'TX' : 'OR';
        const about = subject === undefined ? {} : { subject };
        const answer = await hub.submit(from, activity(type, { from, to, data, ...about }));
        expect(answer.status, `${type}: ${answer.text}`).to.equal(202);
        expect(answer.body['status'], type).to.equal('transmitted');
        subject = String(answer.body['caseId']);
        expected[to].push(`compact.${type}.v1`);
      }
      for (const member of ['OR', 'TX'] as const) {
        const arrived = await site.until(
          () =>
            Promise.resolve(site.state(member).arrivals.filter(({ caseId }) => caseId === subject)),
          (parcels) => parcels.length >= expected[member].length,
        );
        const types = arrived.map(
          ({ body }) => (JSON.parse(body.toString()) as { type: string }).type,
        );
        expect(types).to.deep.equal(expected[member]);
      }
      const [row] = await site.query<JsonObject>(
        'SELECT status, location, supervising_member AS supervising FROM cases WHERE case_id = $1',
        [subject],
      );
      expect(row).to.deep.equal(end);
    });
  }
});
