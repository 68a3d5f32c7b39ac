import { SOAP, type SoapVersion, WSA, WSSE } from './soap-names.ts';
import { type SoapRefusalCode, SoapRefusal } from './soap-refusal.ts';
import { attributeOf, childElements, isNamed, textOf } from './xml-reading.ts';
import { type XmlElement, type XmlRefusal, XmlRefusedError, parseXml } from './xml-tree.ts';

/** An envelope with one Body that holds one element. */
export interface RequestEnvelope {
  readonly version: SoapVersion;
  readonly root: XmlElement;
  readonly header: XmlElement | undefined;
  readonly body: XmlElement;
  readonly content: XmlElement;
  readonly bytes: Buffer;
}

const MEDIA_TYPE = /^\s*(text\/xml|application\/soap\+xml)\s*(?:;(.*))?$/i;
const CHARSET = /charset\s*=\s*"?([^";\s]+)/i;

/** The version that a content type says; 1.1 for anything else. */
export function versionOf(contentType: string | undefined): SoapVersion {
  const [, mediaType = ''] = MEDIA_TYPE.exec(contentType ?? '') ?? [];
  return mediaType.toLowerCase() === SOAP['1.2'].mediaType ? '1.2' : '1.1';
}

/** Throws a SoapRefusal. */
export function readEnvelope(contentType: string | undefined, bytes: Buffer): RequestEnvelope {
  const [type, , parameters = ''] = MEDIA_TYPE.exec(contentType ?? '') ?? [];
  const [, charset = 'utf-8'] = CHARSET.exec(parameters) ?? [];
  if (type === undefined || charset.toLowerCase() !== 'utf-8') {
    throw new SoapRefusal('CONTENT_TYPE_UNSUPPORTED');
  }
  const root = parse(bytes);
  const version = versionOf(contentType);
  const { envelope } = SOAP[version];
  if (root.local !== 'Envelope') throw new SoapRefusal('SOAP_INVALID');
  if (root.namespace !== envelope) throw new SoapRefusal('SOAP_VERSION_UNKNOWN');
  const parts = elementsOnly(root);
  const header = parts[0]?.local === 'Header' ? parts.shift() : undefined;
  const [body, ...others] = parts;
  const isWhole = body !== undefined && others.length === 0 && isNamed(body, envelope, 'Body');
  if (!isWhole || (header !== undefined && header.namespace !== envelope)) {
    throw new SoapRefusal('SOAP_INVALID');
  }
  if (header !== undefined) requireUnderstood(header, envelope);
  return { version, root, header, body, content: onlyContent(body), bytes };
}

/** The one element of a Body. */
export function onlyContent(body: XmlElement): XmlElement {
  const [content, ...others] = elementsOnly(body);
  if (content === undefined || others.length > 0) throw new SoapRefusal('SOAP_INVALID');
  return content;
}

const REFUSED_AS: Readonly<Record<XmlRefusal, SoapRefusalCode>> = {
  MALFORMED: 'DOCUMENT_UNREADABLE',
  DOCTYPE: 'DOCTYPE_FORBIDDEN',
  TOO_DEEP: 'DOCUMENT_TOO_DEEP',
  TOO_LARGE: 'DOCUMENT_TOO_LARGE',
};

function parse(bytes: Buffer): XmlElement {
  try {
    return parseXml(bytes);
  } catch (error) {
    if (error instanceof XmlRefusedError) throw new SoapRefusal(REFUSED_AS[error.reason]);
    throw error;
  }
}

/** No text but blanks stands between them. */
function elementsOnly(parent: XmlElement): XmlElement[] {
  const hasText = parent.children.some((child) => typeof child === 'string' && child.trim() !== '');
  if (hasText) throw new SoapRefusal('SOAP_INVALID');
  return childElements(parent);
}

const ANONYMOUS: ReadonlySet<string> = new Set([`${WSA}/anonymous`, `${WSA}/none`]);

/** SOAP 1.1, 4.2.3; SOAP 1.2, 2.4; and answers go back on this connection only. */
function requireUnderstood(header: XmlElement, envelope: string): void {
  for (const block of elementsOnly(header)) {
    const isAddressing = block.namespace === WSA;
    const must = attributeOf(block, 'mustUnderstand', envelope)?.trim();
    const isKnown = isAddressing || isNamed(block, WSSE, 'Security');
    if ((must === '1' || must === 'true') && !isKnown) throw new SoapRefusal('SOAP_NOT_UNDERSTOOD');
    if (!isAddressing || (block.local !== 'ReplyTo' && block.local !== 'FaultTo')) continue;
    const address = childElements(block).find((child) => isNamed(child, WSA, 'Address'));
    const text = address && textOf(address)?.trim();
    if (!ANONYMOUS.has(text ?? '')) throw new SoapRefusal('SOAP_NOT_UNDERSTOOD');
  }
}
