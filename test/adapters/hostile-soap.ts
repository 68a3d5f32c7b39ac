import type { SoapSigner } from '../../adapters/soap-security.ts';
import { soapPair } from '../support/soap-keys.ts';
import { type MessageOptions, NS, signedMessage, tokenMessage } from '../support/soap-message.ts';

/** What stands around a message on its way. */
export interface SentSoap {
  readonly version?: '1.1' | '1.2';
  readonly contentType?: string;
  readonly soapAction?: string;
  /** The clock of the hub, where it is not that of the message. */
  readonly now?: Date;
}

/** An envelope that nobody should send, and what it is refused with. */
export interface HostileSoap {
  readonly name: string;
  readonly xml: string | Buffer;
  readonly sent?: SentSoap;
  readonly code: string;
}

const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

export interface SoapParts {
  /** Who is known, by key and by certificate. */
  readonly password: string;
  readonly signer: SoapSigner;
  /** Now, as the hub that is asked has it. */
  readonly now: Date;
}

const submit = (inner: string): string =>
  `<h:SubmitActivity xmlns:h="${NS.hub}">${inner}</h:SubmitActivity>`;
const document = (xml: string): string => submit(`<h:Document>${xml}</h:Document>`);
const CONTENT = document('<a xmlns="urn:d">1</a>');
const EVIL = document('<evil xmlns="urn:d"/>');
const bodyOf = (xml: string): string => /<s:Body .*<\/s:Body>/s.exec(xml)![0];
const evilBody = (id: string): string => `<s:Body${id}>${EVIL}</s:Body>`;

/** By kind; all of them are about one message of `now`. */
export function hostileSoap({ password, signer, now }: SoapParts): Record<string, HostileSoap[]> {
  const CREATED = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const later = (seconds: number): Partial<MessageOptions> => ({
    created: new Date(Date.parse(CREATED) + seconds * 1_000).toISOString().replace('.000Z', 'Z'),
  });
  const OPTIONS: MessageOptions = { content: CONTENT, created: CREATED };
  const token = (options: Partial<MessageOptions> = {}, more: object = {}): string =>
    tokenMessage({ ...OPTIONS, ...options }, { password, ...more });
  const signed = (options: Partial<MessageOptions> = {}, more: object = {}): string =>
    signedMessage({ ...OPTIONS, ...options }, { signer, ...more });
  const good = signed();
  const at = (text: string): Partial<MessageOptions> => ({ created: text });
  const envelopes: HostileSoap[] = [
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

  const operations: HostileSoap[] = [
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

  const credentials: HostileSoap[] = [
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
      xml: token(at(CREATED.replace('Z', ''))),
      code: 'MESSAGE_EXPIRED',
    },
    { name: 'an old timestamp', xml: token(later(-301)), code: 'MESSAGE_EXPIRED' },
    {
      // Seconds beyond the limit: a message is made a while before it is judged.
      name: 'a timestamp of the future',
      xml: token(later(310)),
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

  const signatures: HostileSoap[] = [
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
      xml: good.replace(CREATED, String(later(1).created)),
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
  const wrapping: HostileSoap[] = [
    ...[
      ['without an id', evilBody('')],
      ['with an id of its own', evilBody(' wsu:Id="E"')],
      ['with the same id', evilBody(' wsu:Id="B"')],
      ['with the same id in other letters', evilBody(' ID="B"')],
    ].flatMap(([name, evil]): HostileSoap[] => [
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

  return { envelopes, operations, credentials, signatures, wrapping };
}
