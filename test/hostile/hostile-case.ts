import type { HostileLab } from './hostile-lab.ts';

/** What becomes of an input: taken, or refused with a code of docs/errors.md (or a status, or a reason). */
export type Verdict = 'accept' | `refuse:${string}`;

/** One input of somebody who means harm or whose system is broken. */
export interface HostileCase {
  readonly name: string;
  /** One of these; more than one only where the code itself may choose. */
  readonly expected: Verdict | readonly Verdict[];
  readonly play: (lab: HostileLab) => Promise<Played> | Played;
}

export interface Played {
  readonly verdict: Verdict;
  /** All that the sender was shown. */
  readonly shown?: string;
}

export interface HostileCategory {
  readonly name: string;
  /** As many cases as the whole has at least. */
  readonly least: number;
  /** How many a short run draws; all without it. */
  readonly draw?: number;
  readonly cases: (seed: number) => readonly HostileCase[];
}

/**
 * Stands in every document that is made here, as a person's name would: it may be neither in what a
 * sender is shown, nor in a log line, nor in a leaf.
 */
export const CANARY = 'Qanareus';
