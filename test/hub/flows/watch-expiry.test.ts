import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { X509Certificate } from 'node:crypto';
import { addSystemKey, connectState, revokeCredential } from '../../../hub/flows/administer.ts';
import {
  type WatchParts,
  certificateExpiries,
  forgetOldIntake,
  stageOf,
  watchExpiry,
} from '../../../hub/flows/watch-expiry.ts';
import * as principals from '../../../hub/store/principals.ts';
import { createSettableClock, HOUR, SECOND } from '../../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';

const DAY = 24 * HOUR;
const PEM = readFileSync(new URL('../../../fixtures/tls/client.pem', import.meta.url), 'utf8');
const VALID_TO = new Date(new X509Certificate(PEM).validTo);

describe('how near an expiry is', () => {
  const cases: [string, number, number][] = [
    ['more than 30 days', 30 * DAY + 1, 0],
    ['30 days', 30 * DAY, 1],
    ['15 days', 15 * DAY, 1],
    ['14 days', 14 * DAY, 2],
    ['7 days', 7 * DAY, 3],
    ['a day', DAY, 4],
    ['a second', SECOND, 4],
    ['there', 0, 5],
    ['past', -DAY, 5],
  ];
  for (const [name, left, stage] of cases) {
    it(`${name} is stage ${stage}`, () => {
      const now = new Date('2026-11-20T10:00:00Z');
      expect(stageOf(new Date(now.getTime() + left), now)).to.equal(stage);
    });
  }
});

describe('certificates within a credential', () => {
  it('are found as PEM and in the strings of JSON, and nothing else is', () => {
    expect(certificateExpiries(PEM)).to.deep.equal([VALID_TO]);
    expect(certificateExpiries(JSON.stringify({ cert: PEM, key: 'secret' }))).to.deep.equal([
      VALID_TO,
    ]);
    expect(certificateExpiries('a password')).to.deep.equal([]);
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect(certificateExpiries(broken)).to.deep.equal([]);
  });
});

describe('what expires', () => {
  let site: TestSite;
  let watch: WatchParts & { now: () => Date };
  const clock = createSettableClock();

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {} } });
    watch = {
      ...site.parts,
      store: { ...site.parts.store, findKeyExpiries: principals.findKeyExpiries },
      profiles: site.parts.states.profiles,
      readTlsCertificate: () => undefined,
      passwordListDate: '2026-11-20',
      clock,
      now: () => clock.now(),
    };
  });
  after(() => site.close());

  const inDays = (days: number): Date => new Date(clock.now().getTime() + days * DAY);
  const endpoint = 'http://127.0.0.1:9/TX';
  const incidents = async (member: string, ended = false): Promise<string[]> => {
    const rows = await site.query<{ code: string; count: number }>(
      `SELECT code, count FROM incidents
        WHERE member = $1 AND (closed_at IS NOT NULL) = $2 ORDER BY opened_at`,
      [member, ended],
    );
    return rows.map(({ code, count }) => `${code} ${count}`);
  };

  it('is told of at each of its moments, and over when it was renewed', async () => {
    const credential = 'the password';
    const state = { member: 'TX', endpoint, credential };
    await connectState(site.parts.administer, { ...state, credentialExpiresAt: inDays(31) });
    const soonest = await watchExpiry(watch);
    expect(soonest.get('TX')).to.deep.equal(inDays(31));
    expect(await incidents('TX')).to.deep.equal([]);
    for (const [days, told] of [
      [1, 1],
      [5, 1],
      [11, 2],
      [13, 4],
      [2, 5],
    ] as const) {
      clock.advance(days * DAY);
      await watchExpiry(watch);
      await watchExpiry(watch);
      expect(await incidents('TX')).to.deep.equal([`CREDENTIAL_EXPIRES ${told}`]);
    }
    await connectState(site.parts.administer, { ...state, credentialExpiresAt: inDays(365) });
    await watchExpiry(watch);
    expect(await incidents('TX')).to.deep.equal([]);
    expect(await incidents('TX', true)).to.deep.equal(['CREDENTIAL_EXPIRES 5']);
  });

  it('keeps its date while the credential stays, and loses it with another', async () => {
    const dateOf = async (): Promise<unknown> => {
      const sql = `SELECT credential_expires_at AS at FROM destinations WHERE member = 'TX'`;
      return (await site.query<{ at: Date | null }>(sql))[0]?.at;
    };
    const before = await dateOf();
    await connectState(site.parts.administer, { member: 'TX', endpoint, credential: undefined });
    expect(await dateOf()).to.deep.equal(before);
    await connectState(site.parts.administer, {
      member: 'TX',
      endpoint,
      credential: 'the next password',
    });
    expect(await dateOf()).to.equal(null);
  });

  it('is a client certificate within a credential', async () => {
    const credential = JSON.stringify({ certificate: PEM, key: 'the private part' });
    await connectState(site.parts.administer, { member: 'TX', endpoint, credential });
    const late = new Date(VALID_TO.getTime() - 3 * DAY);
    const soonest = await watchExpiry({ ...watch, clock: { now: () => late } });
    expect(soonest.get('TX')).to.deep.equal(VALID_TO);
    expect(await incidents('TX')).to.deep.equal(['CLIENT_CERTIFICATE_EXPIRES 3']);
  });

  it('is the hub’s own certificate, for the national office', async () => {
    const late = new Date(VALID_TO.getTime() + DAY);
    const own = {
      ...watch,
      clock: { now: () => late },
      passwordListDate: late.toISOString().slice(0, 10),
      readTlsCertificate: () => PEM,
    };
    await watchExpiry(own);
    expect(await incidents('national')).to.deep.equal(['TLS_CERTIFICATE_EXPIRES 5']);
    expect(await incidents('OR')).to.deep.equal([]);
  });

  it('is the list of passwords that nobody may have, a quarter after its date', async () => {
    const at = (days: number): Promise<unknown> => {
      const late = new Date(Date.parse('2026-11-20') + days * DAY);
      return watchExpiry({ ...watch, clock: { now: () => late } });
    };
    const told = async (): Promise<string[]> =>
      (await incidents('national')).filter((line) => line.startsWith('PASSWORD'));
    await at(61);
    expect(await told()).to.deep.equal([]);
    await at(93);
    expect(await told()).to.deep.equal(['PASSWORD_LIST_EXPIRES 5']);
    await watchExpiry(watch);
    expect(await told()).to.deep.equal([]);
  });

  it('is the last key of a system, and no key that another has replaced', async () => {
    const key = { member: 'OR', label: 'records' };
    const first = await addSystemKey(site.parts.administer, { ...key, expiresAt: inDays(3) });
    await watchExpiry(watch);
    expect(await incidents('OR')).to.deep.equal(['KEY_EXPIRES 3']);
    await addSystemKey(site.parts.administer, key);
    await watchExpiry(watch);
    expect(await incidents('OR')).to.deep.equal([]);
    await revokeCredential(site.parts.administer, first.reference);
    await watchExpiry(watch);
    expect(await incidents('OR')).to.deep.equal([]);
  });

  it('shows no secret in an incident, a leaf or a metric', async () => {
    const hub = await site.start();
    const { text } = await site.until(
      () => hub.call(undefined, 'GET /metrics'),
      (answer) => answer.text.includes('hub_soonest_expiry_seconds{member="TX"}'),
    );
    const rows = await site.query<{ row: string }>('SELECT incidents::text AS row FROM incidents');
    const leaves = await site.query<{ entry: Buffer }>(
      'SELECT entry FROM ledger_entries UNION ALL SELECT entry FROM pending_leaves',
    );
    await hub.stop();
    const all = [
      text,
      ...rows.map(({ row }) => row),
      ...leaves.map(({ entry }) => entry.toString()),
    ];
    for (const secret of [
      'the password',
      'the next password',
      'BEGIN CERTIFICATE',
      'the private part',
    ]) {
      expect(
        all.some((said) => said.includes(secret)),
        secret,
      ).to.equal(false);
    }
  });

  it('leaves the intake: what nobody repeats is over and forgotten', async () => {
    const { store } = site.parts;
    const token = Buffer.from('token');
    await store.countIncomingTry(store.query, { token, member: 'OR', at: clock.now() });
    await store.reportIncidents(store.query, [
      {
        incident_id: '018f0000-0000-7000-8000-000000000001',
        member: 'OR',
        kind: 'intake',
        code: 'DOCUMENT_QUARANTINED',
        count: 1,
        at: clock.now(),
      },
    ]);
    clock.advance(6 * DAY);
    await forgetOldIntake(watch);
    expect(await incidents('OR')).to.deep.equal(['DOCUMENT_QUARANTINED 1']);
    clock.advance(2 * DAY);
    await forgetOldIntake(watch);
    expect(await incidents('OR')).to.deep.equal([]);
    expect(await site.query('SELECT FROM incoming_tries')).to.have.length(1);
    clock.advance(30 * DAY);
    await forgetOldIntake(watch);
    expect(await site.query('SELECT FROM incoming_tries')).to.deep.equal([]);
  });
});
