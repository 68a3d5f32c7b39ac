import { SOAP, type SoapVersion } from './soap-names.ts';
import {
  attributeOf,
  childrenNamed,
  elementsWithin,
  onlyChild,
  qualifiedName,
} from './xml-reading.ts';
import { type XmlElement, parseXml } from './xml-tree.ts';

export interface QualifiedName {
  readonly namespace: string;
  readonly local: string;
}

/** What of a WSDL the hub goes by. Its address is not: the endpoint in force is a row. */
export interface SoapOperation {
  readonly version: SoapVersion;
  readonly soapAction: string;
  /** The element in the Body of the request (document/literal: one part, by `element`). */
  readonly input: QualifiedName;
  /** The element in the Body of the answer; undefined for a one-way operation. */
  readonly output: QualifiedName | undefined;
  /** Whether the schema of the input qualifies the elements within it. */
  readonly qualified: boolean;
}

export type WsdlRefusal =
  | 'UNREADABLE'
  /** It points to other documents: nothing is ever fetched. */
  | 'IMPORT'
  | 'OPERATION_UNKNOWN'
  /** Other than document/literal with one part by `element`, over HTTP. */
  | 'STYLE_UNSUPPORTED';

export type WsdlReading =
  | { readonly kind: 'operation'; readonly operation: SoapOperation }
  | { readonly kind: 'refused'; readonly reason: WsdlRefusal };

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
const OVER_HTTP =
  /^http:\/\/schemas\.xmlsoap\.org\/soap\/http\/?$|\/2003\/05\/soap\/bindings\/HTTP\/?$/;
const POINTERS: ReadonlySet<string> = new Set(['import', 'include', 'redefine', 'override']);

/**
 * Reads one operation from a WSDL 1.1 (WS-I Basic Profile), in the wanted SOAP version or in the first
 * that the WSDL binds it to. Refuses what would have to be fetched, any DOCTYPE, and other styles.
 */
export function readOperation(
  wsdl: string,
  name: string,
  wanted: SoapVersion | undefined,
): WsdlReading {
  let root: XmlElement;
  try {
    root = parseXml(Buffer.from(wsdl));
  } catch {
    return refused('UNREADABLE');
  }
  if (root.namespace !== WSDL || root.local !== 'definitions') return refused('UNREADABLE');
  for (const element of elementsWithin(root))
    if (pointsElsewhere(element)) return refused('IMPORT');
  const versions: readonly SoapVersion[] = wanted === undefined ? ['1.1', '1.2'] : [wanted];
  const bound = childrenNamed(root, WSDL, 'binding')
    .flatMap((binding) => versions.map((version) => bindingOf(binding, version, name)))
    .find((found) => found !== undefined);
  return bound === undefined ? refused('OPERATION_UNKNOWN') : readBound(root, bound);
}

function refused(reason: WsdlRefusal): WsdlReading {
  return { kind: 'refused', reason };
}

/** An import within the document itself, between its own schemas, names no place. */
function pointsElsewhere(element: XmlElement): boolean {
  if (element.namespace !== WSDL && element.namespace !== SCHEMA) return false;
  if (!POINTERS.has(element.local)) return false;
  return element.attributes.some(({ local }) => local === 'location' || local === 'schemaLocation');
}

interface Bound {
  readonly version: SoapVersion;
  readonly name: string;
  /** `soap:binding` and `wsdl:binding`. */
  readonly form: XmlElement;
  readonly binding: XmlElement;
  /** `wsdl:operation` of the binding. */
  readonly operation: XmlElement;
}

function bindingOf(binding: XmlElement, version: SoapVersion, name: string): Bound | undefined {
  const form = onlyChild(binding, SOAP[version].binding, 'binding');
  const operation = named(binding, 'operation', name);
  return form === undefined || operation === undefined
    ? undefined
    : { version, name, form, binding, operation };
}

function named(parent: XmlElement, kind: string, name: string): XmlElement | undefined {
  const [first, ...others] = childrenNamed(parent, WSDL, kind).filter(
    (child) => attributeOf(child, 'name') === name,
  );
  return others.length === 0 ? first : undefined;
}

function readBound(root: XmlElement, bound: Bound): WsdlReading {
  const { version, name, form, binding, operation } = bound;
  const soap = SOAP[version].binding;
  const described = onlyChild(operation, soap, 'operation');
  const style = described && attributeOf(described, 'style');
  const isDocument = (style ?? attributeOf(form, 'style') ?? 'document') === 'document';
  const abstract = abstractOperation(root, binding, name);
  if (abstract === undefined) return refused('OPERATION_UNKNOWN');
  const input = elementOf(root, onlyChild(abstract, WSDL, 'input'));
  const answer = onlyChild(abstract, WSDL, 'output');
  const output = elementOf(root, answer);
  const isLiteral = ['input', 'output'].every((side) => usesLiteral(operation, soap, side));
  const isWhole = input !== undefined && (answer === undefined || output !== undefined);
  const isHttp = OVER_HTTP.test(attributeOf(form, 'transport') ?? '');
  if (!isDocument || !isLiteral || !isHttp || !isWhole) return refused('STYLE_UNSUPPORTED');
  const soapAction = (described && attributeOf(described, 'soapAction')) ?? '';
  const qualified = isQualified(root, input.namespace);
  return { kind: 'operation', operation: { version, soapAction, input, output, qualified } };
}

function abstractOperation(
  root: XmlElement,
  binding: XmlElement,
  name: string,
): XmlElement | undefined {
  const type = qualifiedName(binding, attributeOf(binding, 'type') ?? '').local;
  const portType = named(root, 'portType', type);
  return portType && named(portType, 'operation', name);
}

function usesLiteral(operation: XmlElement, soap: string, side: string): boolean {
  const part = onlyChild(operation, WSDL, side);
  const body = part && onlyChild(part, soap, 'body');
  return ((body && attributeOf(body, 'use')) ?? 'literal') === 'literal';
}

/** The element that a message consists of. */
function elementOf(root: XmlElement, side: XmlElement | undefined): QualifiedName | undefined {
  if (side === undefined) return undefined;
  const message = named(
    root,
    'message',
    qualifiedName(side, attributeOf(side, 'message') ?? '').local,
  );
  const part = message && onlyChild(message, WSDL, 'part');
  const element = part && attributeOf(part, 'element');
  return element === undefined || part === undefined ? undefined : qualifiedName(part, element);
}

function isQualified(root: XmlElement, namespace: string): boolean {
  return [...elementsWithin(root)].some(
    (element) =>
      element.namespace === SCHEMA &&
      element.local === 'schema' &&
      attributeOf(element, 'targetNamespace') === namespace &&
      attributeOf(element, 'elementFormDefault') === 'qualified',
  );
}
