import { SOAP, WSA } from './soap-names.ts';
import type { QualifiedName } from './soap-wsdl.ts';
import {
  childElements,
  childrenNamed,
  elementsWithin,
  isNamed,
  onlyChild,
  qualifiedName,
  textOf,
} from './xml-reading.ts';
import { type XmlElement, parseXml } from './xml-tree.ts';

/** What a state's service answered, read as far as the hub believes it. */
export type SoapAnswer =
  | {
      readonly kind: 'content';
      /** The one element in the Body; undefined for an empty one. */
      readonly element: XmlElement | undefined;
      readonly relatesTo: string | undefined;
    }
  | {
      readonly kind: 'fault';
      /** Its code, then the subcodes, the outer ones first. */
      readonly codes: readonly QualifiedName[];
      readonly detail: XmlElement | undefined;
    };

const MEDIA_TYPE = /^(?:text\/xml|application\/soap\+xml|application\/xml)\s*(?:;|$)/i;
const LONGEST_TEXT = 256;

/** Reads an envelope of either version; undefined for anything that is none. */
export function readSoapAnswer(
  contentType: string | undefined,
  bytes: Buffer,
): SoapAnswer | undefined {
  if (contentType === undefined || !MEDIA_TYPE.test(contentType)) return undefined;
  const envelope = parse(bytes);
  const form = Object.values(SOAP).find((one) => one.envelope === envelope?.namespace);
  if (envelope === undefined || form === undefined || envelope.local !== 'Envelope') {
    return undefined;
  }
  const body = onlyChild(envelope, form.envelope, 'Body');
  const headers = childrenNamed(envelope, form.envelope, 'Header');
  if (body === undefined || headers.length > 1) return undefined;
  const [element, ...others] = childElements(body);
  if (others.length > 0) return undefined;
  if (element !== undefined && isNamed(element, form.envelope, 'Fault')) return readFault(element);
  const [header] = headers;
  const relatesTo = header && onlyChild(header, WSA, 'RelatesTo');
  return { kind: 'content', element, relatesTo: relatesTo && textOf(relatesTo)?.trim() };
}

function parse(bytes: Buffer): XmlElement | undefined {
  try {
    return parseXml(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Each version's children in an envelope of either, since common servers mix them: what a fault says
 * counts, not how.
 */
function readFault(fault: XmlElement): SoapAnswer {
  const named = (parent: XmlElement, local: string): XmlElement | undefined =>
    childElements(parent).find((child) => child.local === local);
  const codes: QualifiedName[] = [];
  const old = named(fault, 'faultcode');
  if (old !== undefined) codes.push(...codeIn(old));
  for (let code = named(fault, 'Code'); code !== undefined; code = named(code, 'Subcode')) {
    const value = named(code, 'Value');
    if (value !== undefined) codes.push(...codeIn(value));
  }
  return { kind: 'fault', codes, detail: named(fault, 'detail') ?? named(fault, 'Detail') };
}

/** A code with dots is of its first part, refined (SOAP 1.1, 4.4.1). */
function codeIn(element: XmlElement): QualifiedName[] {
  const text = textOf(element) ?? '';
  const { namespace, local } = qualifiedName(element, text);
  const [general = '', ...finer] = local.split('.');
  return [general, ...finer].map((part) => ({ namespace, local: part }));
}

/**
 * The text of the only element of that local name within another, in whatever namespace; undefined
 * where there is none, more than one, or no short line of text.
 */
export function lineWithin(root: XmlElement, local: string): string | undefined {
  const found = [...elementsWithin(root)].filter((element) => element.local === local);
  const [first] = found;
  if (found.length !== 1 || first === undefined) return undefined;
  const text = textOf(first)?.trim() ?? '';
  return text.length <= LONGEST_TEXT && /^[^\p{C}]+$/u.test(text) ? text : undefined;
}
