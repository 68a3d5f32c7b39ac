import type { DryRunDocument, DryRunReport } from '../flows/dry-run.ts';
import type { Actor } from '../access/actor.ts';
import type { Authenticator } from '../access/authenticate.ts';
import type { Access } from '../flows/create-access.ts';
import type { UsePolicy } from '../flows/access-parts.ts';
import type { Accept } from '../flows/accept.ts';
import type { Designation } from '../flows/designate.ts';
import type { Replayed, ReplayFilter, ReplayList } from '../flows/replay-failures.ts';
import type { Order, ProposedOrder } from '../flows/order-erasure.ts';
import type { HookView, IssuedHook, NewHook } from '../flows/hooks.ts';
import type { NotificationSettings, SettingsView } from '../flows/notification-settings.ts';
import type { ContactView, PublicContact } from '../flows/office-contacts.ts';
import type { OfficeContact } from '../compact/office-contact.ts';
import type { StatedReason, Viewing } from '../flows/record-viewing.ts';
import type { Assignment } from '../flows/review.ts';
import type { EncodedBody, Reads, SavedFilter } from '../flows/reads.ts';
import type { LedgerChannel } from '../ledger/event.ts';
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
  /** Accounts and sessions of persons. */
  readonly access: Access;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: () => Promise<Health>;
  /** Process clock: paces rate limits. */
  readonly now: () => Date;
  /** The members of the compact, and which of them are connected here. */
  readonly members: () => Promise<readonly ConnectedMember[]>;
  /** IANA name of the zone in which the days of a state are counted; none of who is no state. */
  readonly timeZoneOf: (member: string) => string | undefined;
  /** Public receipt keys as a JWK set (RFC 7517), retired ones included. */
  readonly receiptKeys: () => { readonly keys: readonly object[] };
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
  /** False when a new ledger began since this process started: it has to be started anew. */
  readonly ledger: boolean;
  /** False when the oldest leaf waits for a signed checkpoint since a minute. */
  readonly sequencer: boolean;
  /** `open`, or the code by which nothing is accepted now. */
  readonly intake: string;
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
    answer: { reference?: string; channel?: LedgerChannel },
  ): Promise<void>;
  refuse(
    actor: Actor,
    deliveryId: string,
    answer: { reason: string; channel?: LedgerChannel },
  ): Promise<void>;
  release(actor: Actor, transmissionId: string): Promise<void>;
  returnToSender(actor: Actor, transmissionId: string, reason: string): Promise<void>;
  /** Names the user of the actor's own state who has the case. */
  designate(actor: Actor, caseId: string, designation: Designation): Promise<void>;
  /** Gives what stands in the office's list to another person of its own state. */
  assign(actor: Actor, transmissionId: string, assignment: Assignment): Promise<void>;
  finishReview(actor: Actor, transmissionId: string): Promise<void>;
  /** Before somebody is shown documents, a file or the person of an activity. */
  recordViewing(actor: Actor, viewing: Viewing): Promise<void>;
  /** Before the national office is shown documents. */
  recordReasonedViewing(actor: Actor, viewing: Viewing, stated: StatedReason): Promise<void>;
  /** For the actor's own state alone. */
  writeNote(actor: Actor, caseId: string, text: string): Promise<{ readonly noteId: string }>;
  /** In the place of those that the actor kept before. */
  saveFilters(actor: Actor, filters: readonly SavedFilter[]): Promise<void>;
  /** The first of two persons asks for content to be erased, sealed or opened again. */
  proposeErasure(actor: Actor, order: Order): Promise<ProposedOrder>;
  /** The second carries it out. */
  approveErasure(actor: Actor, erasureId: string): Promise<{ readonly transmissions: number }>;
  withdrawErasure(actor: Actor, erasureId: string): Promise<void>;
  replay(actor: Actor, deliveryId: string, reason: string): Promise<void>;
  skip(actor: Actor, deliveryId: string, reason: string): Promise<void>;
  /** `by`: the transmission that takes its place. */
  supersede(actor: Actor, deliveryId: string, act: { by: string; reason: string }): Promise<void>;
  cancel(actor: Actor, deliveryId: string, reason: string): Promise<void>;
  listReplay(actor: Actor, filter: ReplayFilter): Promise<ReplayList>;
  replayList(
    actor: Actor,
    filter: ReplayFilter,
    agreed: { digest: string; reason: string },
  ): Promise<Replayed>;
  /** Checks that the bytes have that SHA-256; stored twice, it stays stored once. */
  storeAttachment(actor: Actor, attachment: Attachment): Promise<{ repeated: boolean }>;
  /** `namedBy`: the latest activity of those that the actor knows of. */
  readAttachment(actor: Actor, sha256: string): Promise<Attachment & { namedBy?: string }>;
  /** How every office is reached, for everybody. */
  contacts(): Promise<readonly PublicContact[]>;
  contact(actor: Actor, member: string): Promise<ContactView>;
  /** What an office says of itself; `seen` is the version that it changes. */
  setContact(
    actor: Actor,
    member: string,
    change: { readonly contact: OfficeContact; readonly seen: number },
  ): Promise<{ readonly version: number }>;
  /** What an office is told, when and where. */
  notificationSettings(actor: Actor, member: string): Promise<SettingsView>;
  setNotificationSettings(
    actor: Actor,
    member: string,
    settings: NotificationSettings,
  ): Promise<void>;
  /** The web hooks of the actor's member. */
  hooks(actor: Actor): Promise<readonly HookView[]>;
  addHook(actor: Actor, hook: NewHook): Promise<IssuedHook>;
  rotateHook(actor: Actor, hookId: string): Promise<IssuedHook>;
  enableHook(actor: Actor, hookId: string): Promise<void>;
  removeHook(actor: Actor, hookId: string): Promise<void>;
  /** The terms of exchange in force. */
  readonly exchangePolicy: UsePolicy;
  /** The member's agency agrees to this version of them. */
  agree(actor: Actor, member: string, version: string): Promise<void>;
  /** What is for the member waits until somebody of it resumes. */
  pauseDeliveries(actor: Actor, member: string, reason: string): Promise<void>;
  resumeDeliveries(actor: Actor, member: string, reason: string): Promise<void>;
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
