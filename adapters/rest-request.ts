import { createHash } from 'node:crypto';
import type { Parcel } from './adapter.ts';
import type { Authenticate } from './rest-authentication.ts';
import type { ExchangeRequest } from './rest-exchange.ts';

/** Where requests go and how they are authenticated. */
export interface RestAddress {
  /** For the `Host` field: the port only where it is not the scheme's own. */
  readonly authority: string;
  /** Path of the endpoint without a slash at its end. */
  readonly basePath: string;
  readonly authenticate: Authenticate;
}

/** `POST <endpoint>/activities` for one parcel, and the digest that it names (docs/adapters.md). */
export function deliveryRequest(
  { authority, basePath, authenticate }: RestAddress,
  parcel: Parcel,
): { readonly request: ExchangeRequest; readonly contentDigest: string } {
  const path = `${basePath}/activities`;
  const sha256 = createHash('sha256').update(parcel.body).digest('base64');
  const contentDigest = `sha-256=:${sha256}:`;
  const attempt = String(parcel.attempt);
  const proof = authenticate({
    method: 'POST',
    authority,
    path,
    fields: [
      ['content-digest', contentDigest],
      ['content-type', parcel.contentType],
      ['idempotency-key', parcel.deliveryId],
      ['x-attempt', attempt],
    ],
  });
  // prettier-ignore
  const headers = [
    'Host', authority,
    'Accept', 'application/json',
    'Accept-Encoding', 'identity',
    'Content-Type', parcel.contentType,
    'Content-Length', String(parcel.body.length),
    'Content-Digest', contentDigest,
    'Digest', `SHA-256=${sha256}`,
    'Idempotency-Key', parcel.deliveryId,
    'X-Delivery-Id', parcel.deliveryId,
    'X-Attempt', attempt,
    'X-Possible-Duplicate', String(parcel.possibleDuplicate),
    'X-Case-Id', parcel.caseId,
    'X-Case-Sequence', String(parcel.caseSequence),
    'X-Activity-Type', parcel.activityType,
    ...proof,
  ];
  return { request: { method: 'POST', path, headers, body: parcel.body }, contentDigest };
}

/** `GET <endpoint>/activities/<deliveryId>`: does the state hold it? */
export function probeRequest(
  { authority, basePath, authenticate }: RestAddress,
  deliveryId: string,
): ExchangeRequest {
  const path = `${basePath}/activities/${encodeURIComponent(deliveryId)}`;
  const proof = authenticate({ method: 'GET', authority, path, fields: [] });
  // prettier-ignore
  const headers = [
    'Host', authority,
    'Accept', 'application/json',
    'Accept-Encoding', 'identity',
    ...proof,
  ];
  return { method: 'GET', path, headers };
}
