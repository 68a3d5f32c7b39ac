import { expect } from 'chai';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const ROUTING = {
  bySupervisionType: true,
  routes: { probation: { name: 'NY-probation' }, parole: { name: 'NY-parole' } },
};

describe('a request to a state that sorts by type of supervision', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, NY: { profile: { routing: ROUTING } } } });
    hub = await site.start();
  });
  after(() => site.close());

  const send = (more: object, subject?: string) =>
    hub.submit('OR', {
      ...activity('transfer-request', { from: 'OR', to: 'NY', ...(subject && { subject }) }),
      ...more,
    });

  it('is refused without its type, or with another than it describes, and nothing is kept', async () => {
    for (const [more, code] of [
      [{}, 'SUPERVISION_TYPE_REQUIRED'],
      [{ supervisiontype: 'PAROLE' }, 'SUPERVISION_TYPE_DIFFERS'],
    ] as const) {
      const answer = await send(more);
      expect(answer.status, answer.text).to.equal(422);
      expect(answer.body).to.include({ code });
      expect(answer.body['problems']).to.have.nested.property('[0].pointer', '/supervisiontype');
    }
    expect(await site.query('SELECT FROM transmissions')).to.deep.equal([]);
  });

  it('opens a case of that type; what follows in the case need not name it', async () => {
    const opened = await send({ supervisiontype: 'PROBATION' });
    expect(opened.status, opened.text).to.equal(202);
    const caseId = String(opened.body['caseId']);
    expect((await hub.call('NY', `GET /v1/cases/${caseId}`)).body).to.include({
      supervisionType: 'PROBATION',
    });
    const facts = { from: 'OR', to: 'NY', subject: caseId };
    const follows = await hub.submit('OR', activity('case-withdrawal', facts));
    expect(follows.status, follows.text).to.equal(202);
  });
});
