import { expect } from 'chai';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Listed {
  readonly transmissionId: string;
  readonly direction: string;
  readonly otherState: string;
  readonly findingsNotMet?: number;
  readonly assigned?: { readonly to: string; readonly by: string; readonly note?: string };
  readonly closed?: { readonly outcome: string };
}

describe('the list of a compact office', () => {
  let site: TestSite;
  let hub: TestHub;

  beforeEach(async () => {
    site = await openTestSite({
      states: { OR: {}, TX: { profile: { incomingReview: true } }, CA: {} },
    });
    hub = await site.start();
  });
  afterEach(() => site.close());

  async function submit(name: string, from: string, to: string, more: object = {}) {
    const answer = await hub.submit(from, activity(name, { from, to, ...more }));
    expect(answer.status, answer.text).to.equal(202);
    return {
      transmissionId: String(answer.body['transmissionId']),
      caseId: String(answer.body['caseId']),
    };
  }
  async function listOf(office: string, query = ''): Promise<Listed[]> {
    const answer = await hub.call(`${office} office`, `GET /v1/reviews${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body['items'] as Listed[];
  }
  const act = async (office: string, transmissionId: string, verb: string, json: object = {}) =>
    (await hub.call(`${office} office`, `POST /v1/messages/${transmissionId}/${verb}`, { json }))
      .status;

  it('holds what waits for its release, until it is released or returned', async () => {
    const released = await submit('transfer-request', 'OR', 'TX', { released: false });
    const returned = await submit('transfer-request', 'OR', 'CA', { released: false });
    await submit('transfer-request', 'OR', 'CA');
    expect(await listOf('OR')).to.have.length(2);
    expect((await listOf('OR')).map(({ otherState }) => otherState)).to.have.members(['TX', 'CA']);
    expect(await act('OR', released.transmissionId, 'release')).to.equal(204);
    expect(await act('OR', returned.transmissionId, 'return', { reason: 'not complete' })).to.equal(
      204,
    );
    expect(await listOf('OR')).to.deep.equal([]);
    const outcomes = (await listOf('OR', '?open=no')).map(({ closed }) => closed?.outcome);
    expect(outcomes).to.have.members(['released', 'returned']);
  });

  it('counts what the checks found not met, as the story does, and nothing while it is sealed', async () => {
    const { transmissionId } = await submit('transfer-request', 'OR', 'TX', { released: false });
    const { body } = await hub.call('OR office', `GET /v1/messages/${transmissionId}`);
    const found = body['findings'] as { result: string }[];
    const notMet = found.filter(({ result }) => result === 'not-met').length;
    expect(notMet).to.be.greaterThan(0);
    expect((await listOf('OR'))[0]?.findingsNotMet).to.equal(notMet);
    const seal = `UPDATE transmissions SET content = 'sealed' WHERE transmission_id = $1`;
    await site.query(seal, [transmissionId]);
    expect((await listOf('OR'))[0]).to.not.have.property('findingsNotMet');
  });

  it('shows to whom something was given, and lets the wait as it was', async () => {
    const { transmissionId } = await submit('transfer-request', 'OR', 'TX', { released: false });
    const assignment = { person: 'officer-7', note: 'knows the county' };
    expect(await act('OR', transmissionId, 'assign', assignment)).to.equal(204);
    expect(await act('OR', transmissionId, 'assign', { person: 'officer-8' })).to.equal(204);
    const [listed] = await listOf('OR', '?assignedTo=officer-8');
    expect(listed?.assigned).to.include({ to: 'officer-8' });
    expect(listed?.assigned).to.not.have.property('note');
    expect(await listOf('OR', '?assignedTo=officer-7')).to.deep.equal([]);
    const story = await hub.call('OR', `GET /v1/messages/${transmissionId}`);
    expect(story.body).to.include({ status: 'awaiting-release' });
  });

  it('holds managed activities that came in, and nothing waits for them', async () => {
    const { transmissionId, caseId } = await submit('transfer-request', 'OR', 'TX');
    const [listed] = await listOf('TX');
    expect(listed).to.include({ transmissionId, direction: 'incoming', otherState: 'OR' });
    await site.until(
      () => hub.call('OR', `GET /v1/messages/${transmissionId}`),
      ({ body }) =>
        (body['deliveries'] as { state: string }[]).every(({ state }) => state === 'acknowledged'),
    );
    await submit('transfer-reply', 'TX', 'OR', { subject: caseId });
    await submit('departure-notice', 'OR', 'TX', { subject: caseId });
    // A notice is not managed: it is in no list.
    expect(await listOf('TX')).to.have.length(1);
    expect(await act('TX', transmissionId, 'assign', { person: 'officer-3' })).to.equal(204);
    expect(await act('TX', transmissionId, 'review')).to.equal(204);
    expect(await listOf('TX')).to.deep.equal([]);
    expect(await act('TX', transmissionId, 'review')).to.equal(422);
  });

  it('is the own office’s alone', async () => {
    const { transmissionId } = await submit('transfer-request', 'OR', 'TX', { released: false });
    expect(await act('TX', transmissionId, 'assign', { person: 'officer-1' })).to.equal(404);
    expect(await act('CA', transmissionId, 'assign', { person: 'officer-1' })).to.equal(404);
    expect(await act('OR', transmissionId, 'release')).to.equal(204);
    // It crossed: it stands in the list of the other office, and in the sender's no more.
    expect(await act('OR', transmissionId, 'assign', { person: 'officer-1' })).to.equal(422);
    expect(await act('OR', transmissionId, 'review')).to.equal(403);
    expect((await hub.call('OR', 'GET /v1/reviews')).status).to.equal(403);
    expect((await hub.call('national office', 'GET /v1/reviews')).status).to.equal(403);
    expect(await listOf('CA')).to.deep.equal([]);
  });

  it('refuses a person or note that has not its form, and repeats none of it', async () => {
    const { transmissionId } = await submit('transfer-request', 'OR', 'TX', { released: false });
    for (const assignment of [
      {},
      { person: '' },
      { person: 'a b' },
      { person: 'x'.repeat(65) },
      { person: 7 },
      { person: 'officer-1', note: 'a\u0007b' },
      { person: 'officer-1', note: 'y'.repeat(501) },
      { person: 'officer-1', extra: true },
    ]) {
      const route = `POST /v1/messages/${transmissionId}/assign`;
      const answer = await hub.call('OR office', route, { json: assignment });
      expect(answer.status, JSON.stringify(assignment)).to.equal(422);
      expect(answer.body).to.include({ code: 'COMMAND_INVALID' });
      expect(answer.text).to.not.contain('xxxxx');
    }
  });
});
