/** What an office can be told of. */
export const NOTICE_EVENTS = [
  'release-waiting',
  'activity-arrived',
  'deadline-near',
  'deadline-missed',
  'delivery-failed',
  'incident-opened',
  'incident-closed',
  'expiry-near',
  'confirmation-due',
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** What is told of an event: identifiers that the hub minted, codes, days and counts. Never content. */
export interface NoticeFacts {
  readonly transmissionId?: string;
  readonly caseId?: string;
  /** Type and version of the activity. */
  readonly type?: string;
  /** The other member of the exchange; of an incident, the member that has it. */
  readonly other?: string;
  /** Of a deadline. */
  readonly duty?: string;
  readonly dueOn?: string;
  /** Who owes it. */
  readonly owedBy?: string;
  /** Failure or cause. */
  readonly code?: string;
  /** What to do about a failure (flows/failure-advice.ts). */
  readonly next?: string;
  readonly incidentId?: string;
  /** Of an incident: with what, and how often it occurred. */
  readonly kind?: string;
  readonly count?: number;
  /** Reference of an account. */
  readonly account?: string;
}

/** One thing that one member's office is told of. */
export interface Notice {
  readonly event: NoticeEvent;
  readonly facts: NoticeFacts;
  readonly happenedAt: Date;
}
