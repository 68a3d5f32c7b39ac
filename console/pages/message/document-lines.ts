/** One line of a document as it is shown; `pointer` where it says a value that a rule may have made. */
export interface DocumentLine {
  readonly key: string;
  readonly depth: number;
  readonly text: string;
  readonly pointer?: string;
}

/** Where a cell stands in the text of a document of lines. */
export interface CellPlace {
  /** `/lines/12/CITY`. */
  readonly pointer: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The lines of a document: JSON and XML indented, one of cells (CSV, fixed width) cell by cell below the number
 * of the line, whatever else as it is.
 */
export function linesOf(
  contentType: string,
  body: string,
  cells: readonly CellPlace[] = [],
): DocumentLine[] {
  if (cells.length > 0) return cellLines(body, cells);
  const type = (contentType.split(';')[0] ?? '').trim();
  try {
    if (/[/+]json$/.test(type)) return jsonLines(JSON.parse(body), '', 0, '', '');
    if (/[/+]xml$/.test(type)) return xmlLines(body);
  } catch {
    // What is not well-formed is shown as it came.
  }
  return body
    .split(/\r?\n/)
    .map((text, at) => ({ key: String(at), depth: 0, text }))
    .filter(({ text }, at, all) => text !== '' || at < all.length - 1);
}

function cellLines(body: string, cells: readonly CellPlace[]): DocumentLine[] {
  let before = '';
  return cells.flatMap(({ pointer, from, to }): DocumentLine[] => {
    const [, , line = '', name = ''] = pointer.split('/');
    const cell = {
      key: pointer,
      depth: 1,
      text: `${name}: ${body.slice(from, to).trimEnd()}`,
      pointer,
    };
    if (line === before) return [cell];
    before = line;
    return [{ key: `line ${line}`, depth: 0, text: `line ${line}` }, cell];
  });
}

function jsonLines(
  value: unknown,
  pointer: string,
  depth: number,
  name: string,
  end: string,
): DocumentLine[] {
  if (typeof value !== 'object' || value === null) {
    return [{ key: pointer, depth, text: `${name}${JSON.stringify(value)}${end}`, pointer }];
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const members = Object.entries(value);
  if (members.length === 0) {
    return [{ key: pointer, depth, text: `${name}${open}${close}${end}`, pointer }];
  }
  const inner = members.flatMap(([key, item], at) =>
    jsonLines(
      item,
      `${pointer}/${escaped(key)}`,
      depth + 1,
      Array.isArray(value) ? '' : `${JSON.stringify(key)}: `,
      at === members.length - 1 ? '' : ',',
    ),
  );
  return [
    { key: `${pointer} begin`, depth, text: `${name}${open}` },
    ...inner,
    { key: `${pointer} end`, depth, text: `${close}${end}` },
  ];
}

/** RFC 6901. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const ELEMENT = 1;
const TEXT = 3;

function xmlLines(body: string): DocumentLine[] {
  const parsed = new DOMParser().parseFromString(body, 'application/xml');
  if (parsed.querySelector('parsererror') !== null) throw new Error('not well-formed');
  return elementLines(parsed.documentElement, `/${parsed.documentElement.nodeName}`, 0);
}

/** An element opens a line of its own, and so does each attribute: either may be what a rule made. */
function elementLines(element: Element, pointer: string, depth: number): DocumentLine[] {
  const children = [...element.childNodes].filter(
    ({ nodeType }) => nodeType === ELEMENT,
  ) as Element[];
  const text = [...element.childNodes]
    .filter(({ nodeType }) => nodeType === TEXT)
    .map(({ textContent }) => textContent ?? '')
    .join('')
    .trim();
  const name = element.nodeName;
  const attributes = [...element.attributes].map((attribute) => ({
    key: `${pointer}/@${attribute.name}`,
    depth: depth + 2,
    text: `${attribute.name}="${attribute.value}"`,
    pointer: `${pointer}/@${attribute.name}`,
  }));
  const tag = attributes.length === 0 ? `<${name}>` : `<${name}`;
  if (children.length === 0) {
    const whole = text === '' ? '' : `${attributes.length === 0 ? tag : '>'}${text}</${name}>`;
    const leaf = { key: pointer, depth, pointer };
    if (attributes.length === 0) return [{ ...leaf, text: text === '' ? `<${name}/>` : whole }];
    return [
      { key: `${pointer} begin`, depth, text: tag },
      ...attributes,
      { ...leaf, pointer: `${pointer}/#text`, text: text === '' ? '/>' : whole },
    ];
  }
  const counts = new Map<string, number>();
  for (const child of children) counts.set(child.nodeName, (counts.get(child.nodeName) ?? 0) + 1);
  const seen = new Map<string, number>();
  const inner = children.flatMap((child) => {
    const at = seen.get(child.nodeName) ?? 0;
    seen.set(child.nodeName, at + 1);
    const place = `${pointer}/${escaped(child.nodeName)}`;
    const isList = (counts.get(child.nodeName) ?? 0) > 1;
    return elementLines(child, isList ? `${place}/${at}` : place, depth + 1);
  });
  return [
    { key: `${pointer} begin`, depth, text: tag },
    ...attributes,
    ...(attributes.length === 0 ? [] : [{ key: `${pointer} open`, depth, text: '>' }]),
    ...inner,
    { key: `${pointer} end`, depth, text: `</${name}>` },
  ];
}
