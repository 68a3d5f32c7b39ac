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
  /** Somebody was shown documents, a file or the person: `outcome` says what, `role` by which right. */
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

/** Events of accounts and sessions: `subject` is the reference of the account, `from` its member. */
export const ACCESS_EVENT_TYPES = [
  /** Both factors were asked for; `outcome` says whether they were right. */
  'sign-in',
  'session-renewal',
  /** The second factor alone, for what asks for a fresh one. */
  'session-step-up',
  /** Before its time: `code` says why. */
  'session-ended',
  'account-invited',
  /** The second factor was enrolled, or a wrong code of it shown. */
  'account-activation',
  'account-locked',
  'account-unlocked',
  'account-deactivated',
  /** Still staff of the state compact office. */
  'account-confirmed',
  'account-change-refused',
  'role-changed',
  'password-change',
  'password-reset-asked',
  'password-reset',
  'recovery-code-used',
  /** Ten others in the place of the old ones. */
  'recovery-codes-renewed',
  'security-key-added',
  'security-key-removed',
  /** Its count of uses did not grow: there may be two of it. */
  'security-key-blocked',
  /** The person may sign in by a provider of the state's, or may no more. */
  'provider-bound',
  'provider-unbound',
  'policy-accepted',
] as const;

/** What is told of access: of accounts and sessions, and of what was opened. */
export const TOLD_ACCESS_TYPES = [...ACCESS_EVENT_TYPES, 'viewed'] as const;

/** Events of the hub itself, and of what it refused; each stands alone. */
export const HUB_EVENT_TYPES = [
  ...ACCESS_EVENT_TYPES,
  /** Refused before acceptance; no content is kept. */
  'rejected',
  'configuration-changed',
  /** The agency of a member agreed to the terms of exchange: `subject` is their version. */
  'terms-agreed',
  /** A state named the user who has a case: `subject` is the case. */
  'assigned',
  'credential-added',
  'credential-revoked',
  'key-rotated',
  'statement-signed',
  /** A state's endpoint was tried; the report's hash is the subject's. */
  'certified',
  /** A person of a state asked for an erasure or a seal; another approved, or it was taken back. */
  'erasure-proposed',
  'erasure-approved',
  'erasure-withdrawn',
  'clock-alarm',
  /** Something went wrong for the first time, or is over: `code` says what, `subject` which incident. */
  'incident-opened',
  'incident-closed',
  'epoch-start',
  'epoch-end',
] as const;

export type TransmissionEventType = (typeof TRANSMISSION_EVENT_TYPES)[number];
export type DeliveryEventType = (typeof DELIVERY_EVENT_TYPES)[number];
export type HubEventType = (typeof HUB_EVENT_TYPES)[number];
export type AccessEventType = (typeof ACCESS_EVENT_TYPES)[number];
export type ToldAccessType = (typeof TOLD_ACCESS_TYPES)[number];
/** What is decided of an order to erase or seal; what it did stands with each transmission. */
export type ErasureOrderEventType = Extract<HubEventType, `erasure-${string}`>;
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
  /** The role by which somebody was shown something. */
  readonly role?: string;
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
