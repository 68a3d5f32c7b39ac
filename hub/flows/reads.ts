import type { TransmissionEvidence } from '../../ledger-verifier/evidence.ts';
import type { TileAddress } from '../../ledger-verifier/tile.ts';
import type { Actor } from '../access/actor.ts';
import type { Side } from '../compact/case-state.ts';
import type { Choices } from '../compact/case-choices.ts';
import type { Finding } from '../compact/finding.ts';
import type { MatchCode } from '../compact/person-match.ts';
import type { PersonIdentifier, PersonQuery } from '../compact/person-traits.ts';
import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { ExplainedRule } from '../mapping/explain.ts';
import type { PersonName } from '../generated/messages.ts';
import type { DecisionRow } from '../store/decisions.ts';
import type { IncidentKind } from '../store/incidents.ts';
import type { LogGroup, PagePosition } from '../store/message-log.ts';
import type { FoundRow } from '../store/find-reads.ts';
import type { ErasureAction, ErasureScope, ErasureState } from '../store/erasures.ts';
import type { TrafficBy } from '../store/traffic.ts';
import type { ContentState, TransmissionStatus } from '../store/transmissions.ts';
import type { DeadlineStatus } from '../compact/deadline-status.ts';
import type { ViewedPart } from '../access/viewing.ts';
import type { FailureAdvice } from './failure-advice.ts';
import type { CellPlace } from '../mapping/layout/cell-places.ts';
import type { AssignedUser } from './keep-person.ts';

/**
 * What the API answers to reads. Times are ISO 8601 in UTC; a field that does not apply is absent.
 * A record that the actor may not know of is answered as one that is not there: NOT_FOUND.
 */
export interface Reads {
  /** Newest first. */
  messages(actor: Actor, filter: MessageFilter, page: PageRequest): Promise<Page<MessageSummary>>;
  /** All that the filter matches; throws EXPORT_TOO_LARGE. */
  exportMessages(actor: Actor, filter: MessageFilter): Promise<readonly MessageSummary[]>;
  /** What the text is the id of, among what the actor may open. */
  find(actor: Actor, asked: FindQuery): Promise<readonly FoundObject[]>;
  message(actor: Actor, transmissionId: string): Promise<MessageStory>;
  /** Decrypted; ERASED when the content was expunged, SEALED while it is sealed. */
  bodies(actor: Actor, transmissionId: string): Promise<MessageBodies>;
  /** What each rule made of the documents; ERASED and SEALED as for these. */
  mapping(actor: Actor, transmissionId: string): Promise<MessageMapping>;
  /** Who opened something of it, newest first. */
  viewings(actor: Actor, transmissionId: string, page: PageRequest): Promise<Page<ViewingView>>;
  /** As `bodies`, for the national office once its reason is written down. */
  bodiesForReason(actor: Actor, transmissionId: string): Promise<MessageBodies>;
  /** Newest first. */
  failures(actor: Actor, filter: FailureFilter, page: PageRequest): Promise<Page<Failure>>;
  /** Newest first. */
  incidents(actor: Actor, filter: IncidentFilter, page: PageRequest): Promise<Page<IncidentView>>;
  incident(actor: Actor, incidentId: string): Promise<IncidentView>;
  /** Those due first first; open ones unless an ended status is asked for. */
  deadlines(actor: Actor, filter: DeadlineFilter, page: PageRequest): Promise<Page<DeadlineView>>;
  /** The one that changed last first. */
  cases(actor: Actor, filter: CaseFilter, page: PageRequest): Promise<Page<CaseSummary>>;
  /** The list of the actor's compact office, oldest first. */
  reviews(actor: Actor, filter: ReviewFilter, page: PageRequest): Promise<Page<ReviewView>>;
  caseById(actor: Actor, caseId: string): Promise<CaseView>;
  /** Orders to erase or seal: of the actor's state, or of all for the nation; newest first. */
  erasures(actor: Actor, filter: ErasureFilter, page: PageRequest): Promise<Page<ErasureView>>;
  /** Persons of cases of the actor's state, the likeliest first. */
  searchPersons(actor: Actor, asked: PersonQuery): Promise<readonly FoundPerson[]>;
  traffic(actor: Actor, range: TrafficRange): Promise<TrafficCount[]>;
  trafficSums(actor: Actor, by: TrafficBy, range: TrafficRange): Promise<TrafficSum[]>;
  /** How the exchange stands, of the actor's state or of all. */
  health(actor: Actor): Promise<ExchangeHealth>;
  /** The ways to the actor's state, or to all. */
  destinations(actor: Actor): Promise<DestinationView[]>;
  compliance(actor: Actor, filter: ComplianceFilter): Promise<ComplianceView[]>;
  /** What the hub knows of a state; throws NOT_FOUND. */
  state(actor: Actor, member: string): Promise<StateView>;
  /** The documents by which a state's format is mapped; throws NOT_FOUND. */
  dialect(actor: Actor, member: string): DialectView;
  /** What the actor's state noted on a case, newest first. */
  notes(actor: Actor, caseId: string, page: PageRequest): Promise<Page<CaseNote>>;
  /** The filters that the actor keeps. */
  filters(actor: Actor): Promise<readonly SavedFilter[]>;
  proof(actor: Actor, transmissionId: string): Promise<MessageProof>;
  /** With what a state shows that a document is the one committed to; ERASED when it was expunged. */
  opening(actor: Actor, transmissionId: string): Promise<MessageOpening>;
  /** Newest first. */
  statements(
    actor: Actor,
    filter: StatementFilter,
    page: PageRequest,
  ): Promise<Page<StatementSummary>>;
  statement(actor: Actor, statementId: string): Promise<StatementView>;
  /** The latest signed head; undefined before the first. */
  checkpoint(): Promise<string | undefined>;
  /** The keys of the ledger, retired ones too, the oldest first, and the ledgers before it. */
  ledgerKeys(): Promise<LedgerKeysView>;
  /** Exactly the hashes or entries that the address names; undefined where the log has fewer. */
  tile(address: TileAddress & { readonly level: number }): Promise<Buffer | undefined>;
  entryBundle(actor: Actor, address: TileAddress): Promise<Buffer | undefined>;
  /** What the actor may see of the events after an index, in the order of the ledger. */
  events(actor: Actor, after: number): Promise<EventBatch>;
  /** The index of the newest entry; -1 in an empty ledger. */
  lastEventIndex(): Promise<number>;
}

/** That somebody was shown something of an activity. */
export interface ViewingView {
  readonly viewingId: string;
  readonly at: string;
  readonly what: ViewedPart;
  /** Of who it was; `national` for the national office. */
  readonly member: string;
  readonly actor: string;
  /** Of a person of the reader's own state. */
  readonly name?: string;
  readonly role: string;
  /** Of the national office alone. */
  readonly reason?: string;
  readonly note?: string;
  readonly leafHash: string;
}

/** Rule by rule, how an activity was read and written. */
export interface MessageMapping {
  readonly transmissionId: string;
  /** From the sender's document to the canonical one; absent where its mapping is no longer kept. */
  readonly inbound?: MappedSide;
  /** Of each delivery of which a document was sent. */
  readonly outbound: readonly (MappedSide & { readonly deliveryId: string })[];
}

export interface MappedSide {
  /** `canonical`: the document is the envelope itself, and there are no rules. */
  readonly dialect: string;
  readonly mappingHash: string | null;
  readonly rules: readonly MappedPlaces[];
  /** Of a document of lines: where its cells stand in its text. */
  readonly cells?: readonly CellPlace[];
}

/** What one rule read and wrote: places, never values. */
export interface MappedPlaces extends Pick<ExplainedRule, 'rule' | 'op' | 'carried'> {
  /** JSON Pointers into the envelope. */
  readonly canonical: readonly string[];
  /** JSON Pointers into the native document; into one of lines `/lines/12/CITY`. */
  readonly local: readonly string[];
}

/** The secret of the commitments of one transmission (docs/ledger-format.md). */
export interface MessageOpening {
  readonly transmissionId: string;
  /** 32 bytes in hexadecimal. */
  readonly salt: string;
}

export interface StatementFilter {
  readonly from?: string;
  readonly to?: string;
  /** In UTC, `2026-11-29`. */
  readonly day?: string;
}

/** What one state sent to another between two sizes of the log. */
export interface StatementSummary {
  readonly statementId: string;
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly fromSize: number;
  readonly toSize: number;
  readonly count: number;
  readonly madeAt: string;
  /** The signed statement. */
  readonly statement: string;
}

export interface StatementView extends StatementSummary {
  /** The signed head of `toSize`. */
  readonly checkpoint: string;
  /** In the order of the log. */
  readonly transmissions: readonly { readonly index: number; readonly transmissionId: string }[];
}

/** With which keys the heads of the ledger were signed, and what came before it. */
export interface LedgerKeysView {
  readonly origin: string;
  readonly keys: readonly LedgerKeyView[];
  /** Ledgers that ended, the latest last. */
  readonly closed: readonly ClosedLedgerView[];
}

export interface LedgerKeyView {
  /** C2SP signed-note: `name+id+key`. */
  readonly key: string;
  readonly from: string;
  /** When it ceased to sign, or will; absent where no end is set. */
  readonly until?: string;
}

export interface ClosedLedgerView {
  readonly origin: string;
  readonly successor: string;
  /** Its last signed head. */
  readonly checkpoint: string;
  /** Code of why it ended. */
  readonly reason: string;
  readonly closedAt: string;
  readonly keys: readonly LedgerKeyView[];
}
/** By order of an authority: sealed until it is lifted, or gone for ever. */
export type TakenContent = Exclude<ContentState, 'kept'>;

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
  /** Of every case of this person; not for the nation. */
  readonly personId?: string;
  /** The own state's number of the case. */
  readonly caseNumber?: string;
  /** Of a person, any of them. */
  readonly identifiers?: readonly PersonIdentifier[];
  readonly messageId?: string;
  readonly from?: string;
  readonly to?: string;
  /** The other state; for the nation, either. */
  readonly state?: string;
  readonly type?: string;
  readonly status?: TransmissionStatus;
  readonly group?: LogGroup;
  /** Why it has not been delivered. */
  readonly failureCode?: string;
  /** Code of a check that was not met when it came, and the JSON Pointer of a place that it looked at. */
  readonly finding?: string;
  readonly field?: string;
  /** Inclusive. */
  readonly acceptedFrom?: Date;
  /** Exclusive. */
  readonly acceptedBefore?: Date;
}

export interface FindQuery {
  readonly text: string;
  /** Whether it may be a state's number of a case or a message: such a number stands in no address. */
  readonly byStateNumber: boolean;
}

/** Something with a page of its own. */
export interface FoundObject {
  readonly kind: FoundRow['kind'];
  readonly id: string;
  /** Of a delivery. */
  readonly transmissionId?: string;
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
  /** What was done to its content by order of an authority. */
  readonly content?: TakenContent;
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
  /** What the actor's own compact office decided of it, the oldest first. */
  readonly decisions: readonly DecisionView[];
  /** What the ledger holds of it so far, in the order of the ledger. */
  readonly events: readonly LedgerEventView[];
}

export interface DecisionView extends Author {
  readonly action: DecisionRow['action'];
  readonly at: string;
  /** In the words of who decided; gone with the content. */
  readonly reason?: string;
}

/** Who did something for the actor's own state. */
export interface Author {
  /** Opaque reference. */
  readonly by: string;
  /** Of whoever has an account. */
  readonly name?: string;
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
  /** The earlier delivery of its case and destination for which it waits. */
  readonly blockedBy?: Blocker;
}

export interface Blocker {
  readonly deliveryId: string;
  readonly transmissionId: string;
  readonly caseSequence: number;
  readonly state: DeliveryState;
  readonly failureCode?: string;
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

export interface IncidentFilter {
  readonly open?: boolean;
  readonly member?: string;
  readonly code?: string;
}

/** One cause of trouble for as long as it lasted. */
export interface IncidentView {
  readonly incidentId: string;
  /** Whose; `national` for the hub's own. */
  readonly member: string;
  readonly kind: IncidentKind;
  readonly code: string;
  readonly openedAt: string;
  readonly lastAt: string;
  /** How often it occurred. */
  readonly count: number;
  readonly closedAt?: string;
  /** Deliveries that the state does not have: with this failure, and all that wait. */
  readonly affected?: { readonly failed: number; readonly waiting: number };
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

export interface CaseFilter {
  readonly status?: string;
  /** Active: pending, accepted or rejected; historical: withdrawn or closed. */
  readonly open?: 'active' | 'historical';
  /** On which side the actor's state is; for the nation, on which side `state` is. */
  readonly side?: Side;
  /** The other state; for the nation, either. */
  readonly state?: string;
  /** The state that supervises. */
  readonly supervising?: string;
  readonly location?: string;
  readonly personId?: string;
}

/** Where a case stands. */
export interface CaseSummary {
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
  readonly openedAt: string;
  readonly changedAt: string;
  /** Where it was expunged or sealed as a whole. */
  readonly content?: TakenContent;
}

export interface CaseView extends CaseSummary {
  /** Activity types that the lifecycle lets each side send now, in place of what was not taken too. */
  readonly allowedNow: {
    readonly sending: readonly string[];
    readonly receiving: readonly string[];
  };
  /** From what the sending state is asked to choose after a rejection. */
  readonly choices?: Choices;
  /** The actor's own state's numbers for the case. */
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[];
  /** Every clock that there ever was, in the order in which they began. */
  readonly deadlines: readonly DeadlineView[];
  /** What crossed, in its order; then what waits, for who may know of it. */
  readonly timeline: readonly TimelineEntry[];
  /** The activity that last described the person. */
  readonly describedBy?: string;
  /** As last described by an activity that crossed; shown to the two states only. */
  readonly person?: PersonView;
  /** Why the person is not shown. */
  readonly personClosed?: 'LEDGER_LOCKED';
  /** Shown to the two states only. */
  readonly designations?: Designations;
}

export interface TimelineEntry {
  readonly transmissionId: string;
  /** The sender's own id of it. */
  readonly messageId: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly status: TransmissionStatus;
  readonly acceptedAt: string;
  readonly transmittedAt?: string;
  /** Its place among all that crossed in the case, both ways, from 1. */
  readonly position?: number;
  readonly content?: TakenContent;
  /** Its latest. */
  readonly delivery?: Pick<DeliveryView, 'deliveryId' | 'state' | 'attempt' | 'failure'>;
}

export interface PersonView {
  readonly name: PersonName;
  readonly aliases: readonly PersonName[];
  readonly dateOfBirth: string;
  readonly otherDatesOfBirth: readonly string[];
  readonly sex: string;
  readonly race: string;
  readonly identifiers: readonly PersonIdentifier[];
}

/** The users whom the two states named for a case. */
export interface Designations {
  /** Whose user supervises. */
  readonly supervising: Side;
  readonly sending?: AssignedUser;
  readonly receiving?: AssignedUser;
  /** Of the actor's own state, the latest first. */
  readonly history: readonly AssignmentView[];
}

export interface AssignmentView {
  readonly user: AssignedUser;
  readonly at: string;
  /** Who named the user: an opaque reference. */
  readonly by: string;
  readonly note?: string;
}

export interface FoundPerson {
  readonly personId: string;
  /** From 0 to 100. */
  readonly score: number;
  readonly matchedBy: readonly MatchCode[];
  readonly name: PersonName;
  readonly dateOfBirth: string;
  readonly cases: readonly {
    readonly caseId: string;
    readonly sendingState: string;
    readonly receivingState: string;
    readonly status: string;
    readonly location: string;
  }[];
}

export interface ErasureFilter {
  readonly state?: ErasureState;
}

/** An order to erase or seal content. */
export interface ErasureView {
  readonly erasureId: string;
  readonly action: ErasureAction;
  readonly scope: ErasureScope;
  /** The hub's id of it; a person's is shown to the state alone. */
  readonly subject?: string;
  readonly state: ErasureState;
  readonly by: string;
  /** Reference of the order. */
  readonly authority: string;
  /** Shown to the state alone, until it is decided. */
  readonly reason?: string;
  readonly transmissions: number;
  readonly proposed: { readonly by: string; readonly at: string };
  readonly decided?: { readonly by: string; readonly at: string };
  /** Since then no page of the database holds what it destroyed. */
  readonly scrubbedAt?: string;
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
  /** Of a request: how many checks found something not met. */
  readonly findingsNotMet?: number;
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
  /** By the other state of its case. */
  readonly owedTo?: string;
  /** On either side. */
  readonly state?: string;
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

/** Sums of the activities that were accepted in a range; only what they are grouped by is named. */
export interface TrafficSum {
  readonly since?: string;
  readonly from?: string;
  readonly to?: string;
  readonly type?: string;
  readonly accepted: number;
  readonly delivered: number;
  readonly failed: number;
  readonly refused: number;
  /** From crossing to hand-over. */
  readonly medianSeconds?: number;
}

/** What one state does not have yet: on its way by itself, and what needs a person. */
export interface Undelivered {
  readonly member: string;
  readonly waiting: number;
  readonly failed: number;
  /** Since when the oldest is on its way. */
  readonly oldest?: string;
}

export interface ExchangeHealth {
  readonly at: string;
  readonly checkpoint: { readonly size: number; readonly signedAt?: string };
  readonly undelivered: Omit<Undelivered, 'member'> & { readonly states: readonly Undelivered[] };
  readonly awaitingRelease: { readonly count: number; readonly oldest?: string };
  readonly openIncidents: readonly { readonly kind: IncidentKind; readonly count: number }[];
}

/** How a state is reached, and how that goes. */
export interface DestinationView {
  readonly member: string;
  readonly transport: string;
  /** Whether it comes for what is for it. */
  readonly fetches: boolean;
  readonly connected: boolean;
  /** Open: it failed too often of late, and is only tried. */
  readonly breaker: 'open' | 'closed';
  readonly hold?: {
    readonly code: string;
    readonly since: string;
    readonly until?: string;
    readonly trials: number;
  };
  readonly queue: Undelivered;
  /** From crossing to hand-over, of the last ones. */
  readonly handOver?: {
    readonly count: number;
    readonly p50Seconds: number;
    readonly p95Seconds: number;
    readonly lastAt: string;
  };
  /** What runs out, by the code of its incident. */
  readonly expiring: readonly { readonly code: string; readonly toldAt: string }[];
  /** Where it is within 30 days. */
  readonly credentialExpiresAt?: string;
}

/** A state as its pack and its persons say it. */
export interface StateView {
  readonly member: string;
  readonly name: string;
  /** As in schemas/profile.v1.schema.json. */
  readonly profile: Readonly<Record<string, unknown>>;
  readonly dialect?: {
    readonly name: string;
    readonly format: string;
    readonly contentType: string;
    /** Of all its files. */
    readonly versionHash: string;
  };
  /** The newest first; the first may last. */
  readonly pauses: readonly PauseView[];
  /** Of exchange: which version is in force, to which its agency agreed last, until when it should again. */
  readonly terms: {
    readonly inForce?: string;
    readonly agreed?: { readonly version: string; readonly at: string; readonly by: string };
    readonly dueAt?: string;
  };
}

export interface PauseView {
  readonly reason: string;
  /** Opaque reference. */
  readonly pausedBy: string;
  readonly pausedAt: string;
  readonly resumeReason?: string;
  readonly resumedBy?: string;
  readonly resumedAt?: string;
}

export type DialectView = NonNullable<StateView['dialect']> & {
  readonly documents: readonly {
    readonly kind: string;
    /** Its place among the packs. */
    readonly name: string;
    readonly hash: string;
    readonly document: object;
  }[];
};

export interface ComplianceFilter {
  readonly owedBy?: string;
  readonly from: Date;
  readonly before: Date;
}

/** How one state kept one duty. */
export interface ComplianceView {
  readonly duty: string;
  readonly title: string;
  readonly rule: string;
  readonly owedBy: string;
  readonly met: number;
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
  /** Ended without an answer. */
  readonly ended: number;
  readonly medianDays?: number;
}

export interface CaseNote extends Author {
  readonly noteId: string;
  readonly text: string;
  readonly at: string;
}

/** The parameters of a list under a name. */
export interface SavedFilter {
  readonly name: string;
  readonly list: 'messages' | 'cases' | 'deadlines' | 'failures' | 'reviews' | 'incidents';
  /** As in the query of that list. */
  readonly query: string;
}

export interface MessageProof extends TransmissionEvidence {
  /** Leaves of this transmission that no checkpoint covers yet: ask again in a second. */
  readonly awaiting: number;
}
