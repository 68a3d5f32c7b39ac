import { expect } from 'chai';
import { scrub } from '../../../hub/flows/scrub.ts';
import { type Scrubber, openScrubber } from '../../../hub/store/scrub.ts';
import { activity } from '../../support/activity.ts';
import { type Needle, findBytes } from '../../support/find-bytes.ts';
import { officeErasure } from '../../support/office-erasure.ts';
import { type OwnServer, startOwnServer } from '../../support/own-server.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const CASES = 24;

describe('what is left of an erasure in the files of the database', function slow() {
  this.timeout(240_000);
  let server: OwnServer;
  let site: TestSite;
  let hub: TestHub;
  let scrubber: Scrubber;

  before(async () => {
    server = await startOwnServer();
    site = await openTestSite({ database: server.database, states: { OR: {}, TX: {} } });
    hub = await site.start();
    scrubber = openScrubber(server.database.url);
  });
  after(async () => {
    await scrubber.close();
    await site.close();
  });

  const caseIds: string[] = [];

  /** Every secret and word of these cases, as its bytes lie in a row. */
  async function secretsOf(ids: readonly string[]): Promise<Needle[]> {
    const rows = await site.query<{ what: string; bytes: Buffer }>(
      `WITH gone AS (SELECT transmission_id FROM transmissions WHERE case_id = ANY ($1))
       SELECT 'wrapped key' AS what, wrapped_key AS bytes FROM content_keys JOIN gone USING (transmission_id)
        UNION ALL SELECT 'salt', salt FROM content_keys JOIN gone USING (transmission_id)
        UNION ALL SELECT 'person token', token FROM person_tokens JOIN gone USING (transmission_id)
        UNION ALL SELECT 'case number', value FROM case_identifiers WHERE case_id = ANY ($1)
        UNION ALL SELECT 'case number token', token FROM case_identifiers WHERE case_id = ANY ($1)
        UNION ALL SELECT 'user', user_sealed FROM case_assignments WHERE case_id = ANY ($1)
        UNION ALL SELECT 'reference', convert_to(peer_reference, 'UTF8') FROM deliveries
                   JOIN gone USING (transmission_id) WHERE peer_reference IS NOT NULL`,
      [ids],
    );
    return rows.map(({ what, bytes }) => ({ what, bytes: Buffer.from(bytes) }));
  }

  const look = async (needles: readonly Needle[]) => {
    await server.settle();
    return findBytes(server.directory, needles);
  };

  it('goes with the rewrite of the tables and the end of the write-ahead log', async () => {
    for (let at = 0; at < CASES; at += 1) {
      const name = { lastName: `Quillfeather${at}`, firstName: 'Wren' };
      const person = { name, dateOfBirth: '1988-04-07', sex: 'F', race: 'W' };
      const data = { supervisedIndividual: person, senderCaseNumber: `N-${at}` };
      const opened = await hub.submit(
        'OR',
        activity('transfer-request', { from: 'OR', to: 'TX', data }),
      );
      caseIds.push(String(opened.body['caseId']));
    }
    await site.query(`UPDATE deliveries SET peer_reference = 'TX-REFERENCE-' || delivery_id`);
    // Samples of the values lie in the catalogue since.
    await site.query('ANALYZE');
    const gone = caseIds.filter((_, at) => at % 3 !== 0);
    const kept = await secretsOf(caseIds.filter((_, at) => at % 3 === 0));
    // Persons who share a name share its token.
    const shared = new Set(kept.map(({ bytes }) => bytes.toString('hex')));
    const all = await secretsOf(gone);
    const secrets = all.filter(({ bytes }) => !shared.has(bytes.toString('hex')));
    expect(secrets.length).to.be.greaterThan(100);
    const before = await look(secrets);
    expect(new Set(before.hits.map(({ what }) => what)).size).to.equal(7);

    const office = officeErasure(hub);
    for (const subject of gone) await office.carryOut('OR', { scope: 'case', subject });
    await site.query('VACUUM');
    const vacuumed = await look(secrets);
    // Deleted rows lie in their pages still: a vacuum alone takes few of them.
    expect(vacuumed.hits).not.to.deep.equal([]);

    const { store } = site.parts;
    const parts = { store, scrubber, now: () => site.clock.now(), largestBytes: 64 << 20 };
    const done = await site.until(
      () => scrub(parts),
      ({ waits, left }) => !waits && left.length === 0,
    );
    expect(done.orders).to.equal(gone.length);
    const after = await look(secrets);
    expect(after.hits).to.deep.equal([]);
    // What others hold is there still, and no name of anybody ever was.
    const names = ['Quillfeather', 'Wren'].map((what) => ({ what, bytes: Buffer.from(what) }));
    const still = await look([...kept, ...names]);
    const found = new Set(still.hits.map(({ what }) => what));
    expect(found.size).to.equal(7);
    for (const { what } of names) expect(found.has(what), what).to.equal(false);
    const listed = await hub.call('OR office', 'GET /v1/erasures?state=done&limit=200');
    const items = listed.body['items'] as { scrubbedAt?: string }[];
    expect(items.filter(({ scrubbedAt }) => scrubbedAt === undefined)).to.deep.equal([]);
  });

  it('leaves a large table to the administrator, and waits for who still sees it', async () => {
    const office = officeErasure(hub);
    const opened = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    await office.carryOut('OR', { scope: 'case', subject: String(opened.body['caseId']) });
    const { store } = site.parts;
    const parts = { store, scrubber, now: () => site.clock.now() };
    const large = await scrub({ ...parts, largestBytes: 0 });
    expect(large).to.deep.include({ orders: 0, waits: false });
    expect(large.left).to.include.members(['content_keys', 'pg_statistic']);
    const seen = await scrub({
      ...parts,
      largestBytes: 64 << 20,
      scrubber: { ...scrubber, isSeenByOlder: () => Promise.resolve(true) },
    });
    expect(seen).to.deep.equal({ orders: 0, left: [], waits: true });
  });
});
