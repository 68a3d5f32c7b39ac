import type { DryRunDocument, DryRunReport } from '../flows/dry-run.ts';
import type { Actor } from '../access/actor.ts';
import type { Authenticator } from '../access/authenticate.ts';
import type { Accept } from '../flows/accept.ts';
import type { Assignment } from '../flows/review.ts';
import type { EncodedBody, Reads } from '../flows/reads.ts';
import type { Log } from '../log.ts';
import type { SchemaFiles } from '../message/schema-files.ts';
import type { Metrics } from '../metrics.ts';
import type { RateLimits } from './rate-limit.ts';
import type { SoapService } from './soap-service.ts';

/** Everything the HTTP side needs of the rest of the hub; `build-hub.ts` gives it. */
export interface HttpParts {
  readonly flows: Flows;
  readonly reads: Reads;
  readonly soap: SoapService;
  readonly authenticator: Authenticator;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: () => Promise<Health>;
  /** Process clock: paces rate limits. */
  readonly now: () => Date;
  /** The members of the compact, and which of them are connected here. */
  readonly members: () => Promise<readonly ConnectedMember[]>;
  /** Public receipt keys as a JWK set (RFC 7517), retired ones included. */
  readonly receiptKeys: () => { readonly keys: readonly object[] };
  /** Verifier key lines of the ledger (C2SP signed-note), one for each signer. */
  readonly ledgerKeys: () => readonly string[];
  /** The contents of schemas/: embedded in the OpenAPI document. */
  readonly schemaFiles: SchemaFiles;
  readonly publicUrl: string;
  readonly softwareVersion: string;
  readonly limits: HttpLimits;
  /** Behind a proxy the client's address is the one that the proxy names, and loopback proves nothing. */
  readonly behindProxy: boolean;
  /** Whoever presents it may read `/metrics`; without it only a caller on the same machine. */
  readonly metricsToken?: string;
}

export interface HttpLimits {
  /** Bytes of an activity. */
  readonly activityBytes: number;
  /** Bytes of an attachment. */
  readonly attachmentBytes: number;
  /** Absent: no rate is limited (bench). */
  readonly rates?: RateLimits;
}

export const DEFAULT_ACTIVITY_BYTES = 1024 * 1024;
/** The compact's own limit is 3 MB a document; the rest is room for a scanner's margin. */
export const DEFAULT_ATTACHMENT_BYTES = 3 * 1024 * 1024;

export interface Health {
  readonly database: boolean;
  /** False when leaves wait and nobody sequences them. */
  readonly sequencer: boolean;
}

export interface ConnectedMember {
  readonly code: string;
  readonly name: string;
  readonly connected: boolean;
}

/**
 * What the hub does for its callers. Each flow asks the policy once more with the record in hand,
 * and throws a HubError whose code stands in docs/errors.md.
 */
export interface Flows {
  readonly accept: Accept;
  /** What would become of a document; nothing is kept, sent or used up. */
  readonly dryRun: (actor: Actor, document: DryRunDocument) => Promise<DryRunReport>;
  /** The oldest unacknowledged delivery of each case, `dispatching` committed; repeatable. */
  inbox(actor: Actor, limit: number): Promise<readonly InboxItem[]>;
  acknowledge(
    actor: Actor,
    deliveryId: string,
    answer: { reference?: string; channel?: 'soap' },
  ): Promise<void>;
  refuse(
    actor: Actor,
    deliveryId: string,
    answer: { reason: string; channel?: 'soap' },
  ): Promise<void>;
  release(actor: Actor, transmissionId: string): Promise<void>;
  returnToSender(actor: Actor, transmissionId: string, reason: string): Promise<void>;
  /** Gives what stands in the office's list to another person of its own state. */
  assign(actor: Actor, transmissionId: string, assignment: Assignment): Promise<void>;
  finishReview(actor: Actor, transmissionId: string): Promise<void>;
  replay(actor: Actor, deliveryId: string, reason: string): Promise<void>;
  cancel(actor: Actor, deliveryId: string, reason: string): Promise<void>;
  /** Checks that the bytes have that SHA-256; stored twice, it stays stored once. */
  storeAttachment(actor: Actor, attachment: Attachment): Promise<{ repeated: boolean }>;
  readAttachment(actor: Actor, sha256: string): Promise<Attachment>;
}

export interface Attachment {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

export interface InboxItem extends EncodedBody {
  readonly deliveryId: string;
  readonly transmissionId: string;
  readonly caseId: string;
  readonly caseSequence: number;
  readonly type: string;
  readonly contentType: string;
  readonly attempt: number;
  readonly possibleDuplicate: boolean;
}
