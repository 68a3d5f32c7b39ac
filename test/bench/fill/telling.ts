import { receiptOf, receivedDueOn } from '../../../hub/flows/received-deadlines.ts';
import type { StatesInForce } from '../../../hub/flows/read-submission.ts';
import { type WorkingSet, emptySet } from '../../../hub/flows/working-set.ts';
import type { DecisionRow } from '../../../hub/store/decisions.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import type { ReviewOutcome, ReviewRow } from '../../../hub/store/reviews.ts';
import type { TransmissionRow } from '../../../hub/store/transmissions.ts';
import type { FilledDelivery } from './filled-delivery.ts';
import type { FilledRows } from './filled-rows.ts';

/** Rows of one activity as the flows make them, moment after moment. */
export interface Telling {
  /** As a transaction of the flows has it, for every moment of the activity. */
  readonly set: WorkingSet;
  readonly decisions: DecisionRow[];
  /** The delivery that was just made, to be played before it is written. */
  takeDelivery(): DeliveryRow;
  addDelivery(played: FilledDelivery): void;
  /** In the place of what was accepted, with its records and keys shown to whom it is. */
  replaceTransmission(row: TransmissionRow): void;
  closeReview(at: Date, by: string, outcome: ReviewOutcome): void;
  /** All that is to be written of it, when it is told. */
  rows(): FilledRows;
}

/** What is carried from one activity to the next. */
export type Carried = Pick<WorkingSet, 'cases' | 'identifiers'>;

export function createTelling(
  carried: Carried,
  { profiles }: Pick<StatesInForce, 'profiles'>,
): Telling {
  const set: WorkingSet = { ...emptySet(new Date(0)), ...carried };
  const { writes } = set;
  const decisions: DecisionRow[] = [];
  const closed: ReviewRow[] = [];

  /** The due days that rules count from receipt. */
  function received(row: DeliveryRow): void {
    const at = receiptOf(row, profiles.get(row.to_member));
    if (at === null) return;
    writes.deadlines = writes.deadlines.map((deadline) =>
      deadline.from_receipt
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
      writes.transmissions[0] = row;
      showAll(writes.contentKeys, row.to_member);
      showAll(writes.records, row.to_member);
      showAll(writes.findings, row.to_member);
      showAll(writes.findingTerms, row.to_member);
    },
    closeReview: (at, by, outcome) => {
      const opened = writes.reviews.pop();
      if (opened === undefined) throw new Error('nothing waits for the office');
      closed.push({ ...opened, ...UNASSIGNED, closed_at: at, closed_by: by, outcome });
    },
    rows: () => ({
      ...writes,
      decisions,
      reviews: [...closed, ...writes.reviews.map((review) => ({ ...review, ...OPEN }))],
    }),
  };
}

const UNASSIGNED = { assigned_to: null, assigned_by: null, assigned_at: null, note: null } as const;
const OPEN = { ...UNASSIGNED, closed_at: null, closed_by: null, outcome: null } as const;

/** What crosses later than it was accepted is shown to the other state from then on. */
function showAll(rows: { readonly to_member: string | null }[], to_member: string | null): void {
  for (const [index, row] of rows.entries()) rows[index] = { ...row, to_member };
}
