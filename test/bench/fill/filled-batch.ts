import { endedBy } from '../../../hub/flows/keep-deadlines.ts';
import { receiptOf, receivedDueOn } from '../../../hub/flows/received-deadlines.ts';
import type { StatesInForce } from '../../../hub/flows/read-submission.ts';
import { type WorkingSet, emptySet } from '../../../hub/flows/working-set.ts';
import type { DeadlineRow } from '../../../hub/store/deadlines.ts';
import type { DecisionRow } from '../../../hub/store/decisions.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import type { PersonDescriptionRow, PersonTokenRow } from '../../../hub/store/persons.ts';
import type { ReviewOutcome, ReviewRow } from '../../../hub/store/reviews.ts';
import type { TransmissionRow } from '../../../hub/store/transmissions.ts';
import type { FilledDelivery } from './filled-delivery.ts';

/** What is known of a case and written when its story ends, so that it is written once. */
export interface HeldCase {
  deadlines: readonly DeadlineRow[];
  description: PersonDescriptionRow | undefined;
  tokens: readonly PersonTokenRow[];
}

/** Rows of many activities on their way into the store, and the cases that go on. */
export interface FilledBatch {
  /** As a transaction of the flows has it, for every moment of the batch. */
  readonly set: WorkingSet;
  readonly decisions: DecisionRow[];
  readonly reviews: ReviewRow[];
  /** Of cases whose stories are over. */
  readonly deadlines: DeadlineRow[];
  readonly descriptions: PersonDescriptionRow[];
  readonly tokens: PersonTokenRow[];
  readonly endedCases: string[];
  /** The delivery that was just made, to be played before it is written. */
  takeDelivery(): DeliveryRow;
  addDelivery(played: FilledDelivery): void;
  /** In the place of the last one, with its records and keys shown to whom it is. */
  replaceTransmission(row: TransmissionRow): void;
  /** Of the last one. */
  closeReview(at: Date, by: string, outcome: ReviewOutcome): void;
  /** Takes what the last activity wrote of its case out of the way of the next. */
  holdCase(caseId: string): void;
  /** The story is over. */
  endCase(caseId: string): void;
}

/** Cases that are open in this process, by their ids. */
export type HeldCases = Map<string, HeldCase>;

export function createBatch(
  carried: Pick<WorkingSet, 'cases' | 'identifiers'>,
  held: HeldCases,
  { profiles }: Pick<StatesInForce, 'profiles'>,
): FilledBatch {
  const set: WorkingSet = { ...emptySet(new Date(0)), ...carried };
  const { writes } = set;
  const reviews: ReviewRow[] = [];
  const decisions: DecisionRow[] = [];
  const ended = { deadlines: [] as DeadlineRow[], tokens: [] as PersonTokenRow[] };
  const descriptions: PersonDescriptionRow[] = [];
  const endedCases: string[] = [];

  /** The due days that rules count from receipt. */
  function received(row: DeliveryRow): void {
    const at = receiptOf(row, profiles.get(row.to_member));
    if (at === null) return;
    writes.deadlines = writes.deadlines.map((deadline) =>
      deadline.from_receipt && deadline.transmission_id === row.transmission_id
        ? {
            ...deadline,
            received_at: at,
            received_due_on: receivedDueOn({ profiles } as StatesInForce, deadline, at),
          }
        : deadline,
    );
  }

  return {
    set,
    decisions,
    reviews,
    descriptions,
    endedCases,
    ...ended,
    takeDelivery: () => {
      const made = writes.deliveries.pop();
      if (made === undefined) throw new Error('nothing crossed');
      return made;
    },
    addDelivery: (played) => {
      writes.deliveries.push(played.row);
      writes.leaves.push(...played.leaves);
      writes.records.push(...played.records);
      decisions.push(...played.decisions);
      received(played.row);
    },
    replaceTransmission: (row) => {
      writes.transmissions[writes.transmissions.length - 1] = row;
      const { transmission_id, to_member } = row;
      if (to_member === null) return;
      showLast(writes.contentKeys, transmission_id, to_member);
      showLast(writes.records, transmission_id, to_member);
      showLast(writes.findings, transmission_id, to_member);
    },
    closeReview: (at, by, outcome) => {
      const opened = writes.reviews.pop();
      if (opened === undefined) throw new Error('nothing waits for the office');
      reviews.push({ ...opened, ...UNASSIGNED, closed_at: at, closed_by: by, outcome });
    },
    holdCase: (caseId) => {
      const before = held.get(caseId) ?? { deadlines: [], description: undefined, tokens: [] };
      const { endings } = writes;
      const description = writes.descriptions.get(caseId);
      held.set(caseId, {
        deadlines: [
          ...before.deadlines.map((row) => endedBy(row, endings)),
          ...writes.deadlines.map((row) => endedBy(row, endings)),
        ],
        description: description ?? before.description,
        tokens: description === undefined ? before.tokens : writes.personTokens,
      });
      writes.endings.length = 0;
      writes.deadlines = [];
      writes.personTokens = [];
      writes.descriptions.clear();
      for (const review of writes.reviews.splice(0)) {
        reviews.push({ ...review, ...UNASSIGNED, closed_at: null, closed_by: null, outcome: null });
      }
    },
    endCase: (caseId) => {
      endedCases.push(caseId);
      const row = held.get(caseId);
      held.delete(caseId);
      if (row === undefined) return;
      ended.deadlines.push(...row.deadlines);
      ended.tokens.push(...row.tokens);
      if (row.description !== undefined) descriptions.push(row.description);
    },
  };
}

const UNASSIGNED = { assigned_to: null, assigned_by: null, assigned_at: null, note: null } as const;

interface Shown {
  readonly transmission_id: string;
  readonly to_member: string | null;
}

/** What crosses later than it was accepted is shown to the other state from then on. */
function showLast(rows: Shown[], transmissionId: string, to_member: string): void {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row?.transmission_id !== transmissionId) return;
    rows[index] = { ...row, to_member };
  }
}
