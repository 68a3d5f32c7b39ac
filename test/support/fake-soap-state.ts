import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SignedXml } from 'xml-crypto';
import { Parser } from 'xml2js';
import type { FakeState, StateFault, StoredParcel } from '../adapters/adapter-contract.ts';
import { soapPair } from './soap-keys.ts';

export const STATE_WSDL = readFileSync(new URL('state.wsdl', import.meta.url), 'utf8');
export const USER = { user: 'hub', password: 'right & <secret>' } as const;
const SLOW_MS = 60;

const ENVELOPES = {
  'text/xml': 'http://schemas.xmlsoap.org/soap/envelope/',
  'application/soap+xml': 'http://www.w3.org/2003/05/soap-envelope',
} as const;
const DATA = 'urn:example:state:data';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';

/** What came, read by code that shares nothing with the adapter. */
export interface SoapRequest {
  readonly xml: string;
  readonly headers: IncomingMessage['headers'];
  readonly tree: Tree;
}

export type Tree = { readonly [name: string]: Tree | string | undefined };

export interface FakeSoapState extends FakeState {
  readonly endpoint: string;
  readonly requests: SoapRequest[];
}

/** What a request must show before the state reads on. */
export type Proof = 'none' | 'token' | 'signature';

/** A state's SOAP service as docs/adapters-soap.md says, that fails when told. */
export async function startFakeSoapState(proof: Proof = 'token'): Promise<FakeSoapState> {
  const stored = new Map<string, StoredParcel>();
  const requests: SoapRequest[] = [];
  const sockets = new Set<Socket>();
  const nonces = new Set<string>();
  let fault: { kind: StateFault; onlyFor: ReadonlySet<string> | undefined } = {
    kind: 'none',
    onlyFor: undefined,
  };
  let arrivals = 0;
  let atOnce = 0;
  let most = 0;

  const server = http.createServer((request, response) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    response.once('close', () => {
      atOnce -= 1;
    });
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (fault.kind === 'close-midway') request.socket.destroy();
    });
    request.once('end', () => {
      if (fault.kind === 'close-midway') return;
      take(request, response, Buffer.concat(chunks).toString('utf8'));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });

  function take(request: IncomingMessage, response: ServerResponse, xml: string): void {
    const reply = replyOn(request, response);
    const tree = treeOf(xml);
    requests.push({ xml, headers: request.headers, tree });
    if (!isProven(proof, xml, tree, nonces)) {
      reply.fault('Client', `<code xmlns:w="${WSSE}">w:FailedAuthentication</code>`);
      return;
    }
    const body = at(tree, 'Envelope', 'Body');
    const asked = at(body, 'AskDelivery', 'deliveryId');
    if (typeof asked === 'string') {
      const status = stored.has(asked) ? 'HELD' : 'NOT HELD';
      reply.content('AskDeliveryResult', { deliveryId: asked, status });
      return;
    }
    arrivals += 1;
    const parcel = parcelOf(xml, tree);
    const hit = fault.onlyFor === undefined || fault.onlyFor.has(parcel.deliveryId);
    react(hit ? fault.kind : 'none', { request, response, reply, parcel });
  }

  interface Exchange {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly reply: Reply;
    readonly parcel: StoredParcel;
  }

  function react(kind: StateFault, { request, response, reply, parcel }: Exchange): void {
    const { deliveryId } = parcel;
    const storeAndAnswer = (): void => {
      if (!stored.has(deliveryId)) stored.set(deliveryId, parcel);
      const reference = `TX-${[...stored.keys()].indexOf(deliveryId) + 1}`;
      reply.content('TakeActivityResult', { deliveryId, reference });
    };
    switch (kind) {
      case 'none':
        setImmediate(storeAndAnswer);
        break;
      case 'slow':
        setTimeout(storeAndAnswer, SLOW_MS);
        break;
      case 'fail-after-storing':
        stored.set(deliveryId, parcel);
        request.socket.destroy();
        break;
      case 'fail-before-storing':
      case 'close-midway':
        request.socket.destroy();
        break;
      case 'busy':
        response.setHeader('Retry-After', '7');
        reply.fault('Server');
        break;
      case 'refuse-document':
        reply.fault('Client');
        break;
      case 'lie':
        reply.content('TakeActivityResult', { deliveryId: 'another' });
        break;
      case 'hang':
        break;
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`,
    requests,
    stored: () => [...stored.values()],
    arrivals: () => arrivals,
    mostAtOnce: () => most,
    breakWith: (kind, onlyFor) => {
      fault = { kind, onlyFor };
    },
    openConnections: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  content(name: string, fields: Readonly<Record<string, string>>): void;
  /** `code`: of SOAP 1.1; `subcode` replaces the whole code element. */
  fault(code: 'Client' | 'Server', subcode?: string): void;
}

function replyOn(request: IncomingMessage, response: ServerResponse): Reply {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  const mediaType = type === 'application/soap+xml' ? type : 'text/xml';
  const envelope = ENVELOPES[mediaType];
  const send = (status: number, body: string): void => {
    response.writeHead(status, { 'Content-Type': `${mediaType}; charset=utf-8` });
    response.end(
      `<?xml version="1.0"?><e:Envelope xmlns:e="${envelope}"><e:Body>${body}</e:Body></e:Envelope>`,
    );
  };
  return {
    content: (name, fields) => {
      const elements = Object.entries(fields).map(([key, text]) => `<${key}>${text}</${key}>`);
      send(200, `<${name} xmlns="${DATA}">${elements.join('')}</${name}>`);
    },
    fault: (code, own) => {
      const value = own === undefined ? `<code>e:${code}</code>` : own;
      const old = value.replaceAll('code', 'faultcode');
      const modern = value
        .replaceAll('code', 'e:Value')
        .replace('e:Client', 'e:Sender')
        .replace('e:Server', 'e:Receiver');
      send(
        500,
        mediaType === 'text/xml'
          ? `<e:Fault>${old}<faultstring>the text of the peer</faultstring></e:Fault>`
          : `<e:Fault><e:Code>${modern}</e:Code><e:Reason><e:Text xml:lang="en">the text of the peer</e:Text></e:Reason></e:Fault>`,
      );
    },
  };
}

function treeOf(xml: string): Tree {
  let tree: Tree = {};
  const options = { explicitArray: false, tagNameProcessors: [local], attrkey: '$', async: false };
  new Parser(options).parseString(xml, (error: unknown, result: unknown) => {
    if (error === null) tree = result as Tree;
  });
  return tree;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function at(tree: Tree | string | undefined, ...path: string[]): Tree | string | undefined {
  let found: Tree | string | undefined = tree;
  for (const name of path) found = typeof found === 'object' ? found[name] : undefined;
  return found;
}

export function textAt(tree: Tree | string | undefined, ...path: string[]): string {
  const found = at(tree, ...path);
  const text = typeof found === 'string' ? found : at(found, '_');
  return typeof text === 'string' ? text : '';
}

function parcelOf(xml: string, tree: Tree): StoredParcel {
  const header = at(tree, 'Envelope', 'Header', 'Delivery');
  return {
    deliveryId: textAt(header, 'DeliveryId'),
    caseId: textAt(header, 'CaseId'),
    caseSequence: Number(textAt(header, 'CaseSequence')),
    attempt: Number(textAt(header, 'Attempt')),
    body: documentIn(xml, tree),
  };
}

/** Cut out of the bytes that came, without a parser. */
function documentIn(xml: string, tree: Tree): Buffer {
  const text = textAt(tree, 'Envelope', 'Body', 'TakeActivity', 'Text');
  if (xml.includes(':Text ')) return Buffer.from(text, 'base64');
  const start = xml.indexOf('>', xml.indexOf('<op:TakeActivity ')) + 1;
  return Buffer.from(xml.slice(start, xml.lastIndexOf('</op:TakeActivity>')));
}

/** Signatures that came to the fake states of this process. */
let signed = 0;
const SURELY_LOOKED_AT = 40;
const SAMPLE = 20;

function isProven(proof: Proof, xml: string, tree: Tree, nonces: Set<string>): boolean {
  if (proof === 'none') return true;
  if (proof === 'token') return isTokenOf(tree, nonces);
  signed += 1;
  // xml-crypto takes 50 ms each: of hundreds in one test the first and a sample are enough.
  const isLooked = signed % 500 <= SURELY_LOOKED_AT || signed % SAMPLE === 0;
  return isLooked ? isSigned(xml) : xml.includes('<ds:Signature ');
}

function isTokenOf(tree: Tree, nonces: Set<string>): boolean {
  const token = at(tree, 'Envelope', 'Header', 'Security', 'UsernameToken');
  const nonce = textAt(token, 'Nonce');
  if (nonces.has(nonce)) return false;
  nonces.add(nonce);
  const created = textAt(token, 'Created');
  const isDigest = textAt(token, 'Password', '$', 'Type').endsWith('#PasswordDigest');
  const digest = createHash('sha1')
    .update(Buffer.from(nonce, 'base64'))
    .update(created + USER.password)
    .digest('base64');
  const expected = isDigest ? digest : USER.password;
  return textAt(token, 'Username') === USER.user && textAt(token, 'Password') === expected;
}

/** By xml-crypto; all parts that the signature must cover are among the verified ones. */
export function isSigned(xml: string): boolean {
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(xml)?.[0];
  if (signature === undefined) return false;
  const verifier = new SignedXml({
    publicCert: soapPair('signer').certificate,
    idMode: 'wssecurity',
    getCertFromKeyInfo: () => null,
  });
  try {
    verifier.loadSignature(signature);
    if (!verifier.checkSignature(xml)) return false;
  } catch {
    return false;
  }
  const names = verifier
    .getSignedReferences()
    .map((part) => local(/^<([\w:]+)/.exec(part)?.[1] ?? ''));
  const must = ['Body', 'Timestamp', 'To', 'Action', 'MessageID'];
  return must.every((name) => names.filter((found) => found === name).length === 1);
}
