import { expect } from 'chai';
import { createHash, randomBytes } from 'node:crypto';
import { rebuild } from '../../../hub/flows/rebuild.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import * as caseHistory from '../../../hub/store/case-history.ts';
import * as persons from '../../../hub/store/persons.ts';
import { activity } from '../../support/activity.ts';
import { type OfficeErasure, officeErasure } from '../../support/office-erasure.ts';
import { runCommand } from '../../support/restored-database.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const JPEG = Buffer.from('ffd8ffe0', 'hex');
const CASES = 16;

/** What is left of content where it was expunged, or missing where it was kept; empty when all is whole. */
const HALVES = `
  SELECT t.transmission_id, t.content, 'key' AS what FROM transmissions t
   WHERE (t.content = 'expunged') = EXISTS (SELECT FROM content_keys k
                                             WHERE k.transmission_id = t.transmission_id)
   UNION ALL
  SELECT t.transmission_id, t.content, 'records' FROM transmissions t
   WHERE (t.content = 'expunged') = EXISTS (SELECT FROM records r
                                             WHERE r.transmission_id = t.transmission_id)
   UNION ALL
  SELECT t.transmission_id, t.content, 'words' FROM transmissions t
    JOIN deliveries d USING (transmission_id)
   WHERE t.content = 'expunged' AND d.peer_reference IS NOT NULL
   UNION ALL
  SELECT t.transmission_id, t.content, 'waits' FROM transmissions t
   WHERE t.content = 'expunged' AND t.status LIKE 'awaiting%'
   UNION ALL
  SELECT n.transmission_id, t.content, 'file' FROM transmission_attachments n
    JOIN transmissions t USING (transmission_id)
   WHERE t.content = 'expunged' OR t.status = 'transmitted' AND NOT EXISTS (
           SELECT FROM attachments a
            WHERE a.from_member = n.from_member AND a.digest_token = n.digest_token)
   UNION ALL
  SELECT p.transmission_id, t.content, 'tokens' FROM person_tokens p
    JOIN transmissions t USING (transmission_id) WHERE t.content = 'expunged'`;

describe('an erasure beside everything else', () => {
  let site: TestSite;
  let hub: TestHub;
  let other: TestHub;
  let office: OfficeErasure;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, CA: { mode: 'pull' } } });
    hub = await site.start();
    other = await site.start();
    office = officeErasure(other);
  });
  after(() => site.close());

  it('is seen whole before or whole after, by deliveries, releases, files, repeats and rebuilds', async () => {
    site.state('TX').behave('slow');
    const lives = Promise.all(Array.from({ length: CASES }, (_, at) => liveAndErase(at)));
    let over = false;
    await Promise.all([lives.finally(() => (over = true)), tellAgainUntil(() => over)]);
    await site.until(
      () =>
        site.query(`SELECT FROM deliveries WHERE state IN ('queued', 'claimed', 'dispatching')
                       AND NOT pulled UNION ALL SELECT FROM pending_leaves
                     UNION ALL SELECT FROM ledger_head WHERE size <> signed_size`),
      (rows) => rows.length === 0,
    );
    expect(await site.query(HALVES)).to.deep.equal([]);
    const [counted] = await site.query<{ gone: string; kept: string }>(
      `SELECT count(*) FILTER (WHERE content = 'expunged') AS gone,
              count(*) FILTER (WHERE content = 'kept') AS kept FROM transmissions`,
    );
    expect(Number(counted?.gone)).to.be.greaterThan(CASES / 2);
    expect(Number(counted?.kept)).to.be.greaterThan(0);
    expect(site.faults).to.deep.equal([]);
    await audit();
  });

  /** A case that lives, and an order that takes it, or one activity of it, at some moment of that. */
  async function liveAndErase(at: number): Promise<void> {
    const body = Buffer.concat([JPEG, randomBytes(1_000)]);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const named = { sha256, mediaType: 'image/jpeg', size: body.length, kind: 'PHOTO' };
    const attachments = [{ ...named, fileName: 'p.jpg', description: 'A photo' }] as JsonObject[];
    const to = at % 4 === 3 ? 'CA' : 'TX';
    const envelope = activity('transfer-request', {
      from: 'OR',
      to,
      released: at % 3 !== 0,
      data: at % 2 === 0 ? { attachments } : {},
    });
    const opened = await hub.submit('OR', envelope);
    expect(opened.status, opened.text).to.equal(202);
    const { caseId, transmissionId } = opened.body;
    const subject = String(at % 2 === 0 ? caseId : transmissionId);
    const scope = at % 2 === 0 ? 'case' : 'transmission';
    const may = async (status: Promise<{ status: number; text: string }>): Promise<void> => {
      const answer = await status;
      expect(answer.status, answer.text).to.be.oneOf([200, 201, 202, 204, 404, 410, 422, 503]);
    };
    await Promise.all([
      may(hub.call('OR', `PUT /v1/attachments/${sha256}`, { body, contentType: 'image/jpeg' })),
      may(hub.call('OR office', `POST /v1/messages/${String(transmissionId)}/release`)),
      may(other.submit('OR', envelope)),
      may(
        hub.submit(to, activity('transfer-reply', { from: to, to: 'OR', subject: String(caseId) })),
      ),
      may(hub.call('CA', 'GET /v1/inbox')),
      office.carryOut('OR', { scope, subject }),
      may(
        other.submit('OR', activity('transfer-request', { from: 'OR', to, data: { attachments } })),
      ),
    ]);
  }

  async function tellAgainUntil(isOver: () => boolean): Promise<void> {
    const store = { ...site.parts.store, ...caseHistory, ...persons };
    while (!isOver()) await rebuild({ ...site.parts, store }, { write: true });
  }

  /** Every row and record against its leaves, as an administrator has it done. */
  async function audit(): Promise<void> {
    const lines: string[] = [];
    const code = await runCommand(site, 'ledger audit', { url: site.database.url }, (line) =>
      lines.push(line),
    );
    expect(code, lines.join('\n')).to.equal(0);
  }
});
