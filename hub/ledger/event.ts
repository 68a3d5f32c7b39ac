/**
 * What a leaf says (docs/ledger-format.md). No personal data: identifiers that the hub or the caller
 * minted for machines, codes, sizes, hashes of files, salted commitments. An actor is an opaque
 * reference; a reason is a code. Hashes and commitments are lower-case hexadecimal.
 */
export type LedgerEvent = TransmissionEvent | DeliveryEvent | HubEvent;

/** Events of one transmission: the first is `accepted`, from `transmitted` on it has a delivery. */
export const TRANSMISSION_EVENT_TYPES = [
  'accepted',
  'released',
  'returned',
  'transmitted',
  /** A person read a body, or a batch of accesses by its digest. */
  'viewed',
  'exported',
  /** A deadline is near, there or past: `code` is the duty, `outcome` says which. */
  'reminded',
  'sealed',
  'unsealed',
  /** Content, key and salt were destroyed by order of an authority. */
  'expunged',
  /** Content ended with its retention. */
  'purged',
  /** After a restore from a backup: what had been expunged was destroyed again. */
  'erasure-reapplied',
] as const;

/** Events of one delivery, its first after the `transmitted` of its transmission. */
export const DELIVERY_EVENT_TYPES = [
  /** Committed before the first byte leaves. */
  'dispatching',
  /** Uploaded under a name that the state does not read yet. */
  'staged',
  'handed-over',
  'acknowledged',
  'refused',
  'retry',
  /** Was dispatching in a list, and was not sent because an earlier one of its case failed. */
  'unsent',
  'outcome-unknown',
  'held',
  'resumed',
  'dead-letter',
  'replayed',
  'superseded',
  'skipped',
  'cancelled',
  'expired',
] as const;

/** Events of the hub itself, and of what it refused; each stands alone. */
export const HUB_EVENT_TYPES = [
  /** Refused before acceptance; no content is kept. */
  'rejected',
  'configuration-changed',
  'role-changed',
  /** A state named the user who has a case: `subject` is the case. */
  'assigned',
  'credential-added',
  'credential-revoked',
  'key-rotated',
  'statement-signed',
  /** A state's endpoint was tried; the report's hash is the subject's. */
  'certified',
  'clock-alarm',
  'epoch-start',
  'epoch-end',
] as const;

export type TransmissionEventType = (typeof TRANSMISSION_EVENT_TYPES)[number];
export type DeliveryEventType = (typeof DELIVERY_EVENT_TYPES)[number];
export type HubEventType = (typeof HUB_EVENT_TYPES)[number];
export type LedgerEventType = TransmissionEventType | DeliveryEventType | HubEventType;

/** By which way an event came about: a transport, a person's browser or command, or the hub itself. */
export type LedgerChannel =
  'rest' | 'soap' | 'sftp' | 'queue' | 'memory' | 'console' | 'command' | 'hub';

export interface TransmissionEvent extends EventBase, ChainedEvent {
  readonly type: TransmissionEventType;
  /** Absent until the activity is transmitted. */
  readonly to?: string;
}

export interface DeliveryEvent extends EventBase, ChainedEvent {
  readonly type: DeliveryEventType;
  readonly deliveryId: string;
  readonly to: string;
  /** The attempt that this event belongs to, from 1; absent before the first. */
  readonly attempt?: number;
}

export interface HubEvent extends EventBase {
  readonly type: HubEventType;
  /** For `rejected`: who sent it, for whom and what, as far as that was known. */
  readonly from?: string;
  readonly to?: string;
  readonly activityType?: string;
}

/** An event with a place in the chain of its transmission or delivery. */
interface ChainedEvent {
  readonly transmissionId: string;
  /** From 1, without gaps, in each transmission and again in each delivery. */
  readonly eventNo: number;
  /**
   * Leaf hash of the entry before it in the same chain; of a delivery's first event, that of the
   * `transmitted` entry of its transmission. Absent only in `accepted`.
   */
  readonly prevEventHash?: string;
  readonly from: string;
  readonly activityType: string;
  /** Hash of the schema under which the activity was accepted. */
  readonly schema: string;
}

interface EventBase {
  readonly v: 1;
  /** UUID, minted for this event. */
  readonly eventId: string;
  /** Business clock, `2026-03-01T12:00:00.000Z`. The order of events is the tree's, never this. */
  readonly occurredAt: string;
  readonly actor: string;
  readonly channel: LedgerChannel;
  readonly softwareVersion: string;
  /** What became of it, where the type leaves that open. */
  readonly outcome?: string;
  /** Reason or failure code of a closed list. */
  readonly code?: string;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly payloadCommit?: string;
  readonly envelopeCommit?: string;
  readonly acknowledgementCommit?: string;
  /** Fingerprint of the certificate or host key that the other side showed. */
  readonly peerIdentity?: string;
  readonly profileHash?: string;
  readonly mappingHash?: string;
  /** What a change concerns: a member, a key line, the reference of a principal. */
  readonly subject?: string;
  /** Hash of what is now in force, or of the batch, statement or checkpoint that is meant. */
  readonly subjectHash?: string;
  /** `eventId`s of the entries whose content an erasure took away. */
  readonly targets?: readonly string[];
  /** Reference of the order by which an erasure happened. */
  readonly authority?: string;
  /** The persons who approved, as actor references. */
  readonly approvers?: readonly string[];
}
