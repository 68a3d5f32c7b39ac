import { expect } from 'chai';
import { type BreakableStore, createBreakableStore } from '../support/breakable-store.ts';
import { type TestEnvelope, activity, altered } from '../support/activity.ts';
import type {
  HubWord,
  ListedDocument,
  PreparedSender,
  Sender,
  SenderKind,
  SentDocument,
} from '../support/incoming/sender.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';
import { until } from './adapter-contract.ts';

const CANONICAL = 'application/cloudevents+json';
/** A request of HTTP that does not end is given up after this. */
const REQUEST_MS = 4_000;
/** Larger than what a socket holds, so that a break in its middle finds it under way. */
const LARGE_BYTES = 400_000;

/**
 * The contract of every way by which documents come in, held against a running hub and a state's system
 * at the other end: accepted once with a receipt, or refused readably, whatever happens on the way, and
 * nobody else waits.
 */
export function describeIncoming(kind: SenderKind): void {
  describe(`${kind.transport}: the contract of what comes in`, () => {
    let prepared: PreparedSender;
    let site: TestSite;
    let store: BreakableStore;
    let hub: TestHub;
    let sender: Sender;
    const endings: (() => Promise<unknown>)[] = [];

    before(async function () {
      this.timeout(120_000);
      prepared = await kind.prepare();
      endings.push(() => prepared.stop());
      store = createBreakableStore((pid) => site.query('SELECT pg_terminate_backend($1)', [pid]));
      site = await openTestSite({
        states: { OR: prepared.state, TX: {}, CA: {} },
        settings: { requestMs: REQUEST_MS },
        decorate: {
          store: store.decorate,
          adapter: (adapter, member) =>
            member === 'OR' ? (prepared.decorate?.(adapter) ?? adapter) : adapter,
        },
      });
      endings.push(() => site.close());
      hub = await site.start();
      sender = await prepared.connect({ site, hub, member: 'OR' });
      endings.push(() => sender.close());
    });
    after(async () => {
      for (const end of endings.toReversed()) await end();
    });

    const request = (data: TestEnvelope['data'] = {}): TestEnvelope =>
      activity('transfer-request', { from: 'OR', to: 'TX', data });

    const send = (envelope: TestEnvelope): Promise<HubWord> => sender.send(documentOf(envelope));

    async function sendAccepted(envelope: TestEnvelope): Promise<Receipt> {
      return receiptOf(await send(envelope));
    }

    async function stored(id: string): Promise<Stored[]> {
      return site.query<Stored>(
        `SELECT channel, (SELECT count(*)::integer FROM deliveries d
                           WHERE d.transmission_id = t.transmission_id) AS deliveries
           FROM transmissions t WHERE sender_message_id = $1`,
        [id],
      );
    }

    /** One effect: one transmission, one delivery, and the other state has it once. */
    async function expectOneEffect({ id }: TestEnvelope): Promise<void> {
      expect(await stored(id)).to.deep.equal([{ channel: kind.transport, deliveries: 1 }]);
      await untilDelivered(id);
      expect(deliveredIds(site).filter((one) => one === id)).to.deep.equal([id]);
    }

    const untilDelivered = (id: string): Promise<void> =>
      until(() => deliveredIds(site).includes(id));

    /** Another state's system, by its own way. */
    async function expectOthersServed(): Promise<void> {
      const answer = await hub.submit('CA', activity('transfer-request', { from: 'CA', to: 'TX' }));
      expect(answer.status, answer.text).to.equal(202);
    }

    it('accepts a document once, with a receipt that names it, and delivers it', async () => {
      const envelope = request();
      expect(await sendAccepted(envelope)).to.include({
        messageId: envelope.id,
        from: 'OR',
        status: 'transmitted',
      });
      await expectOneEffect(envelope);
    });

    it('answers the same bytes again with the same receipt, and nothing else happens', async () => {
      const envelope = request();
      const first = await sendAccepted(envelope);
      for (let time = 0; time < 3; time += 1) {
        expect(await sendAccepted(envelope)).to.deep.equal(first);
      }
      await expectOneEffect(envelope);
    });

    it('answers copies that come at the same time with one receipt', async () => {
      const envelope = request();
      const copies = Array.from({ length: 8 }, () => ({ ...documentOf(envelope), lane: '' }));
      const beside = copies.map((copy, place) => ({ ...copy, lane: String(place) }));
      const receipts = (await sender.sendAll(beside)).map(receiptOf);
      for (const receipt of receipts) expect(receipt).to.deep.equal(receipts[0]);
      await expectOneEffect(envelope);
    });

    it('refuses other content under a known id, and takes what comes next', async () => {
      const envelope = request();
      const receipt = await sendAccepted(envelope);
      expectRefusal(await send(altered(envelope)), 'ID_REUSE');
      expect(await sendAccepted(envelope)).to.deep.equal(receipt);
      await expectOneEffect(envelope);
      await sendAccepted(request());
    });

    it('refuses what does not fit its schema, says where, repeats nothing, and leaves the id free', async () => {
      const envelope = request();
      const wrong = { ...envelope, data: { ...envelope.data, supervisedIndividual: 'Zebulon' } };
      const word = await send(wrong);
      expectRefusal(word, 'SCHEMA_INVALID');
      expect(textOf(word)).to.include('/data/supervisedIndividual').and.not.include('Zebulon');
      expect(await stored(envelope.id)).to.deep.equal([]);
      await sendAccepted(envelope);
      await expectOneEffect(envelope);
    });

    it('has no word while the store fails at the commit, and accepts it once afterwards', async () => {
      const envelope = request();
      const before = store.refused();
      store.refuseCommits(true);
      let hasWord = false;
      const sending = send(envelope).finally(() => {
        hasWord = true;
      });
      await until(() => store.refused() >= before + 3);
      expect(hasWord).to.equal(false);
      expect(await stored(envelope.id)).to.deep.equal([]);
      store.refuseCommits(false);
      expect(receiptOf(await sending)).to.include({ messageId: envelope.id });
      await expectOneEffect(envelope);
    });

    it('gives the receipt of then when the store committed and its answer was lost', async () => {
      const envelope = request();
      let committed = false;
      store.afterNextCommit(() => {
        committed = true;
      }, 'lost');
      const receipt = await sendAccepted(envelope);
      expect(committed).to.equal(true);
      expect(await sendAccepted(envelope)).to.deep.equal(receipt);
      await expectOneEffect(envelope);
    });

    it('gives the receipt of then when the way broke after the commit', async () => {
      const envelope = request();
      let committed = false;
      store.afterNextCommit(() => {
        committed = true;
        sender.cut();
      });
      const receipt = await sendAccepted(envelope);
      expect(committed).to.equal(true);
      expect(await sendAccepted(envelope)).to.deep.equal(receipt);
      await expectOneEffect(envelope);
    });

    it('refuses what is too large, and takes the largest and what comes next', async () => {
      const { bytes, code } = kind.tooLarge;
      const envelope = request();
      expectRefusal(await sender.send(padded(envelope, bytes + 1)), code);
      expect(await stored(envelope.id)).to.deep.equal([]);
      receiptOf(await sender.send(padded(envelope, bytes)));
      await expectOneEffect(envelope);
    });

    it('takes a list of one, and of 500 in the order of each case', async function () {
      this.timeout(240_000);
      for (const list of [caseLists({ cases: 1, each: 1 }), caseLists({ cases: 50, each: 10 })]) {
        const before = site.state('TX').stored.length;
        const receipts = (await sender.sendAll(list.documents)).map(receiptOf);
        expect(receipts.map(({ messageId }) => messageId)).to.deep.equal(list.ids);
        await until(() => site.state('TX').stored.length >= before + list.ids.length);
        expect(orderOfCases(site, list)).to.deep.equal(list.lanes);
      }
    });

    if (kind.logsIn !== 'nobody') {
      it('takes nothing under a wrong credential, says so, and goes on with the right one', async () => {
        const envelope = request();
        await sender.use('wrong');
        if (kind.logsIn === 'sender') expectRefusal(await send(envelope), 'UNAUTHENTICATED');
        else await untilFault('CREDENTIALS_REFUSED');
        const sending = kind.logsIn === 'hub' ? send(envelope) : undefined;
        await expectOthersServed();
        expect(await stored(envelope.id)).to.deep.equal([]);
        await sender.use('right');
        receiptOf(await (sending ?? send(envelope)));
        await expectOneEffect(envelope);
      });

      it('waits for a sender that is slow, and others do not', async () => {
        const envelope = request();
        sender.proxy?.breakAfter(kind.side, LARGE_BYTES / 2, 'wait');
        const sending = sender.send(padded(envelope, LARGE_BYTES));
        await sender.proxy?.broken();
        await expectOthersServed();
        expect(await stored(envelope.id)).to.deep.equal([]);
        sender.proxy?.goOn();
        receiptOf(await sending);
        await expectOneEffect(envelope);
      });

      for (const how of ['cut', 'hang'] as const) {
        const what = how === 'cut' ? 'breaks off' : 'hangs';
        it(`takes nothing of what ${what} midway, serves others meanwhile, and accepts it once when it comes whole`, async () => {
          const envelope = request();
          sender.proxy?.breakAfter(kind.side, LARGE_BYTES / 2, how);
          const sending = sender.send(padded(envelope, LARGE_BYTES));
          await sender.proxy?.broken();
          if (how === 'hang') {
            await expectOthersServed();
            expect(await stored(envelope.id), 'nothing is stored of a half').to.deep.equal([]);
          }
          receiptOf(await sending);
          await expectOneEffect(envelope);
          await sendAccepted(request());
        });
      }
    }

    /** The hub counts what it cannot read of a state's side. */
    async function untilFault(code: string): Promise<void> {
      const line = new RegExp(`^hub_inbound_faults_total\\{.*outcome="${code}".*\\} [1-9]`, 'm');
      await site.until(
        async () => (await hub.call(undefined, 'GET /metrics')).text,
        (text) => line.test(text),
      );
    }
  });
}

type Receipt = Readonly<Record<string, unknown>>;

interface Stored {
  readonly channel: string;
  readonly deliveries: number;
}

function documentOf(envelope: TestEnvelope): SentDocument {
  return { contentType: CANONICAL, body: Buffer.from(JSON.stringify(envelope)) };
}

/** The same activity in so many bytes: blanks after it mean nothing in JSON. */
function padded(envelope: TestEnvelope, bytes: number): SentDocument {
  const { contentType, body } = documentOf(envelope);
  return { contentType, body: Buffer.concat([body, Buffer.alloc(bytes - body.length, ' ')]) };
}

function receiptOf(word: HubWord): Receipt {
  if (word.kind === 'refused') throw new Error(`refused: ${word.text}`);
  return word.receipt;
}

function expectRefusal(word: HubWord, code: string): void {
  expect(word, JSON.stringify(word)).to.include({ kind: 'refused', code });
}

const textOf = (word: HubWord): string => (word.kind === 'refused' ? word.text : '');

function deliveredIds(site: TestSite): string[] {
  return site.state('TX').stored.map(({ body }) => idOf(body));
}

function idOf(body: Buffer): string {
  return (JSON.parse(body.toString('utf8')) as { id: string }).id;
}

interface CaseLists {
  readonly documents: readonly ListedDocument[];
  readonly ids: readonly string[];
  /** The ids of each case, in order. */
  readonly lanes: Readonly<Record<string, string[]>>;
}

let lists = 0;

/** First activities of all cases, then the second ones, and so on. */
function caseLists({ cases, each }: { cases: number; each: number }): CaseLists {
  lists += 1;
  const lanes: Record<string, string[]> = {};
  const documents = Array.from({ length: cases * each }, (_, place) => {
    const lane = `L${lists}-${place % cases}`;
    const isFirst = place < cases;
    const envelope = isFirst
      ? activity('transfer-request', { from: 'OR', to: 'TX', data: { senderCaseNumber: lane } })
      : activity('action-request', { from: 'OR', to: 'TX', subject: lane });
    (lanes[lane] ??= []).push(envelope.id);
    return { ...documentOf(envelope), lane, id: envelope.id };
  });
  return { documents, ids: documents.map(({ id }) => id), lanes };
}

/** The ids of the list as the other state got them, by case. */
function orderOfCases(site: TestSite, { lanes }: CaseLists): Record<string, string[]> {
  const laneOf = new Map(
    Object.entries(lanes).flatMap(([lane, ids]) => ids.map((id) => [id, lane])),
  );
  const order: Record<string, string[]> = {};
  for (const id of deliveredIds(site)) {
    const lane = laneOf.get(id);
    if (lane !== undefined) (order[lane] ??= []).push(id);
  }
  return order;
}
