import { X509Certificate, createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { WSSecurity, WSSecurityCert, createClientAsync } from 'soap';
import { mintUuid } from '../../../hub/message/identifiers.ts';
import { addSystemKey } from '../../../hub/flows/administer.ts';
import { canonicalXml } from '../../../adapters/canonical-xml.ts';
import { parseXml } from '../../../adapters/xml-tree.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { activity } from '../../support/activity.ts';
import { soapPair } from '../../support/soap-keys.ts';
import { NS, signedMessage, tokenMessage } from '../../support/soap-message.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const run = promisify(execFile);
const signer = soapPair('signer');

type Operation = (input: object) => Promise<[Record<string, unknown>]>;
type Client = Record<string, Operation>;

describe('the SOAP service of a running hub', () => {
  let site: TestSite;
  let hub: TestHub;
  let keys: { GA: string; TX: string };

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: { mode: 'pull' }, GA: { mode: 'pull' } } });
    speakXml(site, 'GA');
    hub = await site.start();
    const add = async (member: string): Promise<string> =>
      (await addSystemKey(site.parts.administer, { member, label: 'SOAP' })).secret;
    keys = { GA: await add('GA'), TX: await add('TX') };
    await addCertificate(site, 'GA');
  });
  after(async () => {
    await hub.stop();
    await site.close();
  });

  async function clientOf(security: WSSecurity | WSSecurityCert, port: string): Promise<Client> {
    const forceSoap12Headers = port === 'Soap12';
    const client = await createClientAsync(`${hub.url}/soap?wsdl`, { forceSoap12Headers });
    client.setSecurity(security);
    const described = client as unknown as { CompactHub: Record<string, Record<string, unknown>> };
    const operations = described.CompactHub[port]!;
    return Object.fromEntries(
      Object.keys(operations).map((name) => [
        name,
        (input) =>
          new Promise((resolve, reject) => {
            const call = operations[name] as (input: object, done: Done) => void;
            call(input, (error, result) => {
              if (error === null) resolve([result]);
              else reject(error instanceof Error ? error : new Error('no answer'));
            });
          }),
      ]),
    );
  }
  type Done = (error: unknown, result: Record<string, unknown>) => void;

  it('gives its WSDL with its own address to anybody', async () => {
    const { status, text } = await hub.call(undefined, 'GET /soap?wsdl');
    expect(status).to.equal(200);
    expect(text).to.include(`<soap11:address location="${hub.url}/soap"/>`);
  });

  const ways: readonly { name: string; security: () => WSSecurity | WSSecurityCert }[] = [
    { name: 'a username token', security: () => new WSSecurity('GA', keys.GA, { hasNonce: true }) },
    {
      name: 'a signature',
      security: () => new WSSecurityCert(signer.privateKey, signer.certificate, '', CERT_OPTIONS),
    },
  ];
  for (const { name, security } of ways) {
    for (const port of ['Soap11', 'Soap12']) {
      it(`takes a document of the soap library by ${name} (${port})`, async () => {
        const { id, xml } = georgian();
        const client = await clientOf(security(), port);
        const [answer] = await client['SubmitActivity']!({ Document: { $xml: xml } });
        expect(answer['Repeated']).to.equal(false);
        const receipt = JSON.parse(answer['Receipt'] as string) as Record<string, string>;
        expect(receipt['messageId']).to.equal(id);
        const canonical = canonicalXml(parseXml(Buffer.from(xml)));
        const digest = createHash('sha256').update(canonical).digest('hex');
        expect(receipt['digest']).to.equal(`sha-256:${digest}`);
        const story = await hub.call('GA', `GET /v1/messages/${receipt['transmissionId']}`);
        expect(story.body['channel']).to.equal('soap');
      });
    }
  }

  it('gives the receipt of then for the same document again', async () => {
    const { xml } = georgian();
    const send = () =>
      call(tokenMessage({ content: documentOf(xml), created: now() }, { password: keys.GA }));
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).to.deep.equal([200, 200]);
    expect(second.text).to.equal(first.text.replace('<hub:Repeated>false', '<hub:Repeated>true'));
  });

  it('lets an activity go when its file has come', async () => {
    const body = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(3 * 1024 * 1024 - 9, 'x')]);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const attachment = {
      sha256,
      fileName: 'x.pdf',
      mediaType: 'application/pdf',
      size: body.length,
      kind: 'OTHER',
      description: 'made up',
    };
    const named = activity('transfer-request', {
      from: 'GA',
      to: 'TX',
      data: { attachments: [attachment] },
    });
    const { body: receipt } = await hub.submit('GA', named);
    expect(receipt['status']).to.equal('awaiting-attachments');
    const send = (mediaType: string, content: Buffer) =>
      call(
        tokenMessage(
          { content: fileOf(sha256, mediaType, content), created: now() },
          {
            password: keys.GA,
          },
        ),
      );
    for (const [mediaType, content, code] of [
      ['image/png', body, 'MEDIA_TYPE_MISMATCH'],
      ['text/html', body, 'MEDIA_TYPE_UNSUPPORTED'],
      ['application/pdf', body.subarray(1), 'DIGEST_MISMATCH'],
      ['application/pdf', Buffer.concat([body, Buffer.from('x')]), 'BODY_TOO_LARGE'],
    ] as const) {
      const { text } = await send(mediaType, content);
      expect(text).to.include(`<code>${code}</code>`);
    }
    expect((await send('application/pdf', body)).text).to.include('<hub:Repeated>false<');
    expect((await send('application/pdf', body)).text).to.include('<hub:Repeated>true<');
    const story = await hub.call('GA', `GET /v1/messages/${String(receipt['transmissionId'])}`);
    expect(story.body['status']).to.equal('transmitted');
  });

  it('lets a state poll, acknowledge, refuse and ask', async () => {
    const client = await clientOf(new WSSecurity('TX', keys.TX, { hasNonce: true }), 'Soap12');
    const submitted = [await submitTo('TX'), await submitTo('TX')];
    const items = await site.until(
      async () => (await client['PollInbox']!({ Limit: 10 }))[0]['Item'] as Item[] | undefined,
      (found) => (found?.length ?? 0) >= 2,
    );
    const mine = items!.filter(({ TransmissionId }) => submitted.includes(TransmissionId));
    expect(mine.map(({ Text }) => Text.attributes.mediaType)).to.deep.equal([
      'application/cloudevents+json',
      'application/cloudevents+json',
    ]);
    await client['AcknowledgeDelivery']!({ DeliveryId: mine[0]!.DeliveryId, Reference: 'TX-7' });
    await client['RefuseDelivery']!({ DeliveryId: mine[1]!.DeliveryId, Reason: 'no such county' });
    const states = [];
    for (const { TransmissionId } of mine) {
      const [{ Delivery }] = await client['TransmissionStatus']!({ TransmissionId });
      states.push(([Delivery].flat()[0] as { State: string }).State);
    }
    expect(states).to.deep.equal(['acknowledged', 'refused']);
    for (const { TransmissionId } of mine) {
      const { body } = await site.until(
        () => hub.call('TX', `GET /v1/messages/${TransmissionId}`),
        (story) => leafOf(story.body, /^(acknowledged|refused)$/) !== undefined,
      );
      expect(leafOf(body, /^(acknowledged|refused)$/)).to.include({ channel: 'soap' });
    }
  });

  const refused: readonly { name: string; message: () => string; code: string; says: RegExp }[] = [
    {
      name: 'a key of nobody',
      message: () => tokenMessage(probe(), { password: `hub_TX_${'0'.repeat(52)}` }),
      code: 'UNAUTHENTICATED',
      says: /finer:FailedAuthentication/,
    },
    {
      name: 'a digest of the key',
      message: () => tokenMessage(probe(), { password: keys.TX, type: 'PasswordDigest' }),
      code: 'PASSWORD_DIGEST_UNSUPPORTED',
      says: /only the SHA-256 of keys: send PasswordText/,
    },
    {
      name: 'a certificate of nobody',
      message: () => signedMessage(probe(), { signer: soapPair('stranger') }),
      code: 'UNAUTHENTICATED',
      says: /finer:FailedAuthentication/,
    },
    {
      name: 'a signature over other bytes',
      message: () => signedMessage(probe(), { signer }).replace('PollInbox ', 'PollInbox  a="1" '),
      code: 'SIGNATURE_INVALID',
      says: /finer:FailedCheck/,
    },
    {
      name: 'a document that its dialect does not know',
      message: () =>
        tokenMessage(
          { content: documentOf('<secret-name/>'), created: now() },
          { password: keys.GA },
        ),
      code: 'RECORD_UNRECOGNISED',
      says: /soap:Sender/,
    },
    {
      name: 'a field that has not its form',
      message: () =>
        tokenMessage(
          {
            content: `<AcknowledgeDelivery xmlns="${NS.hub}"><DeliveryId>secret-name</DeliveryId></AcknowledgeDelivery>`,
            created: now(),
          },
          { password: keys.TX },
        ),
      code: 'COMMAND_INVALID',
      says: /<pointer>\/deliveryId<\/pointer>/,
    },
    {
      name: 'a transmission of other states',
      message: () =>
        tokenMessage(
          {
            content: `<TransmissionStatus xmlns="${NS.hub}"><TransmissionId>${mintUuid(new Date(), (n) => Buffer.alloc(n, 7))}</TransmissionId></TransmissionStatus>`,
            created: now(),
          },
          { password: keys.TX },
        ),
      code: 'NOT_FOUND',
      says: /soap:Sender/,
    },
    {
      name: 'rubbish',
      message: () => 'secret-name',
      code: 'DOCUMENT_UNREADABLE',
      says: /soap:Sender/,
    },
    {
      name: 'a body that is too large',
      message: () => ' '.repeat(5 * 1024 * 1024),
      code: 'BODY_TOO_LARGE',
      says: /soap:Sender/,
    },
    {
      name: 'a document that is too large',
      message: () =>
        tokenMessage(
          { content: documentOf(`<a>${'x'.repeat(1024 * 1024)}</a>`), created: now() },
          { password: keys.GA },
        ),
      code: 'BODY_TOO_LARGE',
      says: /soap:Sender/,
    },
  ];
  for (const { name, message, code, says } of refused) {
    it(`refuses ${name} by a fault that repeats nothing`, async () => {
      const { status, text } = await call(message());
      expect(status).to.equal(400);
      expect(text).to.include(`<code>${code}</code>`);
      expect(text).to.match(says);
      expect(text).to.not.match(/secret-name|at .*\.[jt]s:/);
    });
  }

  it('answers other methods as the API does', async () => {
    expect((await hub.call(undefined, 'PUT /soap')).status).to.equal(405);
  });

  for (const way of ['token', 'signature'] as const) {
    it(`serves a client that zeep built from the WSDL, by ${way}`, async () => {
      const { id, xml } = georgian();
      const file = join(site.folder, `${way}.xml`);
      writeFileSync(file, xml);
      const pem = (name: string): string =>
        join(PROJECT_ROOT, 'fixtures', 'keys', 'soap', `signer.${name}`);
      const shown = way === 'token' ? ['token', keys.GA] : ['signature', pem('key'), pem('crt')];
      await submitTo('GA');
      await site.until(
        () => hub.call('GA', 'GET /v1/inbox'),
        ({ body }) => (body['items'] as unknown[]).length > 0,
      );
      const script = join(import.meta.dirname, 'zeep-client.py');
      const { stdout } = await run('/usr/bin/python3', [
        script,
        `${hub.url}/soap?wsdl`,
        ...shown,
        file,
      ]);
      const said = JSON.parse(stdout) as ZeepAnswer;
      expect(said).to.include({ repeated: false, attached: 'made up'.length });
      expect(said.receipt).to.include({ messageId: id });
      expect(said.refusal).to.include({ code: 'RECORD_UNRECOGNISED', status: '422' });
      expect(said.polled).to.have.length(1);
      expect(said.polled[0]!.document).to.include('https://dcs.georgia.example/compact/2');
      expect(said.status).to.be.oneOf(['transmitted', 'awaiting-release']);
    });
  }

  function call(message: string): ReturnType<TestHub['call']> {
    const contentType = 'application/soap+xml; charset=utf-8';
    return hub.call(undefined, 'POST /soap', { body: message, contentType });
  }

  async function submitTo(to: string): Promise<string> {
    const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to }));
    expect(answer.status, answer.text).to.equal(202);
    return String(answer.body['transmissionId']);
  }
});

interface Item {
  readonly DeliveryId: string;
  readonly TransmissionId: string;
  readonly Text: { readonly attributes: { readonly mediaType: string } };
}

interface ZeepAnswer {
  readonly attached: number;
  readonly repeated: boolean;
  readonly receipt: object;
  readonly refusal: object;
  readonly polled: readonly { readonly type: string; readonly document: string }[];
  readonly status: string;
}

const CERT_OPTIONS = {
  hasTimeStamp: true,
  signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  signerOptions: { idMode: 'wssecurity' },
} as const;

let made = 0;

/** A document of GA's dialect under an id and case number of its own. */
function georgian(): { id: string; xml: string } {
  made += 1;
  const id = `GA-SOAP-${made}`;
  const sample = 'mappings/dialects/element-xml/samples/transfer-request.in.xml';
  const xml = readFileSync(join(PROJECT_ROOT, sample), 'utf8')
    .replace(/messageId="[^"]*"/, `messageId="${id}"`)
    .replace(/senderNo="[^"]*"/, `senderNo="${id}"`)
    .replace(/<\?xml.*\?>\s*/, '');
  return { id, xml };
}

interface Leaf {
  readonly event: { readonly type?: string; readonly event?: string };
}

function leafOf(story: Record<string, unknown>, type: RegExp): object | undefined {
  const events = story['events'] as Leaf[];
  return events.find(({ event }) => type.test(event.type ?? event.event ?? ''))?.event;
}

const now = (): string => new Date().toISOString();
const documentOf = (xml: string): string =>
  `<h:SubmitActivity xmlns:h="${NS.hub}"><h:Document>${xml}</h:Document></h:SubmitActivity>`;
const fileOf = (sha256: string, mediaType: string, content: Buffer): string =>
  `<SubmitAttachment xmlns="${NS.hub}"><Sha256>${sha256}</Sha256><MediaType>${mediaType}</MediaType><Content>${content.toString('base64')}</Content></SubmitAttachment>`;
const probe = (): { content: string; created: string } => ({
  content: `<PollInbox xmlns="${NS.hub}"/>`,
  created: now(),
});

/** Gives a state of the site the dialect of XML elements. */
function speakXml(site: TestSite, member: string): void {
  const { mappingsDirectory } = site.config;
  cpSync(join(PROJECT_ROOT, 'mappings', 'dialects'), join(mappingsDirectory, 'dialects'), {
    recursive: true,
  });
  const file = join(mappingsDirectory, member, 'profile.json');
  const profile = JSON.parse(readFileSync(file, 'utf8')) as object;
  const transport = { kind: 'soap', mode: 'pull' };
  writeFileSync(file, JSON.stringify({ ...profile, dialect: 'element-xml', transport }));
}

/** As `state` commands will: the certificate's fingerprint in the place of a key's. */
async function addCertificate(site: TestSite, member: string): Promise<void> {
  const { reference } = await addSystemKey(site.parts.administer, { member, label: 'certificate' });
  const { raw } = new X509Certificate(signer.certificate);
  await site.query('UPDATE principals SET credential_hash = $1 WHERE reference = $2', [
    createHash('sha256').update(raw).digest(),
    reference,
  ]);
}
