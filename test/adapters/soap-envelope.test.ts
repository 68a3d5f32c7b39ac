import { readFileSync } from 'node:fs';
import http, { type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { listen } from 'soap';
import type { DeliveryOutcome, Parcel } from '../../adapters/adapter.ts';
import { type SoapOptions, createSoapAdapter } from '../../adapters/soap.ts';
import {
  type FakeSoapState,
  STATE_WSDL,
  USER,
  at,
  isSigned,
  startFakeSoapState,
  textAt,
} from '../support/fake-soap-state.ts';
import { soapPair } from '../support/soap-keys.ts';
import { withoutNock } from '../support/without-nock.ts';
import { again, parcelOf } from './adapter-contract.ts';
import { soapOptions } from './soap-options.ts';

const XML = `<?xml version="1.0" encoding="UTF-8"?>\n<t:activity xmlns:t="urn:dialect" a='1'>\r\n  <t:name>O&#39;Né <![CDATA[<x>]]></t:name>\n</t:activity>\n`;
const CONTENT = XML.slice(XML.indexOf('<t:'));
const signal = new AbortController().signal;

describe('soap: what a request holds', () => {
  withoutNock();
  let state: FakeSoapState;

  beforeEach(async () => {
    state = await startFakeSoapState('none');
  });
  afterEach(() => state.stop());

  async function deliver(
    parcels: readonly Parcel[],
    others: Partial<SoapOptions> = {},
  ): Promise<DeliveryOutcome[]> {
    const adapter = createSoapAdapter(soapOptions(state.endpoint, others));
    const outcomes: DeliveryOutcome[] = [];
    for (const parcel of parcels) outcomes.push(...(await adapter.deliver([parcel], signal)));
    await adapter.close();
    return outcomes;
  }

  const xmlParcel = (facts: Partial<Parcel> = {}): Parcel =>
    parcelOf({ contentType: 'application/xml', body: Buffer.from(XML), ...facts });

  for (const security of [{}, { signer: soapPair('signer') }]) {
    it(`an XML document byte for byte${'signer' in security ? ', signed' : ''}`, async () => {
      const [outcome] = await deliver([xmlParcel()], { security });
      expect(outcome).to.include({ kind: 'handed-over' });
      expect((await state.stored())[0]!.body.toString()).to.equal(CONTENT);
      const { xml, tree } = state.requests[0]!;
      expect(textAt(tree, 'Envelope', 'Body', 'TakeActivity', 'activity', 'name')).to.equal(
        "O'Né <x>",
      );
      expect(isSigned(xml)).to.equal('signer' in security);
    });
  }

  it('a document whose root is the operation’s own element in the Body itself', async () => {
    const document = '<x:TakeActivity xmlns:x="urn:example:state:data"><a/></x:TakeActivity>';
    await deliver([xmlParcel({ body: Buffer.from(document) })]);
    expect(state.requests[0]!.xml).to.include(
      `<soap:Body wsu:Id="hub-body">${document}</soap:Body>`,
    );
  });

  it('nothing of a document that says XML and is none', async () => {
    const deep = '<a>'.repeat(79) + '</a>'.repeat(79);
    for (const body of ['<a>', '<!DOCTYPE a><a/>', '{}', deep]) {
      const security = { signer: soapPair('signer') };
      const [outcome] = await deliver([xmlParcel({ body: Buffer.from(body) })], { security });
      expect(outcome).to.include({ kind: 'failed', code: 'DOCUMENT_REFUSED' });
    }
    expect(state.requests).to.deep.equal([]);
  });

  it('the facts of the delivery, the same message id and another nonce and time at each attempt', async () => {
    const parcel = xmlParcel({ deliveryId: '0197-a', caseSequence: 3 });
    let seconds = 0;
    const now = (): Date => new Date(Date.UTC(2026, 10, 23, 12, 0, (seconds += 1)));
    const security = { token: { ...USER, kind: 'digest' } } as const;
    await deliver([parcel, again(parcel)], { now, security });
    const [first, second] = state.requests.map(({ tree }) => at(tree, 'Envelope', 'Header'));
    const facts = [
      'DeliveryId',
      'TransmissionId',
      'CaseId',
      'CaseSequence',
      'Attempt',
      'PossibleDuplicate',
      'ActivityType',
    ];
    expect(facts.map((name) => textAt(second, 'Delivery', name))).to.deep.equal([
      '0197-a',
      parcel.transmissionId,
      parcel.caseId,
      '3',
      '2',
      'true',
      parcel.activityType,
    ]);
    for (const header of [first, second]) {
      expect(textAt(header, 'MessageID')).to.equal('urn:uuid:0197-a');
      expect(textAt(header, 'To')).to.equal(state.endpoint);
      expect(textAt(header, 'Action')).to.equal('urn:example:state:take');
    }
    for (const path of [
      ['Timestamp', 'Created'],
      ['UsernameToken', 'Nonce'],
      ['UsernameToken', 'Password'],
    ]) {
      expect(textAt(first, 'Security', ...path)).to.not.equal(textAt(second, 'Security', ...path));
    }
  });

  it('the headers of its version', async () => {
    for (const version of ['1.1', '1.2'] as const) await deliver([xmlParcel()], { version });
    const [old, modern] = state.requests.map(({ headers }) => headers);
    expect(old).to.include({
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"urn:example:state:take"',
    });
    expect(modern).to.include({
      'content-type': 'application/soap+xml; charset=utf-8; action="urn:example:state:take"',
    });
    expect(modern).to.not.have.property('soapaction');
  });

  it('files of the activity, where the transport carries them', async () => {
    const body = Buffer.from('%PDF-1.7');
    const attachments = [{ sha256: 'a'.repeat(64), mediaType: 'application/pdf', body }];
    await deliver([xmlParcel({ attachments })], { security: { signer: soapPair('signer') } });
    const { xml, tree } = state.requests[0]!;
    const attachment = at(tree, 'Envelope', 'Header', 'Attachments', 'Attachment');
    expect(Buffer.from(textAt(attachment), 'base64')).to.deep.equal(body);
    expect(isSigned(xml)).to.equal(true);
  });

  it('a signature that any change of what it covers breaks', async () => {
    await deliver([xmlParcel()], {
      security: { signer: soapPair('signer'), token: { ...USER, kind: 'text' } },
    });
    const { xml } = state.requests[0]!;
    expect(isSigned(xml)).to.equal(true);
    for (const [from, to] of [
      ['O&#39;N', 'X&#39;N'],
      ['<wsu:Created>2026-11-23T12:00', '<wsu:Created>2026-11-23T12:01'],
      ['2026-11-23T12:05', '2027-11-23T12:05'],
      ['/service</wsa:To>', '/other</wsa:To>'],
      ['urn:example:state:take</wsa:Action>', 'urn:example:state:ask</wsa:Action>'],
      ['</wsa:MessageID>', '0</wsa:MessageID>'],
      ['<hub:Attempt>1<', '<hub:Attempt>2<'],
      ['<wsse:Username>hub<', '<wsse:Username>hob<'],
    ] as const) {
      expect(xml).to.include(from);
      expect(isSigned(xml.replace(from, to)), from).to.equal(false);
    }
  });
});

describe('soap: settings that cannot be used', () => {
  const cases: readonly { name: string; others: Partial<SoapOptions>; code: string }[] = [
    {
      name: 'an endpoint inside',
      others: { endpoint: 'https://169.254.169.254/' },
      code: 'UNROUTABLE',
    },
    { name: 'a WSDL with an operation less', others: { operation: 'Other' }, code: 'UNROUTABLE' },
    {
      name: 'a question that the WSDL has not',
      others: { status: { operation: 'Other', held: [], notHeld: [] } },
      code: 'UNROUTABLE',
    },
    {
      name: 'no password',
      others: { security: { token: { user: 'hub', password: '', kind: 'text' } } },
      code: 'CREDENTIALS_REFUSED',
    },
    {
      name: 'a key of another certificate',
      others: {
        security: {
          signer: { ...soapPair('signer'), privateKey: soapPair('stranger').privateKey },
        },
      },
      code: 'CREDENTIALS_REFUSED',
    },
    {
      name: 'a key that is not RSA',
      others: {
        security: { signer: { certificate: tls('client.crt'), privateKey: tls('client.key') } },
      },
      code: 'CREDENTIALS_REFUSED',
    },
    {
      name: 'no PEM',
      others: { security: { signer: { certificate: 'x', privateKey: 'x' } } },
      code: 'CREDENTIALS_REFUSED',
    },
  ];
  for (const { name, others, code } of cases) {
    it(name, async () => {
      const adapter = createSoapAdapter(soapOptions('http://127.0.0.1:9/', others));
      const [outcome] = await adapter.deliver([parcelOf()], signal);
      await adapter.close();
      expect(outcome).to.include({ kind: 'failed', code });
    });
  }
});

describe('soap: real servers', () => {
  withoutNock();
  let server: Server | https.Server | undefined;

  afterEach(
    () =>
      new Promise<void>((resolve) => {
        if (server === undefined) {
          resolve();
          return;
        }
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
        server = undefined;
      }),
  );

  async function deliverTo(
    scheme: string,
    others: Partial<SoapOptions> = {},
  ): Promise<DeliveryOutcome> {
    const { port } = server!.address() as AddressInfo;
    const adapter = createSoapAdapter(soapOptions(`${scheme}://127.0.0.1:${port}/service`, others));
    const parcel = parcelOf({ deliveryId: 'd-1', contentType: 'text/xml', body: Buffer.from(XML) });
    const [outcome] = await adapter.deliver([parcel], signal);
    await adapter.close();
    return outcome!;
  }

  for (const kind of ['takes', 'throws'] as const) {
    it(`the soap library’s own, which ${kind}`, async () => {
      let seen: unknown;
      server = http.createServer();
      await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
      const take = (
        content: unknown,
        _done: unknown,
        headers: { Delivery: { DeliveryId: string } },
      ): object => {
        seen = content;
        if (kind === 'throws') throw new Error('the text of the peer');
        return { deliveryId: headers.Delivery.DeliveryId, reference: 'TX-1' };
      };
      const port = { TakeActivity: take };
      listen(server, '/service', { StateService: { Soap11: port, Soap12: port } }, STATE_WSDL);
      const outcome = await deliverTo('http', { version: '1.1' });
      if (kind === 'takes') {
        expect(outcome).to.deep.include({
          kind: 'handed-over',
          acknowledgement: { reference: 'TX-1' },
        });
      } else {
        expect(outcome).to.include({ kind: 'failed', code: 'REMOTE_ERROR' });
        expect(JSON.stringify(outcome)).to.not.include('the text of the peer');
      }
      expect(seen).to.have.nested.property('activity.name');
    });
  }

  const trusted = tls('authority.crt');
  for (const { name, served, options, expected } of [
    {
      name: 'a certificate of the trusted authority',
      served: 'server',
      options: { trusted },
      expected: { kind: 'handed-over' },
    },
    {
      name: 'a certificate for another name',
      served: 'other-name',
      options: { trusted },
      expected: { code: 'IDENTITY_MISMATCH' },
    },
    {
      name: 'a certificate that has expired',
      served: 'expired',
      options: { trusted },
      expected: { code: 'IDENTITY_MISMATCH' },
    },
    {
      name: 'a certificate of another authority',
      served: 'of-stranger',
      options: { trusted },
      expected: { code: 'IDENTITY_MISMATCH' },
    },
    {
      name: 'a certificate of no public authority',
      served: 'server',
      options: {},
      expected: { code: 'IDENTITY_MISMATCH' },
    },
  ]) {
    it(`over TLS with ${name}`, async () => {
      let requests = 0;
      server = https.createServer(
        { cert: tls(`${served}.crt`), key: tls(`${served}.key`) },
        (request, response) => {
          requests += 1;
          request.resume();
          response.writeHead(200, { 'Content-Type': 'text/xml' });
          response.end(
            '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><TakeActivityResult xmlns="urn:example:state:data"><deliveryId>d-1</deliveryId></TakeActivityResult></e:Body></e:Envelope>',
          );
        },
      );
      await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
      expect(await deliverTo('https', { tls: options })).to.include(expected);
      expect(requests).to.equal('kind' in expected ? 1 : 0);
    });
  }

  it('an answer longer than the limit, of which the rest is not read', async () => {
    server = http.createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'Content-Type': 'text/xml' });
      const more = (): void => {
        if (response.destroyed) return;
        response.write('<a/>'.repeat(4_096), more);
      };
      more();
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    expect(await deliverTo('http')).to.include({ kind: 'failed', code: 'ANSWER_UNREADABLE' });
  });
});

function tls(name: string): string {
  return readFileSync(new URL(`../../fixtures/keys/tls/${name}`, import.meta.url), 'utf8');
}
