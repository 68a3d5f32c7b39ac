import { expect } from 'chai';
import { addUser } from '../../../hub/flows/administer.ts';
import type { FoundObject, MessageSummary, TimelineEntry } from '../../../hub/flows/reads.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { activity } from '../../support/activity.ts';
import { MINUTE } from '../../support/settable-clock.ts';
import {
  type TestAnswer,
  type TestHub,
  type TestSite,
  openTestSite,
} from '../../support/test-hub.ts';

const CANARY = 'Zebulon-4471';
const FBI_NUMBER = '123456AB7';

type Named = 'request' | 'waiting' | 'failed';

describe('the reads of the console', () => {
  let site: TestSite;
  let hub: TestHub;
  let caseId: string;
  let personId: string;
  let request: string;
  let waiting: string;
  let failed: string;
  let otherCase: string;

  before(async () => {
    site = await openTestSite({
      states: { OR: { attestation: false }, TX: {}, WA: { mode: 'pull' } },
    });
    hub = await site.start();
    const first = activity('transfer-request', { from: 'TX', to: 'WA', id: 'tx-1' });
    const opened = await hub.submit('TX', {
      ...first,
      data: {
        ...first.data,
        senderCaseNumber: CANARY,
        supervisedIndividual: {
          ...(first.data['supervisedIndividual'] as JsonObject),
          fbiNumber: FBI_NUMBER,
        },
      },
    });
    request = String(opened.body['transmissionId']);
    caseId = String(opened.body['caseId']);
    // Washington fetches it, and does not say that it has it.
    expect((await hub.call('WA', 'GET /v1/inbox')).body['items']).to.have.length(1);
    site.clock.advance(MINUTE);
    const held = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    waiting = String(held.body['transmissionId']);
    site.clock.advance(MINUTE);
    site.state('TX').behave('refuse-document');
    const reply = activity('transfer-reply', { from: 'WA', to: 'TX', subject: caseId });
    failed = String((await hub.submit('WA', reply)).body['transmissionId']);
    site.clock.advance(MINUTE);
    const other = await hub.submit('TX', activity('transfer-request', { from: 'TX', to: 'OR' }));
    otherCase = String(other.body['caseId']);
    await site.until(
      () => site.query<{ state: string }>(`SELECT state FROM deliveries WHERE to_member = 'TX'`),
      (rows) => rows.length === 1 && rows[0]?.state === 'dead-letter',
    );
    const [row] = await site.query<{ person_id: string }>(
      'SELECT person_id FROM cases WHERE case_id = $1',
      [caseId],
    );
    personId = row?.person_id ?? '';
  });
  after(() => site.close());

  const idsOf = ({ body }: TestAnswer): string[] =>
    (body['items'] as MessageSummary[]).map(({ transmissionId }) => transmissionId);
  const list = async (caller: string, query: string): Promise<string[]> => {
    const answer = await hub.call(caller, `GET /v1/messages?${query}`);
    expect(answer.status, `${caller} ${query} ${answer.text}`).to.equal(200);
    return idsOf(answer);
  };

  describe('the message log', () => {
    const filters: readonly [caller: string, query: string, expected: readonly Named[]][] = [
      ['TX', 'person=PERSON', ['failed', 'request']],
      ['WA', 'person=PERSON&type=compact.transfer-reply.v1', ['failed']],
      ['OR', 'person=PERSON', []],
      ['OR', 'group=waiting', ['waiting']],
      ['TX', 'group=waiting', []],
      ['national', 'group=waiting', ['waiting']],
      ['TX', 'group=failed', ['failed']],
      ['WA', 'group=failed', ['failed']],
      ['OR', 'group=failed', []],
      ['national', 'group=failed', ['failed']],
      ['TX', 'group=unconfirmed', ['request']],
      ['WA', 'group=unconfirmed', ['request']],
      ['WA', 'group=unconfirmed&from=OR', []],
      ['OR', 'group=unconfirmed', []],
      ['national', 'group=unconfirmed', ['request']],
      ['WA', 'failure=DOCUMENT_REFUSED', ['failed']],
      ['OR', 'failure=DOCUMENT_REFUSED', []],
      ['TX', 'state=WA', ['failed', 'request']],
      ['national', 'state=WA', ['failed', 'request']],
      ['WA', 'state=OR', []],
      ['WA', 'id=tx-1', ['request']],
      ['OR', 'id=tx-1', []],
      ['national', 'id=tx-1', ['request']],
      ['national', 'from=TX&to=WA', ['request']],
      ['TX', 'from=WA', ['failed']],
      ['TX', 'case=CASE&limit=1', ['failed']],
      ['OR', 'status=awaiting-release', ['waiting']],
      ['TX', 'status=returned', []],
    ];
    for (const [caller, query, expected] of filters) {
      it(`lists for ${caller} by ${query}`, async () => {
        const asked = query.replace('PERSON', personId).replace('CASE', caseId);
        const named = { request, waiting, failed };
        expect(await list(caller, asked)).to.deep.equal(expected.map((name) => named[name]));
      });
    }

    it('gives the rest of a narrow list on its next page', async () => {
      const first = await hub.call('TX', `GET /v1/messages?person=${personId}&limit=1`);
      const next = String(first.body['next']);
      expect(await list('TX', `person=${personId}&limit=1&cursor=${next}`)).to.deep.equal([
        request,
      ]);
    });

    it('is searched by what a check of a request found, and where', async () => {
      const story = await hub.call('TX', `GET /v1/messages/${request}`);
      const [finding] = story.body['findings'] as { code: string; pointers: string[] }[];
      const pointer = finding?.pointers[0] ?? '';
      const query = `finding=${finding?.code}&field=${encodeURIComponent(pointer)}`;
      for (const caller of ['TX', 'WA', 'national']) {
        expect(await list(caller, query), caller).to.include(request);
      }
      expect(await list('OR', query)).to.not.include(request);
    });

    it('is searched by a state’s own case number and by identifiers in a body only', async () => {
      const search = (caller: string, json: object): Promise<TestAnswer> =>
        hub.call(caller, 'POST /v1/messages/search', { json });
      expect(idsOf(await search('TX', { caseNumber: CANARY }))).to.deep.equal([failed, request]);
      expect(idsOf(await search('WA', { caseNumber: CANARY }))).to.deep.equal([]);
      expect((await search('national', { caseNumber: CANARY })).status).to.equal(403);
      expect((await hub.call('national', `GET /v1/messages?person=${personId}`)).status).to.equal(
        403,
      );
      expect((await hub.call('TX', `GET /v1/messages?caseNumber=${CANARY}`)).status).to.equal(400);
      const person = { kind: 'fbi-number', value: FBI_NUMBER };
      expect(idsOf(await search('WA', { identifiers: [person] }))).to.deep.equal([failed, request]);
      expect(idsOf(await search('OR', { identifiers: [person] }))).to.deep.equal([]);
    });
  });

  it('tell in the timeline of a case how each delivery stands, and whose turn a failed one is', async () => {
    for (const caller of ['TX office', 'WA office', 'national']) {
      const { body } = await hub.call(caller, `GET /v1/cases/${caseId}?person=no`);
      const timeline = body['timeline'] as TimelineEntry[];
      const of = (id: string): TimelineEntry['delivery'] =>
        timeline.find(({ transmissionId }) => transmissionId === id)?.delivery;
      expect(of(request)).to.include({ state: 'dispatching' }).and.not.have.property('failure');
      expect(of(failed)).to.include({ state: 'dead-letter' });
      expect(of(failed)?.failure, caller).to.deep.equal({
        code: 'DOCUMENT_REFUSED',
        owner: 'sending-state',
        next: 'correct-and-send-again',
      });
    }
  });

  describe('the export', () => {
    it('has a line for each message of the filter, and nothing of a person', async () => {
      const { status, text } = await hub.call('TX office', 'GET /v1/messages.csv?state=WA');
      expect(status).to.equal(200);
      const [names, ...lines] = text.split('\r\n');
      expect(names).to.match(/^transmissionId,messageId,type,from,to,caseId,/);
      expect(lines.filter((line) => line.includes(caseId))).to.have.length(2);
      expect(text).to.not.contain(CANARY);
    });

    it('holds no formula', async () => {
      const id = '=cmd|calc!A1,"x"';
      const sent = await hub.submit(
        'TX',
        activity('transfer-request', { from: 'TX', to: 'WA', id }),
      );
      expect(sent.status, sent.text).to.equal(202);
      const { text } = await hub.call('TX office', 'GET /v1/messages.csv?state=WA');
      expect(text).to.contain(`,"'=cmd|calc!A1,""x""",`);
    });
  });

  describe('finding by an identifier', () => {
    const find = async (caller: string, q: string): Promise<readonly FoundObject[]> => {
      const { status, body } = await hub.call(caller, `GET /v1/find?q=${encodeURIComponent(q)}`);
      expect(status).to.equal(200);
      return body['items'] as FoundObject[];
    };

    it('names what the caller may open, and nothing else', async () => {
      expect(await find('WA', request)).to.deep.equal([{ kind: 'message', id: request }]);
      expect(await find('OR', request)).to.deep.equal([]);
      expect(await find('national', caseId.toLowerCase())).to.deep.equal([
        { kind: 'case', id: caseId },
      ]);
      expect(await find('TX', personId)).to.deep.equal([{ kind: 'person', id: personId }]);
      expect(await find('national', personId)).to.deep.equal([]);
      expect(await find('WA', 'tx-1')).to.deep.equal([{ kind: 'message', id: request }]);
      expect(await find('TX', waiting)).to.deep.equal([]);
      const [delivery] = await site.query<{ delivery_id: string }>(
        'SELECT delivery_id FROM deliveries WHERE transmission_id = $1',
        [failed],
      );
      const id = delivery?.delivery_id ?? '';
      expect(await find('WA', id)).to.deep.equal([
        { kind: 'delivery', id, transmissionId: failed },
      ]);
    });

    it('names a message by the number of the receiving state, to the two states alone', async () => {
      const [row] = await site.query<{
        delivery_id: string;
        transmission_id: string;
        from_member: string;
        to_member: string;
        peer_reference: string;
      }>(
        `UPDATE deliveries SET peer_reference = 'WA-2254034764' WHERE transmission_id = $1
         RETURNING delivery_id, transmission_id, from_member, to_member, peer_reference`,
        [request],
      );
      if (row === undefined) throw new Error('the request has no delivery');
      const { delivery_id: id, transmission_id: transmissionId, peer_reference: text } = row;
      const asked = async (caller: string): Promise<unknown> =>
        (await hub.call(caller, 'POST /v1/find', { json: { text } })).body['items'];
      const found = [{ kind: 'delivery', id, transmissionId }];
      const parties = [`${row.from_member} office`, `${row.to_member} office`];
      for (const party of parties) expect(await asked(party), party).to.deep.equal(found);
      for (const other of ['OR office', 'national']) {
        expect(await asked(other), other).to.deep.equal([]);
      }
      expect(await find(parties[0] ?? '', text)).to.deep.equal([]);
      const seal = 'UPDATE transmissions SET content = $2 WHERE transmission_id = $1';
      await site.query(seal, [transmissionId, 'sealed']);
      expect(await asked(parties[0] ?? '')).to.deep.equal([]);
      await site.query(seal, [transmissionId, 'kept']);
    });

    it('names a case by the end of its number as pages show it, of those the caller may see', async () => {
      const end = caseId.slice(-6);
      const found = [{ kind: 'case', id: caseId }];
      for (const asked of [end, end.toLowerCase(), `…${end}`, `...${end}`, ` ${end} `]) {
        expect(await find('TX', asked), asked).to.deep.equal(found);
      }
      expect(await find('WA', end)).to.deep.equal(found);
      expect(await find('national', end)).to.deep.equal(found);
      expect(await find('OR', end)).to.deep.equal([]);
      for (const asked of [end.slice(1), `-${end}`, caseId.slice(-7)]) {
        expect(await find('TX', asked), asked).to.deep.equal([]);
      }
      const office = await hub.call('TX office', 'POST /v1/find', { json: { text: end } });
      expect(office.body['items']).to.deep.equal(found);
    });

    it('lists every case whose number ends so', async () => {
      const twin = `C-${'0'.repeat(20)}${caseId.slice(-6)}`;
      const [first] = await site.query<Record<string, unknown>>(
        'SELECT * FROM cases WHERE case_id = $1',
        [caseId],
      );
      const names = Object.keys(first ?? {}).filter((name) => !/^case_(?:id|end)$/.test(name));
      await site.query(
        `INSERT INTO cases (case_id, ${names.join(', ')})
         SELECT $1, ${names.join(', ')} FROM cases WHERE case_id = $2`,
        [twin, caseId],
      );
      try {
        expect((await find('TX', caseId.slice(-6))).map(({ id }) => id)).to.have.members([
          caseId,
          twin,
        ]);
      } finally {
        await site.query('DELETE FROM cases WHERE case_id = $1', [twin]);
      }
    });

    it('takes a case number in a body, of the own state alone', async () => {
      const json = { text: CANARY };
      const own = await hub.call('TX office', 'POST /v1/find', { json });
      expect(own.body['items']).to.deep.equal([{ kind: 'case', id: caseId }]);
      for (const caller of ['WA office', 'national']) {
        expect((await hub.call(caller, 'POST /v1/find', { json })).body['items']).to.deep.equal([]);
      }
      expect(await find('TX', CANARY)).to.deep.equal([]);
    });

    it('does not find for a role what it may not open', async () => {
      const officer = {
        member: 'TX',
        role: 'state-administrator',
        label: 'x',
        validMs: 4e10,
      } as const;
      const { secret } = await addUser(site.parts.administer, officer);
      const response = await fetch(`${hub.url}/v1/find?q=${request}`, {
        headers: { authorization: `Bearer ${secret}` },
      });
      expect(await response.json()).to.deep.equal({ items: [] });
    });
  });

  describe('how the exchange stands', () => {
    it('is of all for the nation, and of its own for a state', async () => {
      const nation = (await hub.call('national', 'GET /v1/health')).body;
      expect(nation).to.include({ intake: 'open', sequencing: true });
      expect(nation['awaitingRelease']).to.include({ count: 1 });
      const { failed: count, states } = nation['undelivered'] as {
        failed: number;
        states: { member: string; failed: number }[];
      };
      expect(count).to.equal(1);
      expect(states.find(({ member }) => member === 'TX')).to.include({ failed: 1 });
      const oregon = (await hub.call('OR office', 'GET /v1/health')).body;
      expect(oregon['undelivered']).to.include({ failed: 0 });
      expect(oregon['awaitingRelease']).to.include({ count: 1 });
      const texas = (await hub.call('TX office', 'GET /v1/health')).body;
      expect(texas['awaitingRelease']).to.include({ count: 0 });
    });

    it('tells of the way to each state, without its address', async () => {
      const { body, text } = await hub.call('national', 'GET /v1/destinations');
      const items = body['items'] as { member: string }[];
      expect(items.map(({ member }) => member)).to.have.members(['OR', 'TX', 'WA']);
      expect(items.find(({ member }) => member === 'WA')).to.include({ fetches: true });
      expect(text).to.not.contain('127.0.0.1');
      const own = await hub.call('TX office', 'GET /v1/destinations');
      expect((own.body['items'] as { member: string }[]).map(({ member }) => member)).to.deep.equal(
        ['TX'],
      );
    });

    it('counts how duties were kept, by who owes them', async () => {
      const of = async (caller: string): Promise<{ owedBy: string; open: number; met: number }[]> =>
        (await hub.call(caller, 'GET /v1/compliance')).body['items'] as never;
      const nation = await of('national');
      expect(nation.some(({ owedBy, met }) => owedBy === 'WA' && met === 1)).to.equal(true);
      const oregon = await of('OR office');
      expect(oregon.every(({ owedBy }) => ['OR', 'TX'].includes(owedBy))).to.equal(true);
    });

    it('sums up traffic by time, pair, type and state', async () => {
      const at = site.clock.now().getTime();
      const since = new Date(at - 3_600_000).toISOString();
      const until = new Date(at + 3_600_000).toISOString();
      const sums = async (caller: string, by: string): Promise<Record<string, unknown>[]> => {
        const { status, text, body } = await hub.call(
          caller,
          `GET /v1/traffic/sums?by=${by}&since=${since}&until=${until}`,
        );
        expect(status, text).to.equal(200);
        return body['items'] as Record<string, unknown>[];
      };
      const pairs = await sums('national', 'pair');
      const reply = pairs.find(({ from, to }) => from === 'WA' && to === 'TX');
      expect(reply).to.include({ accepted: 1, delivered: 0, failed: 1 });
      expect((await sums('WA office', 'pair')).every(({ from, to }) => [from, to].includes('WA')));
      const total = async (caller: string, by: string): Promise<number> =>
        (await sums(caller, by)).reduce((sum, { accepted }) => sum + Number(accepted), 0);
      const all = await total('national', 'pair');
      for (const by of ['step', 'type', 'sender', 'receiver']) {
        expect(await total('national', by), by).to.equal(all);
      }
      expect(await total('OR office', 'pair')).to.be.below(all);
    });
  });

  describe('notes on a case', () => {
    const path = (): string => `/v1/cases/${caseId}/notes`;
    const NOTE = 'Called the sponsor.\nCANARY-NOTE';

    it('are of the state that wrote them, and sealed', async () => {
      const written = await hub.call('TX office', `POST ${path()}`, { json: { text: NOTE } });
      expect(written.status, written.text).to.equal(201);
      const own = await hub.call('TX office', `GET ${path()}`);
      expect((own.body['items'] as { text: string }[]).map(({ text }) => text)).to.deep.equal([
        NOTE,
      ]);
      const other = await hub.call('WA office', `GET ${path()}`);
      expect([other.status, other.body['items']]).to.deep.equal([200, []]);
      expect((await hub.call('OR office', `GET ${path()}`)).status).to.equal(404);
      expect((await hub.call('national', `GET ${path()}`)).status).to.equal(403);
      const [row] = await site.query<{ text: Buffer }>('SELECT text FROM case_notes');
      expect(row?.text.includes('CANARY-NOTE')).to.equal(false);
    });

    it('go with the case when it is expunged', async () => {
      const notes = `/v1/cases/${otherCase}/notes`;
      const json = { text: 'to be forgotten' };
      expect((await hub.call('TX office', `POST ${notes}`, { json })).status).to.equal(201);
      const order = { action: 'expunge', scope: 'case', subject: otherCase, authority: 'ORDER-7' };
      const proposed = await hub.call('TX office', 'POST /v1/erasures', { json: order });
      expect(proposed.status, proposed.text).to.equal(201);
      const erasureId = String(proposed.body['erasureId']);
      const approved = await hub.call('TX office2', `POST /v1/erasures/${erasureId}/approve`, {
        json: {},
      });
      expect(approved.status, approved.text).to.equal(200);
      const rows = await site.query('SELECT FROM case_notes WHERE case_id = $1', [otherCase]);
      expect(rows).to.deep.equal([]);
      expect((await hub.call('TX office', `GET ${notes}`)).status).to.equal(410);
      expect((await hub.call('TX office', `POST ${notes}`, { json })).status).to.equal(410);
    });
  });

  describe('saved filters', () => {
    it('are of one person, and replaced as a whole', async () => {
      const items = [{ name: 'Late', list: 'messages', query: 'group=failed&state=WA' }];
      const saved = await hub.call('TX office', 'PUT /v1/saved-filters', { json: { items } });
      expect(saved.status, saved.text).to.equal(204);
      const own = await hub.call('TX office', 'GET /v1/saved-filters');
      expect(own.body).to.deep.equal({ items });
      const colleague = await hub.call('TX office2', 'GET /v1/saved-filters');
      expect(colleague.body).to.deep.equal({ items: [] });
      await hub.call('TX office', 'PUT /v1/saved-filters', { json: { items: [] } });
      expect((await hub.call('TX office', 'GET /v1/saved-filters')).body).to.deep.equal({
        items: [],
      });
    });

    for (const query of ['name=Ada Lovelace', '<script>', 'a', 'x='.repeat(40)]) {
      it(`do not hold ${query.slice(0, 20)}`, async () => {
        const items = [{ name: 'x', list: 'messages', query }];
        const { status } = await hub.call('TX office', 'PUT /v1/saved-filters', {
          json: { items },
        });
        expect(status).to.equal(422);
      });
    }
  });
});
