import { type CaseState, NEW_CASE, type Side } from '../compact/case-state.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import type { StoredAttachment, TransmissionAttachmentRow } from '../store/attachments.ts';
import type { CaseIdentifierRow, CaseRow, PersonMemberRow } from '../store/cases.ts';
import type { DeadlineEnding, DeadlineRow } from '../store/deadlines.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { FindingRow, FindingTermRow } from '../store/findings.ts';
import type { Transaction } from '../store/database.ts';
import type { PersonDescriptionRow, PersonTokenRow } from '../store/persons.ts';
import type { PendingLeafRow } from '../store/pending-leaves.ts';
import type { ContentKeyRow, RecordRow } from '../store/records.ts';
import type { OpenedReview } from '../store/reviews.ts';
import type { RepeatRow, TransmissionRow, TransmissionStatus } from '../store/transmissions.ts';

/** What one transaction has read under its locks and decided so far; written at its end, at once. */
export interface WorkingSet {
  readonly now: Date;
  /** By (source, id): what was accepted before, in the store or earlier in this group. */
  readonly repeats: Map<string, Earlier>;
  /** By token: the cases that members' identifiers name. */
  readonly identifiers: Map<string, string>;
  /** The named attachments that are stored. */
  readonly attachments: Map<string, StoredAttachment>;
  /** Named persons whom their namer may read, as `person member`. */
  readonly knownPersons: Set<string>;
  readonly cases: Map<string, CaseRow>;
  readonly openedCases: Set<string>;
  readonly changedCases: Set<string>;
  /**
   * What a correction may correct, by `correctionName`: the sender's id of the latest activity of its type,
   * where that was not taken; undefined where the latest crossed in this transaction.
   */
  readonly failed: Map<string, string | undefined>;
  readonly writes: Writes;
}

/** An acceptance under the same (source, id); `digests` decide whether a new one says the same. */
export type Earlier =
  | { readonly kind: 'stored'; readonly row: RepeatRow }
  | {
      readonly kind: 'in-group';
      readonly accepted: Accepted;
      readonly receivedDigest: Buffer;
      readonly contentDigest: Buffer;
    };

/** What a receipt is made of, besides the digest of the received document. */
export interface Accepted {
  readonly repeated: boolean;
  readonly transmissionId: string;
  readonly status: TransmissionStatus;
  readonly caseId: string;
  readonly personId: string;
  readonly type: string;
  readonly to: string;
  readonly acceptedAt: Date;
  readonly receiptKeyId: string;
  /** SHA-256 of the document as it first came. */
  readonly receivedDigest: Buffer;
}

/** Rows to insert, by table, in an order that keeps every foreign key. */
export interface Writes {
  readonly persons: { person_id: string; created_at: Date }[];
  readonly personMembers: PersonMemberRow[];
  readonly identifiers: CaseIdentifierRow[];
  readonly transmissions: TransmissionRow[];
  readonly contentKeys: ContentKeyRow[];
  readonly records: RecordRow[];
  readonly attachments: TransmissionAttachmentRow[];
  readonly findings: FindingRow[];
  readonly findingTerms: FindingTermRow[];
  /** Transmissions whose attachments the other state may read from now on. */
  readonly shown: { transmissionIds: string[]; caseId: string; to: string }[];
  readonly deliveries: DeliveryRow[];
  /** Of clocks that were running before this transaction. */
  readonly endings: DeadlineEnding[];
  deadlines: readonly DeadlineRow[];
  /** By case. */
  readonly descriptions: Map<string, PersonDescriptionRow>;
  personTokens: readonly PersonTokenRow[];
  /** Of the first position, for where there is none. */
  readonly assignments: AssignmentRow[];
  /** What stands in the list of a compact office from now on. */
  readonly reviews: OpenedReview[];
  readonly leaves: PendingLeafRow[];
}

/** A working set in which nothing was read yet. */
export function emptySet(now: Date): WorkingSet {
  return {
    now,
    repeats: new Map(),
    attachments: new Map(),
    knownPersons: new Set(),
    identifiers: new Map(),
    cases: new Map(),
    openedCases: new Set(),
    changedCases: new Set(),
    failed: new Map(),
    writes: emptyWrites(),
  };
}

function emptyWrites(): Writes {
  return {
    persons: [],
    personMembers: [],
    identifiers: [],
    transmissions: [],
    contentKeys: [],
    records: [],
    attachments: [],
    findings: [],
    findingTerms: [],
    shown: [],
    deliveries: [],
    endings: [],
    deadlines: [],
    descriptions: new Map(),
    personTokens: [],
    assignments: [],
    reviews: [],
    leaves: [],
  };
}

/** Writes what the group decided, in one round trip. */
export async function writeAll(
  store: ExchangeStore,
  tx: Transaction,
  set: WorkingSet,
): Promise<void> {
  const { writes } = set;
  const rowsOf = (ids: ReadonlySet<string>): CaseRow[] =>
    [...ids].map((id) => set.cases.get(id)).filter((row) => row !== undefined);
  const changed = new Set([...set.changedCases].filter((id) => !set.openedCases.has(id)));
  await tx.together(async () => {
    await store.insertPersons(tx, writes.persons);
    await store.insertCases(tx, rowsOf(set.openedCases));
    await store.updateCases(tx, rowsOf(changed));
    await store.addPersonMembers(tx, writes.personMembers);
    await store.insertCaseIdentifiers(tx, writes.identifiers);
    await store.insertTransmissions(tx, writes.transmissions);
    await store.insertContentKeys(tx, writes.contentKeys);
    await store.insertRecords(tx, writes.records);
    await store.insertTransmissionAttachments(tx, writes.attachments);
    await store.insertFindings(tx, writes.findings);
    await store.insertFindingTerms(tx, writes.findingTerms);
    await store.insertDeliveries(tx, writes.deliveries);
    await store.endDeadlines(tx, writes.endings);
    await store.insertDeadlines(tx, writes.deadlines);
    await store.setDescriptions(tx, [...writes.descriptions.values()]);
    await store.insertPersonTokens(tx, writes.personTokens);
    await store.assignFirst(tx, writes.assignments);
    await store.insertReviews(tx, writes.reviews);
    await store.insertPendingLeaves(tx, writes.leaves);
  });
  for (const shown of writes.shown) await store.showAttachments(tx, shown);
}

/** The lifecycle's view of a case row. */
export function stateOf(row: CaseRow): CaseState {
  return {
    status: row.status as CaseState['status'],
    reportingInstructions: row.reporting_instructions as CaseState['reportingInstructions'],
    transfer: row.transfer as CaseState['transfer'],
    location: row.location as CaseState['location'],
    violation: row.violation as CaseState['violation'],
    retaking: row.retaking as CaseState['retaking'],
    returning: row.return_instructions as CaseState['returning'],
    closure: row.closure as CaseState['closure'],
    supervising: row.supervising_member === row.from_member ? 'sending' : 'receiving',
    ...(row.instructions_reason === null ? {} : { instructionsReason: row.instructions_reason }),
  };
}

/** The case row after the lifecycle moved it. */
export function withState(row: CaseRow, state: CaseState, now: Date): CaseRow {
  return {
    ...row,
    status: state.status,
    reporting_instructions: state.reportingInstructions,
    transfer: state.transfer,
    location: state.location,
    violation: state.violation,
    retaking: state.retaking,
    return_instructions: state.returning,
    closure: state.closure,
    supervising_member: memberOn(row, state.supervising),
    instructions_reason: state.instructionsReason ?? null,
    changed_at: now,
  };
}

interface NewCase {
  readonly caseId: string;
  readonly personId: string;
  readonly sending: string;
  readonly receiving: string;
  readonly supervisionType: string | null;
}

/** A case as it is before its first activity is transmitted: the sending state alone sees it. */
export function openCase(opened: NewCase, now: Date): CaseRow {
  const row: CaseRow = {
    case_id: opened.caseId,
    person_id: opened.personId,
    from_member: opened.sending,
    to_member: null,
    receiving_member: opened.receiving,
    supervision_type: opened.supervisionType,
    status: '',
    reporting_instructions: '',
    instructions_reason: null,
    transfer: '',
    location: '',
    violation: '',
    retaking: '',
    return_instructions: '',
    closure: '',
    supervising_member: opened.sending,
    registrable: false,
    sequence_to_sending: 0,
    sequence_to_receiving: 0,
    opened_at: now,
    changed_at: now,
    content: 'kept',
  };
  return withState(row, NEW_CASE, now);
}

/** On which side of the case a member is; undefined for a member that the case does not concern. */
export function sideOf(row: CaseRow, member: string): Side | undefined {
  if (member === row.from_member) return 'sending';
  // Before anything was transmitted to it, the receiving state does not know of the case.
  return member === row.to_member ? 'receiving' : undefined;
}

/** Nothing is said any more in a case that was expunged, or is sealed, as a whole. */
export function requireOpenCase({ content }: CaseRow): void {
  if (content === 'expunged') throw new ExchangeError('ERASED');
  if (content === 'sealed') throw new ExchangeError('SEALED');
}

/** How many activities have crossed in the case, both ways. */
export function crossedIn(row: CaseRow): number {
  return row.sequence_to_sending + row.sequence_to_receiving;
}

export function memberOn(row: CaseRow, side: Side): string {
  return side === 'sending' ? row.from_member : row.receiving_member;
}
