import { createHash } from 'node:crypto';
import type { Envelope as EnvelopeShape } from '../generated/messages.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JsonObject } from './json.ts';

declare const checked: unique symbol;

/**
 * Who sends what about which case: a CloudEvents 1.0 event after schemas/envelope.v1.schema.json.
 * Only the message validator makes one, so that no code behind it checks again.
 */
export type Envelope = JsonObject &
  Omit<EnvelopeShape, 'data'> & { data: JsonObject } & { readonly [checked]: 'Envelope' };

/**
 * SHA-256 of the canonical JSON (RFC 8785) of the envelope without `time`: a sender that submits the
 * same activity again, at another time, gets the same digest.
 */
export function contentDigestOf(envelope: Envelope): Buffer {
  const content: JsonObject = { ...envelope };
  delete content['time'];
  return createHash('sha256').update(canonicalJson(content)).digest();
}
