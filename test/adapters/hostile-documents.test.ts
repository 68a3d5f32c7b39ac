import { expect } from 'chai';
import { activity } from '../support/activity.ts';
import { REST_SENDER, SOAP_SENDER } from '../support/incoming/http-senders.ts';
import { MEMORY_SENDER } from '../support/incoming/memory-sender.ts';
import { QUEUE_SENDER } from '../support/incoming/queue-sender.ts';
import type {
  HubWord,
  PreparedSender,
  Sender,
  SenderKind,
  SentDocument,
} from '../support/incoming/sender.ts';
import { SFTP_SENDER } from '../support/incoming/sftp-sender.ts';
import { type TestSite, openTestSite } from '../support/test-hub.ts';
import { HOSTILE_JSON, HOSTILE_XML, georgian } from './hostile-documents.ts';

for (const kind of [MEMORY_SENDER, REST_SENDER, SOAP_SENDER, SFTP_SENDER, QUEUE_SENDER]) {
  describeHostile(kind);
}

/** Each is refused in the sender's own transport, nothing of it is stored, and what comes next is taken. */
function describeHostile(kind: SenderKind): void {
  describe(`${kind.transport}: hostile documents`, () => {
    const endings: (() => Promise<unknown>)[] = [];
    let site: TestSite;
    /** One speaks the compact's own JSON, the other XML. */
    let senders: { readonly OR: Sender; readonly GA: Sender };

    before(async function () {
      this.timeout(120_000);
      const prepared: { OR: PreparedSender; GA: PreparedSender } = {
        OR: await kind.prepare(),
        GA: await kind.prepare(),
      };
      for (const one of Object.values(prepared)) endings.push(() => one.stop());
      const states = {
        OR: prepared.OR.state,
        GA: { ...prepared.GA.state, dialect: 'element-xml' },
        TX: {},
        CA: {},
      };
      site = await openTestSite({ states });
      endings.push(() => site.close());
      const hub = await site.start();
      const connect = async (member: 'OR' | 'GA'): Promise<Sender> => {
        const sender = await prepared[member].connect({ site, hub, member });
        endings.push(() => sender.close());
        return sender;
      };
      senders = { OR: await connect('OR'), GA: await connect('GA') };
    });
    after(async () => {
      for (const end of endings.toReversed()) await end();
    });

    const count = async (): Promise<number> =>
      (await site.query<{ count: number }>('SELECT count(*)::integer FROM transmissions'))[0]!
        .count;

    /** The bad one and a good one behind it. */
    async function expectRefused(
      sender: Sender,
      { contentType, bad, good }: { contentType: string; bad: Buffer | string; good: string },
      code: string,
    ): Promise<void> {
      const before = await count();
      const documents = [bad, good].map((body) => ({
        contentType,
        body: Buffer.from(body as string),
        lane: '',
      }));
      const [refused, next] = await sender.sendAll(documents);
      expect(refused, shown(refused)).to.include({ kind: 'refused', code });
      expect(next?.kind, shown(next)).to.equal('accepted');
      expect(await count()).to.equal(before + 1);
    }

    for (const { name, make, code } of HOSTILE_JSON) {
      it(`JSON, ${name}: ${code}`, async () => {
        const made = () => activity('transfer-request', { from: 'OR', to: 'TX' });
        const contentType = 'application/cloudevents+json';
        const good = JSON.stringify(made());
        await expectRefused(senders.OR, { contentType, bad: make(made()), good }, code);
      });
    }

    let ids = 0;
    const georgianOfItsOwn = (): string => {
      ids += 1;
      return georgian(`GA-${kind.transport}-${ids}`);
    };

    for (const { name, make, code } of HOSTILE_XML) {
      it(`XML, ${name}: ${code}`, async () => {
        const [bad, good] = [make(georgianOfItsOwn()), georgianOfItsOwn()];
        await expectRefused(senders.GA, { contentType: 'application/xml', bad, good }, code);
      });
    }
  });
}

function shown(word: HubWord | SentDocument | undefined): string {
  return JSON.stringify(word ?? 'nothing').slice(0, 1_000);
}
