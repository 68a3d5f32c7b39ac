import type { TransmissionEvidence } from '../../ledger-verifier/evidence.ts';
import type { TileAddress } from '../../ledger-verifier/tile.ts';
import type { Actor } from '../access/actor.ts';
import type { Choices } from '../compact/case-choices.ts';
import type { Finding } from '../compact/finding.ts';
import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { PagePosition } from '../store/message-log.ts';
import type { TransmissionStatus } from '../store/transmissions.ts';
import type { DeadlineStatus } from '../compact/deadline-status.ts';
import type { FailureAdvice } from './failure-advice.ts';

/**
 * What the API answers to reads. Times are ISO 8601 in UTC; a field that does not apply is absent.
 * A record that the actor may not know of is answered as one that is not there: NOT_FOUND.
 */
export interface Reads {
  /** Newest first. */
  messages(actor: Actor, filter: MessageFilter, page: PageRequest): Promise<Page<MessageSummary>>;
  message(actor: Actor, transmissionId: string): Promise<MessageStory>;
  /** Decrypted; ERASED when the content was expunged. */
  bodies(actor: Actor, transmissionId: string): Promise<MessageBodies>;
  /** Newest first. */
  failures(actor: Actor, filter: FailureFilter, page: PageRequest): Promise<Page<Failure>>;
  /** Those due first first; open ones unless an ended status is asked for. */
  deadlines(actor: Actor, filter: DeadlineFilter, page: PageRequest): Promise<Page<DeadlineView>>;
  /** The list of the actor's compact office, oldest first. */
  reviews(actor: Actor, filter: ReviewFilter, page: PageRequest): Promise<Page<ReviewView>>;
  caseById(actor: Actor, caseId: string): Promise<CaseView>;
  traffic(actor: Actor, range: TrafficRange): Promise<TrafficCount[]>;
  proof(actor: Actor, transmissionId: string): Promise<MessageProof>;
  /** The latest signed head; undefined before the first. */
  checkpoint(): Promise<string | undefined>;
  /** Exactly the hashes or entries that the address names; undefined where the log has fewer. */
  tile(address: TileAddress & { readonly level: number }): Promise<Buffer | undefined>;
  entryBundle(actor: Actor, address: TileAddress): Promise<Buffer | undefined>;
  /** What the actor may see of the events after an index, in the order of the ledger. */
  events(actor: Actor, after: number): Promise<EventBatch>;
  /** The index of the newest entry; -1 in an empty ledger. */
  lastEventIndex(): Promise<number>;
}

export interface PageRequest {
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: PagePosition;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: PagePosition;
}

export interface EventBatch {
  readonly events: readonly LedgerEventView[];
  /** Everything up to this index was looked at: ask for what comes after it. */
  readonly last: number;
  /** Whether there is more to look at now. */
  readonly more: boolean;
}

export interface MessageFilter {
  readonly caseId?: string;
  readonly messageId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly type?: string;
  readonly status?: TransmissionStatus;
  /** Inclusive. */
  readonly acceptedFrom?: Date;
  /** Exclusive. */
  readonly acceptedBefore?: Date;
}

/** The envelope and where it stands: no content. */
export interface MessageSummary {
  readonly transmissionId: string;
  readonly messageId: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly caseId: string;
  readonly supervisionType?: string;
  readonly status: TransmissionStatus;
  readonly submittedAt: string;
  readonly acceptedAt: string;
  readonly transmittedAt?: string;
  readonly delivery?: {
    readonly deliveryId: string;
    readonly state: DeliveryState;
    readonly attempt: number;
    readonly failureCode?: string;
  };
}

export interface MessageStory extends Omit<MessageSummary, 'delivery'> {
  readonly channel: string;
  /** Opaque reference of the system that submitted it. */
  readonly submittedBy: string;
  readonly releasedBy?: string;
  readonly schemaHash: string;
  readonly profileHash?: string;
  readonly mappingHash?: string;
  readonly deliveries: readonly DeliveryView[];
  /** What the eligibility checks found in a request. */
  readonly findings: readonly Finding[];
  /** What the ledger holds of it so far, in the order of the ledger. */
  readonly events: readonly LedgerEventView[];
}

export interface DeliveryView {
  readonly deliveryId: string;
  readonly to: string;
  readonly caseSequence: number;
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly createdAt: string;
  /** When it is tried next; only while it waits for that. */
  readonly dueAt?: string;
  readonly handedOverAt?: string;
  readonly acknowledgedAt?: string;
  /** The receiving system's own number; shown to the two states only. */
  readonly peerReference?: string;
  readonly profileHash?: string;
  readonly mappingHash?: string;
  readonly failure?: FailureView;
}

/** Why it failed, whose turn it is and what to do. */
export interface FailureView extends FailureAdvice {
  readonly code: string;
  /** Status line or error code of the transport; never content. */
  readonly detail?: string;
}

export interface FailureFilter {
  readonly state?: DeliveryState;
  readonly caseId?: string;
}

export interface Failure {
  readonly deliveryId: string;
  readonly transmissionId: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly caseId: string;
  readonly caseSequence: number;
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly createdAt: string;
  readonly failure: FailureView;
  /** Later deliveries of the case that wait for this one. */
  readonly blocks: number;
}

/** A ledger entry: its index and what it says (docs/ledger-format.md). */
export interface LedgerEventView {
  readonly index: number;
  readonly event: Readonly<Record<string, unknown>>;
}

export interface MessageBodies {
  readonly transmissionId: string;
  readonly bodies: readonly MessageBody[];
}

export interface MessageBody extends EncodedBody {
  readonly kind: 'canonical' | 'received' | 'sent';
  readonly deliveryId?: string;
  readonly contentType: string;
}

/** A document in JSON: as text where it is UTF-8, else in base64. */
export interface EncodedBody {
  readonly encoding: 'utf-8' | 'base64';
  readonly body: string;
}

export interface CaseView {
  readonly caseId: string;
  /** Shown to the two states only. */
  readonly personId?: string;
  readonly sendingState: string;
  readonly receivingState: string;
  readonly supervisingState: string;
  readonly supervisionType?: string;
  readonly status: string;
  readonly reportingInstructions: string;
  readonly transfer: string;
  readonly location: string;
  readonly violation: string;
  readonly retaking: string;
  readonly returning: string;
  readonly closure: string;
  /** Activity types that the lifecycle lets each side send now. */
  readonly allowedNow: {
    readonly sending: readonly string[];
    readonly receiving: readonly string[];
  };
  /** From what the sending state is asked to choose after a rejection. */
  readonly choices?: Choices;
  readonly openedAt: string;
  readonly changedAt: string;
  /** The actor's own state's numbers for the case. */
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[];
  /** Every clock that there ever was, in the order in which they began. */
  readonly deadlines: readonly DeadlineView[];
}

export interface ReviewFilter {
  readonly direction?: 'outgoing' | 'incoming';
  /** True unless it is said. */
  readonly open?: boolean;
  readonly assignedTo?: string;
}

/** What stands in the list of a compact office. */
export interface ReviewView {
  readonly transmissionId: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly otherState: string;
  readonly caseId: string;
  readonly type: string;
  readonly openedAt: string;
  readonly assigned?: {
    readonly to: string;
    readonly by: string;
    readonly at: string;
    readonly note?: string;
  };
  readonly closed?: { readonly at: string; readonly by: string; readonly outcome: string };
}

export interface DeadlineFilter {
  readonly status?: DeadlineStatus;
  readonly owedBy?: string;
  readonly duty?: string;
  readonly caseId?: string;
  readonly dueFrom?: Date;
  readonly dueBefore?: Date;
}

/** What a rule asks of a state, until when, and how it stands. Days are those of the state that owes. */
export interface DeadlineView {
  readonly deadlineId: string;
  readonly duty: string;
  readonly title: string;
  readonly rule: string;
  /** Whether the limit stands in a published text of the Commission. */
  readonly confirmed?: boolean;
  readonly advisory: boolean;
  readonly status: DeadlineStatus;
  readonly caseId: string;
  /** The activity that started it. */
  readonly transmissionId: string;
  readonly type: string;
  readonly sendingState: string;
  readonly receivingState: string;
  readonly owedBy: string;
  readonly limit: { readonly days: number; readonly unit: 'business' | 'calendar' };
  readonly startedOn: string;
  /** Counted from transmission, as compliance is. */
  readonly dueOn: string;
  /** The moment at which that day is over. */
  readonly dueAt: string;
  /** Where the rule counts from receipt: the proof of it, and the due day counted from it. */
  readonly received?: { readonly at: string; readonly dueOn: string };
  readonly ended?: { readonly at: string; readonly how: string; readonly by?: string };
  readonly spent: TimeSpent;
}

/** Where the time went: with the sender before it crossed, the hub, the receiving system, its office. */
export interface TimeSpent {
  readonly senderSeconds: number;
  readonly hubSeconds: number;
  readonly systemSeconds: number;
  readonly officeSeconds: number;
}

export interface TrafficRange {
  readonly from: Date;
  readonly before: Date;
  readonly step: 'hour' | 'day';
}

export interface TrafficCount {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly status: TransmissionStatus;
  readonly deliveryState?: DeliveryState;
  /** Start of the step in which the activities were accepted. */
  readonly since: string;
  readonly count: number;
}

export interface MessageProof extends TransmissionEvidence {
  /** Leaves of this transmission that no checkpoint covers yet: ask again in a second. */
  readonly awaiting: number;
}
