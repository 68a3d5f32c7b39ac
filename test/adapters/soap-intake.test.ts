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
import { type SentSoap, hostileSoap } from './hostile-soap.ts';
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

function openIntake() {
  const asked: Asked = { documents: [], fields: [] };
  let now = NOW;
  const intake = createSoapIntake(() => now);
  const calls = callsFor(asked);
  return {
    asked,
    intake,
    calls,
    send: (xml: string | Buffer, sent: SentSoap = {}): Promise<SoapReply<string>> => {
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

const good = signed();

describe('soap intake: what it refuses', () => {
  const all = hostileSoap({ password: 'right', signer, now: NOW });
  for (const [kind, cases] of Object.entries(all)) {
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
