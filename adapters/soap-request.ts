import type { Parcel } from './adapter.ts';
import { escapeAttribute, escapeText } from './canonical-xml.ts';
import type { ExchangeRequest } from './rest-exchange.ts';
import { HUB, SOAP, WSA, WSU, messageIdOf } from './soap-names.ts';
import {
  type Freshness,
  type SoapSecurity,
  securityHeader,
  signEnvelope,
} from './soap-security.ts';
import type { QualifiedName, SoapOperation } from './soap-wsdl.ts';
import { type XmlElement, contentOf, parseXml } from './xml-tree.ts';

/** Where requests go and how they are proven. */
export interface SoapAddress {
  readonly url: URL;
  readonly security: SoapSecurity;
  readonly freshness: Freshness;
}

/**
 * The request that hands over one parcel; undefined where its content says XML and is none. An XML
 * document stands in the operation's element as it is, without its declaration; where its root is that
 * element itself, it stands in the Body. Anything else is text in `hub:Text`.
 */
export function deliveryRequest(
  address: SoapAddress,
  operation: SoapOperation,
  parcel: Parcel,
): ExchangeRequest | undefined {
  const content = contentIn(operation, parcel);
  if (content === undefined) return undefined;
  const headers = deliveryHeader(parcel) + attachmentsHeader(parcel);
  const messageId = messageIdOf(parcel.deliveryId);
  return soapRequest(address, operation, { messageId, headers, content });
}

/** The request that asks whether the state holds a delivery. */
export function statusRequest(
  address: SoapAddress,
  operation: SoapOperation,
  asked: { readonly deliveryId: string; readonly element: string; readonly messageId: string },
): ExchangeRequest {
  const { input, qualified } = operation;
  const name = qualified ? `op:${asked.element}` : asked.element;
  const content = wrapped(input, `<${name}>${escapeText(asked.deliveryId)}</${name}>`);
  return soapRequest(address, operation, { messageId: asked.messageId, headers: '', content });
}

const XML_TYPE = /^(?:application|text)\/(?:[a-z0-9.!#$&^_-]+\+)?xml\s*(?:;|$)/i;

function contentIn({ input }: SoapOperation, parcel: Parcel): string | undefined {
  if (!XML_TYPE.test(parcel.contentType)) return wrapped(input, textElement(parcel));
  const root = rootOf(parcel.body);
  if (root === undefined) return undefined;
  const document = contentOf(parcel.body).toString('utf8');
  const isBare = root.local === input.local && root.namespace === input.namespace;
  return isBare ? document : wrapped(input, document);
}

function rootOf(document: Buffer): XmlElement | undefined {
  try {
    return parseXml(document);
  } catch {
    return undefined;
  }
}

function wrapped({ namespace, local }: QualifiedName, content: string): string {
  return namespace === ''
    ? `<${local}>${content}</${local}>`
    : `<op:${local} xmlns:op="${escapeAttribute(namespace)}">${content}</op:${local}>`;
}

/** Base64 whatever the text: no reader of XML changes its line ends. */
function textElement({ contentType, body }: Parcel): string {
  return `<hub:Text xmlns:hub="${HUB}" mediaType="${escapeAttribute(contentType)}" encoding="base64">${body.toString('base64')}</hub:Text>`;
}

function deliveryHeader(parcel: Parcel): string {
  const facts: readonly [string, string][] = [
    ['DeliveryId', parcel.deliveryId],
    ['TransmissionId', parcel.transmissionId],
    ['CaseId', parcel.caseId],
    ['CaseSequence', String(parcel.caseSequence)],
    ['Attempt', String(parcel.attempt)],
    ['PossibleDuplicate', String(parcel.possibleDuplicate)],
    ['ActivityType', parcel.activityType],
  ];
  const elements = facts.map(([name, text]) => `<hub:${name}>${escapeText(text)}</hub:${name}>`);
  return `<hub:Delivery xmlns:hub="${HUB}" wsu:Id="hub-delivery">${elements.join('')}</hub:Delivery>`;
}

function attachmentsHeader({ attachments = [] }: Parcel): string {
  if (attachments.length === 0) return '';
  const elements = attachments.map(
    ({ sha256, mediaType, body }) =>
      `<hub:Attachment sha256="${sha256}" mediaType="${escapeAttribute(mediaType)}">${body.toString('base64')}</hub:Attachment>`,
  );
  return `<hub:Attachments xmlns:hub="${HUB}" wsu:Id="hub-attachments">${elements.join('')}</hub:Attachments>`;
}

interface Message {
  readonly messageId: string;
  readonly headers: string;
  /** What stands in the Body. */
  readonly content: string;
}

function soapRequest(
  { url, security, freshness }: SoapAddress,
  { version, soapAction, input }: SoapOperation,
  { messageId, headers, content }: Message,
): ExchangeRequest {
  const { envelope, mediaType } = SOAP[version];
  const action = soapAction === '' ? `${input.namespace}/${input.local}` : soapAction;
  const proof = securityHeader(security, freshness, 'soap:mustUnderstand="1"');
  const unsigned = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<soap:Envelope xmlns:soap="${envelope}" xmlns:wsu="${WSU}"><soap:Header>`,
    proof,
    `<wsa:To xmlns:wsa="${WSA}" wsu:Id="hub-to">${escapeText(url.href)}</wsa:To>`,
    `<wsa:Action xmlns:wsa="${WSA}" wsu:Id="hub-action">${escapeText(action)}</wsa:Action>`,
    `<wsa:MessageID xmlns:wsa="${WSA}" wsu:Id="hub-message-id">${escapeText(messageId)}</wsa:MessageID>`,
    headers,
    '</soap:Header><soap:Body wsu:Id="hub-body">',
    content,
    '</soap:Body></soap:Envelope>',
  ].join('');
  const { signer } = security;
  const body = Buffer.from(signer === undefined ? unsigned : signEnvelope(unsigned, signer));
  const type = `${mediaType}; charset=utf-8`;
  const quoted = `"${soapAction}"`;
  // prettier-ignore
  const fields = [
    'Host', url.host,
    'Accept', mediaType,
    'Accept-Encoding', 'identity',
    'Content-Type', version === '1.2' && soapAction !== '' ? `${type}; action=${quoted}` : type,
    'Content-Length', String(body.length),
    ...(version === '1.1' ? ['SOAPAction', quoted] : []),
  ];
  return { method: 'POST', path: url.pathname, headers: fields, body };
}
