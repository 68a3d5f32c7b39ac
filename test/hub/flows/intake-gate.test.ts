import { expect } from 'chai';
import type { Signer } from '../../../hub/ledger/signer.ts';
import { causesOf } from '../../../hub/flows/intake-gate.ts';
import { activity } from '../../support/activity.ts';
import {
  MINUTE,
  SECOND,
  type SettableClock,
  createSettableClock,
} from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const MIN_FREE = 512 * 1024 * 1024;

describe('what is wrong with the hub itself', () => {
  const cases: { name: string; ageMs: number; free: number; causes: string[] }[] = [
    { name: 'nothing', ageMs: 0, free: 2 * MIN_FREE, causes: [] },
    { name: 'nothing yet', ageMs: MINUTE - 1, free: 2 * MIN_FREE, causes: [] },
    { name: 'late evidence', ageMs: MINUTE, free: 2 * MIN_FREE, causes: ['EVIDENCE_LATE'] },
    {
      name: 'no evidence',
      ageMs: 15 * MINUTE,
      free: 2 * MIN_FREE,
      causes: ['EVIDENCE_LATE', 'EVIDENCE_STALLED'],
    },
    { name: 'little room', ageMs: 0, free: 2 * MIN_FREE - 1, causes: ['STORAGE_SHORT'] },
    { name: 'no room', ageMs: 0, free: MIN_FREE - 1, causes: ['STORAGE_SHORT', 'STORAGE_LOW'] },
  ];
  for (const { name, ageMs, free, causes } of cases) {
    it(`is ${name}`, () => {
      const facts = { evidenceAgeMs: ageMs, free, minFree: MIN_FREE };
      expect([...causesOf(facts)]).to.deep.equal(causes);
    });
  }
});

describe('the gate before the intake', () => {
  let site: TestSite;
  let hub: TestHub;
  let processClock: SettableClock;
  let signs = true;
  let free = 10 * MIN_FREE;

  beforeEach(async () => {
    signs = true;
    free = 10 * MIN_FREE;
    processClock = createSettableClock();
    site = await openTestSite({
      states: { OR: {}, TX: {} },
      processClock,
      settings: { leaseMs: 60 * MINUTE, freeBytes: () => Promise.resolve(free) },
      decorate: {
        signer: (signer): Signer => ({
          ...signer,
          sign: (note) => {
            if (!signs) throw new Error('the key cannot be reached');
            return signer.sign(note);
          },
        }),
      },
    });
    hub = await site.start();
  });
  afterEach(() => site.close());

  const submit = () => hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
  const incidents = async (query: string): Promise<string[]> => {
    const { body } = await hub.call('national', `GET /v1/incidents?${query}`);
    return (body['items'] as { code: string }[]).map(({ code }) => code).sort();
  };
  const alarms = (codes: string[]) =>
    site.until(
      () => incidents('open=yes'),
      (open) => JSON.stringify(open) === JSON.stringify(codes),
    );
  /** Nothing but time moves on: the hub sees it at its next look. */
  const stall = async (): Promise<void> => {
    signs = false;
    expect((await submit()).status).to.equal(202);
    await site.until(
      async () => (await hub.call(undefined, 'GET /metrics')).text,
      (text) => {
        processClock.advance(SECOND);
        return /hub_evidence_age_seconds [1-9]/.test(text);
      },
    );
  };

  it('alarms when evidence is a minute late, stops after 15 minutes, and opens by itself', async () => {
    await stall();
    processClock.advance(MINUTE);
    await alarms(['EVIDENCE_LATE']);
    expect((await submit()).status).to.equal(202);
    processClock.advance(14 * MINUTE);
    const refused = await site.until(submit, ({ status }) => status !== 202);
    expect(refused.body).to.include({ status: 503, code: 'EVIDENCE_STALLED' });
    await alarms(['EVIDENCE_LATE', 'EVIDENCE_STALLED']);
    const ready = await hub.call(undefined, 'GET /readyz');
    expect(ready.body).to.include({ intake: 'EVIDENCE_STALLED', database: true });
    const { text } = await hub.call(undefined, 'GET /metrics');
    expect(text).to.contain('hub_intake_open 0');
    const file = { body: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' };
    const stored = await hub.call('OR', `PUT /v1/attachments/${'0'.repeat(64)}`, file);
    expect(stored.body).to.include({ code: 'EVIDENCE_STALLED' });

    signs = true;
    processClock.advance(2 * SECOND);
    await site.until(submit, ({ status }) => status === 202);
    await alarms([]);
    expect(await incidents('open=no')).to.deep.equal(['EVIDENCE_LATE', 'EVIDENCE_STALLED']);
  });

  it('says when to come again, and leaves no trace of what it refused', async () => {
    free = MIN_FREE - 1;
    await site.until(submit, ({ status }) => status === 503);
    const accepted = await site.query('SELECT transmission_id FROM transmissions');
    const response = await fetch(`${hub.url}/v1/messages`, { method: 'POST' });
    expect(response.status).to.equal(401);
    const refused = await submit();
    expect(refused.body).to.include({ status: 503, code: 'STORAGE_LOW' });
    expect(await site.query('SELECT transmission_id FROM transmissions')).to.deep.equal(accepted);
    await alarms(['STORAGE_LOW', 'STORAGE_SHORT']);
    free = 10 * MIN_FREE;
    await site.until(submit, ({ status }) => status === 202);
    await alarms([]);
  });

  it('fetches nothing more from states while it is closed', async () => {
    const { outbox } = site.state('OR');
    const leave = () =>
      outbox.leave({
        kind: 'document',
        contentType: 'application/cloudevents+json',
        body: Buffer.from(JSON.stringify(activity('transfer-request', { from: 'OR', to: 'TX' }))),
      });
    await leave();
    free = MIN_FREE - 1;
    await site.until(submit, ({ status }) => status === 503);
    const decided = Promise.all([leave(), leave()]);
    const postponed = await site.until(
      () => Promise.resolve(outbox.verdicts.map(({ verdict }) => verdict.kind)),
      (kinds) => kinds.length > 1,
    );
    expect(postponed).to.deep.equal(['decided', 'postponed']);
    free = 10 * MIN_FREE;
    const verdicts = await decided;
    for (const verdict of verdicts) {
      expect(verdict).to.have.nested.property('records[0].kind', 'accepted');
    }
    const kinds = outbox.verdicts.map(({ verdict }) => verdict.kind);
    expect(kinds).to.deep.equal(['decided', 'postponed', 'decided', 'decided']);
  });

  it('knows after a restart how long evidence is late', async () => {
    await stall();
    processClock.advance(MINUTE);
    await alarms(['EVIDENCE_LATE']);
    processClock.advance(13 * MINUTE);
    await hub.stop();
    hub = await site.start();
    expect((await submit()).status).to.equal(202);
    processClock.advance(MINUTE + SECOND);
    const refused = await site.until(submit, ({ status }) => status !== 202);
    expect(refused.body).to.include({ code: 'EVIDENCE_STALLED' });
    signs = true;
  });

  it('takes no more than may wait', async () => {
    const other = await site.start({ settings: { mostWaiting: 0 } });
    const answer = await other.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    expect(answer.body).to.include({ status: 503, code: 'INTAKE_FULL' });
  });
});
