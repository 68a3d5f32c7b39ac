/** Whom a security key proves a person to (WebAuthn): the name of the hub's host, and its pages' origin. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * The relying party of a hub at this public address. Undefined where browsers would know none: without an
 * address, at a bare IP address, and over plain HTTP but on the machine itself.
 */
export function relyingPartyOf(publicUrl: string | undefined): RelyingParty | undefined {
  const url = publicUrl === undefined ? null : URL.parse(publicUrl);
  if (url === null || isAddress(url.hostname)) return undefined;
  if (url.protocol !== 'https:' && url.hostname !== 'localhost') return undefined;
  return { id: url.hostname, origin: url.origin };
}

/** A URL writes every form of an IPv4 address as four numbers, and IPv6 in brackets. */
const isAddress = (host: string): boolean => /^(?:[\d.]+|\[.*\])$/.test(host);
