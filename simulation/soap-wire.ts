import { createHash, randomBytes } from 'node:crypto';
import { Parser } from 'xml2js';

/** The simulated state's own reading and writing of SOAP 1.2; it shares no code with the hub. */
export const ENVELOPE = 'http://www.w3.org/2003/05/soap-envelope';
export const SOAP_TYPE = 'application/soap+xml; charset=utf-8';
export const HUB = 'urn:compact-hub:soap:v1';
/** Of the service that a state without a WSDL of its own offers. */
export const STATE = 'urn:compact-hub:state-delivery:v1';
const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-';

/** Elements by their local names; text of an element without others; attributes below `$`. */
export type Tree = { readonly [name: string]: Tree | Tree[] | string | undefined };

const OPTIONS = {
  explicitArray: false,
  async: false,
  tagNameProcessors: [(name: string): string => name.slice(name.indexOf(':') + 1)],
};

/** Undefined for what is no XML. */
export function readTree(xml: string): Tree | undefined {
  let tree: Tree | undefined;
  try {
    new Parser(OPTIONS).parseString(xml, (error: unknown, result: unknown) => {
      if (error === null) tree = result as Tree;
    });
  } catch {
    return undefined;
  }
  return tree;
}

/** Text below a path of local names; empty where there is none. */
export function textAt(tree: Tree | undefined, ...path: string[]): string {
  let found: Tree | Tree[] | string | undefined = tree;
  for (const name of path) {
    found = typeof found === 'object' && !Array.isArray(found) ? found[name] : undefined;
  }
  if (typeof found === 'object' && !Array.isArray(found)) found = found['_'];
  return typeof found === 'string' ? found.trim() : '';
}

export function treeAt(tree: Tree | undefined, ...path: string[]): Tree | undefined {
  let found: Tree | undefined = tree;
  for (const name of path) {
    const next = found?.[name];
    found = typeof next === 'object' && !Array.isArray(next) ? next : undefined;
  }
  return found;
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function envelope(body: string, header = ''): string {
  const head = header === '' ? '' : `<s:Header>${header}</s:Header>`;
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${ENVELOPE}">${head}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** A document as it stands in an element: XML without its declaration, anything else in base64. */
export function embedded(contentType: string, document: Buffer): string {
  if (!/[/+]xml(;|$)/.test(contentType)) {
    return `<h:Text mediaType="${escaped(contentType)}" encoding="base64">${document.toString('base64')}</h:Text>`;
  }
  const xml = document.toString('utf8').replace(/^\ufeff?<\?xml[^>]*\?>\s*/, '');
  return `<h:Document mediaType="${escaped(contentType)}">${xml}</h:Document>`;
}

/** `wsse:Security` with the system's key as it is, for the hub. */
export function keyHeader(key: string, now: Date): string {
  const created = now.toISOString();
  const nonce = randomBytes(16).toString('base64');
  return `<w:Security xmlns:w="${WSS}wssecurity-secext-1.0.xsd" xmlns:u="${WSS}wssecurity-utility-1.0.xsd" s:mustUnderstand="true"><u:Timestamp><u:Created>${created}</u:Created></u:Timestamp><w:UsernameToken><w:Username>state</w:Username><w:Password Type="${WSS}username-token-profile-1.0#PasswordText">${escaped(key)}</w:Password><w:Nonce>${nonce}</w:Nonce><u:Created>${created}</u:Created></w:UsernameToken></w:Security>`;
}

/** Whether a request's username token proves the password, by its digest. */
export function provesPassword(request: Tree, user: string, password: string): boolean {
  const token = treeAt(request, 'Envelope', 'Header', 'Security', 'UsernameToken');
  const digest = createHash('sha1')
    .update(Buffer.from(textAt(token, 'Nonce'), 'base64'))
    .update(textAt(token, 'Created') + password)
    .digest('base64');
  return textAt(token, 'Username') === user && textAt(token, 'Password') === digest;
}
