import { expect } from 'chai';
import {
  type SoapCalls,
  type SoapDocument,
  type SoapReply,
  createSoapIntake,
} from '../../adapters/soap-intake.ts';
import { hubWsdl } from '../../adapters/soap-intake-wsdl.ts';
import { createReplayCache } from '../../adapters/replay-cache.ts';
import { readOperation } from '../../adapters/soap-wsdl.ts';
import { soapPair } from '../support/soap-keys.ts';
import { type MessageOptions, NS, signedMessage, tokenMessage } from '../support/soap-message.ts';

const NOW = new Date('2027-03-01T12:00:00Z');
const CREATED = '2027-03-01T12:00:00Z';
const signer = soapPair('signer');

const submit = (inner: string): string =>
  `<h:SubmitActivity xmlns:h="${NS.hub}">${inner}</h:SubmitActivity>`;
const document = (xml: string): string => submit(`<h:Document>${xml}</h:Document>`);
const CONTENT = document('<a xmlns="urn:d">1</a>');

interface Asked {
  readonly documents: SoapDocument[];
  readonly fields: unknown[];
}

/** Calls that know one key and one certificate, and remember what they were asked. */
function callsFor(asked: Asked): SoapCalls<string> {
  const note = (fields: unknown): Promise<void> => {
    asked.fields.push(fields);
    return Promise.resolve();
  };
  return {
    authenticate: (shown) => {
      if (shown.kind === 'key' && shown.secret === 'right') return Promise.resolve('TX');
      const pem = signer.certificate.replace(/-----[A-Z ]+-----|\s/g, '');
      if (shown.kind === 'certificate' && shown.der.toString('base64') === pem) {
        return Promise.resolve('TX');
      }
      return Promise.reject(new Error('UNAUTHENTICATED'));
    },
    submit: (_actor, one) => {
      asked.documents.push(one);
      return Promise.resolve({ repeated: false, receipt: '{"a":"<&>"}' });
    },
    attach: async (_actor, fields, body) => {
      await note({ ...fields, body: body.toString() });
      return { repeated: false };
    },
    poll: (_actor, fields) => {
      asked.fields.push(fields);
      const item = {
        deliveryId: 'd-1',
        transmissionId: 't-1',
        caseId: 'C-1',
        caseSequence: 1,
        type: 'compact.x.v1',
        attempt: 1,
        possibleDuplicate: false,
        encoding: 'utf-8',
      } as const;
      return Promise.resolve([
        {
          ...item,
          contentType: 'application/xml',
          body: '<?xml version="1.0"?>\n<b xmlns="urn:d"/>',
        },
        { ...item, contentType: 'application/json', body: '{"a":"<\r\n>"}' },
        { ...item, contentType: 'text/plain', body: '\u0001' },
        { ...item, contentType: 'text/plain', encoding: 'base64', body: '/w==' },
      ]);
    },
    acknowledge: (_actor, fields) => note(fields),
    refuse: (_actor, fields) => note(fields),
    status: (_actor, fields) => {
      asked.fields.push(fields);
      const deliveries = [{ deliveryId: 'd-1', to: 'TX', state: 'failed', failureCode: 'X' }];
      return Promise.resolve({
        transmissionId: 't-1',
        caseId: 'C-1',
        type: 'x',
        status: 's',
        deliveries,
      });
    },
    problemOf: (cause) => {
      const thrown = cause.kind === 'thrown' ? cause.error : undefined;
      const code =
        cause.kind === 'refused' ? cause.code : thrown instanceof Error ? thrown.message : 'X';
      const status = code === 'RATE_LIMITED' ? 429 : code === 'INTERNAL' ? 500 : 400;
      const problems = [{ pointer: '/a', code: 'form', detail: '<x>' }];
      const body = JSON.stringify({
        type: 'urn:p',
        status,
        detail: 'words & more',
        code,
        problems,
      });
      return { status, code, body, ...(status === 429 ? { retryAfter: 3 } : {}) };
    },
  };
}

const TYPE = { '1.1': 'text/xml; charset=utf-8', '1.2': 'application/soap+xml; charset=utf-8' };

interface Sent {
  readonly version?: '1.1' | '1.2';
  readonly contentType?: string;
  readonly soapAction?: string;
  readonly now?: Date;
}

function openIntake() {
  const asked: Asked = { documents: [], fields: [] };
  let now = NOW;
  const intake = createSoapIntake(() => now);
  const calls = callsFor(asked);
  return {
    asked,
    intake,
    calls,
    send: (xml: string | Buffer, sent: Sent = {}): Promise<SoapReply<string>> => {
      now = sent.now ?? NOW;
      return intake.answer(
        {
          contentType: sent.contentType ?? TYPE[sent.version ?? '1.2'],
          soapAction: sent.soapAction,
          body: Buffer.from(xml),
        },
        calls,
      );
    },
  };
}

const OPTIONS: MessageOptions = { content: CONTENT, created: CREATED };
const token = (options: Partial<MessageOptions> = {}, more: object = {}): string =>
  tokenMessage({ ...OPTIONS, ...options }, { password: 'right', ...more });
const signed = (options: Partial<MessageOptions> = {}, more: object = {}): string =>
  signedMessage({ ...OPTIONS, ...options }, { signer, ...more });

describe('soap intake: what it hands on', () => {
  for (const version of ['1.1', '1.2'] as const) {
    for (const [name, message] of Object.entries({ token, signed })) {
      it(`a document in its canonical form (${version}, ${name})`, async () => {
        const { send, asked } = openIntake();
        const content = document(
          `<p:a xmlns:p="urn:d" xmlns:q="urn:q" b='2' a="1"><!-- c -->x<![CDATA[<]]></p:a>`,
        );
        const reply = await send(message({ version, content }), { version });
        expect(reply.status, reply.body).to.equal(200);
        expect(reply.headers['Content-Type']).to.equal(TYPE[version]);
        expect(reply.actor).to.equal('TX');
        expect(reply.body).to.include('<hub:Receipt>{"a":"&lt;&amp;&gt;"}</hub:Receipt>');
        expect(
          asked.documents.map(({ contentType, body }) => [contentType, body.toString()]),
        ).to.deep.equal([['application/xml', '<p:a xmlns:p="urn:d" a="1" b="2">x&lt;</p:a>']]);
      });
    }
  }

  const texts = [
    {
      name: 'text',
      inner: '<h:Text mediaType="application/json">{"a": 1}</h:Text>',
      expected: '{"a": 1}',
    },
    {
      name: 'base64',
      inner: '<h:Text mediaType="application/json" encoding="base64">eyJh\n Ijox fQ==</h:Text>',
      expected: '{"a":1}',
    },
  ];
  for (const { name, inner, expected } of texts) {
    it(`another format as ${name}`, async () => {
      const { send, asked } = openIntake();
      await send(token({ content: submit(inner) }));
      expect(asked.documents[0]!.body.toString()).to.equal(expected);
      expect(asked.documents[0]!.contentType).to.equal('application/json');
    });
  }

  it('fields by the names of the API', async () => {
    const { send, asked } = openIntake();
    for (const content of [
      `<PollInbox xmlns="${NS.hub}"><Limit> 5 </Limit></PollInbox>`,
      `<AcknowledgeDelivery xmlns="${NS.hub}"><DeliveryId>d</DeliveryId><Reference>r</Reference></AcknowledgeDelivery>`,
      `<RefuseDelivery xmlns="${NS.hub}"><DeliveryId>d</DeliveryId><Reason>why &amp; how</Reason></RefuseDelivery>`,
      `<TransmissionStatus xmlns="${NS.hub}"><TransmissionId>t</TransmissionId></TransmissionStatus>`,
    ]) {
      expect((await send(token({ content }))).status).to.equal(200);
    }
    expect(asked.fields).to.deep.equal([
      { limit: '5' },
      { deliveryId: 'd', reference: 'r' },
      { deliveryId: 'd', reason: 'why & how' },
      { transmissionId: 't' },
    ]);
  });

  const file = (fields: string): string =>
    `<SubmitAttachment xmlns="${NS.hub}">${fields}</SubmitAttachment>`;

  it('a file under its name and type', async () => {
    const { send, asked } = openIntake();
    const content = file(
      '<Sha256>ab</Sha256><MediaType>text/plain</MediaType><Content>aGVs\n bG8=</Content>',
    );
    const { status, body } = await send(token({ content }));
    expect(status, body).to.equal(200);
    expect(body).to.include('<hub:Repeated>false</hub:Repeated><hub:Size>5</hub:Size>');
    expect(asked.fields).to.deep.equal([{ sha256: 'ab', mediaType: 'text/plain', body: 'hello' }]);
  });

  for (const content of [
    '',
    '<Content>a</Content>',
    '<Content>a-b_</Content>',
    '<Content>=</Content>',
  ]) {
    it(`no file of ${content || 'nothing'}`, async () => {
      const { send, asked } = openIntake();
      expect((await send(token({ content: file(content) }))).code).to.equal('COMMAND_INVALID');
      expect(asked.fields).to.deep.equal([]);
    });
  }

  it('an inbox with each document as XML carries it best', async () => {
    const { send } = openIntake();
    const { body } = await send(token({ content: `<PollInbox xmlns="${NS.hub}"/>` }));
    expect(body).to.include(
      '<hub:Document mediaType="application/xml"><b xmlns="urn:d"/></hub:Document>',
    );
    expect(body).to.include(
      '<hub:Text mediaType="application/json">{"a":"&lt;&#xD;\n&gt;"}</hub:Text>',
    );
    expect(body).to.include('<hub:Text mediaType="text/plain" encoding="base64">AQ==</hub:Text>');
    expect(body).to.include('<hub:Text mediaType="text/plain" encoding="base64">/w==</hub:Text>');
  });

  it('the message id back as what the answer relates to', async () => {
    const { send } = openIntake();
    const headers = `<a:MessageID xmlns:a="${NS.wsa}">urn:uuid:1</a:MessageID><a:ReplyTo xmlns:a="${NS.wsa}"><a:Address>${NS.wsa}/anonymous</a:Address></a:ReplyTo>`;
    const { body } = await send(token({ headers }));
    expect(body).to.include('>urn:uuid:1</wsa:RelatesTo>');
  });
});

interface Case {
  readonly name: string;
  readonly xml: string | Buffer;
  readonly sent?: Sent;
  readonly code: string;
}

const at = (text: string): Partial<MessageOptions> => ({ created: text });
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

const EVIL = document('<evil xmlns="urn:d"/>');
const bodyOf = (xml: string): string => /<s:Body .*<\/s:Body>/s.exec(xml)![0];
const good = signed();
const evilBody = (id: string): string => `<s:Body${id}>${EVIL}</s:Body>`;

describe('soap intake: what it refuses', () => {
  const envelopes: Case[] = [
    {
      name: 'another content type',
      xml: token(),
      sent: { contentType: 'application/json' },
      code: 'CONTENT_TYPE_UNSUPPORTED',
    },
    {
      name: 'a multipart',
      xml: token(),
      sent: { contentType: 'multipart/related; type="text/xml"' },
      code: 'CONTENT_TYPE_UNSUPPORTED',
    },
    {
      name: 'another charset',
      xml: token(),
      sent: { contentType: 'text/xml; charset=utf-16' },
      code: 'CONTENT_TYPE_UNSUPPORTED',
    },
    { name: 'nothing', xml: '', code: 'DOCUMENT_UNREADABLE' },
    { name: 'no XML', xml: '{"a":1}', code: 'DOCUMENT_UNREADABLE' },
    { name: 'a DOCTYPE', xml: `<!DOCTYPE x>${token()}`, code: 'DOCTYPE_FORBIDDEN' },
    {
      name: 'an external entity',
      xml: `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${token({ content: document('<a>&e;</a>') })}`,
      code: 'DOCTYPE_FORBIDDEN',
    },
    {
      name: 'billion laughs',
      xml: `<!DOCTYPE x [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>${token()}`,
      code: 'DOCTYPE_FORBIDDEN',
    },
    {
      name: 'an entity of nobody',
      xml: token({ content: document('<a>&e;</a>') }),
      code: 'DOCUMENT_UNREADABLE',
    },
    {
      name: 'a depth bomb',
      xml: token({ content: document('<a>'.repeat(200) + '</a>'.repeat(200)) }),
      code: 'DOCUMENT_TOO_DEEP',
    },
    {
      name: '100,000 elements',
      xml: token({ content: document(`<a>${'<b/>'.repeat(100_000)}</a>`) }),
      code: 'DOCUMENT_TOO_LARGE',
    },
    {
      name: 'no UTF-8',
      xml: Buffer.from(token({ content: document('<a>é</a>') }), 'latin1'),
      code: 'DOCUMENT_UNREADABLE',
    },
    {
      name: 'a processing instruction',
      xml: `<?xml-stylesheet href="x"?>${token()}`,
      code: 'DOCUMENT_UNREADABLE',
    },
    { name: 'another root', xml: CONTENT, code: 'SOAP_INVALID' },
    { name: 'the other version', xml: token({ version: '1.1' }), code: 'SOAP_VERSION_UNKNOWN' },
    {
      name: 'an envelope of nobody',
      xml: token().replaceAll(NS['1.2'], 'urn:x'),
      code: 'SOAP_VERSION_UNKNOWN',
    },
    {
      name: 'two Bodies',
      xml: token().replace('</s:Envelope>', '<s:Body/></s:Envelope>'),
      code: 'SOAP_INVALID',
    },
    {
      name: 'two Headers',
      xml: token().replace('<s:Body', '<s:Header/><s:Body'),
      code: 'SOAP_INVALID',
    },
    { name: 'no Body', xml: token().replace(/<s:Body.*<\/s:Body>/, ''), code: 'SOAP_INVALID' },
    { name: 'an empty Body', xml: token({ content: '' }), code: 'SOAP_INVALID' },
    {
      name: 'two elements in the Body',
      xml: token({ content: CONTENT + CONTENT }),
      code: 'SOAP_INVALID',
    },
    { name: 'text in the Body', xml: token({ content: `x${CONTENT}` }), code: 'SOAP_INVALID' },
    {
      name: 'a header that must be understood',
      xml: token({ headers: `<x:T xmlns:x="urn:x" s:mustUnderstand="true"/>` }),
      code: 'SOAP_NOT_UNDERSTOOD',
    },
    {
      name: 'an answer asked for elsewhere',
      xml: token({
        headers: `<a:ReplyTo xmlns:a="${NS.wsa}"><a:Address>http://169.254.169.254/</a:Address></a:ReplyTo>`,
      }),
      code: 'SOAP_NOT_UNDERSTOOD',
    },
    {
      name: 'an operation of nobody',
      xml: token({ content: `<Drop xmlns="${NS.hub}"/>` }),
      code: 'SOAP_OPERATION_UNKNOWN',
    },
    {
      name: 'an operation of another namespace',
      xml: token({ content: '<SubmitActivity/>' }),
      code: 'SOAP_OPERATION_UNKNOWN',
    },
    {
      name: 'an operation named as what every object has',
      xml: token({ content: `<constructor xmlns="${NS.hub}"/>` }),
      code: 'SOAP_OPERATION_UNKNOWN',
    },
    {
      name: 'the SOAPAction of another',
      xml: token({ version: '1.1' }),
      sent: { version: '1.1', soapAction: `"${NS.hub}:PollInbox"` },
      code: 'SOAP_OPERATION_UNKNOWN',
    },
    {
      name: 'the wsa:Action of another',
      xml: token({ headers: `<a:Action xmlns:a="${NS.wsa}">${NS.hub}:PollInbox</a:Action>` }),
      code: 'SOAP_OPERATION_UNKNOWN',
    },
  ];

  const operations: Case[] = [
    { name: 'no document', xml: token({ content: submit('') }), code: 'COMMAND_INVALID' },
    {
      name: 'two documents',
      xml: token({ content: submit('<h:Document><a/></h:Document><h:Document><a/></h:Document>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'two elements in a document',
      xml: token({ content: document('<a/><a/>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'text in a document',
      xml: token({ content: document('text') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'a document of another name',
      xml: token({ content: submit('<a/>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'text without a media type',
      xml: token({ content: submit('<h:Text>x</h:Text>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'a media type that is none',
      xml: token({ content: submit('<h:Text mediaType="x&#13;y">x</h:Text>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'an encoding of nobody',
      xml: token({ content: submit('<h:Text mediaType="a/b" encoding="rot13">x</h:Text>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'base64 that is none',
      xml: token({ content: submit('<h:Text mediaType="a/b" encoding="base64">!!</h:Text>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'elements in text',
      xml: token({ content: submit('<h:Text mediaType="a/b"><x/></h:Text>') }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'a field twice',
      xml: token({
        content: `<PollInbox xmlns="${NS.hub}"><Limit>1</Limit><Limit>2</Limit></PollInbox>`,
      }),
      code: 'COMMAND_INVALID',
    },
    {
      name: 'a field of another namespace',
      xml: token({ content: `<h:PollInbox xmlns:h="${NS.hub}"><Limit>1</Limit></h:PollInbox>` }),
      code: 'COMMAND_INVALID',
    },
  ];

  const credentials: Case[] = [
    {
      name: 'no Security',
      xml: token().replace(/<wsse:Security.*<\/wsse:Security>/, ''),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'no Header',
      xml: token().replace(/<s:Header.*<\/s:Header>/, ''),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'two Securities',
      xml: token({ headers: `<wsse:Security xmlns:wsse="${NS.wsse}"/>` }),
      code: 'SECURITY_INVALID',
    },
    { name: 'a wrong key', xml: token({}, { password: 'wrong' }), code: 'UNAUTHENTICATED' },
    {
      name: 'a digest of the key',
      xml: token({}, { type: 'PasswordDigest' }),
      code: 'PASSWORD_DIGEST_UNSUPPORTED',
    },
    {
      name: 'another kind of password',
      xml: token().replace('#PasswordText', '#Other'),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'no password',
      xml: token().replace(/<wsse:Password .*<\/wsse:Password>/, ''),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'two tokens',
      xml: token().replace(/(<wsse:UsernameToken>.*<\/wsse:UsernameToken>)/, '$1$1'),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'an assertion beside the token',
      xml: token().replace('</wsse:Security>', '<x:Assertion xmlns:x="urn:x"/></wsse:Security>'),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'token and signature',
      xml: good.replace(
        '<ds:Signature ',
        `${/<wsse:UsernameToken>.*<\/wsse:UsernameToken>/.exec(token())![0]}<ds:Signature `,
      ),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'no timestamp',
      xml: token().replace(/<wsu:Timestamp.*<\/wsu:Timestamp>/, ''),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'a timestamp without its moment',
      xml: token()
        .replace(/<wsu:Created>/, '<wsu:Other>')
        .replace(/<\/wsu:Created>/, '</wsu:Other>'),
      code: 'MESSAGE_EXPIRED',
    },
    { name: 'a timestamp that is none', xml: token(at('yesterday')), code: 'MESSAGE_EXPIRED' },
    {
      name: 'a timestamp without a zone',
      xml: token(at('2027-03-01T12:00:00')),
      code: 'MESSAGE_EXPIRED',
    },
    { name: 'an old timestamp', xml: token(at('2027-03-01T11:54:59Z')), code: 'MESSAGE_EXPIRED' },
    {
      name: 'a timestamp of the future',
      xml: token(at('2027-03-01T12:05:01Z')),
      code: 'MESSAGE_EXPIRED',
    },
    {
      name: 'a timestamp that has ended',
      xml: token({ expires: CREATED }),
      code: 'MESSAGE_EXPIRED',
    },
    { name: 'a nonce that is none', xml: token({}, { nonce: 'x y' }), code: 'SECURITY_INVALID' },
    {
      name: 'a nonce of 10,000',
      xml: token({}, { nonce: 'A'.repeat(10_000) }),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'a key of 500,000',
      xml: token({}, { password: 'A'.repeat(500_000) }),
      code: 'UNAUTHENTICATED',
    },
    {
      name: '10,000 certificates',
      xml: token().replace(
        '</wsse:Security>',
        `${'<wsse:BinarySecurityToken>AAAA</wsse:BinarySecurityToken>'.repeat(10_000)}</wsse:Security>`,
      ),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'a Timestamp of 10,000 moments',
      xml: token().replace(/(<wsu:Created>[^<]*<\/wsu:Created>)/, (created) =>
        created.repeat(10_000),
      ),
      code: 'MESSAGE_EXPIRED',
    },
  ];

  const signatures: Case[] = [
    {
      name: 'of a stranger',
      xml: signed({}, { signer: soapPair('stranger') }),
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'of a stranger under our certificate',
      xml: signed({}, { signer: { ...signer, privateKey: soapPair('stranger').privateKey } }),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'two certificates',
      xml: good.replace(
        '</wsse:Security>',
        `<ds:X509Certificate xmlns:ds="http://www.w3.org/2000/09/xmldsig#">AAAA</ds:X509Certificate></wsse:Security>`,
      ),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'no certificate',
      xml: good.replace(/<wsse:BinarySecurityToken.*<\/wsse:BinarySecurityToken>/, ''),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'a certificate that is none',
      xml: good.replace(/(<wsse:BinarySecurityToken[^>]*>).{9}/, '$1AAAAAAAAA'),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'a certificate that has ended',
      xml: signed(at('2227-01-01T00:00:00Z')),
      sent: { now: new Date('2227-01-01T00:00:00Z') },
      code: 'SIGNATURE_INVALID',
    },
    { name: 'changed content', xml: good.replace('>1</a>', '>2</a>'), code: 'SIGNATURE_INVALID' },
    {
      name: 'a changed timestamp',
      xml: good.replace(CREATED, '2027-03-01T12:00:01Z'),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'a changed value',
      xml: good.replace(/(<ds:SignatureValue>).{4}/, '$1AAAA'),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'no Body covered',
      xml: signed({}, { parts: ['Timestamp'] }),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'no Timestamp covered',
      xml: signed({}, { parts: ['Body'] }),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'only the content covered',
      xml: signed({}, { parts: ['Timestamp', 'SubmitActivity'] }),
      code: 'SIGNATURE_INVALID',
    },
    { name: 'SHA-1 digests', xml: signed({}, { digest: SHA1 }), code: 'SIGNATURE_INVALID' },
    { name: 'RSA with SHA-1', xml: signed({}, { method: RSA_SHA1 }), code: 'SIGNATURE_INVALID' },
    {
      name: 'inclusive canonicalisation',
      xml: signed({}, { transforms: [C14N] }),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'HMAC by the certificate as the key',
      xml: good.replace(/xmldsig-more#rsa-sha256/, '../2000/09/xmldsig#hmac-sha1'),
      code: 'SIGNATURE_INVALID',
    },
    ...[
      'file:///etc/passwd',
      'http://169.254.169.254/',
      'cid:body',
      '',
      '#xpointer(/)',
      "#xpointer(id('B'))",
    ].map((uri) => ({
      name: `a reference to ${uri === '' ? 'all of it' : uri}`,
      xml: good.replace(/(<ds:Reference URI=")[^"]*/, `$1${uri}`),
      code: 'SIGNATURE_INVALID',
    })),
    ...['REC-xslt-19991116', 'REC-xpath-19991116', '2002/06/xmldsig-filter2'].map((transform) => ({
      name: `a transform of ${transform}`,
      xml: good.replace(
        '<ds:Transforms>',
        `<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/${transform}"/>`,
      ),
      code: 'SIGNATURE_INVALID',
    })),
    {
      name: 'a method that is none',
      xml: good.replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, '$1none'),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'a reference 10,000 times',
      xml: good.replace(/<ds:Reference .*?<\/ds:Reference>/s, (one) => one.repeat(10_000)),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'no reference',
      xml: good.replace(/<ds:Reference .*<\/ds:Reference>/s, ''),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'two signatures',
      xml: good.replace(/(<ds:Signature .*<\/ds:Signature>)/s, '$1$1'),
      code: 'SECURITY_INVALID',
    },
    {
      name: 'a signature within the content',
      xml: signed({
        content: document('<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/>'),
      }),
      code: 'SIGNATURE_INVALID',
    },
  ];

  // XSW: the signed Body is kept where the signature finds it, and another is put where a reader looks.
  const kept = bodyOf(good);
  const wrapping: Case[] = [
    ...[
      ['without an id', evilBody('')],
      ['with an id of its own', evilBody(' wsu:Id="E"')],
      ['with the same id', evilBody(' wsu:Id="B"')],
      ['with the same id in other letters', evilBody(' ID="B"')],
    ].flatMap(([name, evil]): Case[] => [
      {
        name: `the Body moved into the header, one ${name} instead`,
        xml: good
          .replace(kept, evil!)
          .replace('</s:Header>', `<x:W xmlns:x="urn:x">${kept}</x:W></s:Header>`),
        code: 'SIGNATURE_INVALID',
      },
      {
        name: `the Body moved into Security, one ${name} instead`,
        xml: good.replace(kept, evil!).replace('</wsse:Security>', `${kept}</wsse:Security>`),
        code: 'SECURITY_INVALID',
      },
      {
        name: `the Body moved into the signature, one ${name} instead`,
        xml: good
          .replace(kept, evil!)
          .replace('</ds:Signature>', `<ds:Object>${kept}</ds:Object></ds:Signature>`),
        code: 'SIGNATURE_INVALID',
      },
      {
        name: `the Body within one ${name}`,
        xml: good.replace(
          kept,
          evil!.replace('<evil xmlns="urn:d"/>', `<evil xmlns="urn:d">${kept}</evil>`),
        ),
        code: 'SIGNATURE_INVALID',
      },
      {
        name: `a second Body ${name} before it`,
        xml: good.replace(kept, evil! + kept),
        code: 'SOAP_INVALID',
      },
      {
        name: `a second Body ${name} behind it`,
        xml: good.replace(kept, kept + evil!),
        code: 'SOAP_INVALID',
      },
    ]),
    {
      name: 'the Timestamp moved away, a fresh one instead',
      xml: good
        .replace(
          /(<wsu:Timestamp .*<\/wsu:Timestamp>)/,
          `<wsu:Timestamp wsu:Id="T2"><wsu:Created>${CREATED}</wsu:Created></wsu:Timestamp>`,
        )
        .replace(
          '</s:Header>',
          `<x:W xmlns:x="urn:x">${/<wsu:Timestamp .*<\/wsu:Timestamp>/.exec(good)![0]}</x:W></s:Header>`,
        ),
      code: 'SIGNATURE_INVALID',
    },
    {
      name: 'another element with the id of the Body',
      xml: signed({ content: document('<a xmlns:w="http://x" Id="B"/>') }),
      code: 'SIGNATURE_INVALID',
    },
  ];

  for (const [kind, cases] of Object.entries({
    envelopes,
    operations,
    credentials,
    signatures,
    wrapping,
  })) {
    describe(kind, () => {
      for (const { name, xml, sent, code } of cases) {
        it(name, async () => {
          const { send, asked } = openIntake();
          const reply = await send(xml, sent);
          expect(reply.code, reply.body).to.equal(code);
          expect(reply.status).to.be.oneOf([400, 500]);
          expect(asked).to.deep.equal({ documents: [], fields: [] });
        });
      }
    });
  }

  it('the same nonce of the same key again, and not of another or later', async () => {
    const { send } = openIntake();
    const once = token({}, { nonce: 'MTIzNDU2Nzg=' });
    expect((await send(once)).status).to.equal(200);
    expect((await send(once)).code).to.equal('MESSAGE_REPLAYED');
    const spaced = token({}, { nonce: 'MTIzNDU2Nzg=', password: ' right ' });
    expect((await send(spaced)).code).to.equal('MESSAGE_REPLAYED');
    const next = token({}, { nonce: 'MTIzNDU2Nzk=' });
    expect((await send(next)).status).to.equal(200);
  });

  it('the same signed message again, with its white space changed too', async () => {
    const { send } = openIntake();
    expect((await send(good)).status).to.equal(200);
    expect((await send(good)).code).to.equal('MESSAGE_REPLAYED');
    const spaced = good.replace(/(<ds:SignatureValue>.{8})/, '$1\n ');
    expect((await send(spaced)).code).to.be.oneOf(['MESSAGE_REPLAYED', 'SIGNATURE_INVALID']);
    expect((await send(good, { now: new Date('2027-03-01T12:05:00Z') })).code).to.equal(
      'MESSAGE_REPLAYED',
    );
    expect((await send(good, { now: new Date('2027-03-01T12:05:01Z') })).code).to.equal(
      'MESSAGE_EXPIRED',
    );
  });

  it('remembers nothing of strangers', async () => {
    const { send } = openIntake();
    const wrong = good.replace('>1</a>', '>2</a>');
    expect((await send(wrong)).code).to.equal('SIGNATURE_INVALID');
    expect((await send(good)).status).to.equal(200);
  });
});

describe('soap intake: faults', () => {
  const cases = [
    {
      version: '1.1',
      code: 'UNAUTHENTICATED',
      status: 500,
      said: /<faultcode xmlns:finer="[^"]*secext-1.0.xsd">finer:FailedAuthentication<\/faultcode><faultstring xml:lang="en">words &amp; more</,
    },
    {
      version: '1.2',
      code: 'UNAUTHENTICATED',
      status: 400,
      said: /<soap:Value>soap:Sender<\/soap:Value><soap:Subcode><soap:Value xmlns:finer="[^"]*">finer:FailedAuthentication</,
    },
    {
      version: '1.1',
      code: 'SCHEMA_INVALID',
      status: 500,
      said: /<faultcode>soap:Client<\/faultcode>/,
    },
    {
      version: '1.2',
      code: 'SCHEMA_INVALID',
      status: 400,
      said: /<soap:Value>soap:Sender<\/soap:Value><\/soap:Code>/,
    },
    { version: '1.1', code: 'INTERNAL', status: 500, said: /<faultcode>soap:Server<\/faultcode>/ },
    {
      version: '1.2',
      code: 'INTERNAL',
      status: 500,
      said: /<soap:Value>soap:Receiver<\/soap:Value>/,
    },
    {
      version: '1.2',
      code: 'RATE_LIMITED',
      status: 500,
      said: /<soap:Value>soap:Receiver<\/soap:Value>/,
    },
  ] as const;
  for (const { version, code, status, said } of cases) {
    it(`${code} in SOAP ${version}`, () => {
      const { intake, calls } = openIntake();
      const reply = intake.refuse(TYPE[version], new Error(code), calls);
      expect(reply).to.include({ status, code });
      expect(reply.body).to.match(said);
      expect(reply.body).to.include('<problem xmlns="urn:ietf:rfc:7807"><type>urn:p</type>');
      expect(reply.body).to.include(
        '<problems><i><pointer>/a</pointer><code>form</code><detail>&lt;x&gt;</detail></i></problems>',
      );
      expect(reply.headers['Retry-After']).to.equal(code === 'RATE_LIMITED' ? '3' : undefined);
    });
  }

  it('forgets no replay early: a full memory takes nothing new', () => {
    const cache = createReplayCache(2);
    const until = new Date(NOW.getTime() + 1_000);
    expect(['a', 'b', 'c'].map((key) => cache.isFirst({ key, until }, NOW))).to.deep.equal([
      true,
      true,
      false,
    ]);
    const later = new Date(until.getTime() + 1);
    expect(cache.isFirst({ key: 'c', until: later }, later)).to.equal(true);
  });
});

describe('soap intake: the WSDL', () => {
  it('is one that the hub itself could be a client of', () => {
    for (const version of ['1.1', '1.2'] as const) {
      expect(
        readOperation(hubWsdl('https://hub.example/soap'), 'PollInbox', version),
      ).to.deep.equal({
        kind: 'operation',
        operation: {
          version,
          soapAction: `${NS.hub}:PollInbox`,
          input: { namespace: NS.hub, local: 'PollInbox' },
          output: { namespace: NS.hub, local: 'PollInboxResponse' },
          qualified: true,
        },
      });
    }
  });
});
