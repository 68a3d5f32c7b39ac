import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { parseEvidence, verifyEvidence } from '../../../ledger-verifier/evidence.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { decodeBundle } from '../../../ledger-verifier/tile.ts';
import { createReads } from '../../../hub/flows/create-reads.ts';
import type { Failure, MessageStory, MessageSummary } from '../../../hub/flows/reads.ts';
import type { Flows } from '../../../hub/http/parts.ts';
import { ANSWER_SCHEMAS } from '../../../hub/http/openapi/answer-schemas.ts';
import { treeHash } from '../../../hub/ledger/tree-hash.ts';
import {
  type SeededExchange,
  type Seeded,
  openSeededExchange,
} from '../../support/seeded-exchange.ts';
import {
  type TestAnswer,
  type TestCaller,
  type TestHttp,
  authenticatorOf,
  codeOf,
  httpParts,
  makeCaller,
  startTestHttp,
  unexpectedFlows,
} from '../../support/test-http.ts';

const CANARY = 'Zebulon O’Canary';
const LATIN1 = Buffer.from([0x4a, 0x6f, 0x73, 0xe9]);

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

describe('reads over HTTP on a real database', () => {
  const caller = {
    oregon: makeCaller('OR', ['system']),
    texas: makeCaller('TX', ['system']),
    washington: makeCaller('WA', ['system']),
    oregonOffice: makeCaller('OR', ['compact-office']),
    texasOffice: makeCaller('TX', ['compact-office']),
    national: makeCaller('national', ['national-office']),
    auditor: makeCaller('national', ['auditor']),
  };
  let seeded: SeededExchange;
  let http: TestHttp;
  let caseId: string;
  let otherCaseId: string;
  let hiddenCaseId: string;
  const sent: Record<string, Seeded> = {};

  before(async () => {
    seeded = await openSeededExchange();
    caseId = await seeded.openCase('OR', 'TX');
    otherCaseId = await seeded.openCase('WA', 'OR');
    hiddenCaseId = await seeded.openCase('OR', 'TX', false);
    await seeded.nameCase(caseId, 'OR', 'OR-4471');
    await seeded.nameCase(caseId, 'TX', 'TX-0012');
    const pair = { caseId, from: 'OR', to: 'TX' } as const;
    sent['acknowledged'] = await seeded.add({
      ...pair,
      state: 'acknowledged',
      peerReference: 'TX-9',
      canonical: JSON.stringify({ name: CANARY }),
      received: LATIN1,
    });
    sent['waiting'] = await seeded.add({
      ...pair,
      caseId: hiddenCaseId,
      status: 'awaiting-release',
      canonical: JSON.stringify({ name: CANARY }),
    });
    sent['returned'] = await seeded.add({ ...pair, caseId: hiddenCaseId, status: 'returned' });
    sent['refused'] = await seeded.add({
      ...pair,
      state: 'refused',
      failure: { code: 'REFUSED_BY_STATE', detail: `${CANARY} is not ours` },
    });
    sent['dead'] = await seeded.add({
      ...pair,
      state: 'dead-letter',
      failure: { code: 'DOCUMENT_REFUSED', detail: 'HTTP 422' },
    });
    sent['behind'] = await seeded.add({ ...pair, state: 'queued' });
    sent['reply'] = await seeded.add({ caseId, from: 'TX', to: 'OR', state: 'handed-over' });
    sent['foreign'] = await seeded.add({
      caseId: otherCaseId,
      from: 'WA',
      to: 'OR',
      state: 'held',
      failure: { code: 'CREDENTIALS_REFUSED', detail: 'HTTP 401' },
    });
    await seeded.sequence();
    http = await startTestHttp(
      httpParts({
        reads: createReads(seeded.readParts),
        flows: Object.assign(Object.create(unexpectedFlows) as Flows, {
          recordViewing: () => Promise.resolve(),
        }),
        authenticator: authenticatorOf(Object.values(caller)),
        now: () => new Date('2026-03-03T00:00:00Z'),
      }),
    );
  });
  after(async () => {
    await http.close();
    await seeded.close();
  });

  const get = (path: string, as: TestCaller): Promise<TestAnswer> =>
    http.call(`GET ${path}`, { as });
  async function list(as: TestCaller, query = ''): Promise<string[]> {
    const answer = await get(`/v1/messages${query}`, as);
    expect(answer.status, answer.text).to.equal(200);
    const { items } = answer.body as Listed<MessageSummary>;
    return items.map(({ transmissionId }) => nameOf(transmissionId));
  }
  const nameOf = (id: string): string =>
    Object.entries(sent).find(([, { transmissionId }]) => transmissionId === id)?.[0] ?? id;
  const story = async (name: string, as: TestCaller): Promise<MessageStory> =>
    (await get(`/v1/messages/${sent[name]!.transmissionId}`, as)).body as MessageStory;

  describe('the message log', () => {
    it('shows each caller what concerns it, newest first, and nothing that waits elsewhere', async () => {
      const shared = ['reply', 'behind', 'dead', 'refused'];
      const oregon = ['foreign', ...shared, 'returned', 'waiting', 'acknowledged'];
      expect(await list(caller.oregon)).to.deep.equal(oregon);
      expect(await list(caller.oregonOffice)).to.deep.equal(oregon);
      expect(await list(caller.texas)).to.deep.equal([...shared, 'acknowledged']);
      expect(await list(caller.washington)).to.deep.equal(['foreign']);
      expect(await list(caller.national)).to.deep.equal(oregon);
      expect(await list(caller.auditor)).to.deep.equal(oregon);
    });

    const filters: [string, () => string, string[]][] = [
      ['by sender', () => '?from=TX', ['reply']],
      ['by destination', () => '?to=TX&status=returned', ['returned']],
      ['by status', () => '?status=awaiting-release', ['waiting']],
      ['by case', () => `?case=${otherCaseId}`, ['foreign']],
      ['by the sender’s id', () => `?id=${sent['dead']!.messageId}`, ['dead']],
      ['by type', () => '?type=compact.progress-report.v1', []],
      [
        'by time',
        () => '?since=2026-03-02T10:03:00Z&until=2026-03-02T10:05:00Z',
        ['refused', 'returned'],
      ],
      ['by an instant in another zone', () => '?since=2026-03-02T05:08:00-05:00', ['foreign']],
    ];
    for (const [what, query, expected] of filters) {
      it(`finds ${what}`, async () => {
        expect(await list(caller.oregon, query())).to.deep.equal(expected);
        expect(await list(caller.national, query())).to.deep.equal(expected);
      });
    }

    it('finds for a state nothing of others, whatever it filters by', async () => {
      for (const query of ['?from=WA', `?case=${otherCaseId}`, '?status=awaiting-release']) {
        expect(await list(caller.texas, query), query).to.deep.equal([]);
      }
    });

    it('gives every message exactly once over pages of any size', async () => {
      const whole = await list(caller.national);
      for (let limit = 1; limit <= whole.length; limit += 1) {
        const seen: string[] = [];
        for (let query = `?limit=${limit}`; query !== '';) {
          const page = (await get(`/v1/messages${query}`, caller.national))
            .body as Listed<MessageSummary>;
          expect(page.items.length).to.be.at.most(limit);
          seen.push(...page.items.map(({ transmissionId }) => nameOf(transmissionId)));
          query = page.next === undefined ? '' : `?limit=${limit}&cursor=${page.next}`;
        }
        expect(seen, `pages of ${limit}`).to.deep.equal(whole);
      }
    });

    it('gives a cursor no rights: in other hands it finds only what those may see', async () => {
      const page = (await get('/v1/messages?limit=1', caller.oregon))
        .body as Listed<MessageSummary>;
      expect(await list(caller.washington, `?cursor=${page.next!}`)).to.deep.equal([]);
    });

    const wrong = [
      ['limit=0', 'QUERY_INVALID'],
      ['limit=201', 'QUERY_INVALID'],
      ['limit=1e2', 'QUERY_INVALID'],
      ['limit=1&limit=2', 'QUERY_INVALID'],
      ['from=or', 'QUERY_INVALID'],
      ['from=XX', 'QUERY_INVALID'],
      ['case=no-4471', 'QUERY_INVALID'],
      ['status=lost', 'QUERY_INVALID'],
      ['since=yesterday', 'QUERY_INVALID'],
      ['since=2026-03-02T10:00:00', 'QUERY_INVALID'],
      ['since=2026-13-41', 'QUERY_INVALID'],
      ['frm=OR', 'QUERY_INVALID'],
      ['__proto__=x', 'QUERY_INVALID'],
      ['from[]=OR', 'QUERY_INVALID'],
      ['cursor=x', 'CURSOR_INVALID'],
      ['cursor=%00', 'QUERY_INVALID'],
      [`cursor=${Buffer.from("1.' OR 1=1 --").toString('base64url')}`, 'CURSOR_INVALID'],
    ] as const;
    for (const [query, code] of wrong) {
      it(`refuses ?${query.slice(0, 40)}`, async () => {
        const answer = await get(`/v1/messages?${query}`, caller.oregon);
        expect([answer.status, codeOf(answer)]).to.deep.equal([400, code]);
        expect(answer.text).to.not.contain('no-4471').and.not.contain('yesterday');
      });
    }
  });

  describe('one message', () => {
    it('tells both states and the nation its story', async () => {
      for (const as of [caller.oregon, caller.texas, caller.texasOffice, caller.national]) {
        const { status, deliveries, events } = await story('acknowledged', as);
        expect(status).to.equal('transmitted');
        expect(deliveries.map(({ state }) => state)).to.deep.equal(['acknowledged']);
        expect(events.map(({ event }) => event['type'])).to.deep.equal([
          'accepted',
          'transmitted',
          'dispatching',
        ]);
      }
    });

    it('keeps the receiving system’s own number for the two states', async () => {
      expect((await story('acknowledged', caller.oregon)).deliveries[0]).to.include({
        peerReference: 'TX-9',
      });
      expect((await story('acknowledged', caller.national)).deliveries[0]).to.not.have.property(
        'peerReference',
      );
    });

    it('is not there for a third state, nor for its destination before it crossed', async () => {
      const cases: [string, TestCaller][] = [
        ['acknowledged', caller.washington],
        ['waiting', caller.texas],
        ['returned', caller.texasOffice],
        ['foreign', caller.texas],
      ];
      for (const [name, as] of cases) {
        for (const part of ['', '/bodies', '/proof']) {
          const answer = await get(`/v1/messages/${sent[name]!.transmissionId}${part}`, as);
          expect([answer.status, codeOf(answer)], name + part).to.deep.equal([404, 'NOT_FOUND']);
        }
      }
    });

    it('answers for a foreign message exactly as for one that there is not', async () => {
      const foreign = await get(`/v1/messages/${sent['foreign']!.transmissionId}`, caller.texas);
      const missing = await get('/v1/messages/00000000-0000-7000-8000-000000000000', caller.texas);
      const withoutId = ({ text }: TestAnswer): string => text.replace(/"requestId":"[^"]+"/, '');
      expect(withoutId(foreign)).to.equal(withoutId(missing));
    });
  });

  describe('bodies', () => {
    it('are opened for the two states, byte for byte', async () => {
      const path = `/v1/messages/${sent['acknowledged']!.transmissionId}/bodies`;
      for (const as of [caller.oregon, caller.texasOffice]) {
        const { bodies } = (await get(path, as)).body as {
          bodies: { kind: string; encoding: string; body: string }[];
        };
        expect(bodies.map(({ kind }) => kind)).to.have.members(['canonical', 'received', 'sent']);
        const canonical = bodies.find(({ kind }) => kind === 'canonical')!;
        expect(canonical.body).to.equal(JSON.stringify({ name: CANARY }));
        const received = bodies.find(({ kind }) => kind === 'received')!;
        expect(received.encoding).to.equal('base64');
        expect(Buffer.from(received.body, 'base64').equals(LATIN1)).to.equal(true);
      }
    });

    it('stay closed to the nation, and of what waits to its destination', async () => {
      const opened = `/v1/messages/${sent['acknowledged']!.transmissionId}/bodies`;
      expect((await get(opened, caller.national)).status).to.equal(403);
      expect((await get(opened, caller.auditor)).status).to.equal(403);
      const waiting = `/v1/messages/${sent['waiting']!.transmissionId}/bodies`;
      expect((await get(waiting, caller.oregon)).status).to.equal(200);
      expect((await get(waiting, caller.texas)).status).to.equal(404);
    });
  });

  describe('the failure inbox', () => {
    const failuresOf = async (as: TestCaller, query = ''): Promise<readonly Failure[]> =>
      ((await get(`/v1/failures${query}`, as)).body as Listed<Failure>).items;

    it('lists what concerns the caller, with whose turn it is and what waits behind', async () => {
      const oregon = await failuresOf(caller.oregonOffice);
      expect(oregon.map(({ transmissionId }) => nameOf(transmissionId))).to.deep.equal([
        'foreign',
        'dead',
        'refused',
      ]);
      expect(oregon.map(({ failure }) => failure.next)).to.deep.equal([
        'mend-connection',
        'correct-and-send-again',
        'correct-and-send-again',
      ]);
      expect(oregon.map(({ blocks }) => blocks)).to.deep.equal([0, 1, 0]);
      expect(await failuresOf(caller.washington)).to.have.length(1);
      expect(await failuresOf(caller.texas, '?state=held')).to.have.length(0);
      expect(await failuresOf(caller.national, '?state=held')).to.have.length(1);
    });

    it('pages without a gap', async () => {
      const first = (await get('/v1/failures?limit=2', caller.oregonOffice))
        .body as Listed<Failure>;
      const rest = await failuresOf(caller.oregonOffice, `?limit=2&cursor=${first.next!}`);
      expect([...first.items, ...rest]).to.deep.equal(await failuresOf(caller.oregonOffice));
    });

    it('keeps what a state’s system said of its reasons from the nation', async () => {
      const detailIn = (items: readonly Failure[]): string | undefined =>
        items.find(({ state }) => state === 'refused')?.failure.detail;
      expect(detailIn(await failuresOf(caller.texas))).to.contain(CANARY);
      expect(detailIn(await failuresOf(caller.national))).to.equal(undefined);
      expect((await get('/v1/failures', caller.national)).text).to.not.contain('Canary');
    });
  });

  describe('a case', () => {
    it('shows each state its own numbers, and the nation none', async () => {
      const numbersFor = async (as: TestCaller): Promise<string[]> => {
        const { body } = await get(`/v1/cases/${caseId}`, as);
        return (body as { identifiers: { value: string }[] }).identifiers.map(({ value }) => value);
      };
      expect(await numbersFor(caller.oregon)).to.deep.equal(['OR-4471']);
      expect(await numbersFor(caller.texas)).to.deep.equal(['TX-0012']);
      expect(await numbersFor(caller.national)).to.deep.equal([]);
    });

    it('names the person to the two states only', async () => {
      expect((await get(`/v1/cases/${caseId}`, caller.texas)).body).to.have.property('personId');
      expect((await get(`/v1/cases/${caseId}`, caller.national)).body).to.not.have.property(
        'personId',
      );
    });

    it('is not there for a third state, nor before anything of it crossed', async () => {
      expect((await get(`/v1/cases/${caseId}`, caller.washington)).status).to.equal(404);
      expect((await get(`/v1/cases/${hiddenCaseId}`, caller.texas)).status).to.equal(404);
      expect((await get('/v1/cases/4471', caller.oregon)).status).to.equal(404);
    });
  });

  describe('traffic', () => {
    it('counts what the caller may see', async () => {
      const total = async (as: TestCaller): Promise<number> => {
        const answer = await get('/v1/traffic?since=2026-03-02&until=2026-03-03&step=day', as);
        expect(answer.status, answer.text).to.equal(200);
        const { items } = answer.body as { items: { count: number }[] };
        return items.reduce((sum, { count }) => sum + count, 0);
      };
      expect(await total(caller.national)).to.equal(8);
      expect(await total(caller.oregonOffice)).to.equal(8);
      expect(await total(caller.texasOffice)).to.equal(5);
      expect((await get('/v1/traffic', caller.oregon)).status).to.equal(403);
    });

    it('refuses a range without end or of the wrong way round', async () => {
      for (const query of ['since=2026-03-03&until=2026-03-02', 'since=2020-01-01&step=hour']) {
        const answer = await get(`/v1/traffic?${query}`, caller.national);
        expect(codeOf(answer), query).to.equal('QUERY_INVALID');
      }
    });
  });

  describe('evidence', () => {
    const keys = () => [parseVerifierKey(sha256, seeded.verifierKey)];
    const proofParts = () => ({ tree: treeHash, keys: keys(), check: checkSignature });

    it('proves every leaf of a message under one checkpoint, to who does not trust the hub', async () => {
      for (const as of [caller.oregon, caller.texas, caller.national]) {
        const answer = await get(`/v1/messages/${sent['acknowledged']!.transmissionId}/proof`, as);
        const evidence = parseEvidence(Buffer.from(answer.text));
        const { events } = verifyEvidence(proofParts(), evidence);
        expect(events).to.have.length(3);
        expect((answer.body as { awaiting: number }).awaiting).to.equal(0);
      }
    });

    it('says how many leaves no checkpoint covers yet', async () => {
      const late = await seeded.add({ caseId, from: 'OR', to: 'TX', state: 'queued' });
      const answer = await get(`/v1/messages/${late.transmissionId}/proof`, caller.oregon);
      expect(answer.body).to.include({ awaiting: 3 });
      expect(parseEvidence(Buffer.from(answer.text)).entries).to.deep.equal([]);
      await seeded.sequence();
      const later = await get(`/v1/messages/${late.transmissionId}/proof`, caller.oregon);
      expect(later.body).to.include({ awaiting: 0 });
      await seeded.exchange.query(
        `UPDATE deliveries SET state = 'cancelled' WHERE delivery_id = $1`,
        [late.deliveryId],
      );
    });

    it('serves checkpoint and tiles to everybody, and only as far as they have grown', async () => {
      const checkpoint = await http.call('GET /v1/ledger/checkpoint');
      const size = Number(checkpoint.text.split('\n')[1]);
      expect(size).to.be.above(20);
      const tile = await fetch(`${http.url}/v1/ledger/tile/0/000.p/${size}`);
      expect(Buffer.from(await tile.arrayBuffer())).to.have.length(size * 32);
      expect(tile.headers.get('cache-control')).to.contain('immutable');
      for (const path of [
        `0/000.p/${size + 1}`,
        '0/000',
        '0/001',
        '1/000',
        '64/000',
        '0/0',
        '-1/000',
        'entries',
        '0/000.p/256',
        '0/x000/000',
      ]) {
        expect((await http.call(`GET /v1/ledger/tile/${path}`)).status, path).to.equal(404);
      }
    });

    it('serves entry bundles to nation and auditor, equal to the tile’s hashes', async () => {
      const checkpoint = await http.call('GET /v1/ledger/checkpoint');
      const size = Number(checkpoint.text.split('\n')[1]);
      const path = `/v1/ledger/tile/entries/000.p/${size}`;
      const response = await fetch(http.url + path, {
        headers: { authorization: caller.auditor.authorization },
      });
      const entries = decodeBundle(new Uint8Array(await response.arrayBuffer()));
      const tile = await fetch(`${http.url}/v1/ledger/tile/0/000.p/${size}`);
      const hashes = Buffer.concat(entries.map((entry) => treeHash.leaf(entry)));
      expect(hashes.equals(Buffer.from(await tile.arrayBuffer()))).to.equal(true);
      expect((await get(path, caller.oregon)).status).to.equal(403);
      expect((await http.call(`GET ${path}`)).status).to.equal(401);
    });
  });

  describe('live events', () => {
    async function follow(as: TestCaller, lastId: number, until: number): Promise<string> {
      const stop = new AbortController();
      const response = await fetch(`${http.url}/v1/events`, {
        headers: { authorization: as.authorization, 'last-event-id': String(lastId) },
        signal: stop.signal,
      });
      expect(response.headers.get('content-type')).to.equal('text/event-stream');
      let text = '';
      const decoder = new TextDecoder();
      try {
        for await (const chunk of response.body!) {
          text += decoder.decode(chunk as Uint8Array, { stream: true });
          if ((text.match(/^id: /gm) ?? []).length >= until) break;
        }
      } finally {
        stop.abort();
      }
      return text;
    }

    it('go on from the last id, and show each state its own alone', async () => {
      const oregon = await follow(caller.oregon, 0, 5);
      const ids = [...oregon.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
      expect(ids).to.deep.equal([...ids].sort((a, b) => a - b));
      expect(ids[0]).to.equal(1);
      const washington = await follow(caller.washington, 0, 3);
      expect(washington).to.contain(sent['foreign']!.transmissionId);
      expect(washington).to.not.contain(sent['reply']!.transmissionId);
      const texas = await follow(caller.texas, 0, 5);
      expect(texas).to.not.contain(sent['waiting']!.transmissionId);
      expect(texas).to.not.contain(sent['foreign']!.transmissionId);
    });

    it('refuse an id that none of them had', async () => {
      const answer = await http.call('GET /v1/events', {
        as: caller.oregon,
        headers: { 'last-event-id': '-1' },
      });
      expect(codeOf(answer)).to.equal('CURSOR_INVALID');
    });
  });

  describe('the second fence', () => {
    it('holds alone: the same statements as another member find nothing of it', async () => {
      const { reader, store } = seeded.readParts;
      const { transmissionId } = sent['waiting']!;
      for (const member of ['TX', 'WA', '', 'OR ', "OR' OR '1'='1"]) {
        await reader.as(member, async (query) => {
          expect(await store.findMessage(query, transmissionId), member).to.equal(undefined);
          expect(await store.deliveriesOf(query, transmissionId)).to.deep.equal([]);
          expect(await store.entriesOf(query, transmissionId)).to.deep.equal([]);
          expect(await store.findRecords(query, [transmissionId], ['canonical'])).to.deep.equal([]);
          expect(await store.findCase(query, hiddenCaseId)).to.equal(undefined);
          expect(await store.timelineOf(query, hiddenCaseId)).to.deep.equal([]);
          expect(await store.casesOfPersons(query, [hiddenCaseId])).to.deep.equal([]);
        });
      }
      await reader.as('national', async (query) => {
        expect(await store.findMessage(query, transmissionId)).to.not.equal(undefined);
        expect(await store.findRecords(query, [transmissionId], ['canonical'])).to.deep.equal([]);
        expect(await store.identifiersOfCases(query, [caseId])).to.deep.equal([]);
      });
    });

    it('sees nothing where no member was said', async () => {
      const tables = [
        'transmissions',
        'deliveries',
        'cases',
        'records',
        'content_keys',
        'case_identifiers',
        'ledger_entries',
      ];
      for (const table of tables) {
        const rows = await seeded.reading.query(`SELECT * FROM ${table}`);
        expect(rows, table).to.deep.equal([]);
      }
    });

    it('cannot write, and cannot read credentials, keys or what waits for the ledger', async () => {
      const forbidden = [
        'SELECT * FROM principals',
        'SELECT * FROM member_keys',
        'SELECT * FROM pending_leaves',
        'DELETE FROM transmissions',
        `UPDATE cases SET status = 'closed'`,
        `INSERT INTO ledger_entries (leaf_index, entry) VALUES (999, '')`,
      ];
      for (const sql of forbidden) {
        const error = await seeded.reading.query(sql).catch((caught: unknown) => caught);
        expect((error as { original?: { code?: string } }).original?.code, sql).to.equal('42501');
      }
    });

    it('never keeps one caller’s member for the next on the same connection', async () => {
      const callers = [caller.oregon, caller.texas, caller.washington, caller.national];
      const expected = await Promise.all(callers.map((as) => list(as)));
      for (let round = 0; round < 25; round += 1) {
        const lists = await Promise.all(callers.map((as) => list(as)));
        expect(lists).to.deep.equal(expected);
      }
    });
  });

  it('answers only in the shapes of the OpenAPI document, without a field more', async () => {
    const ajv = new Ajv2020.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'api', components: { schemas: ANSWER_SCHEMAS } });
    const id = sent['acknowledged']!.transmissionId;
    const answers: [string, string, TestCaller][] = [
      ['/v1/messages', 'MessagePage', caller.oregon],
      ['/v1/messages?limit=1', 'MessagePage', caller.national],
      [`/v1/messages/${id}`, 'MessageStory', caller.oregon],
      [`/v1/messages/${sent['dead']!.transmissionId}`, 'MessageStory', caller.national],
      [`/v1/messages/${id}/bodies`, 'MessageBodies', caller.texas],
      [`/v1/messages/${id}/mapping`, 'MessageMapping', caller.texas],
      [`/v1/messages/${id}/proof`, 'MessageProof', caller.texas],
      ['/v1/failures', 'FailurePage', caller.oregonOffice],
      [`/v1/cases/${caseId}`, 'Case', caller.oregon],
      ['/v1/traffic?since=2026-03-02', 'Traffic', caller.national],
      ['/v1/traffic/sums?since=2026-03-02&by=pair', 'TrafficSums', caller.national],
      ['/v1/traffic/sums?since=2026-03-02', 'TrafficSums', caller.oregonOffice],
      ['/v1/health', 'ExchangeHealth', caller.national],
      ['/v1/health', 'ExchangeHealth', caller.oregon],
      ['/v1/destinations', 'Destinations', caller.national],
      ['/v1/compliance', 'Compliance', caller.national],
      [`/v1/find?q=${id}`, 'Found', caller.oregon],
      [`/v1/cases/${caseId}/notes`, 'CaseNotePage', caller.oregonOffice],
      ['/v1/saved-filters', 'SavedFilters', caller.oregonOffice],
      ['/v1/messages?group=failed', 'MessagePage', caller.national],
      ['/v1/members', 'Members', caller.oregon],
      ['/readyz', 'Readiness', caller.oregon],
      ['/v1/messages/nothing', 'Problem', caller.oregon],
      ['/v1/messages?limit=0', 'Problem', caller.oregon],
    ];
    for (const [path, component, as] of answers) {
      const validate = ajv.getSchema(`api#/components/schemas/${component}`)!;
      const { body } = await get(path, as);
      expect(validate(body), `${path}: ${JSON.stringify(validate.errors)}`).to.equal(true);
    }
  });
});
