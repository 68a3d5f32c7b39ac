import { expect } from 'chai';
import { createHash, randomBytes } from 'node:crypto';
import { unwrapKey } from '../../../hub/message/sealed-content.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { createChainCheck } from '../../../ledger-verifier/event-chain.ts';
import { parseEntry } from '../../../ledger-verifier/entry.ts';
import { leafHashOf } from '../../../hub/ledger/entry.ts';
import { type TestEnvelope, activity } from '../../support/activity.ts';
import { type OfficeErasure, officeErasure } from '../../support/office-erasure.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const PERSON: JsonObject = {
  name: { lastName: 'Quillfeather-Brandt', firstName: 'Wren' },
  dateOfBirth: '1988-04-07',
  sex: 'F',
  race: 'W',
};
const ASKED = { name: { last: 'Quillfeather-Brandt', first: 'Wren' } };

interface Sent {
  readonly envelope: TestEnvelope;
  readonly transmissionId: string;
  readonly caseId: string;
  readonly personId: string;
}

describe('an erasure', () => {
  let site: TestSite;
  let hub: TestHub;
  let office: OfficeErasure;

  before(async () => {
    site = await openTestSite({
      states: { OR: {}, TX: {}, CA: { mode: 'pull' }, WA: {}, NV: { connected: false } },
    });
    hub = await site.start();
    office = officeErasure(hub);
  });
  after(() => site.close());

  async function send(
    name: string,
    facts: Parameters<typeof activity>[1],
    from = facts.from,
  ): Promise<Sent> {
    const envelope = activity(name, facts);
    const answer = await hub.submit(from, envelope);
    expect(answer.status, answer.text).to.equal(202);
    const { transmissionId, caseId, personId } = answer.body;
    return {
      envelope,
      transmissionId: String(transmissionId),
      caseId: String(caseId),
      personId: String(personId),
    };
  }

  const request = (data: JsonObject = {}, more: Partial<Parameters<typeof activity>[1]> = {}) =>
    send('transfer-request', {
      from: 'OR',
      to: 'TX',
      ...more,
      data: { supervisedIndividual: PERSON, ...data },
    });

  const delivered = (sent: Sent) =>
    site.until(
      () =>
        site.query<{ state: string }>('SELECT state FROM deliveries WHERE transmission_id = $1', [
          sent.transmissionId,
        ]),
      ([row]) => row?.state === 'acknowledged',
    );

  const read = (caller: string, { transmissionId }: Sent, what = '') =>
    hub.call(caller, `GET /v1/messages/${transmissionId}${what}`);

  const rowsOf = async (table: string, { transmissionId }: Sent): Promise<number> => {
    const found = await site.query(`SELECT FROM ${table} WHERE transmission_id = $1`, [
      transmissionId,
    ]);
    return found.length;
  };

  interface Event {
    readonly type: string;
    readonly deliveryId?: string;
    readonly [field: string]: unknown;
  }

  async function eventsOf({ transmissionId }: Sent): Promise<Event[]> {
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
    const rows = await site.query<{ leaf_index: string; entry: Buffer }>(
      'SELECT leaf_index, entry FROM ledger_entries WHERE transmission_id = $1 ORDER BY leaf_index',
      [transmissionId],
    );
    const check = createChainCheck();
    return rows.map(({ leaf_index, entry }) => {
      const { event } = parseEntry(entry);
      const leafHash = leafHashOf(entry).toString('hex');
      expect(check(event, { index: Number(leaf_index), leafHash })).to.equal(undefined);
      return event as unknown as Event;
    });
  }

  describe('by two persons', () => {
    it('is proposed by one, and taken only when another approves', async () => {
      const sent = await request();
      await delivered(sent);
      const order = {
        scope: 'transmission',
        subject: sent.transmissionId,
        reason: 'by order',
      } as const;
      const proposed = await office.propose('OR', order);
      expect(proposed.status, proposed.text).to.equal(201);
      expect(proposed.body['covers']).to.deep.equal({
        cases: 1,
        transmissions: 1,
        documents: 3,
        attachments: 0,
        undelivered: 0,
      });
      const id = String(proposed.body['erasureId']);
      expect((await read('OR office', sent, '/bodies')).status).to.equal(200);

      const own = await office.approve('OR office', id);
      expect([own.status, own.body['code']]).to.deep.equal([403, 'SECOND_PERSON_REQUIRED']);
      const foreign = await office.approve('TX office', id);
      expect(foreign.status).to.equal(404);
      expect((await office.approve('national', id)).status).to.equal(403);
      expect((await office.propose('OR', order)).body['code']).to.equal('STATE_FORBIDS');

      const approved = await office.approve('OR office-2', id);
      expect([approved.status, approved.body]).to.deep.equal([200, { transmissions: 1 }]);
      expect((await office.approve('OR office-2', id)).body['code']).to.equal('STATE_FORBIDS');
      expect((await office.propose('OR', order)).body['code']).to.equal('STATE_FORBIDS');
    });

    it('is for the state that sent it: the other state does not learn that it could be asked', async () => {
      const sent = await request();
      const order = { scope: 'transmission', subject: sent.transmissionId } as const;
      expect((await office.propose('TX', order)).status).to.equal(404);
      expect((await office.propose('WA', order)).status).to.equal(404);
      const system = await hub.call('OR', 'POST /v1/erasures', {
        json: { ...order, action: 'expunge', authority: 'ORDER-1' },
      });
      expect(system.status).to.equal(403);
    });

    it('names its order without a word that could be a name', async () => {
      const sent = await request();
      for (const authority of ['Jane Doe', 'JaneDoe', '7', `C${'1'.repeat(40)}`]) {
        const order = { scope: 'transmission', subject: sent.transmissionId, authority } as const;
        const answer = await office.propose('OR', order);
        expect([answer.status, answer.body['code']]).to.deep.equal([422, 'COMMAND_INVALID']);
        expect(answer.text).not.to.contain('Doe');
      }
    });

    it('may be taken back, and is listed for its state and the nation', async () => {
      const sent = await request();
      const order = { scope: 'person', subject: sent.personId, reason: 'for Wren' } as const;
      const proposed = await office.propose('OR', order);
      const id = String(proposed.body['erasureId']);
      const listed = async (caller: string) => {
        const answer = await hub.call(caller, 'GET /v1/erasures');
        const items = answer.body['items'] as { erasureId: string }[];
        return items.find(({ erasureId }) => erasureId === id);
      };
      expect(await listed('OR office')).to.include({ reason: 'for Wren', subject: sent.personId });
      expect(await listed('national')).to.include({ state: 'proposed', by: 'OR' });
      expect(await listed('national')).not.to.have.any.keys('reason', 'subject');
      expect(await listed('TX office')).to.equal(undefined);

      const withdrawn = await hub.call('OR office-2', `POST /v1/erasures/${id}/withdraw`);
      expect(withdrawn.status, withdrawn.text).to.equal(204);
      expect(await listed('OR office')).to.include({ state: 'withdrawn' });
      expect(await listed('OR office')).not.to.have.property('reason');
      expect((await office.approve('OR office-2', id)).body['code']).to.equal('STATE_FORBIDS');
    });
  });

  describe('of one transmission', () => {
    it('takes key, documents and words, and leaves the envelope and every proof', async () => {
      const sent = await request();
      await delivered(sent);
      const erasureId = await office.carryOut('OR', {
        scope: 'transmission',
        subject: sent.transmissionId,
      });
      for (const table of [
        'content_keys',
        'records',
        'person_tokens',
        'person_descriptions',
        'findings',
        'finding_terms',
      ]) {
        expect(await rowsOf(table, sent), table).to.equal(0);
      }
      for (const caller of ['OR office', 'TX office']) {
        const bodies = await read(caller, sent, '/bodies');
        expect([bodies.status, bodies.body['code']]).to.deep.equal([410, 'ERASED']);
        const story = await read(caller, sent);
        expect(story.body).to.include({ content: 'expunged', caseId: sent.caseId });
        expect(story.text).not.to.contain('Quillfeather');
      }
      const list = await hub.call('TX', `GET /v1/messages?case=${sent.caseId}`);
      expect((list.body['items'] as object[])[0]).to.include({ content: 'expunged' });
      const found = await hub.call('OR office', 'POST /v1/persons/search', { json: ASKED });
      const persons = found.body['items'] as { personId: string }[];
      expect(persons.map(({ personId }) => personId)).not.to.include(sent.personId);

      const events = await eventsOf(sent);
      const last = events.at(-1);
      const committed = events.filter((event) => 'payloadCommit' in event);
      expect(last).to.include({ type: 'expunged', authority: 'ORDER-2026-17', subject: erasureId });
      expect(last?.['targets']).to.deep.equal(committed.map(({ eventId }) => eventId));
      expect(last?.['approvers']).to.have.length(2);
    });

    it('answers a repeat of its id with 410, changed or not', async () => {
      const sent = await request();
      await office.carryOut('OR', { scope: 'transmission', subject: sent.transmissionId });
      for (const envelope of [
        sent.envelope,
        {
          ...sent.envelope,
          data: { ...sent.envelope.data, supervisedIndividual: PERSON, requestReason: 'x' },
        },
      ]) {
        const repeat = await hub.submit('OR', envelope);
        expect([repeat.status, repeat.body['code']]).to.deep.equal([410, 'ERASED']);
      }
    });

    it('ends what was not handed over, under a code that advises to cancel', async () => {
      const opened = await send('transfer-request', { from: 'OR', to: 'CA' });
      await office.carryOut('OR', { scope: 'transmission', subject: opened.transmissionId });
      const failures = await hub.call('OR office', `GET /v1/failures?case=${opened.caseId}`);
      const [failed] = failures.body['items'] as {
        deliveryId: string;
        state: string;
        failure: object;
      }[];
      expect(failed).to.include({ state: 'dead-letter' });
      expect(failed?.failure).to.include({
        code: 'ERASED',
        owner: 'sending-state',
        next: 'cancel',
      });
      const pulled = await hub.call('CA', 'GET /v1/inbox');
      expect(pulled.text).not.to.contain(opened.transmissionId);
      const cancelled = await hub.call(
        'OR office',
        `POST /v1/deliveries/${failed?.deliveryId}/cancel`,
        {
          json: { reason: 'expunged' },
        },
      );
      expect(cancelled.status, cancelled.text).to.equal(204);
      await eventsOf(opened);
    });

    it('ends what a state has in hand as unknown, and keeps no word that it answers later', async () => {
      const opened = await send('transfer-request', { from: 'OR', to: 'CA' });
      const inbox = await hub.call('CA', 'GET /v1/inbox');
      const items = inbox.body['items'] as { deliveryId: string; transmissionId: string }[];
      const item = items.find(({ transmissionId }) => transmissionId === opened.transmissionId);
      await office.carryOut('OR', { scope: 'transmission', subject: opened.transmissionId });
      const row = async () => {
        const [found] = await site.query<Record<string, unknown>>(
          'SELECT state, failure_code, peer_reference FROM deliveries WHERE delivery_id = $1',
          [item?.deliveryId],
        );
        return found;
      };
      expect(await row()).to.deep.equal({
        state: 'outcome-unknown',
        failure_code: 'ERASED',
        peer_reference: null,
      });
      const acknowledged = await hub.call('CA', `POST /v1/inbox/${item?.deliveryId}/ack`, {
        json: { reference: 'CA-77-QUILLFEATHER' },
      });
      expect(acknowledged.status, acknowledged.text).to.equal(204);
      expect(await row()).to.include({ state: 'acknowledged', peer_reference: null });
      await eventsOf(opened);
    });

    it('returns what waits for its release before it takes its content', async () => {
      const waiting = await request({}, { released: false });
      await office.carryOut('OR', { scope: 'transmission', subject: waiting.transmissionId });
      const released = await hub.call(
        'OR office',
        `POST /v1/messages/${waiting.transmissionId}/release`,
      );
      expect(released.status).to.equal(410);
      const types = (await eventsOf(waiting)).map(({ type }) => type);
      expect(types).to.deep.equal(['accepted', 'returned', 'expunged']);
      const reviews = await hub.call('OR office', 'GET /v1/reviews');
      expect(reviews.text).not.to.contain(waiting.transmissionId);
    });

    it('takes the reasons of decisions and the notes of the office', async () => {
      const waiting = await request({}, { released: false });
      const route = (verb: string) => `POST /v1/messages/${waiting.transmissionId}/${verb}`;
      await hub.call('OR office', route('assign'), { json: { person: 'p1', note: 'of Wren' } });
      await hub.call('OR office', route('return'), { json: { reason: 'Wren moved' } });
      await office.carryOut('OR', { scope: 'transmission', subject: waiting.transmissionId });
      const kept = await site.query(
        `SELECT reason FROM decisions WHERE transmission_id = $1 AND reason IS NOT NULL
          UNION ALL SELECT note FROM reviews WHERE transmission_id = $1 AND note IS NOT NULL`,
        [waiting.transmissionId],
      );
      expect(kept).to.deep.equal([]);
    });
  });

  describe('of files', () => {
    const JPEG = Buffer.from('ffd8ffe0', 'hex');

    async function file() {
      const body = Buffer.concat([JPEG, randomBytes(2_000)]);
      const sha256 = createHash('sha256').update(body).digest('hex');
      const put = await hub.call('OR', `PUT /v1/attachments/${sha256}`, {
        body,
        contentType: 'image/jpeg',
      });
      expect(put.status).to.equal(201);
      const named = { sha256, mediaType: 'image/jpeg', size: body.length, kind: 'PHOTO' };
      return { sha256, body, named: { ...named, fileName: 'p.jpg', description: 'A photo' } };
    }

    it('takes one with the last activity that names it', async () => {
      const { sha256, body, named } = await file();
      const get = async () => (await hub.call('OR office', `GET /v1/attachments/${sha256}`)).status;
      const first = await request({ attachments: [named] });
      const second = await request({ attachments: [named] });
      await office.carryOut('OR', { scope: 'transmission', subject: first.transmissionId });
      expect(await get()).to.equal(200);
      await office.carryOut('OR', { scope: 'case', subject: second.caseId });
      expect(await get()).to.equal(404);
      expect(
        await site.query('SELECT FROM transmission_attachments WHERE from_member = $1', ['OR']),
      ).to.deep.equal([]);
      const again = await hub.call('OR', `PUT /v1/attachments/${sha256}`, {
        body,
        contentType: 'image/jpeg',
      });
      expect(again.status).to.equal(201);
    });

    it('seals one while all that name it are sealed', async () => {
      const { sha256, named } = await file();
      const get = async () => (await hub.call('TX office', `GET /v1/attachments/${sha256}`)).status;
      const first = await request({ attachments: [named] });
      const second = await request({ attachments: [named] });
      const seal = (action: 'seal' | 'unseal', { transmissionId }: Sent) =>
        office.carryOut('OR', { action, scope: 'transmission', subject: transmissionId });
      await seal('seal', first);
      expect(await get()).to.equal(200);
      await seal('seal', second);
      expect(await get()).to.equal(451);
      await seal('unseal', first);
      expect(await get()).to.equal(200);
      await office.carryOut('OR', { scope: 'transmission', subject: first.transmissionId });
      expect(await get()).to.equal(451);
    });
  });

  describe('of a case', () => {
    async function talked(): Promise<{ opened: Sent; reply: Sent }> {
      const opened = await request({ senderCaseNumber: `N-${randomBytes(4).toString('hex')}` });
      const { caseId: subject } = opened;
      const reply = await send('transfer-reply', { from: 'TX', to: 'OR', subject });
      await delivered(opened);
      await delivered(reply);
      return { opened, reply };
    }

    it('takes all of both states when the sending state orders it, and says nothing more in it', async () => {
      const { opened, reply } = await talked();
      await office.carryOut('OR', { scope: 'case', subject: opened.caseId });
      for (const sent of [opened, reply]) {
        expect((await read('TX office', sent, '/bodies')).status).to.equal(410);
        expect((await eventsOf(sent)).at(-1)).to.include({ type: 'expunged', outcome: 'case' });
      }
      for (const table of ['case_identifiers', 'case_assignments']) {
        const rows = await site.query(`SELECT FROM ${table} WHERE case_id = $1`, [opened.caseId]);
        expect(rows, table).to.deep.equal([]);
      }
      const view = await hub.call('TX office', `GET /v1/cases/${opened.caseId}`);
      expect(view.body).to.include({ content: 'expunged', transfer: 'none' });
      expect(view.body).not.to.have.any.keys('person', 'designations');
      const open = await site.query(
        'SELECT FROM deadlines WHERE case_id = $1 AND ended_at IS NULL',
        [opened.caseId],
      );
      expect(open).to.deep.equal([]);
      const more = await hub.submit(
        'OR',
        activity('departure-notice', { from: 'OR', to: 'TX', subject: opened.caseId }),
      );
      expect([more.status, more.body['code']]).to.deep.equal([410, 'ERASED']);
      const named = await hub.call('TX office', `PUT /v1/cases/${opened.caseId}/assignment`, {
        json: { user: { reference: 'a', name: 'A', role: 'OFFICER' }, note: 'x' },
      });
      expect(named.status).to.equal(410);
    });

    it('takes what the receiving state sent when that orders it, and the case goes on', async () => {
      const { opened, reply } = await talked();
      await office.carryOut('TX', { scope: 'case', subject: opened.caseId });
      expect((await read('OR office', reply, '/bodies')).status).to.equal(410);
      expect((await read('OR office', opened, '/bodies')).status).to.equal(200);
      await send('departure-notice', { from: 'OR', to: 'TX', subject: opened.caseId });
    });

    it('takes every case of a person', async () => {
      const { opened } = await talked();
      const data = { supervisedIndividual: { ...PERSON, personId: opened.personId } };
      const second = await send('transfer-request', { from: 'OR', to: 'WA', data });
      await office.carryOut('OR', { scope: 'person', subject: opened.personId });
      expect((await read('OR office', opened, '/bodies')).status).to.equal(410);
      expect((await read('WA office', second, '/bodies')).status).to.equal(410);
      const cases = await site.query<{ content: string }>(
        'SELECT content FROM cases WHERE person_id = $1',
        [opened.personId],
      );
      expect(cases.map(({ content }) => content)).to.deep.equal(['expunged', 'expunged']);
    });
  });

  describe('by a seal', () => {
    it('closes content to both states and to the exchange until it is lifted', async () => {
      const sent = await request({ senderCaseNumber: 'SEALED-1' });
      await delivered(sent);
      const before = await read('TX office', sent, '/bodies');
      const [finding] = (await read('TX office', sent)).body['findings'] as { code: string }[];
      const isListed = async (filter: string) => {
        const asked = `finding=${finding?.code ?? ''}${filter}`;
        const listed = await hub.call('TX office', `GET /v1/messages?${asked}`);
        const items = listed.body['items'] as { transmissionId: string }[];
        return items.some(({ transmissionId }) => transmissionId === sent.transmissionId);
      };
      const filters = ['', `&case=${sent.caseId}`];
      for (const filter of filters) expect(await isListed(filter), filter).to.equal(true);
      await office.carryOut('OR', { action: 'seal', scope: 'case', subject: sent.caseId });
      for (const filter of filters) expect(await isListed(filter), filter).to.equal(false);
      for (const caller of ['OR office', 'TX']) {
        const bodies = await read(caller, sent, '/bodies');
        expect([bodies.status, bodies.body['code']]).to.deep.equal([451, 'SEALED']);
      }
      const opening = await read('TX office', sent, '/opening');
      expect([opening.status, opening.body['code']]).to.deep.equal([451, 'SEALED']);
      const repeat = await hub.submit('OR', sent.envelope);
      expect([repeat.status, repeat.body['code']]).to.deep.equal([451, 'SEALED']);
      const view = await hub.call('OR office', `GET /v1/cases/${sent.caseId}`);
      expect(view.body).to.include({ content: 'sealed' });
      expect(view.body['identifiers']).to.deep.equal([]);
      expect(view.body).not.to.have.any.keys('person', 'designations');
      const find = async () => {
        const found = await hub.call('OR office', 'POST /v1/persons/search', { json: ASKED });
        return (found.body['items'] as { personId: string }[]).some(
          ({ personId }) => personId === sent.personId,
        );
      };
      expect(await find()).to.equal(false);
      const more = await hub.submit(
        'TX',
        activity('transfer-reply', { from: 'TX', to: 'OR', subject: sent.caseId }),
      );
      expect([more.status, more.body['code']]).to.deep.equal([451, 'SEALED']);

      await office.carryOut('OR', { action: 'unseal', scope: 'case', subject: sent.caseId });
      expect((await read('TX office', sent, '/bodies')).text).to.equal(before.text);
      expect(await find()).to.equal(true);
      expect(await isListed('')).to.equal(true);
      expect((await hub.submit('OR', sent.envelope)).status).to.equal(200);
      await send('transfer-reply', { from: 'TX', to: 'OR', subject: sent.caseId });
      const types = (await eventsOf(sent)).map(({ type }) => type);
      expect(types).to.include.members(['sealed', 'unsealed']);
    });

    it('is a key that the member key alone does not open', async () => {
      const sent = await request();
      const wrapped = async () => {
        const [row] = await site.query<{
          wrapped_key: Buffer;
          member_key_id: string;
          salt: Buffer;
        }>('SELECT wrapped_key, member_key_id, salt FROM content_keys WHERE transmission_id = $1', [
          sent.transmissionId,
        ]);
        return row ?? { wrapped_key: Buffer.alloc(0), member_key_id: '', salt: Buffer.alloc(0) };
      };
      const before = await wrapped();
      await office.carryOut('OR', {
        action: 'seal',
        scope: 'transmission',
        subject: sent.transmissionId,
      });
      const sealed = await wrapped();
      const opened = await site.parts.memberKeys.open(sealed).catch(() => 'closed');
      expect(opened).to.equal('closed');
      expect(unwrapKey(site.parts.sealKey(), sealed.wrapped_key)).to.deep.equal(before.wrapped_key);
    });

    it('ends what was not handed over, and lets it be sent again once it is lifted', async () => {
      const opened = await send('transfer-request', { from: 'OR', to: 'CA' });
      const order = { scope: 'transmission', subject: opened.transmissionId } as const;
      await office.carryOut('OR', { ...order, action: 'seal' });
      const failures = await hub.call('OR office', `GET /v1/failures?case=${opened.caseId}`);
      const [failed] = failures.body['items'] as { deliveryId: string; failure: object }[];
      expect(failed?.failure).to.include({ code: 'SEALED' });
      const replay = () =>
        hub.call('OR office', `POST /v1/deliveries/${failed?.deliveryId}/replay`, {
          json: { reason: 'lifted' },
        });
      expect((await replay()).status).to.equal(204);
      const during = await hub.call('CA', 'GET /v1/inbox');
      expect(during.text).not.to.contain(opened.transmissionId);
      await office.carryOut('OR', { ...order, action: 'unseal' });
      expect((await replay()).status).to.equal(204);
      const after = await hub.call('CA', 'GET /v1/inbox');
      expect(after.text).to.contain(opened.transmissionId);
      await eventsOf(opened);
    });
  });
});
