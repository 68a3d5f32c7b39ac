import { expect } from 'chai';
import { rebuild } from '../../../hub/flows/rebuild.ts';
import * as caseHistory from '../../../hub/store/case-history.ts';
import * as persons from '../../../hub/store/persons.ts';
import { activity } from '../../support/activity.ts';
import { HOUR } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const DAY = 24 * HOUR;

describe('a case told again from what crossed', () => {
  let site: TestSite;
  let hub: TestHub;

  beforeEach(async () => {
    site = await openTestSite();
    hub = await site.start();
  });
  afterEach(() => site.close());

  const tell = (write = false) =>
    rebuild(
      { ...site.parts, store: { ...site.parts.store, ...caseHistory, ...persons } },
      { write },
    );
  async function send(name: string, from: string, caseId: string, data = {}): Promise<void> {
    const to = from === 'OR' ? 'TX' : 'OR';
    const answer = await hub.submit(from, activity(name, { from, to, subject: caseId, data }));
    expect(answer.status, answer.text).to.equal(202);
  }
  const everythingIsDelivered = () =>
    site.until(
      () => site.query(`SELECT FROM deliveries WHERE state <> 'acknowledged'`),
      (rows) => rows.length === 0,
    );

  async function playAll(): Promise<string> {
    const caseId = await hub.playTo('arrived');
    await send('violation-report', 'TX', caseId);
    site.clock.advance(12 * DAY);
    await send('violation-response', 'OR', caseId, {
      action: 'AWAIT_DISPOSITION',
      explanation: 'charges are pending',
    });
    site.clock.advance(DAY);
    await send('case-closure-notice', 'TX', caseId);
    await hub.playTo('closed');
    await hub.playTo('requested');
    await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'CA', released: false }));
    await everythingIsDelivered();
    return caseId;
  }

  it('is the same', async () => {
    await playAll();
    const report = await tell();
    expect(report).to.deep.include({ cases: 4, differing: [], erased: 0 });
    expect(report.deadlines).to.be.greaterThan(10);
  });

  it('is found different, and mended, where somebody changed the read model', async () => {
    const caseId = await playAll();
    const all = `SELECT * FROM deadlines ORDER BY deadline_id`;
    const before = await site.query(all);
    await site.query(`UPDATE cases SET location = 'sending' WHERE case_id = $1`, [caseId]);
    await site.query(
      `UPDATE deadlines SET due_on = due_on + 1 WHERE case_id = $1 AND duty = 'transfer-reply'`,
      [caseId],
    );
    await site.query(`DELETE FROM deadlines WHERE case_id = $1 AND duty = 'closure-reply'`, [
      caseId,
    ]);
    const [other] = await site.query<{ case_id: string }>(
      'SELECT case_id FROM person_descriptions WHERE case_id <> $1 ORDER BY 1 LIMIT 1',
      [caseId],
    );
    await site.query(
      `DELETE FROM person_tokens t USING person_descriptions d
        WHERE d.case_id = $1 AND t.transmission_id = d.transmission_id AND kind = 'birth-year'`,
      [other!.case_id],
    );
    const found = await tell();
    expect(found.differing).to.have.deep.members([
      { caseId: other!.case_id, columns: ['person tokens'] },
      {
        caseId,
        columns: [
          'case location',
          'deadline transfer-reply due_on',
          'deadline closure-reply missing',
        ],
      },
    ]);
    await tell(true);
    expect((await tell()).differing).to.deep.equal([]);
    const known = (rows: readonly object[]) =>
      rows.map((row) => ({ ...row, next_reminder_at: undefined }));
    expect(known(await site.query(all))).to.deep.equal(known(before));
  });

  it('leaves a case as it is that the lifecycle refuses today, and does not call it mended', async () => {
    const caseId = await playAll();
    await site.query(
      `UPDATE transmissions SET type = 'compact.progress-report.v1'
        WHERE case_id = $1 AND case_position = 1`,
      [caseId],
    );
    for (const write of [true, false]) {
      expect(await tell(write)).to.deep.include({ cases: 4, differing: [], forbidden: [caseId] });
    }
  });

  it('leaves a case as it is whose content was expunged', async () => {
    const caseId = await playAll();
    await site.query(
      `DELETE FROM content_keys WHERE transmission_id IN
         (SELECT transmission_id FROM transmissions WHERE case_id = $1)`,
      [caseId],
    );
    expect(await tell()).to.deep.include({ cases: 4, differing: [], erased: 1 });
  });
});
