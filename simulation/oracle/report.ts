/** What must never be found, by name. */
export const VIOLATIONS = [
  /** A receipt whose activity never had an effect at its destination. */
  'lost',
  /** A second effect of one delivery, or of one activity under another delivery id. */
  'effectsTwice',
  /** A first effect that is not the next of its case at its destination. */
  'inversions',
  /** An effect after that of an activity which its sender sent later in the same lane. */
  'overtaken',
  /** An effect at another state than the one that the sender named. */
  'misrouted',
  /** An effect of an activity that no state has sent. */
  'unsent',
  /** A value that arrived otherwise than it was meant. */
  'contentDifferences',
  /** A later receipt of an activity that is not byte for byte the first one. */
  'receiptsDiffering',
  /** A document that the receiving state could not read. */
  'unreadable',
  /** Two documents under one delivery id. */
  'conflicts',
] as const;

export type Violation = (typeof VIOLATIONS)[number];

export interface Finding {
  readonly violation: Violation;
  /** The state whose journal shows it. */
  readonly member: string;
  /** Ids and pointers; never content. */
  readonly detail: string;
}

/** What the states' journals say of a run, and what is wrong with it: counts, and the first findings. */
export interface OracleReport extends Readonly<Record<Violation, number>> {
  /** Activities that a state meant to send. */
  readonly queued: number;
  /** Activities with a receipt. */
  readonly receipts: number;
  /** Receipts of activities that wait for a release or for files. */
  readonly waiting: number;
  /** Activities that the hub refused for good. */
  readonly refused: number;
  /** Activities without receipt or refusal. */
  readonly unsettled: number;
  /** Receipts whose activity had its effect at the destination. */
  readonly delivered: number;
  readonly effects: number;
  /** Deliveries that came again and had no effect. */
  readonly repeats: number;
  /** Values that were compared. */
  readonly compared: number;
  readonly findings: readonly Finding[];
}

const MOST_FINDINGS = 200;

export interface Findings {
  add(violation: Violation, member: string, detail: string): void;
  counts(): Record<Violation, number>;
  list(): readonly Finding[];
}

/** Counts violations and keeps the first of them. */
export function createFindings(): Findings {
  const counts = Object.fromEntries(VIOLATIONS.map((name) => [name, 0])) as Record<
    Violation,
    number
  >;
  const list: Finding[] = [];
  return {
    add(violation, member, detail) {
      counts[violation] += 1;
      if (list.length < MOST_FINDINGS) list.push({ violation, member, detail });
    },
    counts: () => counts,
    list: () => list,
  };
}

/** Whether nothing is wrong and nothing is open. */
export function isClean(report: OracleReport): boolean {
  return VIOLATIONS.every((violation) => report[violation] === 0) && report.unsettled === 0;
}
