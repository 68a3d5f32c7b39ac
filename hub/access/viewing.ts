/**
 * Why the national office may open the documents of two states:
 * - `ASKED_BY_STATE`: one of the two asked it to;
 * - `DISPUTE`: the two disagree about what was sent or received;
 * - `DELIVERY_FAULT`: what failed cannot be understood without the document;
 * - `LEGAL_ORDER`: a court or an authority ordered it;
 * - `PUBLIC_SAFETY`: somebody is in danger, and waiting for the states would be too late.
 */
export const VIEWING_REASONS = [
  'ASKED_BY_STATE',
  'DISPUTE',
  'DELIVERY_FAULT',
  'LEGAL_ORDER',
  'PUBLIC_SAFETY',
] as const;

export type ViewingReason = (typeof VIEWING_REASONS)[number];

/** What of an activity can be opened: its documents, a file of it, or the person as it describes it. */
export const VIEWED_PARTS = ['documents', 'attachment', 'person'] as const;

export type ViewedPart = (typeof VIEWED_PARTS)[number];
