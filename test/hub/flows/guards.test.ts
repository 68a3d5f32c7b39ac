import { expect } from 'chai';
import type { JsonObject } from '../../../hub/message/json.ts';
import { activity } from '../../support/activity.ts';
import {
  type TestAnswer,
  type TestHub,
  type TestSite,
  openTestSite,
} from '../../support/test-hub.ts';

const statuses = (answers: readonly TestAnswer[]): number[] =>
  answers.map(({ status }) => status).sort();

describe('guards under the lock of the case', () => {
  let site: TestSite;
  let hub: TestHub;
  let other: TestHub;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
    other = await site.start();
  });
  after(() => site.close());

  const sequences = (caseId: string, member: string) =>
    site.query<{ case_sequence: number; type: string }>(
      `SELECT case_sequence, type FROM deliveries WHERE case_id = $1 AND to_member = $2
        ORDER BY case_sequence`,
      [caseId, member],
    );

  it('accepts exactly one of many replies to one request, over two processes', async () => {
    const subject = await hub.playTo('requested');
    const replies = Array.from({ length: 12 }, () =>
      activity('transfer-reply', { from: 'TX', to: 'OR', subject }),
    );
    const answers = await Promise.all(
      replies.map((reply, at) => (at % 2 === 0 ? hub : other).submit('TX', reply)),
    );
    expect(statuses(answers)).to.deep.equal([202, ...Array.from({ length: 11 }, () => 422)]);
    for (const { status, body } of answers) {
      if (status === 422) expect(body['code']).to.equal('OUT_OF_ORDER');
    }
    expect(await sequences(subject, 'OR')).to.have.length(1);
  });

  it('numbers fifty reports at once from 1 on without a gap, over two processes', async () => {
    const subject = await hub.playTo('arrived');
    const before = (await sequences(subject, 'OR')).length;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        (at % 2 === 0 ? hub : other).submit(
          'TX',
          activity('progress-report', { from: 'TX', to: 'OR', subject }),
        ),
      ),
    );
    expect(new Set(statuses(answers))).to.deep.equal(new Set([202]));
    const numbers = (await sequences(subject, 'OR')).map((row) => row.case_sequence);
    expect(numbers).to.deep.equal(Array.from({ length: before + 50 }, (_, at) => at + 1));
  });

  it('counts each direction of a case by itself', async () => {
    const subject = await hub.playTo('closed');
    const numbers = async (member: string): Promise<number[]> =>
      (await sequences(subject, member)).map((row) => row.case_sequence);
    expect(await numbers('TX')).to.deep.equal([1, 2, 3]);
    expect(await numbers('OR')).to.deep.equal([1, 2, 3]);
  });

  it('opens a case and continues it by the sender’s own number in one burst', async () => {
    const number = 'OR-CMS 2026/000001';
    const opening = activity('reporting-instructions-request', {
      from: 'OR',
      to: 'TX',
      data: { senderCaseNumber: number },
    });
    const next = activity('transfer-request', { from: 'OR', to: 'TX', subject: number });
    const [first, second] = await Promise.all([hub.submit('OR', opening), hub.submit('OR', next)]);
    expect(statuses([first, second])).to.deep.equal([202, 202]);
    expect(second.body['caseId']).to.equal(first.body['caseId']);
    const types = (await sequences(String(first.body['caseId']), 'TX')).map(({ type }) => type);
    expect(types).to.deep.equal([
      'compact.reporting-instructions-request.v1',
      'compact.transfer-request.v1',
    ]);
  });

  it('lets each state name the case by a number of its own', async () => {
    const subject = await hub.playTo('requested');
    const reply = activity('transfer-reply', {
      from: 'TX',
      to: 'OR',
      subject,
      data: { senderCaseNumber: 'TX 77' },
    });
    expect((await hub.submit('TX', reply)).status).to.equal(202);
    const mine = await site.query(`SELECT member FROM case_identifiers WHERE case_id = $1`, [
      subject,
    ]);
    expect(mine).to.deep.equal([{ member: 'TX' }]);
    await hub.submit('OR', activity('departure-notice', { from: 'OR', to: 'TX', subject }));
    const byNumber = activity('arrival-notice', { from: 'TX', to: 'OR', subject: 'TX 77' });
    expect((await hub.submit('TX', byNumber)).body['caseId']).to.equal(subject);
  });

  it('refuses a number that belongs to another case, and the number alone', async () => {
    const senderCaseNumber = 'OR taken';
    const opening = () =>
      activity('transfer-request', { from: 'OR', to: 'TX', data: { senderCaseNumber } });
    expect((await hub.submit('OR', opening())).status).to.equal(202);
    const again = await hub.submit('OR', opening());
    expect(again.body).to.include({ status: 409, code: 'IDENTIFIER_TAKEN' });
    const theirs = activity('transfer-request', {
      from: 'CA',
      to: 'TX',
      data: { senderCaseNumber },
    });
    expect((await hub.submit('CA', theirs)).status).to.equal(202);
  });

  it('lets one of two win when they name two new cases by one number at once', async () => {
    const opening = () =>
      activity('transfer-request', {
        from: 'OR',
        to: 'TX',
        data: { senderCaseNumber: 'OR raced' },
      });
    const answers = await Promise.all([hub.submit('OR', opening()), other.submit('OR', opening())]);
    expect(statuses(answers)).to.deep.equal([202, 409]);
  });

  describe('a case that is not the sender’s', () => {
    const reportOn = (from: string, to: string, subject: string) =>
      activity('progress-report', { from, to, subject });

    it('is answered as one that does not exist, word for word', async () => {
      const foreign = await hub.playTo('arrived');
      const waiting = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
      const hidden = String((await hub.submit('OR', waiting)).body['caseId']);
      await hub.submit(
        'OR',
        activity('transfer-request', {
          from: 'OR',
          to: 'TX',
          data: { senderCaseNumber: 'OR mine' },
        }),
      );
      const answers = await Promise.all([
        hub.submit('CA', reportOn('CA', 'OR', foreign)),
        hub.submit('CA', reportOn('CA', 'OR', 'C-00000000000000000000000000')),
        hub.submit('CA', reportOn('CA', 'OR', 'no number of anybody')),
        hub.submit('CA', reportOn('CA', 'OR', 'OR mine')),
        hub.submit('TX', reportOn('TX', 'OR', hidden)),
      ]);
      const said = answers.map(({ body }) => ({ ...body, requestId: '' }));
      expect(said[0]).to.include({ status: 422, code: 'CASE_UNKNOWN' });
      for (const answer of said) expect(answer).to.deep.equal(said[0]);
    });

    it('is not entered in the crosswalk of who names it', async () => {
      const foreign = await hub.playTo('requested');
      const probe = activity('progress-report', {
        from: 'CA',
        to: 'OR',
        subject: foreign,
        data: { senderCaseNumber: 'CA probe' },
      });
      expect((await hub.submit('CA', probe)).status).to.equal(422);
      const rows = await site.query(
        `SELECT FROM case_identifiers WHERE member = 'CA'
                                        AND case_id = $1`,
        [foreign],
      );
      expect(rows).to.deep.equal([]);
    });

    it('is refused to a third state as the destination of one of its two', async () => {
      const subject = await hub.playTo('arrived');
      const answer = await hub.submit('TX', reportOn('TX', 'CA', subject));
      expect(answer.body).to.include({ status: 422, code: 'DESTINATION_NOT_PARTY' });
    });
  });

  it('asks for the case of an activity that opens none', async () => {
    const answer = await hub.submit('TX', activity('progress-report', { from: 'TX', to: 'OR' }));
    expect(answer.body['code']).to.be.oneOf(['CASE_REQUIRED', 'ENVELOPE_INVALID']);
  });

  it('refuses what the lifecycle forbids, and says what it allows', async () => {
    const subject = await hub.playTo('requested');
    const early = activity('arrival-notice', { from: 'TX', to: 'OR', subject });
    const answer = await hub.submit('TX', early);
    expect(answer.body).to.include({ status: 422, code: 'OUT_OF_ORDER' });
    const problems = answer.body['problems'] as { code: string; detail: string }[];
    expect(problems.map(({ code }) => code)).to.deep.equal(Array(3).fill('OUT_OF_ORDER'));
    expect(problems.map(({ detail }) => detail)).to.deep.equal([
      'row 10 of the lifecycle needs location departed or failed-to-arrive',
      'the case has status pending, reportingInstructions none, transfer requested, location sending, violation none, retaking none, returning none, closure none, supervising sending',
      'allowed now to the receiving state: compact.transfer-reply.v1, compact.action-request.v1, compact.action-reply.v1, compact.activity-withdrawal.v1',
    ]);
  });

  it('keeps a case open while a retaking is pending (Rule 4.112(b))', async () => {
    const subject = await hub.playTo('arrived');
    const retaking = { from: 'OR', to: 'TX', subject };
    await hub.submit('OR', activity('discretionary-retaking-notice', retaking));
    const closing = (closureReason: string) =>
      activity('case-closure-notice', { from: 'TX', to: 'OR', subject, data: { closureReason } });
    const early = await hub.submit('TX', closing('DISCHARGE_EARLY'));
    expect(early.body).to.include({ status: 422, code: 'OUT_OF_ORDER' });
    expect(early.text).to.contain('row 17a of the lifecycle needs retaking none');
    expect((await hub.submit('TX', closing('RETAKEN'))).status).to.equal(202);
  });

  it('shows either state how the case stands, what may follow, and the choices after a rejection', async () => {
    const subject = await hub.playTo('requested');
    const answer = activity('transfer-reply', { from: 'TX', to: 'OR', subject });
    const data: Record<string, JsonObject[string]> = {
      ...answer.data,
      decision: 'REJECTED',
      rejectionReasons: ['SPONSOR_UNWILLING'],
      rejectionExplanation: 'The sponsor has moved.',
    };
    delete data['reportingInstructions'];
    const reply = await hub.submit('TX', { ...answer, data });
    expect(reply.status, reply.text).to.equal(202);
    for (const member of ['OR', 'TX']) {
      const { body } = await hub.call(member, `GET /v1/cases/${subject}`);
      expect(body).to.include({ status: 'rejected', violation: 'none', retaking: 'none' });
      expect(body).to.include({ returning: 'none', closure: 'none', location: 'sending' });
      const allowed = body['allowedNow'] as Record<'sending' | 'receiving', string[]>;
      expect(allowed.sending).to.include('compact.transfer-request.v1');
      expect(allowed.receiving).to.not.include('compact.transfer-reply.v1');
      expect(body['choices']).to.deep.equal({
        asked: 'sending',
        choices: [
          { choice: 'request-again', type: 'compact.transfer-request.v1', by: 'sending' },
          { choice: 'withdraw-case', type: 'compact.case-withdrawal.v1', by: 'sending' },
        ],
      });
    }
  });

  it('answers a case that another transaction holds too long as busy, with nothing written', async function () {
    this.timeout(20_000);
    const subject = await hub.playTo('requested');
    const envelope = activity('transfer-reply', { from: 'TX', to: 'OR', subject });
    await site.parts.store.withTransaction(async (tx) => {
      await site.parts.store.lockCases(tx, [subject], true);
      const answer = await hub.submit('TX', envelope);
      expect(answer.status).to.equal(503);
      expect(await sequences(subject, 'OR')).to.deep.equal([]);
    });
    expect((await hub.submit('TX', envelope)).status).to.equal(202);
  });
});
