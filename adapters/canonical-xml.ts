import {
  type NamespaceScope,
  type XmlAttribute,
  type XmlElement,
  namespaceIn,
} from './xml-tree.ts';

/**
 * The canonical form of an element by itself: Exclusive XML Canonicalization 1.0 without comments.
 * Equal documents have equal bytes, wherever they stand and whatever prefixes were declared around.
 */
export function canonicalXml(element: XmlElement): string {
  const parts: string[] = [];
  write(element, NOTHING_RENDERED, parts);
  return parts.join('');
}

const NOTHING_RENDERED: NamespaceScope = { own: new Map([['', '']]), outer: undefined };

function write(element: XmlElement, outer: NamespaceScope, parts: string[]): void {
  const { prefix, local, children } = element;
  const name = prefix === '' ? local : `${prefix}:${local}`;
  const declared = newlyUsed(element, outer);
  const rendered = declared.length === 0 ? outer : { own: new Map(declared), outer };
  parts.push('<', name);
  for (const [used, uri] of declared) {
    parts.push(used === '' ? ' xmlns="' : ` xmlns:${used}="`, escapeAttribute(uri), '"');
  }
  for (const attribute of [...element.attributes].sort(byName)) {
    const { prefix: before } = attribute;
    const written = before === '' ? attribute.local : `${before}:${attribute.local}`;
    parts.push(' ', written, '="', escapeAttribute(attribute.value), '"');
  }
  parts.push('>');
  for (const child of children) {
    if (typeof child === 'string') parts.push(escapeText(child));
    else write(child, rendered, parts);
  }
  parts.push('</', name, '>');
}

/** Prefixes that the element itself uses and that no element around it has written the same. */
function newlyUsed(element: XmlElement, outer: NamespaceScope): [prefix: string, uri: string][] {
  const used = new Map([[element.prefix, element.namespace]]);
  for (const { prefix, namespace } of element.attributes) {
    if (prefix !== '') used.set(prefix, namespace);
  }
  used.delete('xml');
  return [...used]
    .filter(([prefix, uri]) => namespaceIn(outer, prefix) !== uri)
    .sort(([a], [b]) => inCodePoints(a, b));
}

function byName(a: XmlAttribute, b: XmlAttribute): number {
  return inCodePoints(a.namespace, b.namespace) || inCodePoints(a.local, b.local);
}

/** UTF-8 sorts as code points do; UTF-16 does not beyond the first plane. */
function inCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Text as XML and its canonical form write it. */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('\r', '&#xD;')
    : text;
}

/** The same for the value of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return /[&<"\t\n\r]/.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('"', '&quot;')
        .replaceAll('\t', '&#x9;')
        .replaceAll('\n', '&#xA;')
        .replaceAll('\r', '&#xD;')
    : text;
}
