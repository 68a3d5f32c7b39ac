import { type XmlElement, namespaceIn } from './xml-tree.ts';

/** The elements directly in another one. */
export function childElements({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => typeof child !== 'string');
}

export function isNamed(element: XmlElement, namespace: string, local: string): boolean {
  return element.local === local && element.namespace === namespace;
}

/** Direct children of that name. */
export function childrenNamed(parent: XmlElement, namespace: string, local: string): XmlElement[] {
  return childElements(parent).filter((child) => isNamed(child, namespace, local));
}

/** The direct child of that name, where there is exactly one. */
export function onlyChild(
  parent: XmlElement,
  namespace: string,
  local: string,
): XmlElement | undefined {
  const [first, ...others] = childrenNamed(parent, namespace, local);
  return others.length === 0 ? first : undefined;
}

/** The text directly in an element that has no elements; undefined for one that has. */
export function textOf({ children }: XmlElement): string | undefined {
  const texts = children.filter((child) => typeof child === 'string');
  return texts.length === children.length ? texts.join('') : undefined;
}

export function attributeOf(
  element: XmlElement,
  local: string,
  namespace = '',
): string | undefined {
  return element.attributes.find((one) => one.local === local && one.namespace === namespace)
    ?.value;
}

/** A qualified name in a text, by the prefixes of where it stands; a default namespace counts. */
export function qualifiedName(
  { scope }: XmlElement,
  text: string,
): { readonly namespace: string; readonly local: string } {
  const [before = '', after] = text.trim().split(':');
  return after === undefined
    ? { namespace: namespaceIn(scope, '') ?? '', local: before }
    : { namespace: namespaceIn(scope, before) ?? '', local: after };
}

/** Every element below and the root itself. */
export function* elementsWithin(root: XmlElement): Generator<XmlElement> {
  yield root;
  for (const child of childElements(root)) yield* elementsWithin(child);
}
