import { type KeyObject, sign } from 'node:crypto';
import type { JsonObject } from './json.ts';
import { canonicalJson } from './canonical-json.ts';

/** What the hub promises with a receipt: it is made of values of acceptance, which never change. */
export interface ReceiptFacts {
  readonly transmissionId: string;
  readonly status: string;
  readonly caseId: string;
  readonly personId: string;
  readonly messageId: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** SHA-256 of the document as it was received. */
  readonly digest: Buffer;
  readonly acceptedAt: Date;
  /** Origin line of the ledger in which a leaf for it appears within `maxMergeDelaySeconds`. */
  readonly ledger: string;
}

/** A key that signs receipts; retired ones are kept, so that a repeat gets the same bytes for ever. */
export interface ReceiptSigner {
  readonly keyId: string;
  readonly key: KeyObject;
}

export const MAX_MERGE_DELAY_SECONDS = 60;

/**
 * The receipt as JSON text: its members in canonical order (RFC 8785) and `signature`, a detached
 * JWS (RFC 7515 appendix F, EdDSA) over the canonical JSON of the others. Ed25519 signatures are
 * deterministic (RFC 8032), so equal facts and key give equal bytes.
 */
export function signReceipt(facts: ReceiptFacts, signer: ReceiptSigner): string {
  const payload: JsonObject = {
    acceptedAt: facts.acceptedAt.toISOString(),
    caseId: facts.caseId,
    digest: `sha-256:${facts.digest.toString('hex')}`,
    from: facts.from,
    ledger: facts.ledger,
    maxMergeDelaySeconds: MAX_MERGE_DELAY_SECONDS,
    messageId: facts.messageId,
    personId: facts.personId,
    status: facts.status,
    to: facts.to,
    transmissionId: facts.transmissionId,
    type: facts.type,
  };
  // By hand, because a signature through Web Crypto costs a hop to another thread and back: more
  // than the signature itself.
  const header = base64url(JSON.stringify({ alg: 'EdDSA', kid: signer.keyId }));
  const signingInput = `${header}.${base64url(canonicalJson(payload))}`;
  const signature = sign(null, Buffer.from(signingInput), signer.key);
  const jws = `${header}..${signature.toString('base64url')}`;
  return canonicalJson({ ...payload, signature: jws });
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');
