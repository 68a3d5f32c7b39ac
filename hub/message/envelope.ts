import { createHash } from 'node:crypto';
import type { Envelope as EnvelopeShape } from '../generated/messages.ts';
import { canonicalMembers } from './canonical-json.ts';
import type { JsonObject } from './json.ts';

declare const checked: unique symbol;

/**
 * Who sends what about which case: a CloudEvents 1.0 event after schemas/envelope.v1.schema.json.
 * Only the message validator makes one, so that no code behind it checks again.
 */
export type Envelope = JsonObject &
  Omit<EnvelopeShape, 'data'> & { data: JsonObject } & { readonly [checked]: 'Envelope' };

export interface CanonicalEnvelope {
  /** Canonical JSON (RFC 8785). */
  readonly text: string;
  /**
   * SHA-256 of the canonical JSON without `time`: a sender that submits the same activity again, at
   * another time, gets the same digest.
   */
  readonly contentDigest: Buffer;
}

export function canonicalEnvelope(envelope: Envelope): CanonicalEnvelope {
  const members = canonicalMembers(envelope);
  const text = textOf(members);
  members.delete('time');
  return { text, contentDigest: createHash('sha256').update(textOf(members)).digest() };
}

const textOf = (members: ReadonlyMap<string, string>): string =>
  `{${[...members.values()].join(',')}}`;
