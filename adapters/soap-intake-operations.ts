import { canonicalXml, escapeAttribute, escapeText } from './canonical-xml.ts';
import type { RequestEnvelope } from './soap-intake-envelope.ts';
import type {
  SoapCalls,
  SoapDocument,
  SoapFields,
  SoapItem,
  SoapReceipt,
  SoapStatus,
} from './soap-intake.ts';
import { HUB, WSA } from './soap-names.ts';
import { SoapRefusal } from './soap-refusal.ts';
import { attributeOf, childElements, isNamed, onlyChild, textOf } from './xml-reading.ts';
import { NOT_XML, type XmlElement, contentOf, parseXml } from './xml-tree.ts';

/** Does what the content asks for; the element of the answer. */
type Perform = <Actor>(
  content: XmlElement,
  actor: Actor,
  calls: SoapCalls<Actor>,
) => Promise<string>;

/** The operations by the local name of their element, which is theirs too. */
const OPERATIONS: ReadonlyMap<string, Perform> = new Map<string, Perform>([
  [
    'SubmitActivity',
    async (content, actor, calls) => receiptElement(await calls.submit(actor, documentIn(content))),
  ],
  [
    'SubmitAttachment',
    async (content, actor, calls) => {
      const { content: text, ...named } = fieldsIn(content);
      if (text === undefined) throw new SoapRefusal('COMMAND_INVALID');
      const body = bytesOf(text, 'base64');
      const { repeated } = await calls.attach(actor, named, body);
      return element('Repeated', repeated) + element('Size', body.length);
    },
  ],
  [
    'PollInbox',
    async (content, actor, calls) =>
      (await calls.poll(actor, fieldsIn(content))).map(itemElement).join(''),
  ],
  [
    'AcknowledgeDelivery',
    async (content, actor, calls) => {
      await calls.acknowledge(actor, fieldsIn(content));
      return '';
    },
  ],
  [
    'RefuseDelivery',
    async (content, actor, calls) => {
      await calls.refuse(actor, fieldsIn(content));
      return '';
    },
  ],
  [
    'TransmissionStatus',
    async (content, actor, calls) => statusElement(await calls.status(actor, fieldsIn(content))),
  ],
]);

export const OPERATION_NAMES: readonly string[] = [...OPERATIONS.keys()];

/** Of the WSDL: `soapAction` and `wsa:Action` of an operation. */
export function actionOf(operation: string): string {
  return `${HUB}:${operation}`;
}

/** Before anything is verified: what the service does not know costs nothing more. */
export function requireOperation(content: XmlElement): void {
  if (content.namespace !== HUB || !OPERATIONS.has(content.local)) {
    throw new SoapRefusal('SOAP_OPERATION_UNKNOWN');
  }
}

/** The element in the Body decides; an action that says otherwise is refused. */
export function requireAction(
  { header }: RequestEnvelope,
  content: XmlElement,
  soapAction: string | undefined,
): void {
  requireOperation(content);
  const addressed = header && onlyChild(header, WSA, 'Action');
  const said = [
    soapAction?.trim().replace(/^"(.*)"$/, '$1'),
    addressed && textOf(addressed)?.trim(),
  ];
  for (const action of said) {
    if (action === undefined || action === '') continue;
    if (action !== actionOf(content.local)) throw new SoapRefusal('SOAP_OPERATION_UNKNOWN');
  }
}

export async function performOperation<Actor>(
  content: XmlElement,
  actor: Actor,
  calls: SoapCalls<Actor>,
): Promise<string> {
  const perform = OPERATIONS.get(content.local);
  if (perform === undefined) throw new SoapRefusal('SOAP_OPERATION_UNKNOWN');
  const answer = await perform(content, actor, calls);
  const name = `hub:${content.local}Response`;
  return `<${name} xmlns:hub="${HUB}">${answer}</${name}>`;
}

const DEFAULT_XML_TYPE = 'application/xml';
const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+-]{1,64}(?:\s*;[\w\s=."+-]{1,64})?$/;

/** One `Document` with one element, in its canonical form, or one `Text`. */
function documentIn(content: XmlElement): SoapDocument {
  const [part, ...others] = elementsOf(content);
  if (part === undefined || others.length > 0) throw new SoapRefusal('COMMAND_INVALID');
  const contentType = attributeOf(part, 'mediaType')?.trim();
  if (contentType !== undefined && !MEDIA_TYPE.test(contentType)) {
    throw new SoapRefusal('COMMAND_INVALID');
  }
  if (isNamed(part, HUB, 'Document')) {
    const [root, ...more] = elementsOf(part);
    if (root === undefined || more.length > 0) throw new SoapRefusal('COMMAND_INVALID');
    return {
      contentType: contentType ?? DEFAULT_XML_TYPE,
      body: Buffer.from(canonicalXml(root)),
    };
  }
  const text = isNamed(part, HUB, 'Text') ? textOf(part) : undefined;
  if (text === undefined || contentType === undefined) throw new SoapRefusal('COMMAND_INVALID');
  return { contentType, body: bytesOf(text, attributeOf(part, 'encoding')) };
}

function bytesOf(text: string, encoding: string | undefined): Buffer {
  if (encoding === undefined || encoding === 'utf-8') return Buffer.from(text);
  const plain = text.replace(/\s/g, '');
  const isWhole = plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
  if (encoding !== 'base64' || !isWhole) {
    throw new SoapRefusal('COMMAND_INVALID');
  }
  return Buffer.from(plain, 'base64');
}

/** Each element once and with text only: `DeliveryId` is the field `deliveryId`. */
function fieldsIn(content: XmlElement): SoapFields {
  const fields = new Map<string, string>();
  for (const element of elementsOf(content)) {
    const name = element.local.charAt(0).toLowerCase() + element.local.slice(1);
    const text = textOf(element)?.trim();
    if (element.namespace !== HUB || text === undefined || fields.has(name)) {
      throw new SoapRefusal('COMMAND_INVALID');
    }
    fields.set(name, text);
  }
  return Object.fromEntries(fields);
}

function elementsOf(parent: XmlElement): XmlElement[] {
  const hasText = parent.children.some((child) => typeof child === 'string' && child.trim() !== '');
  if (hasText) throw new SoapRefusal('COMMAND_INVALID');
  return childElements(parent);
}

function element(name: string, text: string | number | boolean | undefined): string {
  return text === undefined ? '' : `<hub:${name}>${escapeText(String(text))}</hub:${name}>`;
}

function receiptElement({ repeated, receipt }: SoapReceipt): string {
  return element('Repeated', repeated) + element('Receipt', receipt);
}

function itemElement(item: SoapItem): string {
  const facts = [
    element('DeliveryId', item.deliveryId),
    element('TransmissionId', item.transmissionId),
    element('CaseId', item.caseId),
    element('CaseSequence', item.caseSequence),
    element('Type', item.type),
    element('Attempt', item.attempt),
    element('PossibleDuplicate', item.possibleDuplicate),
  ];
  return `<hub:Item>${facts.join('')}${bodyElement(item)}</hub:Item>`;
}

/** XML as it is, other text as text, and what XML cannot carry in base64. */
function bodyElement({ contentType, encoding, body }: SoapItem): string {
  const type = escapeAttribute(contentType);
  if (encoding === 'utf-8' && isXml(contentType, body)) {
    const content = contentOf(Buffer.from(body)).toString('utf8');
    return `<hub:Document mediaType="${type}">${content}</hub:Document>`;
  }
  if (encoding === 'utf-8' && !NOT_XML.test(body)) {
    return `<hub:Text mediaType="${type}">${escapeText(body)}</hub:Text>`;
  }
  const bytes = encoding === 'base64' ? body : Buffer.from(body).toString('base64');
  return `<hub:Text mediaType="${type}" encoding="base64">${bytes}</hub:Text>`;
}

function isXml(contentType: string, body: string): boolean {
  if (!/^(?:application|text)\/(?:[\w.+-]+\+)?xml\s*(?:;|$)/i.test(contentType)) return false;
  try {
    parseXml(Buffer.from(body));
    return true;
  } catch {
    return false;
  }
}

function statusElement(status: SoapStatus): string {
  const deliveries = status.deliveries.map((delivery) => {
    const facts = [
      element('DeliveryId', delivery.deliveryId),
      element('To', delivery.to),
      element('State', delivery.state),
      element('Reference', delivery.peerReference),
      element('FailureCode', delivery.failureCode),
    ];
    return `<hub:Delivery>${facts.join('')}</hub:Delivery>`;
  });
  const facts = [
    element('TransmissionId', status.transmissionId),
    element('CaseId', status.caseId),
    element('Type', status.type),
    element('Status', status.status),
  ];
  return facts.join('') + deliveries.join('');
}
