/** A place in a text, both counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

type Expected =
  'value' | 'valueOrClose' | 'name' | 'nameOrClose' | 'colon' | 'commaOrClose' | 'end';

// No control character stands in a string: the category Cc without DEL and C1, which may.
const TOKEN =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|[\u{7f}-\u{9f}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy;
const BLANK = /[ \t\r\n]*/y;

/** Where a text stops being JSON (RFC 8259); undefined when it is JSON. Nothing of it is quoted. */
export function placeOfJsonError(text: string): TextPlace | undefined {
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let at = skip(text, 0); ; at = skip(text, TOKEN.lastIndex)) {
    if (at === text.length) return expected === 'end' ? undefined : placeAt(text, at);
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    const next: Expected | undefined =
      token === undefined ? undefined : after(token, expected, open);
    if (next === undefined) return placeAt(text, at);
    expected = next;
  }
}

function skip(text: string, from: number): number {
  BLANK.lastIndex = from;
  BLANK.exec(text);
  return BLANK.lastIndex;
}

function placeAt(text: string, at: number): TextPlace {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** What may follow a token; undefined when it may not stand here. `open` has the brackets around it. */
function after(token: string, expected: Expected, open: string[]): Expected | undefined {
  if (token === '}' || token === ']') return afterClose(token, expected, open);
  if (expected === 'colon') return token === ':' ? 'value' : undefined;
  if (expected === 'commaOrClose') {
    if (token !== ',') return undefined;
    return open.at(-1) === '{' ? 'name' : 'value';
  }
  if (expected === 'name' || expected === 'nameOrClose') {
    return token.startsWith('"') ? 'colon' : undefined;
  }
  if (expected === 'end' || token === ',' || token === ':') return undefined;
  if (token !== '{' && token !== '[') return open.length === 0 ? 'end' : 'commaOrClose';
  open.push(token);
  return token === '{' ? 'nameOrClose' : 'valueOrClose';
}

function afterClose(token: string, expected: Expected, open: string[]): Expected | undefined {
  const isObject = token === '}';
  const empty: Expected = isObject ? 'nameOrClose' : 'valueOrClose';
  if (expected !== 'commaOrClose' && expected !== empty) return undefined;
  if (open.pop() !== (isObject ? '{' : '[')) return undefined;
  return open.length === 0 ? 'end' : 'commaOrClose';
}
