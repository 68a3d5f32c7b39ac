/** The head of a request, after whose answer the connection ends. */
export type WriteHead = (request: string, ...headers: string[]) => string;

export const POST = 'POST /v1/messages HTTP/1.1';
export const CANONICAL = 'Content-Type: application/cloudevents+json';
const smuggled = 'GET /v1/inbox HTTP/1.1\r\nHost: x\r\n\r\n';

/** Bytes of no client, with the status they get; 0 where the connection ends without a word. */
export function hostileWire(head: WriteHead): [what: string, request: string, status: number][] {
  const [post, type] = [POST, CANONICAL];
  return [
    [
      'both Content-Length and Transfer-Encoding',
      `${head(post, type, 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${smuggled}`,
      400,
    ],
    [
      'Transfer-Encoding twice',
      `${head(post, type, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}0\r\n\r\n`,
      400,
    ],
    [
      'an obscured Transfer-Encoding',
      `${head(post, type, 'Transfer-Encoding: xchunked', 'Content-Length: 2')}{}`,
      400,
    ],
    [
      'Transfer-Encoding with a space before the colon',
      `${head(post, type, 'Transfer-Encoding : chunked')}0\r\n\r\n`,
      400,
    ],
    ['two lengths', `${head(post, type, 'Content-Length: 2', 'Content-Length: 3')}{}`, 400],
    ['a negative length', head(post, type, 'Content-Length: -1'), 400],
    ['a length in hexadecimal', head(post, type, 'Content-Length: 0x10'), 400],
    [
      'a chunk size that overflows',
      `${head(post, type, 'Transfer-Encoding: chunked')}FFFFFFFFFFFFFFFFF\r\n{}`,
      400,
    ],
    [
      'a chunk size that is none',
      `${head(post, type, 'Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`,
      400,
    ],
    ['a bare line feed in the head', `${post}\nHost: x\n\n`, 400],
    ['a folded header', head(post, 'X-A: b\r\n folded'), 400],
    ['a NUL in a header', head('GET /v1/inbox HTTP/1.1', 'X-A: a\0b'), 400],
    ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', head('GET /healthz HTTP/1.1', 'Host: other.example'), 400],
    ['two credentials', head('GET /v1/inbox HTTP/1.1', 'Authorization: Bearer x'), 400],
    [
      'two content types',
      `${head(post, type, 'Content-Type: text/xml', 'Content-Length: 2')}{}`,
      400,
    ],
    [
      'a head that is too large',
      head('GET /healthz HTTP/1.1', `X-Big: ${'a'.repeat(20_000)}`),
      431,
    ],
    ['a path that is too long', head(`GET /${'a'.repeat(20_000)} HTTP/1.1`), 431],
    ['a query that is too long', head(`GET /v1/messages?from=${'a'.repeat(20_000)} HTTP/1.1`), 431],
    ['HTTP/0.9', 'GET /healthz\r\n\r\n', 400],
    ['HTTP/2 before its time', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a method that there is not', head('BREW /v1/messages HTTP/1.1'), 400],
    ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['nothing but noise', 'x'.repeat(100), 400],
    ['CONNECT', head('CONNECT internal:5432 HTTP/1.1'), 0],
    ['TRACE', head('TRACE /v1/messages HTTP/1.1'), 405],
  ];
}

/** Of nobody. */
export const SOME_ID = '00000000-0000-7000-8000-000000000000';
const id = SOME_ID;

/** Paths and methods that there are not. */
export const HOSTILE_PATHS: readonly (readonly [route: string, status: number])[] = [
  ['GET /v1/messages/', 404],
  ['GET //v1/messages', 404],
  ['GET /V1/messages', 404],
  ['GET /v1/Messages', 404],
  ['GET /v1/messages/%2e%2e/inbox', 404],
  ['GET /v1/../v1/inbox%00', 404],
  ['GET /v1/messages/%2Fetc%2Fpasswd', 404],
  ['GET /v1/messages/%E0%A4%A', 400],
  ['GET /v1/messages/%c0%ae', 400],
  [`GET /v1/messages/${id.toUpperCase().replace('7', 'A')}`, 404],
  [`GET /v1/messages/${id};admin=1`, 404],
  [`GET /v1/messages/${id}%0d%0aX-A:%20b`, 404],
  ["GET /v1/messages/'%20OR%201=1%20--", 404],
  ['GET /v1/cases/__proto__', 404],
  ['GET /v1/attachments/..%2f..%2fetc%2fpasswd', 404],
  ['GET /docs/..%2f..%2fpackage.json', 404],
  ['GET /docs/package.json', 404],
  ['GET /docs/constructor', 404],
  ['GET /schemas/..%2f..%2fpackage.json', 404],
  ['GET /schemas/code-lists', 404],
  ['GET /schemas/constructor', 404],
  ['GET /schemas/code-lists/..%2fcontext.jsonld', 404],
  ['GET /v1/ledger/tile/entries/..%2f..%2f..%2fmessages', 403],
  ['GET /v1/ledger/tile/%2e%2e/checkpoint', 404],
  ['DELETE /v1/messages', 405],
  ['PATCH /v1/messages', 405],
  ['OPTIONS /v1/messages', 405],
  ['PUT /v1/messages', 405],
  [`DELETE /v1/messages/${id}`, 405],
  [`GET /v1/messages/${id}/release`, 405],
  [`GET /v1/deliveries/${id}/replay`, 405],
  ['POST /v1/ledger/checkpoint', 405],
  ['POST /healthz', 405],
];
